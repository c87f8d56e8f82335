using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Search;

/// <summary>Scores one person's messages for a query; see <see cref="PostingReader"/>.</summary>
internal sealed class Scoring(ReadSession session, long owner, Totals totals)
{
    /// <summary>How many words the beginning of one may stand for, and rows read for them together.</summary>
    private const int MostGuesses = 32;
    private const int MostGuessedPostings = 4_096;

    /// <summary>What a guessed word tells, against one that was typed.</summary>
    private const double GuessWeight = 0.5;

    private readonly HashSet<string> _terms = new(StringComparer.Ordinal);

    /// <summary>What is looked for: the terms of the query, and what its last word may stand for.</summary>
    public IReadOnlySet<string> Terms => _terms;

    public async Task<Ranking> RankAsync(SearchQuery query)
    {
        var ranking = new Ranking(totals);
        if (query.Terms.Count == 0)
            return ranking;
        var inPhrases = query.Phrases.SelectMany(phrase => phrase).ToHashSet(StringComparer.Ordinal);
        var required = new List<ReadOnlyMemory<Posting>>();
        _terms.UnionWith(query.Terms);
        await new PostingReader(session, owner).ReadAsync(
            await SearchStore.CountTermsAsync(session, owner, query.Terms),
            inPhrases,
            ranking.Scores,
            (term, postings) =>
            {
                ranking.Add(postings.Span, term.Count);
                if (inPhrases.Contains(term.Term))
                    required.Add(postings);
            }
        );
        if (query.Prefix is { } prefix)
            await AddGuessesAsync(ranking, prefix);
        foreach (var postings in required)
            ranking.Scores.Require(postings.ToArray().Select(posting => posting.Document));
        return ranking;
    }

    /// <summary>The words that a beginning may stand for count as one: what is typed decides how rare it is, not each of them.</summary>
    private async Task AddGuessesAsync(Ranking ranking, string prefix)
    {
        var guessed = new SortedDictionary<long, Posting>();
        var left = MostGuessedPostings;
        foreach (var term in await SearchStore.ListTermsAsync(session, owner, prefix, MostGuesses))
        {
            if (left <= 0 || StopWords.Contains(term) || !_terms.Add(term))
                continue;
            var postings = await SearchStore.ListPostingsAsync(session, owner, term, left);
            left -= postings.Length;
            foreach (var posting in postings)
            {
                var known = guessed.GetValueOrDefault(posting.Document).Frequency;
                guessed[posting.Document] = Posting.Of(posting.Document, known + posting.Frequency, posting.Length);
            }
        }

        ranking.Add([.. guessed.Values], guessed.Count, GuessWeight);
    }
}
