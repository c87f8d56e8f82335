using System.Runtime.InteropServices;
using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Search;

/// <summary>Where a term of an inquiry, or what else it may be called, stands.</summary>
/// <param name="Rarity">How much it tells, with its weight.</param>
/// <param name="Frequencies">How often for the length of the document; a related word counts for less.</param>
internal sealed record TermEvidence(string Term, double Rarity, IReadOnlyDictionary<long, double> Frequencies);

/// <summary>
/// Reads where the terms of an inquiry stand, with a bounded number of rows read: the rarest first; once many were read, a frequent
/// term counts only in the documents that are the best so far.
/// </summary>
internal sealed class Evidence(ReadSession session, long owner, Totals totals)
{
    /// <summary>Of a long text the rarest.</summary>
    private const int MostTerms = 16;

    /// <summary>Rows read of all terms together, as far as one doesn't exceed it by itself: of that one, the newest.</summary>
    private const int MostPostings = 8_192;

    /// <summary>Documents in which frequent terms are counted then.</summary>
    private const int MostCandidates = 500;

    /// <summary>Related words more frequent than this say too little; rows read of the others together.</summary>
    private const int MostOfRelated = 1_024;
    private const int MostRelatedPostings = 4_096;

    /// <summary>What a related word tells, against the one that was said.</summary>
    private const double RelatedWeight = 0.5;

    private readonly double _averageLength = totals.AverageLength;
    private readonly Dictionary<long, double> _scores = [];
    private readonly List<TermEvidence> _found = [];
    private int _left = MostPostings;

    /// <summary>How well each document fits by its own words.</summary>
    public IReadOnlyDictionary<long, double> Scores => _scores;

    public async Task<IReadOnlyList<TermEvidence>> FindAsync(Inquiry inquiry)
    {
        if (inquiry.Terms.Count == 0)
            return [];
        var counts = await CountAsync(inquiry);
        var telling = inquiry
            .Terms.Select((term, i) => (term, i, count: counts.GetValueOrDefault(term.Term)))
            .OrderByDescending(sought => Bm25.Rarity(totals, sought.count) * sought.term.Weight)
            .Take(MostTerms)
            .OrderBy(sought => sought.count)
            .ThenBy(sought => sought.i)
            .ToList();
        var few = telling
            .TakeWhile(sought => (_left -= (int)Math.Min(sought.count, int.MaxValue / 2)) >= 0)
            .Select(sought => sought.term.Term)
            .ToList();
        var (related, postings) = await session.TogetherAsync(
            () => ReadRelatedAsync([.. telling.Select(sought => sought.term)], counts),
            () => ReadAsync(few)
        );
        foreach (var (term, _, count) in telling)
        {
            var found =
                few.Contains(term.Term) ? postings[term.Term]
                : _scores.Count == 0 ? await SearchStore.ListPostingsAsync(session, owner, term.Term, MostPostings)
                : await SearchStore.ListPostingsAsync(session, owner, term.Term, Best(MostCandidates));
            Add(term, count, found, related);
        }

        return _found;
    }

    /// <summary>The best by their own words, best first.</summary>
    /// <param name="within">Only of these documents; null for all.</param>
    public IEnumerable<long> Best(int take, IReadOnlySet<long>? within = null) =>
        (within is null ? _scores : _scores.Where(found => within.Contains(found.Key)))
            .OrderByDescending(found => found.Value)
            .ThenByDescending(found => found.Key)
            .Take(take)
            .Select(found => found.Key);

    private void Add(SoughtTerm term, long count, IEnumerable<Posting> postings, ILookup<string, Posting> related)
    {
        var frequencies = new Dictionary<long, double>();
        Count(frequencies, postings, 1);
        foreach (var word in term.Related)
            Count(frequencies, related[word], RelatedWeight);
        if (frequencies.Count == 0)
            return;
        var evidence = new TermEvidence(term.Term, term.Weight * Bm25.Rarity(totals, Math.Max(count, frequencies.Count)), frequencies);
        foreach (var (document, frequency) in frequencies)
            CollectionsMarshal.GetValueRefOrAddDefault(_scores, document, out _) += evidence.Rarity * Bm25.Saturate(frequency);
        _found.Add(evidence);
    }

    private void Count(Dictionary<long, double> frequencies, IEnumerable<Posting> postings, double weight)
    {
        foreach (var posting in postings)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(frequencies, posting.Document, out _) +=
                weight * posting.Frequency / Bm25.LengthFactor(posting.Length, _averageLength);
        }
    }

    /// <summary>In how many documents each stands; related words no further than they are used.</summary>
    private async Task<Dictionary<string, long>> CountAsync(Inquiry inquiry)
    {
        var terms = inquiry.Terms.Select(term => term.Term).ToHashSet(StringComparer.Ordinal);
        var related = inquiry.Terms.SelectMany(term => term.Related).Where(word => !terms.Contains(word)).ToHashSet(StringComparer.Ordinal);
        var (ofTerms, ofRelated) = await session.TogetherAsync(
            () => SearchStore.CountTermsAsync(session, owner, terms),
            async () => related.Count == 0 ? [] : await SearchStore.CountTermsAsync(session, owner, related, MostOfRelated + 1)
        );
        return ofTerms.Concat(ofRelated).ToDictionary(count => count.Term, count => count.Count, StringComparer.Ordinal);
    }

    /// <summary>A word that is looked for itself is no other word's relative.</summary>
    private async Task<ILookup<string, Posting>> ReadRelatedAsync(IReadOnlyList<SoughtTerm> terms, Dictionary<string, long> counts)
    {
        var sought = terms.Select(term => term.Term).ToHashSet(StringComparer.Ordinal);
        var left = (long)MostRelatedPostings;
        return await ReadAsync([
            .. terms
                .SelectMany(term => term.Related)
                .Where(word => !sought.Contains(word) && counts.GetValueOrDefault(word) is > 0 and <= MostOfRelated)
                .Distinct(StringComparer.Ordinal)
                .OrderBy(word => counts[word])
                .ThenBy(word => word, StringComparer.Ordinal)
                .TakeWhile(word => (left -= counts[word]) >= 0),
        ]);
    }

    private async Task<ILookup<string, Posting>> ReadAsync(List<string> terms) =>
        (terms.Count == 0 ? [] : await SearchStore.ListPostingsAsync(session, owner, terms)).ToLookup(
            found => terms[found.Term],
            found => found.Posting,
            StringComparer.Ordinal
        );
}
