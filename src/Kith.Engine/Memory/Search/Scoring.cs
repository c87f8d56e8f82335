using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Search;

/// <summary>
/// Scores one person's messages for a query with a bounded number of rows read: the rarest terms first; once many were read, a frequent
/// term counts only in the messages that are the best so far. It could hardly lift another one above them.
/// </summary>
internal sealed class Scoring(ReadSession session, long owner, Totals totals)
{
    /// <summary>Rows read for all terms together, as far as one doesn't exceed it by itself: of that one, the newest.</summary>
    private const int MostPostings = 8_192;

    /// <summary>Of each term in a phrase, which has to stand in what is found.</summary>
    private const int MostOfPhrase = 65_536;

    /// <summary>Messages in which frequent terms are counted then.</summary>
    private const int MostCandidates = 500;

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
        var required = new List<IReadOnlyList<Posting>>();
        _terms.UnionWith(query.Terms);
        var left = MostPostings;
        foreach (var (term, count) in (await SearchStore.CountTermsAsync(session, owner, query.Terms)).OrderBy(term => term.Count))
        {
            var isRequired = inPhrases.Contains(term);
            if (isRequired || count <= left || left == MostPostings)
            {
                var postings = await SearchStore.ListPostingsAsync(session, owner, term, isRequired ? MostOfPhrase : MostPostings);
                ranking.Add(postings, count);
                if (isRequired)
                    required.Add(postings);
                left -= postings.Count;
            }
            else
            {
                var best = ranking.Best(skip: 0, MostCandidates).Select(found => found.Document);
                ranking.Add(await SearchStore.ListPostingsAsync(session, owner, term, best), count);
            }
        }

        if (query.Prefix is { } prefix)
            await AddGuessesAsync(ranking, prefix);
        foreach (var postings in required)
            ranking.Require(postings.Select(posting => posting.Document));
        return ranking;
    }

    /// <summary>The words that a beginning may stand for count as one: what is typed decides how rare it is, not each of them.</summary>
    private async Task AddGuessesAsync(Ranking ranking, string prefix)
    {
        var guessed = new Dictionary<long, Posting>();
        var left = MostGuessedPostings;
        foreach (var term in await SearchStore.ListTermsAsync(session, owner, prefix, MostGuesses))
        {
            if (left <= 0 || StopWords.Contains(term) || !_terms.Add(term))
                continue;
            var postings = await SearchStore.ListPostingsAsync(session, owner, term, left);
            left -= postings.Count;
            foreach (var posting in postings)
            {
                var known = guessed.GetValueOrDefault(posting.Document).Frequency;
                guessed[posting.Document] = posting with { Frequency = known + posting.Frequency };
            }
        }

        ranking.Add(guessed.Values, guessed.Count, GuessWeight);
    }
}
