using System.Collections.Frozen;

namespace Kith.Engine.Memory.Search;

/// <summary>What a message looks like besides its words, kept with its document.</summary>
[Flags]
internal enum Traits
{
    None = 0,

    /// <summary>It ends with a question: it asks more than it tells.</summary>
    Asks = 1,

    /// <summary>It says when: <c>yesterday</c>, <c>in May</c>, <c>2023</c>.</summary>
    TellsTime = 2,

    /// <summary>It has a number.</summary>
    TellsNumber = 4,
}

/// <summary>Reads traits of a text.</summary>
internal static class TraitsReader
{
    private static readonly FrozenSet<string> s_times = Words(
        """
        yesterday today tonight tomorrow last next ago week weeks weekend month months year years recently lately soon since earlier
        morning night monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
        september october november december spring summer autumn fall winter birthday anniversary
        """
    );

    private static readonly FrozenSet<string> s_numbers = Words(
        """
        two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand million once twice
        couple few dozen several half
        """
    );

    /// <param name="tokens">Of this text.</param>
    public static Traits Read(string text, IReadOnlyList<Token> tokens)
    {
        var traits = EndsWithQuestion(text) ? Traits.Asks : Traits.None;
        foreach (var token in tokens)
        {
            if (s_times.Contains(token.Word) || IsYear(token.Word))
                traits |= Traits.TellsTime;
            if (char.IsDigit(token.Word[0]) || s_numbers.Contains(token.Word))
                traits |= Traits.TellsNumber;
        }

        return traits;
    }

    public static bool IsYear(string word) =>
        word.Length == 4
        && word.All(char.IsAsciiDigit)
        && (word.StartsWith("19", StringComparison.Ordinal) || word.StartsWith("20", StringComparison.Ordinal));

    /// <summary>What stands in brackets at the end, the description of a picture, isn't part of the sentence.</summary>
    private static bool EndsWithQuestion(string text)
    {
        var end = text.AsSpan().TrimEnd();
        if (end.EndsWith("]") && end.LastIndexOf('[') is var bracket and >= 0)
            end = end[..bracket].TrimEnd();
        return end.EndsWith("?") || end.EndsWith("？");
    }

    private static FrozenSet<string> Words(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
