using System.Runtime.InteropServices;

namespace Kith.Engine.Memory.Search;

/// <summary>A term in a document, which has <paramref name="Length"/> tokens.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Posting(long Document, long Frequency, long Length)
{
    /// <summary>
    /// What to select of postings p. A search is mostly the reading of rows, and a row of one number takes half the time of one of three.
    /// Frequency and length are at most <see cref="Tokeniser.MostTokens"/>.
    /// </summary>
    public const string Packed = "(CAST(p.document AS bigint) << 30) | (CAST(p.frequency AS bigint) << 15) | p.length";

    public static IReadOnlyList<Posting> Unpack(IReadOnlyList<long> rows)
    {
        var postings = new Posting[rows.Count];
        for (var i = 0; i < postings.Length; i++)
            postings[i] = Unpack(rows[i]);
        return postings;
    }

    public static Posting Unpack(long row) => new(row >> 30, (row >> 15) & 0x7FFF, row & 0x7FFF);
}
