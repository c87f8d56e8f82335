using System.Text.Json.Nodes;
using Kith.FakeModel.Wire;

namespace Kith.FakeModel.Scripts;

/// <summary>What a script says, cut into tokens the way models do: a word with the space before it.</summary>
internal static class Replies
{
    /// <summary>Stands for the moment a token is written.</summary>
    public const string Stamp = " <now>";

    private static readonly string[] Openings = ["I see.", "Thank you for telling me.", "That makes sense.", "I'm glad you said that."];
    private static readonly string[] Questions =
    [
        "What happened next?",
        "How did that feel?",
        "What would you like to do about it?",
        "Who else knows?",
    ];

    public static IReadOnlyList<string> Plausible(ChatRequest request)
    {
        var text = request.LastUserText;
        var seed = StableHash(text);
        var quoted = text.Length > 80 ? text[..80] : text;
        return Words($"{Openings[seed % 4]} You said: “{quoted}” {Questions[seed / 4 % 4]}");
    }

    public static IReadOnlyList<string> Echo(ChatRequest request) => Words(request.LastUserText);

    public static IReadOnlyList<string> Numbered(int count) => [.. Enumerable.Range(0, count).Select(i => i == 0 ? "w0" : $" w{i}")];

    public static IReadOnlyList<string> Context(ChatRequest request)
    {
        var messages = request.Messages.Select(m => (JsonNode)new JsonObject { ["role"] = m.Role, ["content"] = m.Text });
        return Words(WireJson.Text(new JsonArray([.. messages])));
    }

    public static IReadOnlyList<string> Words(string text)
    {
        var words = text.Split(' ');
        return text.Length == 0 ? [] : [words[0], .. words.Skip(1).Select(word => " " + word)];
    }

    /// <summary>Roughly as real tokenisers count: four characters a token.</summary>
    public static int CountTokens(string text) => (text.Length + 3) / 4;

    /// <summary>FNV-1a: the same on every run, unlike <see cref="string.GetHashCode()"/>.</summary>
    public static int StableHash(string text)
    {
        var hash = 2166136261u;
        foreach (var character in text)
        {
            hash = (hash ^ character) * 16777619;
        }
        return (int)(hash & int.MaxValue);
    }
}
