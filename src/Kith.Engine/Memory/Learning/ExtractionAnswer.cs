using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kith.Engine.Memory.Facts;

namespace Kith.Engine.Memory.Learning;

/// <summary>Reads what a model answered to <see cref="ExtractionPrompt"/>, and believes none of it that the person didn't say.</summary>
internal static partial class ExtractionAnswer
{
    private const int MostFacts = 8;
    private const int LongestText = 200;
    private const int LongestSubject = 60;
    private const int LongestTitle = 60;

    private static readonly JsonDocumentOptions s_strict = new() { MaxDepth = 8 };

    /// <summary>What it read; null when the answer is no such thing at all.</summary>
    public static ModelReading? Read(string answer, IReadOnlyList<ShownMessage> messages)
    {
        try
        {
            using var document = JsonDocument.Parse(Unfenced(answer), s_strict);
            return Read(document.RootElement, messages);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or an escape that spells half a character.
            return null;
        }
    }

    private static ModelReading? Read(JsonElement answer, IReadOnlyList<ShownMessage> messages)
    {
        if (Find(answer, "facts") is not { ValueKind: JsonValueKind.Array } facts)
            return null;
        var moods = Find(answer, "moods") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().ToList() : [];
        var read = new Dictionary<string, Learned>(StringComparer.Ordinal);
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            var told = facts
                .EnumerateArray()
                .Where(fact => IsOf(fact, i))
                .Take(MostFacts + 1)
                .Select(fact => ReadFact(fact, message))
                .ToList();
            // More than anybody says in a message, or not what was asked for: better read by rules.
            if (told.Count <= MostFacts && told.All(fact => fact is not null))
                read[message.Id] = new Learned(
                    [.. told.Where(fact => Grounding.Holds(fact!.Text, message.Said))!],
                    moods.Where(mood => IsOf(mood, i)).Select(ReadMood).FirstOrDefault(mood => mood is not null)
                );
        }

        return new ModelReading(read, ReadTitle(answer));
    }

    private static bool IsOf(JsonElement entry, int index) =>
        Find(entry, "message") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) && value == index + 1;

    /// <summary>Null when it isn't one.</summary>
    private static LearnedFact? ReadFact(JsonElement fact, ShownMessage message)
    {
        var kind = Text(fact, "kind", LongestSubject);
        var text = Text(fact, "text", LongestText);
        if (kind is null || !FactKinds.All.Contains(kind, StringComparer.Ordinal) || text is null)
            return null;
        var isSensitive =
            kind is FactKinds.Health or FactKinds.Belief || Text(fact, "sensitivity", LongestSubject) == Sensitivities.Sensitive;
        return new LearnedFact(
            kind,
            Text(fact, "subject", LongestSubject) ?? "me",
            text,
            Slot(Text(fact, "slot", LongestSubject)),
            Number(fact, "salience") is { } salience ? Math.Clamp(salience, 0, 1) : 0.5,
            isSensitive ? Sensitivities.Sensitive : Sensitivities.Normal,
            Day(fact, "from", message.At.Offset),
            Day(fact, "until", message.At.Offset),
            Find(fact, "over")?.ValueKind == JsonValueKind.True
        );
    }

    private static LearnedMood? ReadMood(JsonElement mood) =>
        Text(mood, "label", 20)?.ToLowerInvariant() is { } label && OneWord().IsMatch(label) && Number(mood, "valence") is { } valence
            ? new LearnedMood(label, Math.Clamp(valence, -1, 1))
            : null;

    private static string? ReadTitle(JsonElement answer) =>
        Text(answer, "title", LongestTitle)?.Trim('"', '“', '”', '\'', '*', '#', '.', ' ') is { Length: > 0 } title ? title : null;

    /// <summary>One line that is no longer than that; null for anything else.</summary>
    private static string? Text(JsonElement element, string name, int longest)
    {
        if (Find(element, name) is not { ValueKind: JsonValueKind.String } member)
            return null;
        var text = string.Join(' ', member.GetString()!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length == 0 || text.Length > longest || text.Any(char.IsControl) ? null : text;
    }

    private static double? Number(JsonElement element, string name) =>
        Find(element, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) && double.IsFinite(value)
            ? value
            : null;

    private static DateTimeOffset? Day(JsonElement element, string name, TimeSpan offset) =>
        Text(element, name, 10) is { } text
        && DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is > 1900 and < 2200
            ? new DateTimeOffset(day, offset)
            : null;

    /// <summary>Only what is known to have one value at a time: with any other the next fact would take the place of this one.</summary>
    private static string? Slot(string? slot) => slot?.ToLowerInvariant() is { } lower && KnownSlot().IsMatch(lower) ? lower : null;

    private static JsonElement? Find(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    /// <summary>Without the code fence that some models put around JSON.</summary>
    private static string Unfenced(string answer) =>
        Fenced().Match(answer) is { Success: true } match ? match.Groups["json"].Value : answer;

    [GeneratedRegex(@"^\s*```(json)?\s*\n(?<json>.*)\n\s*```\s*$", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"^(name|birthday|home|job|employer|partner|\p{L}+:[\p{L}\p{M}\p{N} '-]{1,40})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KnownSlot();

    [GeneratedRegex(@"^[\p{L}\p{M}-]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OneWord();
}
