namespace Kith.Engine.Memory.Search;

/// <summary>Numbers added up by document. The documents are kept in order, so that adding is a merge and needs no table.</summary>
internal sealed class Tally
{
    private long[] _documents = [];
    private double[] _values = [];

    public int Count => _documents.Length;

    public bool Contains(long document) => Array.BinarySearch(_documents, document) >= 0;

    /// <summary>0 where there is none.</summary>
    public double this[long document] => Array.BinarySearch(_documents, document) is >= 0 and var i ? _values[i] : 0;

    /// <param name="postings">Of one term, in order.</param>
    public void Add(ReadOnlySpan<Posting> postings, Func<Posting, double> value)
    {
        var (documents, values) = (new long[postings.Length], new double[postings.Length]);
        for (var i = 0; i < postings.Length; i++)
            (documents[i], values[i]) = (postings[i].Document, value(postings[i]));
        Merge(documents, values);
    }

    public void Add(Tally other, Func<double, double> value) => Merge(other._documents, Array.ConvertAll(other._values, x => value(x)));

    /// <summary>Keeps only these documents.</summary>
    public void Require(IEnumerable<long> among)
    {
        var kept = among.ToHashSet();
        bool[] isKept = [.. _documents.Select(kept.Contains)];
        _values = [.. _values.Where((_, i) => isKept[i])];
        _documents = [.. _documents.Where((_, i) => isKept[i])];
    }

    /// <summary>Those with the highest numbers, the highest first; of equal ones the newest.</summary>
    /// <param name="within">Only of these; null for all.</param>
    public IReadOnlyList<(long Document, double Value)> Best(int take, IReadOnlySet<long>? within = null)
    {
        var best = new PriorityQueue<int, (double, long)>();
        for (var i = 0; i < _documents.Length; i++)
        {
            if (within?.Contains(_documents[i]) is false)
                continue;
            if (best.Count < take)
                best.Enqueue(i, (_values[i], _documents[i]));
            else if (best.TryPeek(out var least, out _) && _values[i] >= _values[least])
                best.EnqueueDequeue(i, (_values[i], _documents[i]));
        }

        var found = new (long, double)[best.Count];
        for (var at = found.Length - 1; best.TryDequeue(out var i, out _); at--)
            found[at] = (_documents[i], _values[i]);
        return found;
    }

    private void Merge(long[] documents, double[] values)
    {
        if (Count == 0)
        {
            (_documents, _values) = (documents, values);
            return;
        }

        var length = Count + documents.Length - CountCommon(documents);
        var (allDocuments, allValues) = (new long[length], new double[length]);
        for (int at = 0, mine = 0, others = 0; at < length; at++)
        {
            var next = mine < Count ? _documents[mine] : long.MaxValue;
            var other = others < documents.Length ? documents[others] : long.MaxValue;
            allDocuments[at] = Math.Min(next, other);
            allValues[at] = (next <= other ? _values[mine++] : 0) + (other <= next ? values[others++] : 0);
        }

        (_documents, _values) = (allDocuments, allValues);
    }

    private int CountCommon(long[] documents)
    {
        var common = 0;
        for (int mine = 0, others = 0; mine < Count && others < documents.Length; )
        {
            var order = _documents[mine].CompareTo(documents[others]);
            common += order == 0 ? 1 : 0;
            mine += order <= 0 ? 1 : 0;
            others += order >= 0 ? 1 : 0;
        }

        return common;
    }
}
