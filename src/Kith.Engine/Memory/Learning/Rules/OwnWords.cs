using System.Collections.Frozen;
using System.Text;

namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>
/// The first part of the write gate: takes out of a message what its layout shows to be somebody else's words: quoted lines and spans, code,
/// letters, forwarded mail, transcripts, verse. Linear in the text's length.
/// </summary>
internal static class OwnWords
{
    /// <summary>What lies beyond in one message is not read.</summary>
    public const int MostCharacters = 8_192;

    private const int LongestSpeaker = 3,
        LongestTitle = 3,
        FewestVerses = 4,
        LongestVerse = 60,
        LongestSingle = 300;

    /// <summary>Before a colon, these announce the person's own words.</summary>
    private static readonly string[] Announcing =
    [
        "about me",
        "about myself",
        "fact",
        "facts",
        "fyi",
        "note",
        "remember",
        "reminder",
        "update",
        "ps",
        "p.s.",
        "btw",
        "context",
        "background",
        "news",
        "confession",
        "intro",
        "introduction",
    ];

    /// <summary>But not where these come before: "his update:", "a note from Anna:".</summary>
    private static readonly FrozenSet<string> Others = Set("he|she|they|him|her|them|his|hers|their|from|by|sent|told|wrote|said|says");
    private static readonly FrozenSet<string> ShortForIs = Set("here's|that's|it's|there's|this's|what's");

    private static readonly string[] Headers = ["from:", "subject:", "to:", "sent:", "cc:", "-----original", "---------- forwarded"];
    private static readonly FrozenSet<string> SignOffs = Set("sincerely|yours|regards|kind regards|best regards|respectfully|warm regards");
    private static readonly FrozenSet<string> Addressed = Set("aira|diary|friend|assistant|kith|journal");
    private static readonly FrozenSet<string> FirstPerson = Set("i|i'm|im|i've|my|me|we|our|i’m|i’ve");

    public static string Of(string text)
    {
        text = text.Length > MostCharacters ? text[..MostCharacters] : text;
        var own = new List<string>();
        var (code, speaker) = (false, false);
        foreach (var raw in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = raw.Trim();
            var fences = line.AsSpan().Count("```") + line.AsSpan().Count("~~~");
            speaker &= line.Length > 0;
            if (code || fences > 0 || speaker || IsSetApart(raw, line))
            {
                code ^= fences % 2 == 1;
                continue;
            }
            if (IsSignedOff(line))
            {
                own.Clear();
                continue;
            }
            if (IsHeader(line) || IsSalutation(line))
            {
                break;
            }
            speaker = IsSpeaker(line);
            if (!speaker)
            {
                own.Add(WithoutBullet(line));
                if (!UpToColon(own))
                {
                    break;
                }
            }
        }
        DropVerses(own);
        return WithoutQuotations(string.Join('\n', own));
    }

    private static bool IsSetApart(string raw, string line) =>
        raw.StartsWith("    ", StringComparison.Ordinal)
        || raw.StartsWith('\t')
        || (line.Length > 0 && line[0] is '>' or '|' or '♪' or '♫');

    private static bool IsHeader(string line) =>
        Array.Exists(Headers, header => line.StartsWith(header, StringComparison.OrdinalIgnoreCase));

    /// <summary>"Dear Sir,": what follows is a letter; but "Dear Aira," is said to the model.</summary>
    private static bool IsSalutation(string line)
    {
        var words = line.TrimEnd(',', ':', '!').Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        return words is [var dear, var whom, ..]
            && words.Length < 6
            && dear.Equals("dear", StringComparison.OrdinalIgnoreCase)
            && !Addressed.Contains(whom.ToLowerInvariant());
    }

    private static bool IsSignedOff(string line)
    {
        var words = line.TrimEnd(',', '.', '!').ToLowerInvariant();
        return SignOffs.Contains(words) || words is "yours sincerely" or "yours faithfully" or "yours truly" or "sincerely yours";
    }

    /// <summary>"Tom: …", "Anna Maria: …", "[10:32] Tom: …": a transcript.</summary>
    private static bool IsSpeaker(string line)
    {
        line = line.StartsWith('[') && line.IndexOf(']') is > 0 and var close ? line[(close + 1)..].TrimStart() : line;
        var colon = Colon(line);
        if (colon <= 0 || IsAnnounced(line[..colon]))
        {
            return false;
        }
        var words = line[..colon].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length <= LongestSpeaker && Array.TrueForAll(words, static word => char.IsUpper(word[0]) || word[0] is '@' or '<');
    }

    /// <summary>A colon with a space or nothing behind it; not that of a time or an address.</summary>
    private static int Colon(string line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == ':' && (i + 1 == line.Length || line[i + 1] is ' ' or '"' or '“' or '\''))
            {
                return i;
            }
        }
        return -1;
    }

    private static bool IsAnnounced(string before)
    {
        var lower = before.Trim().ToLowerInvariant().Replace('’', '\'');
        return lower is "me"
            || Array.Exists(Announcing, end => lower == end || lower.EndsWith(" " + end, StringComparison.Ordinal))
                && !Array.Exists(lower.Split(' '), IsOthers);
    }

    private static bool IsOthers(string word) =>
        Others.Contains(word) || (word.EndsWith("'s", StringComparison.Ordinal) && !ShortForIs.Contains(word));

    /// <summary>What follows "Fix this:" is material; false when the colon ended the line, and so all that follows is.</summary>
    private static bool UpToColon(List<string> own)
    {
        var line = own.Count == 0 ? "" : own[^1];
        var colon = Colon(line);
        if (colon < 0)
        {
            return true;
        }
        if (IsAnnounced(line[..colon]))
        {
            own[^1] = line[..colon] + ".\n" + line[(colon + 1)..];
            return true;
        }
        own[^1] = line[..colon];
        return colon + 1 < line.Length;
    }

    private static string WithoutBullet(string line) =>
        line.Length > 2 && line[0] is '-' or '*' or '•' or '–' && line[1] == ' ' ? line[2..]
        : line.Length > 3 && char.IsAsciiDigit(line[0]) && line[1] is '.' or ')' && line[2] == ' ' ? line[3..]
        : line;

    /// <summary>A short line that ends in the air and doesn't begin with the person: several in a row are a song or a poem.</summary>
    private static bool IsVerse(string line) =>
        line.Length is > 0 and <= LongestVerse && char.IsLetter(line[0]) && line[^1] is not ('.' or '!' or '?' or ':' or '…');

    /// <summary>A person who writes without points begins most lines with themselves.</summary>
    private static void DropVerses(List<string> lines)
    {
        for (var first = 0; first < lines.Count; first++)
        {
            var (after, mine) = (first, 0);
            for (; after < lines.Count && IsVerse(lines[after]); after++)
            {
                mine += FirstPerson.Contains(lines[after].Split(' ')[0].ToLowerInvariant()) ? 1 : 0;
            }
            for (var i = first; i < after && after - first >= FewestVerses && mine * 2 < after - first; i++)
            {
                lines[i] = "";
            }
            first = after;
        }
    }

    private static string WithoutQuotations(string text)
    {
        var own = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var closing = Closing(text, i);
            var end = closing == '\0' ? -1 : Close(text, i, closing);
            if (end < 0)
            {
                own.Append(text[i]);
            }
            else if (end < text.Length && IsTitle(text.AsSpan((i + 1)..end)))
            {
                own.Append(text.AsSpan(i, end - i + 1));
                i = end;
            }
            else
            {
                own.Append('\n');
                i = end;
            }
        }
        return own.ToString();
    }

    /// <summary>The mark that ends a quotation which begins here; none when it doesn't.</summary>
    private static char Closing(string text, int at)
    {
        var opens = (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]);
        return text[at] switch
        {
            '“' or '„' => '”',
            '«' => '»',
            '"' when opens => '"',
            '`' when opens => '`',
            '\'' when opens => '\'',
            '‘' when opens => '’',
            _ => '\0',
        };
    }

    /// <summary>Where the quotation ends: at its mark, or else with the text. An apostrophe that isn't closed soon is none: -1.</summary>
    private static int Close(string text, int open, char mark)
    {
        var single = mark is '\'' or '’';
        var last = single ? Math.Min(text.Length, open + LongestSingle) : text.Length;
        for (var i = open + 1; i < last && !(single && text[i] == '\n'); i++)
        {
            var closes = text[i] == mark || (mark == '”' && text[i] is '“' or '"');
            if (closes && (!single || IsAfterWord(text, i)))
            {
                return i;
            }
        }
        return single ? -1 : text.Length;
    }

    private static bool IsAfterWord(string text, int at) =>
        !char.IsWhiteSpace(text[at - 1]) && (at + 1 == text.Length || !char.IsLetterOrDigit(text[at + 1]));

    /// <summary>A name or a title in quotation marks says nothing of its own.</summary>
    private static bool IsTitle(ReadOnlySpan<char> quoted)
    {
        var words = quoted.ToString().ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length <= LongestTitle && !Array.Exists(words, FirstPerson.Contains);
    }

    private static FrozenSet<string> Set(string words) => words.Split('|').ToFrozenSet(StringComparer.Ordinal);
}
