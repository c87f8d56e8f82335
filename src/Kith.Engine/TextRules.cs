using System.Globalization;
using System.Text;

namespace Kith.Engine;

/// <summary>What text may come in: well-formed Unicode within a size, no control characters but line breaks and tabs.</summary>
public static class TextRules
{
    /// <summary>A message, a prompt: 32 KB of UTF-8.</summary>
    public const int LongBytes = 32 * 1024;

    /// <summary>Letters and symbols that look like nothing: fillers of Hangul, the empty Braille pattern.</summary>
    private const string Blanks = "\u115F\u1160\u2800\u3164\uFFA0";

    /// <summary>A name: characters.</summary>
    public const int NameLength = 64;

    /// <summary>Required text over several lines, at most this many bytes of UTF-8; line breaks become \n.</summary>
    public static Result<string> CheckLong(string field, string? text, int bytes = LongBytes)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new Invalid(field, "is required");
        if (text.Length > bytes || Encoding.UTF8.GetByteCount(text) > bytes)
            return new Invalid(field, $"may have at most {bytes} bytes");
        if (FindProblem(text, multiline: true) is { } problem)
            return new Invalid(field, problem);
        return text.ReplaceLineEndings("\n");
    }

    /// <summary>Required text on one line, at most <paramref name="length"/> characters; outer white space goes.</summary>
    public static Result<string> CheckName(string field, string? text, int length = NameLength)
    {
        var name = text?.Trim();
        if (string.IsNullOrEmpty(name))
            return new Invalid(field, "is required");
        if (name.Length > length)
            return new Invalid(field, $"may have at most {length} characters");
        if (FindProblem(name, multiline: false) is { } problem)
            return new Invalid(field, problem);
        return name;
    }

    /// <summary>
    /// As <see cref="CheckName"/>, for what others are shown: something has to be seen of it, and marks that nobody sees, which could turn
    /// the writing direction and let it pose as other text around it, are refused, but for those that join letters or keep them apart.
    /// </summary>
    public static Result<string> CheckShownName(string field, string? text, int length = NameLength)
    {
        if (!CheckName(field, text, length).Try(out var name, out var failure))
            return failure;
        if (name.Any(c => char.GetUnicodeCategory(c) is UnicodeCategory.Format && c is not ('\u200C' or '\u200D')))
            return new Invalid(field, "has an invisible character");
        return name.All(c => char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format || Blanks.Contains(c))
            ? new Invalid(field, "has nothing that can be seen")
            : name;
    }

    /// <summary>At most that many characters, cut at the end of a word where there is one near, and then with an ellipsis.</summary>
    internal static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var end = text.LastIndexOfAny([' ', '\n'], length - 1);
        end = end < length / 2 ? length - 1 : end;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)].TrimEnd() + "…";
    }

    /// <summary>Text that somebody else stored, as it may be kept here: line breaks are \n, other control characters but tabs are gone.</summary>
    public static string Clean(string text)
    {
        var lines = text.ReplaceLineEndings("\n");
        return lines.Any(IsOdd) ? string.Concat(lines.Where(c => !IsOdd(c))) : lines;

        static bool IsOdd(char c) => char.IsControl(c) && c is not ('\n' or '\t');
    }

    private static string? FindProblem(string text, bool multiline)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsControl(c) && !(multiline && c is '\n' or '\r' or '\t'))
                return "has a control character";
            if (!char.IsSurrogate(c))
                continue;
            if (!char.IsHighSurrogate(c) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                return "is not well-formed Unicode";
            i++;
        }

        return null;
    }
}
