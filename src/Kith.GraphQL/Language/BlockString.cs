namespace Kith.GraphQL.Language;

/// <summary>What a block string means (section 2.9.4).</summary>
internal static class BlockString
{
    /// <summary>Takes away what all lines but the first are indented by, and empty lines at both ends.</summary>
    public static string Dedent(string raw)
    {
        var lines = raw.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        var common = int.MaxValue;
        for (var i = 1; i < lines.Length; i++)
        {
            var indent = IndentOf(lines[i]);
            if (indent < lines[i].Length)
                common = Math.Min(common, indent);
        }
        for (var i = 1; i < lines.Length; i++)
            lines[i] = lines[i][Math.Min(common, lines[i].Length)..];

        var first = 0;
        var last = lines.Length - 1;
        while (first <= last && IndentOf(lines[first]) == lines[first].Length)
            first++;
        while (last >= first && IndentOf(lines[last]) == lines[last].Length)
            last--;
        return string.Join('\n', lines[first..(last + 1)]);
    }

    private static int IndentOf(string line)
    {
        var indent = 0;
        while (indent < line.Length && line[indent] is (' ' or '\t'))
            indent++;
        return indent;
    }
}
