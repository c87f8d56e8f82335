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

    private readonly double _averageLength = totals.AverageLength;

    public Tally Scores { get; } = new();

    /// <summary>Counts a term where it stands.</summary>
    /// <param name="postings">In the order of documents.</param>
    /// <param name="count">In how many messages it stands, whether they are among these or not.</param>
    /// <param name="weight">1, or less for a term that is only guessed.</param>
    public void Add(ReadOnlySpan<Posting> postings, long count, double weight = 1)
    {
        var rarity = weight * Bm25.Rarity(totals, count);
        Scores.Add(
            postings,
            posting =>
            {
                var saturation = K1 * Bm25.LengthFactor(posting.Length, _averageLength);
                return rarity * posting.Frequency * (K1 + 1) / (posting.Frequency + saturation);
            }
        );
    }

    /// <summary>The best ones from a place on, best first.</summary>
    public IEnumerable<(long Document, double Score)> Best(int skip, int take) => Scores.Best(skip + take).Skip(skip);
}
