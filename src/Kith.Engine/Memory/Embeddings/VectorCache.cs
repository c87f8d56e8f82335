using Kith.Engine.Models;
using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Embeddings;

/// <summary>
/// The vectors of the people who were active last, up to a bound. Each search asks in its own snapshot how many there are and which is the
/// newest, and reads what is new: so it is right whoever wrote or deleted them, on this node or another. Somebody who has more than fit is
/// read from the database each time.
/// </summary>
/// <param name="mostBytes">Of all people together.</param>
internal sealed class VectorCache(EmbeddingModel model, long mostBytes = VectorCache.DefaultBytes)
{
    /// <summary>About 170,000 vectors of 1,536 dimensions.</summary>
    public const long DefaultBytes = 256L * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, LinkedListNode<(long Owner, OwnVectors Vectors)>> _known = [];
    private readonly LinkedList<(long Owner, OwnVectors Vectors)> _byUse = [];

    /// <summary>What is held now.</summary>
    public long Bytes { get; private set; }

    /// <summary>Calls for each of the person's documents that is at least so near.</summary>
    public async Task CompareAsync(ReadSession session, long owner, QuantisedVector to, double least, Action<long, double> found)
    {
        var stamp = await EmbeddingStore.StampAsync(session, owner, model.Name);
        if (stamp.Count * to.Values.Length <= mostBytes)
        {
            foreach (var block in (await GetAsync(session, owner, stamp)).Blocks)
                block.Compare(to, least, found);
            return;
        }

        Remove(owner);
        var last = 0L;
        while (await EmbeddingStore.ListVectorsAsync(session, owner, model.Name, last, VectorBlock.Usual) is { Count: > 0 } rows)
        {
            foreach (var block in VectorBlock.Of(rows))
                block.Compare(to, least, found);
            last = rows[^1].Sequence;
        }
    }

    private async Task<OwnVectors> GetAsync(ReadSession session, long owner, VectorStamp stamp)
    {
        var known = Find(owner);
        // A snapshot older than what is known: it is read as it was.
        var vectors = known.Last > stamp.Last ? OwnVectors.None : known;
        vectors = await ReadOnAsync(session, owner, vectors, stamp);
        if (vectors.Count > stamp.Count)
            vectors = vectors.Only((await EmbeddingStore.ListDocumentsAsync(session, owner, model.Name)).ToHashSet());
        if (vectors.Count != stamp.Count)
            vectors = await ReadOnAsync(session, owner, OwnVectors.None, stamp);
        if (vectors != known)
            Keep(owner, vectors);
        return vectors;
    }

    private async Task<OwnVectors> ReadOnAsync(ReadSession session, long owner, OwnVectors vectors, VectorStamp stamp)
    {
        while (vectors.Last < stamp.Last)
        {
            var rows = await EmbeddingStore.ListVectorsAsync(session, owner, model.Name, vectors.Last, VectorBlock.Usual);
            if (rows.Count == 0)
                break;
            vectors = vectors.With(rows);
        }

        return vectors;
    }

    private OwnVectors Find(long owner)
    {
        lock (_lock)
        {
            if (!_known.TryGetValue(owner, out var node))
                return OwnVectors.None;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Vectors;
        }
    }

    private void Keep(long owner, OwnVectors vectors)
    {
        lock (_lock)
        {
            Remove(owner);
            _known[owner] = _byUse.AddFirst((owner, vectors));
            Bytes += vectors.Bytes;
            while (Bytes > mostBytes)
                Remove(_byUse.Last!.Value.Owner);
        }
    }

    private void Remove(long owner)
    {
        lock (_lock)
        {
            if (!_known.Remove(owner, out var node))
                return;
            _byUse.Remove(node);
            Bytes -= node.Value.Vectors.Bytes;
        }
    }
}
