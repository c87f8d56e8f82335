using System.Collections.Concurrent;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.People.Presence;

/// <summary>
/// Who has a socket open that tells everything of theirs, on whatever node. This node knows its own at once; the others learn of them
/// within a second or two, and forget them a minute after it was last heard of.
/// </summary>
public sealed class LivePeople
{
    /// <summary>How often a node says that it lives.</summary>
    internal static readonly TimeSpan Beat = TimeSpan.FromSeconds(25);

    /// <summary>How long it is believed.</summary>
    internal static readonly TimeSpan BelievedFor = TimeSpan.FromSeconds(60);

    private const int MostPerStatement = 1_000;

    private readonly Database _database;
    private readonly TimeProvider _clock;
    private readonly string _nodeId;
    private readonly ConcurrentDictionary<string, int> _here = new(StringComparer.Ordinal);
    private HashSet<string> _written = new(StringComparer.Ordinal);

    internal LivePeople(Database database, TimeProvider clock, string nodeId) => (_database, _clock, _nodeId) = (database, clock, nodeId);

    /// <summary>Somebody came here, or the last of their sockets closed.</summary>
    internal Hint Changed { get; } = new();

    /// <summary>A socket of theirs is open here until this is disposed of. A visitor isn't noted: nobody asks for one.</summary>
    public IDisposable Enter(Caller caller)
    {
        if (!caller.IsRegistered)
            return new Stay(owner: null, caller.PrincipalId);
        if (_here.AddOrUpdate(caller.PrincipalId, 1, (_, sockets) => sockets + 1) == 1)
            Changed.Wake();
        return new Stay(this, caller.PrincipalId);
    }

    /// <summary>Whether they are here: it costs nothing.</summary>
    public bool IsHere(string principalId) => _here.ContainsKey(principalId);

    /// <summary>Whether they are here or on another node.</summary>
    public async Task<bool> IsLiveAsync(ReadSession session, string principalId) =>
        (await ListLiveAsync(session, [principalId])).Count == 1;

    /// <summary>Those of them who are here or on another node.</summary>
    public async Task<IReadOnlySet<string>> ListLiveAsync(ReadSession session, IReadOnlyCollection<string> principalIds)
    {
        var live = principalIds.Where(IsHere).ToHashSet(StringComparer.Ordinal);
        var others = principalIds.Where(id => !live.Contains(id)).ToList();
        if (others.Count > 0)
        {
            var seenSince = _clock.NowMs() - (long)BelievedFor.TotalMilliseconds;
            live.UnionWith(await PresenceStore.ListElsewhereAsync(session, _nodeId, others, seenSince));
        }

        return live;
    }

    /// <summary>Writes who came and who left since the last time, and that this node lives. Nothing when nobody is or was here.</summary>
    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        var here = _here.Keys.ToHashSet(StringComparer.Ordinal);
        if (here.Count == 0 && _written.Count == 0)
            return;
        await _database.WriteAsync(session => WriteAsync(session, here), cancellationToken);
        _written = here;
    }

    /// <summary>This node has nobody: at its start, for what a former life left, and at its end.</summary>
    internal async Task ClearAsync(CancellationToken cancellationToken)
    {
        await _database.WriteAsync(session => PresenceStore.RemoveNodeAsync(session, _nodeId), cancellationToken);
        _written = new HashSet<string>(StringComparer.Ordinal);
    }

    private async Task<Done> WriteAsync(WriteSession session, HashSet<string> here)
    {
        var now = _clock.NowMs();
        await session.MayBeLostAsync();
        await PresenceStore.RemoveStaleAsync(session, now - (long)BelievedFor.TotalMilliseconds);
        var isKnown = await PresenceStore.BeatAsync(session, _nodeId, now);
        foreach (var ids in here.Where(id => !isKnown || !_written.Contains(id)).Order(StringComparer.Ordinal).Chunk(MostPerStatement))
            await PresenceStore.AddAsync(session, _nodeId, ids);
        foreach (var ids in _written.Where(id => isKnown && !here.Contains(id)).Order(StringComparer.Ordinal).Chunk(MostPerStatement))
            await PresenceStore.RemoveAsync(session, _nodeId, ids);
        return default;
    }

    private void Leave(string principalId)
    {
        while (_here.TryGetValue(principalId, out var sockets))
        {
            var isLast = sockets == 1;
            if (isLast ? _here.TryRemove(KeyValuePair.Create(principalId, sockets)) : _here.TryUpdate(principalId, sockets - 1, sockets))
            {
                if (isLast)
                    Changed.Wake();
                return;
            }
        }
    }

    private sealed class Stay(LivePeople? owner, string principalId) : IDisposable
    {
        private LivePeople? _owner = owner;

        public void Dispose() => Interlocked.Exchange(ref _owner, null)?.Leave(principalId);
    }
}
