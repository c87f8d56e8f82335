using System.Runtime.InteropServices;

namespace Kith.Engine.Memory.Search;

/// <summary>
/// A term in a document, in one number as it is read: a search is mostly the reading of rows, and a row of one number takes half the time
/// of one of three. In order they are by term, then by document.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Posting(long Packed)
{
    /// <summary>How many terms a query can tell apart.</summary>
    public const int MostTerms = 512;

    /// <summary>A term that comes more often tells nothing more.</summary>
    private const int MostFrequency = 255;

    /// <summary>What to select of postings p of one term. Documents have 31 bits, lengths 15: see <see cref="Tokeniser.MostTokens"/>.</summary>
    public const string One =
        "(CAST(p.document AS bigint) << 23) | (CASE WHEN p.frequency < 255 THEN CAST(p.frequency AS bigint) ELSE 255 END << 15) | p.length";

    /// <summary>What to select of postings p of terms r, each with its place in the list.</summary>
    public const string OfMany = $"(r.place << 54) | {One}";

    public int Term => (int)(Packed >> 54);

    public long Document => (Packed >> 23) & 0x7FFF_FFFF;

    public long Frequency => (Packed >> 15) & 0xFF;

    /// <summary>Tokens of the document.</summary>
    public long Length => Packed & 0x7FFF;

    public static Posting Of(long document, long frequency, long length) =>
        new((document << 23) | (Math.Min(frequency, MostFrequency) << 15) | length);

    /// <summary>By term, then by document, however the database gives them.</summary>
    public static Posting[] Read(IReadOnlyList<long> rows)
    {
        var postings = new Posting[rows.Count];
        for (var i = 0; i < postings.Length; i++)
            postings[i] = new Posting(rows[i]);
        if (postings.Length > 0 && postings[0].Packed > postings[^1].Packed)
            Array.Reverse(postings);
        for (var i = 1; i < postings.Length; i++)
        {
            if (postings[i - 1].Packed <= postings[i].Packed)
                continue;
            MemoryMarshal.Cast<Posting, long>(postings.AsSpan()).Sort();
            break;
        }

        return postings;
    }
}
