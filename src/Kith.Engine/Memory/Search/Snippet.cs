namespace Kith.Engine.Memory.Search;

/// <summary>A piece of a message around what was looked for.</summary>
/// <param name="Text">Plain text on one line; "…" where something was left out.</param>
/// <param name="Highlights">What matched: start and length in <paramref name="Text"/>, in UTF-16 code units, in order, not overlapping.</param>
public sealed record Snippet(string Text, IReadOnlyList<(int Start, int Length)> Highlights)
{
    private const int Longest = 200;
    private const int Before = 40;
    private const string Ellipsis = "…";

    /// <param name="terms">What was looked for.</param>
    internal static Snippet Of(string text, IReadOnlyList<Token> tokens, IReadOnlySet<string> terms)
    {
        var matches = tokens.Where(token => terms.Contains(token.Term)).ToList();
        var (from, to) = Window(text, Best(matches));
        var start = from > 0 ? Ellipsis : "";
        var line = string.Create(
            to - from,
            (text, from),
            static (span, source) => ToLine(source.text.AsSpan(source.from, span.Length), span)
        );
        var highlights = Merge(matches.Where(match => match.Start >= from && match.End <= to))
            .Select(match => (match.Start - from + start.Length, match.Length));
        return new Snippet(start + line + (to < text.Length ? Ellipsis : ""), [.. highlights]);
    }

    /// <summary>Where the most different terms stand together; the first such place.</summary>
    private static (int Start, int End) Best(List<Token> matches)
    {
        var best = (Start: 0, End: 0);
        var most = 0;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int first = 0, next = 0; first < matches.Count; first++)
        {
            while (next < matches.Count && matches[next].End - matches[first].Start <= Longest - Before)
            {
                counts[matches[next].Term] = counts.GetValueOrDefault(matches[next].Term) + 1;
                next++;
            }

            if (counts.Count > most)
                (best, most) = ((matches[first].Start, matches[Math.Max(first, next - 1)].End), counts.Count);
            if (next == first)
                next++; // longer than the window by itself
            else if (--counts[matches[first].Term] == 0)
                counts.Remove(matches[first].Term);
        }

        return best;
    }

    /// <summary>The piece to show, from the beginning of a word to the end of one where there is one near.</summary>
    private static (int From, int To) Window(string text, (int Start, int End) best)
    {
        var from = best.Start <= Before || text.Length <= Longest ? 0 : best.Start - Before;
        if (from > 0 && text.IndexOfAny([' ', '\n', '\t'], from, best.Start - from) is var space and >= 0)
            from = space + 1;
        if (from > 0 && char.IsLowSurrogate(text[from]))
            from--;
        var to = Math.Min(text.Length, from + Longest);
        if (
            to < text.Length
            && text.LastIndexOfAny([' ', '\n', '\t'], to, Math.Max(0, to - Math.Max(best.End, from + Longest / 2))) is var last and > 0
        )
            to = last;
        if (to < text.Length && char.IsLowSurrogate(text[to]))
            to--;
        return (from, to);
    }

    /// <summary>Character by character, so that places stay what they are.</summary>
    private static void ToLine(ReadOnlySpan<char> text, Span<char> line)
    {
        for (var i = 0; i < text.Length; i++)
            line[i] = char.IsControl(text[i]) || text[i] is '\u2028' or '\u2029' ? ' ' : text[i];
    }

    private static List<(int Start, int Length)> Merge(IEnumerable<Token> matches)
    {
        var merged = new List<(int Start, int Length)>();
        foreach (var match in matches)
        {
            if (merged.Count > 0 && match.Start < merged[^1].Start + merged[^1].Length)
                merged[^1] = (merged[^1].Start, Math.Max(merged[^1].Length, match.End - merged[^1].Start));
            else
                merged.Add((match.Start, match.Length));
        }

        return merged;
    }
}
