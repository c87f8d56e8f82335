namespace Kith.GraphQL.Execution;

/// <summary>
/// The errors of an execution (section 6.4.4). However resolvers took turns, the list is in the order of the response, and of what became null
/// because of several errors it has the first.
/// </summary>
internal sealed class ErrorList
{
    private static readonly Comparer<int[]> s_inResponse = Comparer<int[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b));

    private readonly List<Entry> _entries = [];
    private readonly Lock _lock = new();

    /// <summary>The response has no data at all.</summary>
    public bool IsDataNull { get; private set; }

    /// <summary>An error at a place of the response: that, or the nearest place around it that may be null, becomes null.</summary>
    /// <param name="create">Makes the error out of its path.</param>
    public void Add(ResultNode node, int index, Func<IReadOnlyList<object>, GraphQLError> create)
    {
        var order = new List<int>();
        var path = new List<object>();
        for (var (n, i) = (node, index); n is not null; (n, i) = (n.Parent!, n.Index))
        {
            order.Insert(0, i);
            path.Insert(0, n.NameOf(i));
        }
        var error = create(path);
        lock (_lock)
            _entries.Add(new Entry([.. order], SetNull(node, index, order.Count), error));
    }

    public IReadOnlyList<GraphQLError> InOrder()
    {
        var result = new List<GraphQLError>();
        Entry? last = null;
        foreach (var entry in _entries.OrderBy(entry => entry.Order, s_inResponse))
        {
            if (last is not null && entry.Order.AsSpan().StartsWith(last.Order.AsSpan(0, last.NulledDepth)))
                continue;
            last = entry;
            result.Add(entry.Error);
        }
        return result;
    }

    /// <summary>How many steps lie above what became null; 0 is everything.</summary>
    private int SetNull(ResultNode node, int index, int depth)
    {
        while (!node.MayBeNull(index))
        {
            depth--;
            if (node.Parent is not { } parent)
            {
                IsDataNull = true;
                return depth;
            }
            (node, index) = (parent, node.Index);
        }
        node.Values[index] = null;
        return depth;
    }

    /// <param name="Order">Where in the response: places from the root on.</param>
    private sealed record Entry(int[] Order, int NulledDepth, GraphQLError Error);
}
