namespace Kith.Engine.Memory.Search;

/// <summary>What somebody looks for.</summary>
/// <param name="Terms">In the order of the query, each once.</param>
/// <param name="Prefix">The last word as far as it is typed, if it may be going on; it may stand for longer words.</param>
/// <param name="Phrases">What was put in quotes: these terms have to follow each other.</param>
internal sealed record SearchQuery(IReadOnlyList<string> Terms, string? Prefix, IReadOnlyList<IReadOnlyList<string>> Phrases)
{
    private const int MostTerms = 16;

    /// <summary>A pure function; a query of signs only has no terms.</summary>
    public static SearchQuery Read(string text)
    {
        var tokens = Words(Tokeniser.Read(text));
        var quotes = Quotes(text);
        var phrases = new List<IReadOnlyList<string>>();
        foreach (var (start, end) in quotes)
        {
            List<string> phrase = [.. tokens.Where(token => token.Start >= start && token.End <= end).Select(token => token.Term)];
            if (phrase.Count > 1)
                phrases.Add(phrase);
        }

        var telling = tokens.Where(token => !StopWords.Contains(token.Word)).ToList();
        List<string> terms =
        [
            .. (telling.Count > 0 ? telling : tokens).Select(token => token.Term).Distinct(StringComparer.Ordinal).Take(MostTerms),
        ];
        return new SearchQuery(terms, FindPrefix(tokens, text, quotes), phrases);
    }

    /// <summary>True when these tokens have every phrase.</summary>
    public bool HasPhrases(IReadOnlyList<Token> tokens)
    {
        if (Phrases.Count == 0)
            return true;
        var words = Words(tokens);
        return Phrases.All(phrase =>
            Enumerable.Range(0, Math.Max(0, words.Count - phrase.Count + 1)).Any(at => Follows(words, at, phrase))
        );
    }

    private static bool Follows(List<Token> words, int at, IReadOnlyList<string> phrase)
    {
        for (var i = 0; i < phrase.Count; i++)
        {
            if (words[at + i].Term != phrase[i])
                return false;
        }

        return true;
    }

    /// <summary>A word at the very end that isn't quoted; or one character of a script without spaces, which stands in pairs.</summary>
    private static string? FindPrefix(List<Token> tokens, string text, List<(int Start, int End)> quotes)
    {
        if (tokens.Count == 0)
            return null;
        var last = tokens[^1];
        if (last.Kind == TokenKind.Tail)
            return last.Term;
        var isOpen = last.End == text.Length && !quotes.Exists(quote => last.End <= quote.End && last.Start >= quote.Start);
        return isOpen && last is { Kind: TokenKind.Word, Word.Length: > 1 } ? last.Word : null;
    }

    /// <summary>The tails of runs are in their last pair already; a run of one character has only its tail.</summary>
    private static List<Token> Words(IReadOnlyList<Token> tokens) =>
        [
            .. tokens.Where(
                (token, i) =>
                    token.Kind != TokenKind.Tail || i == 0 || tokens[i - 1].Kind != TokenKind.Pair || tokens[i - 1].End != token.End
            ),
        ];

    private static List<(int Start, int End)> Quotes(string text)
    {
        var quotes = new List<(int, int)>();
        var start = -1;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('"' or '“' or '”' or '„' or '«' or '»'))
                continue;
            if (start < 0)
            {
                start = i + 1;
                continue;
            }

            quotes.Add((start, i));
            start = -1;
        }

        return quotes;
    }
}
