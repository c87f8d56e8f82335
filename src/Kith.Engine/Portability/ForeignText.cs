using System.Text;

namespace Kith.Engine.Portability;

/// <summary>Text as others stored it: what has no place here is left out, for nobody can correct their history.</summary>
internal static class ForeignText
{
    private const int TitleLength = 200;
    private const string Cut = "…";

    /// <summary>Without control characters, and cut where it is longer than a message may be; empty when nothing is left.</summary>
    public static string Clean(string text)
    {
        var clean = TextRules.Clean(text);
        if (string.IsNullOrWhiteSpace(clean))
            return "";
        return Encoding.UTF8.GetByteCount(clean) <= ImportLimits.MessageBytes ? clean : Shorten(clean);
    }

    /// <summary>On one line; null when there is none.</summary>
    public static string? Title(string? text)
    {
        var title = Clean(text ?? "").Replace('\n', ' ').Replace('\t', ' ').Trim();
        if (title.Length > TitleLength)
            title = string.Concat(title.AsSpan(0, char.IsHighSurrogate(title[TitleLength - 2]) ? TitleLength - 2 : TitleLength - 1), Cut);
        return title.Length == 0 ? null : title;
    }

    private static string Shorten(string text)
    {
        var bytes = ImportLimits.MessageBytes - Encoding.UTF8.GetByteCount(Cut);
        var end = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if ((bytes -= rune.Utf8SequenceLength) < 0)
                break;
            end += rune.Utf16SequenceLength;
        }

        return text[..end] + Cut;
    }
}
