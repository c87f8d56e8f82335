using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Search;

/// <summary>
/// Reads where terms stand, with a bounded number of rows read: the rarest first; once many were read, a frequent term counts only in the
/// documents that are the best so far. It could hardly lift another one above them.
/// </summary>
internal sealed class PostingReader(ReadSession session, long owner)
{
    /// <summary>Rows read of all terms together, as far as one doesn't exceed it by itself: of that one, the newest.</summary>
    private const int MostPostings = 16_384;

    /// <summary>Of each term that is required.</summary>
    private const int MostOfRequired = 65_536;

    /// <summary>Documents in which frequent terms are counted then.</summary>
    private const int MostCandidates = 500;

    /// <param name="terms">At most <see cref="Posting.MostTerms"/>, with their counts.</param>
    /// <param name="required">What is found has to have these.</param>
    /// <param name="scores">What is best so far.</param>
    /// <param name="add">Takes each term in turn, the rarest first, and adds to the scores.</param>
    public async Task ReadAsync(
        IEnumerable<TermCount> terms,
        IReadOnlySet<string> required,
        Tally scores,
        Action<TermCount, ReadOnlyMemory<Posting>> add
    )
    {
        var left = (long)MostPostings;
        var ordered = terms.OrderBy(term => term.Count).ToList();
        var few = ordered.TakeWhile(term => (left -= term.Count) >= 0).ToList();
        var postings = await ReadAsync([.. few.Select(term => term.Term)]);
        for (var i = 0; i < ordered.Count; i++)
            add(ordered[i], i < few.Count ? postings[i] : await ReadFrequentAsync(ordered[i].Term, required, scores));
    }

    /// <summary>All that is of these, by their places.</summary>
    public async Task<ReadOnlyMemory<Posting>[]> ReadAsync(IReadOnlyList<string> terms)
    {
        var found = new ReadOnlyMemory<Posting>[terms.Count];
        var postings = terms.Count == 0 ? [] : await SearchStore.ListPostingsAsync(session, owner, terms);
        for (var start = 0; start < postings.Length; )
        {
            var end = start + 1;
            while (end < postings.Length && postings[end].Term == postings[start].Term)
                end++;
            found[postings[start].Term] = postings.AsMemory(start..end);
            start = end;
        }

        return found;
    }

    private async Task<ReadOnlyMemory<Posting>> ReadFrequentAsync(string term, IReadOnlySet<string> required, Tally scores) =>
        required.Contains(term) ? await SearchStore.ListPostingsAsync(session, owner, term, MostOfRequired)
        : scores.Count == 0 ? await SearchStore.ListPostingsAsync(session, owner, term, MostPostings)
        : await SearchStore.ListPostingsAsync(session, owner, term, scores.Best(MostCandidates).Select(found => found.Document));
}
