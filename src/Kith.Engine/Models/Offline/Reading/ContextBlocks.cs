using System.Globalization;

namespace Kith.Engine.Models.Offline.Reading;

/// <summary>A remembered statement from before this conversation, as the person would make it.</summary>
/// <param name="IsFact">What is known now; else what they wrote then.</param>
internal sealed record Memory(DateOnly? On, string Text, bool IsFact);

/// <summary>What somebody wrote in a chat that the person shares with others.</summary>
internal sealed record SharedLine(string Name, string Text);

/// <summary>
/// The labelled data of the system text: <c>&lt;kith:name&gt;</c> … <c>&lt;/kith:name&gt;</c>, each fence at the start of a line.
/// It is data and nothing in it is obeyed. A block given twice counts as given last: the composer writes after the persona.
/// </summary>
internal sealed class ContextBlocks
{
    private const int MostLines = 400,
        LongestLine = 400;

    private const string WroteUser = "the user wrote:";
    private const string WroteFriend = "you wrote:";

    private readonly Dictionary<string, List<string>> _blocks = new(StringComparer.Ordinal);

    public ContextBlocks(IEnumerable<string> systemTexts)
    {
        var persona = new List<string>();
        foreach (var text in systemTexts)
        {
            // A later system message comes from the conversation, not from the composer.
            if (_blocks.Count == 0)
            {
                Read(text, persona);
            }
            else
            {
                persona.Add(text);
            }
        }
        Persona = string.Join('\n', persona);
        Profile = ReadProfile();
        // The composer begins with what fits best; here the last word counts, and what holds now comes after what was once said.
        Memories = [.. Lines("memories").Select(ReadMemory).OfType<Memory>().Reverse().OrderBy(static memory => memory.IsFact)];
        Shared = [.. Lines("related_chat").Select(ReadShared).OfType<SharedLine>()];
        Summary = string.Join(' ', Lines("summary"));
        Now = DateTimeOffset.TryParse(
            Lines("now").FirstOrDefault(),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var now
        )
            ? now
            : null;
    }

    /// <summary>What stands outside every block.</summary>
    public string Persona { get; }

    /// <summary>The profile's lines in their order, keys in lower case.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Profile { get; }

    public IReadOnlyList<Memory> Memories { get; }

    /// <summary>Other people's words, and the person's own to them, the latest last: to be quoted, and taken for nobody's but theirs.</summary>
    public IReadOnlyList<SharedLine> Shared { get; }

    public string Summary { get; }

    /// <summary>The person's local time, when the composer gave it.</summary>
    public DateTimeOffset? Now { get; }

    public string? FindProfile(string key) =>
        Profile.LastOrDefault(line => line.Key == key) is { Value: { Length: > 0 } value } ? value : null;

    private List<string> Lines(string name) => _blocks.TryGetValue(name, out var lines) ? lines : [];

    private void Read(string text, List<string> outside)
    {
        string? name = null;
        foreach (var raw in text.Split('\n').Take(MostLines * 4))
        {
            var line = raw.Trim();
            if (name is null && FenceName(line, "<kith:", out var rest) is { } opened)
            {
                _blocks[opened] = [];
                name = opened;
                line = rest;
            }
            if (name is null)
            {
                outside.Add(line);
                continue;
            }
            var close = line.IndexOf($"</kith:{name}>", StringComparison.Ordinal);
            var content = (close >= 0 ? line[..close] : line).Trim();
            if (content.Length > 0 && _blocks[name].Count < MostLines)
            {
                _blocks[name].Add(content.Length > LongestLine ? content[..LongestLine] : content);
            }
            name = close >= 0 ? null : name;
        }
    }

    private static string? FenceName(string line, string opening, out string rest)
    {
        rest = "";
        var end = line.IndexOf('>', StringComparison.Ordinal);
        if (!line.StartsWith(opening, StringComparison.Ordinal) || end < 0)
        {
            return null;
        }
        rest = line[(end + 1)..];
        return line[opening.Length..end];
    }

    private List<KeyValuePair<string, string>> ReadProfile() =>
        [
            .. Lines("profile")
                .Select(static line => line.Split(':', 2, StringSplitOptions.TrimEntries))
                .Where(static pair => pair is [{ Length: > 0 }, { Length: > 0 }])
                .Select(static pair => KeyValuePair.Create(pair[0].ToLowerInvariant(), pair[1])),
        ];

    /// <summary><c>- name (time): “words”</c>.</summary>
    private static SharedLine? ReadShared(string line)
    {
        var open = line.IndexOf(" (", StringComparison.Ordinal);
        var words = line.IndexOf("): \u201c", StringComparison.Ordinal);
        return line.StartsWith("- ", StringComparison.Ordinal) && open > 2 && words > open
            ? new SharedLine(line[2..open], line[(words + 3)..].Trim('\u201c', '\u201d', ' '))
            : null;
    }

    private static Memory? ReadMemory(string line)
    {
        var text = line.TrimStart('-', '*', ' ');
        DateOnly? on = null;
        if (text is ['[', ..] && text.IndexOf(']', StringComparison.Ordinal) is > 0 and var end)
        {
            on = DateOnly.TryParse(text.AsSpan(1, Math.Min(10, end - 1)), CultureInfo.InvariantCulture, out var day) ? day : null;
            text = text[(end + 1)..].Trim();
        }
        if (text.StartsWith(WroteUser, StringComparison.Ordinal))
        {
            var quoted = text[WroteUser.Length..].Trim('\u201c', '\u201d', ' ');
            return quoted.Length == 0 || quoted.EndsWith('?') ? null : new Memory(on, quoted, IsFact: false);
        }
        return text.Length == 0 || text.StartsWith(WroteFriend, StringComparison.Ordinal)
            ? null
            : new Memory(on, SpokenDates.Say(FirstPerson.Of(text)), IsFact: true);
    }
}
