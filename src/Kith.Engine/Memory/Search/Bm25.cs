namespace Kith.Engine.Memory.Search;

/// <summary>
/// The parts of BM25 and BM25F (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009): frequencies are made comparable by length,
/// added up over fields with a weight each, and only then saturate.
/// </summary>
internal static class Bm25
{
    /// <summary>How soon a term that comes again tells nothing new.</summary>
    private const double K1 = 0.8;

    /// <summary>How much a document's length counts, from 0 to 1.</summary>
    private const double B = 0.75;

    /// <summary>What a term tells that stands in so many documents.</summary>
    public static double Rarity(Totals totals, long count) =>
        Math.Log(1 + (Math.Max(totals.Documents, count) - count + 0.5) / (count + 0.5));

    /// <summary>What to divide frequencies by.</summary>
    public static double LengthFactor(long length, double averageLength) => 1 - B + B * length / averageLength;

    public static double Saturate(double frequency) => frequency * (K1 + 1) / (frequency + K1);
}
