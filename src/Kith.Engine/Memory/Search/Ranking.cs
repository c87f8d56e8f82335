using System.Runtime.InteropServices;

namespace Kith.Engine.Memory.Search;

/// <summary>
/// BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) over the messages of one person. A rare term tells more
/// than a frequent one; a term that comes again tells less each time; in a long message each tells less than in a short one. The same
/// postings give the same order on every database; of messages of equal score the one indexed last, which is the newest, comes first.
/// </summary>
internal sealed class Ranking(Totals totals)
{
    /// <summary>How soon a term that comes again tells nothing new; later than in <see cref="Bm25"/>, where a message's neighbours count too.</summary>
    private const double K1 = 1.2;

    private readonly Dictionary<long, double> _scores = [];
    private readonly double _averageLength = totals.AverageLength;

    /// <summary>Counts a term where it stands.</summary>
    /// <param name="count">In how many messages it stands, whether they are among these or not.</param>
    /// <param name="weight">1, or less for a term that is only guessed.</param>
    public void Add(IEnumerable<Posting> postings, long count, double weight = 1)
    {
        var rarity = weight * Bm25.Rarity(totals, count);
        foreach (var posting in postings)
        {
            var saturation = K1 * Bm25.LengthFactor(posting.Length, _averageLength);
            var score = rarity * posting.Frequency * (K1 + 1) / (posting.Frequency + saturation);
            CollectionsMarshal.GetValueRefOrAddDefault(_scores, posting.Document, out _) += score;
        }
    }

    /// <summary>Keeps only messages that are among these.</summary>
    public void Require(IEnumerable<long> among)
    {
        var kept = among.ToHashSet();
        foreach (var document in _scores.Keys.Where(document => !kept.Contains(document)).ToList())
            _scores.Remove(document);
    }

    /// <summary>The best ones from a place on, best first.</summary>
    public IReadOnlyList<(long Document, double Score)> Best(int skip, int take) =>
        [
            .. _scores
                .Select(pair => (Document: pair.Key, Score: pair.Value))
                .OrderByDescending(found => found.Score)
                .ThenByDescending(found => found.Document)
                .Skip(skip)
                .Take(take),
        ];
}
