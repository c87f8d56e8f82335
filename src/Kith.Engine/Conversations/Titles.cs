namespace Kith.Engine.Conversations;

/// <summary>A conversation's first title, taken from its first message.</summary>
internal static class Titles
{
    private const int Longest = 48;

    /// <summary>The first line, cut at a word, without what marks up rather than says.</summary>
    public static string Of(string message)
    {
        var line = message.Split('\n').Select(Plain).FirstOrDefault(text => text.Length > 0) ?? "";
        if (line.Length == 0)
            return "Untitled";
        if (line.Length > Longest)
        {
            var cut = line.LastIndexOf(' ', Longest);
            cut = cut < Longest / 2 ? Longest : cut;
            if (char.IsHighSurrogate(line[cut - 1]))
                cut--;
            line = line[..cut].TrimEnd(' ', ',', ';', ':', '-', '.') + "…";
        }

        return char.ToUpperInvariant(line[0]) + line[1..];
    }

    private static string Plain(string line) =>
        string.Join(
            ' ',
            line.Replace("`", "", StringComparison.Ordinal)
                .TrimStart('#', '>', '*', '-', ' ', '\t')
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
}
