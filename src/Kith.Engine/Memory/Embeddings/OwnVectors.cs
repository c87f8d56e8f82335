namespace Kith.Engine.Memory.Embeddings;

/// <summary>
/// Vectors of one person by one model, beside each other in memory, in the order in which they were committed. It never changes: who knows
/// more makes another one, with the same blocks and one more.
/// </summary>
/// <param name="Last">The number of the newest.</param>
internal sealed record OwnVectors(IReadOnlyList<VectorBlock> Blocks, long Last)
{
    public static OwnVectors None { get; } = new([], 0);

    public long Count { get; } = Blocks.Sum(block => (long)block.Documents.Length);

    public long Bytes { get; } = Blocks.Sum(block => block.Bytes);

    /// <summary>With what was read after it.</summary>
    /// <param name="rows">In the order of their numbers.</param>
    public OwnVectors With(IReadOnlyList<StoredVector> rows)
    {
        if (rows.Count == 0)
            return this;
        var more = VectorBlock.Of(rows).ToList();
        // What comes one by one goes into the last block, so that there are no thousands of them.
        return Blocks is [.., var last] && last.Dimensions == more[0].Dimensions && last.Documents.Length + rows.Count <= VectorBlock.Usual
            ? new OwnVectors([.. Blocks.SkipLast(1), last.With(more[0]), .. more.Skip(1)], rows[^1].Sequence)
            : new OwnVectors([.. Blocks, .. more], rows[^1].Sequence);
    }

    /// <summary>Those of these documents.</summary>
    public OwnVectors Only(IReadOnlySet<long> documents) =>
        new([.. Blocks.Select(block => block.Only(documents)).Where(block => block.Documents.Length > 0)], Last);
}

/// <summary>Some of them, all with as many dimensions.</summary>
/// <param name="Values">One vector after the other.</param>
internal sealed record VectorBlock(int Dimensions, long[] Documents, double[] Scales, sbyte[] Values)
{
    /// <summary>How many are read, and kept in one, at a time.</summary>
    public const int Usual = 1_024;

    private const int BesideValues = sizeof(long) + sizeof(double);

    public long Bytes => Values.LongLength + Documents.LongLength * BesideValues;

    /// <summary>A block for each stretch of rows that have as many dimensions.</summary>
    public static IEnumerable<VectorBlock> Of(IReadOnlyList<StoredVector> rows)
    {
        for (var first = 0; first < rows.Count; )
        {
            var dimensions = rows[first].Vector.Length;
            var same = rows.Skip(first).TakeWhile(row => row.Vector.Length == dimensions).ToList();
            var values = new sbyte[same.Count * dimensions];
            for (var i = 0; i < same.Count; i++)
                Buffer.BlockCopy(same[i].Vector, 0, values, i * dimensions, dimensions);
            yield return new VectorBlock(dimensions, [.. same.Select(row => row.Document)], [.. same.Select(row => row.Scale)], values);
            first += same.Count;
        }
    }

    /// <summary>Calls for each that is at least so near, with its cosine.</summary>
    public void Compare(QuantisedVector to, double least, Action<long, double> found)
    {
        if (to.Values.Length != Dimensions)
            return;
        for (var i = 0; i < Documents.Length; i++)
        {
            var cosine = DotProduct.Of(to.Values, Values.AsSpan(i * Dimensions, Dimensions)) * Scales[i] * to.Scale;
            if (cosine >= least)
                found(Documents[i], cosine);
        }
    }

    public VectorBlock With(VectorBlock more) =>
        new(Dimensions, [.. Documents, .. more.Documents], [.. Scales, .. more.Scales], [.. Values, .. more.Values]);

    public VectorBlock Only(IReadOnlySet<long> documents)
    {
        int[] kept = [.. Enumerable.Range(0, Documents.Length).Where(i => documents.Contains(Documents[i]))];
        if (kept.Length == Documents.Length)
            return this;
        var values = new sbyte[kept.Length * Dimensions];
        for (var i = 0; i < kept.Length; i++)
            Array.Copy(Values, kept[i] * Dimensions, values, i * Dimensions, Dimensions);
        return new VectorBlock(Dimensions, [.. kept.Select(i => Documents[i])], [.. kept.Select(i => Scales[i])], values);
    }
}
