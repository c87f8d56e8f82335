using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Search;

/// <summary>Where a term of an inquiry, or what else it may be called, stands.</summary>
/// <param name="Rarity">How much it tells, with its weight.</param>
/// <param name="Frequencies">How often for the length of the document; a related word counts for less.</param>
internal sealed record TermEvidence(string Term, double Rarity, Tally Frequencies);

/// <summary>Finds where the terms of an inquiry stand, and their relatives; see <see cref="PostingReader"/>.</summary>
internal sealed class Evidence(ReadSession session, long owner, Totals totals)
{
    /// <summary>Of a long text the rarest.</summary>
    private const int MostTerms = 16;

    /// <summary>Related words more frequent than this say too little; rows read of the others together.</summary>
    private const int MostOfRelated = 1_024;
    private const int MostRelatedPostings = 4_096;

    /// <summary>What a related word tells, against the one that was said.</summary>
    private const double RelatedWeight = 0.5;

    private readonly double _averageLength = totals.AverageLength;
    private readonly PostingReader _reader = new(session, owner);
    private readonly List<TermEvidence> _found = [];

    /// <summary>How well each document fits by its own words.</summary>
    public Tally Scores { get; } = new();

    public async Task<IReadOnlyList<TermEvidence>> FindAsync(Inquiry inquiry)
    {
        if (inquiry.Terms.Count == 0)
            return [];
        var counts = await CountAsync(inquiry);
        var telling = inquiry
            .Terms.OrderByDescending(term => Bm25.Rarity(totals, counts[term.Term]) * term.Weight)
            .Take(MostTerms)
            .ToDictionary(term => term.Term, StringComparer.Ordinal);
        var related = await ReadRelatedAsync(telling, counts);
        await _reader.ReadAsync(
            inquiry.Terms.Where(term => telling.ContainsKey(term.Term)).Select(term => new TermCount(term.Term, counts[term.Term])),
            new HashSet<string>(),
            Scores,
            (term, postings) => Add(telling[term.Term], term.Count, postings, related)
        );
        return _found;
    }

    /// <summary>The best by their own words, best first.</summary>
    /// <param name="within">Only of these documents; null for all.</param>
    public IEnumerable<long> Best(int take, IReadOnlySet<long>? within = null) => Scores.Best(take, within).Select(found => found.Document);

    private void Add(SoughtTerm term, long count, ReadOnlyMemory<Posting> postings, Dictionary<string, ReadOnlyMemory<Posting>> related)
    {
        var frequencies = new Tally();
        frequencies.Add(postings.Span, posting => Frequency(posting));
        foreach (var word in term.Related)
            frequencies.Add(related.GetValueOrDefault(word).Span, posting => RelatedWeight * Frequency(posting));
        if (frequencies.Count == 0)
            return;
        var evidence = new TermEvidence(term.Term, term.Weight * Bm25.Rarity(totals, Math.Max(count, frequencies.Count)), frequencies);
        Scores.Add(frequencies, frequency => evidence.Rarity * Bm25.Saturate(frequency));
        _found.Add(evidence);
    }

    private double Frequency(Posting posting) => posting.Frequency / Bm25.LengthFactor(posting.Length, _averageLength);

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
    private async Task<Dictionary<string, ReadOnlyMemory<Posting>>> ReadRelatedAsync(
        Dictionary<string, SoughtTerm> terms,
        Dictionary<string, long> counts
    )
    {
        var left = (long)MostRelatedPostings;
        List<string> words =
        [
            .. terms
                .Values.SelectMany(term => term.Related)
                .Where(word => !terms.ContainsKey(word) && counts.GetValueOrDefault(word) is > 0 and <= MostOfRelated)
                .Distinct(StringComparer.Ordinal)
                .OrderBy(word => counts[word])
                .ThenBy(word => word, StringComparer.Ordinal)
                .Take(Posting.MostTerms)
                .TakeWhile(word => (left -= counts[word]) >= 0),
        ];
        return words.Zip(await _reader.ReadAsync(words)).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }
}
