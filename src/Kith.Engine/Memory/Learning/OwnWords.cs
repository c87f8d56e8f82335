using System.Text;
using System.Text.RegularExpressions;

namespace Kith.Engine.Memory.Learning;

/// <summary>Of a message, what the person says in their own words: only that is learned from.</summary>
internal static partial class OwnWords
{
    /// <summary>A pet's name in quotation marks is the person's own word; a sentence in them is somebody's.</summary>
    private const int MostQuotedWords = 3;

    private const string Fence = "```";

    /// <summary>The text without quoted lines, code, and what stands in quotation marks.</summary>
    public static string Of(string text)
    {
        var own = new StringBuilder(text.Length);
        var isCode = false;
        foreach (var line in text.EnumerateLines())
        {
            var begin = line.TrimStart();
            if (begin.StartsWith(Fence, StringComparison.Ordinal))
                isCode = !isCode;
            else if (!isCode && !begin.StartsWith(">", StringComparison.Ordinal))
                own.Append(line).Append('\n');
        }

        return Quotation().Replace(own.ToString(), match => Words().Count(match.ValueSpan) > MostQuotedWords ? " … " : match.Value).Trim();
    }

    [GeneratedRegex("\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|`[^`]*`", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Quotation();

    [GeneratedRegex(@"\S+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}
