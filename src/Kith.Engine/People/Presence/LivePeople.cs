using System.Collections.Concurrent;
using System.Runtime.InteropServices;
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
    private readonly ConcurrentDictionary<string, Sockets> _here = new(StringComparer.Ordinal);
    private Dictionary<string, bool> _written = new(StringComparer.Ordinal);

    internal LivePeople(Database database, TimeProvider clock, string nodeId) => (_database, _clock, _nodeId) = (database, clock, nodeId);

    /// <summary>Somebody came here or left, or has looked away or back.</summary>
    internal Hint Changed { get; } = new();

    /// <summary>Told who it was, and whether they left.</summary>
    internal Action<string, bool>? Moved { get; set; }

    /// <summary>A socket of theirs is open here until this is disposed of. A visitor isn't noted: nobody asks for one.</summary>
    public LiveStay Enter(Caller caller)
    {
        if (!caller.IsRegistered)
            return new LiveStay(owner: null, caller.PrincipalId);
        Change(caller.PrincipalId, open: 1, away: 0);
        return new LiveStay(this, caller.PrincipalId);
    }

    /// <summary>Whether they are here or on another node.</summary>
    public async Task<bool> IsLiveAsync(ReadSession session, string principalId) =>
        (await ListLiveAsync(session, [principalId])).Count == 1;

    /// <summary>Those of them who are here or on another node.</summary>
    public async Task<IReadOnlySet<string>> ListLiveAsync(ReadSession session, IReadOnlyCollection<string> principalIds)
    {
        var live = principalIds.Where(IsHere).ToHashSet(StringComparer.Ordinal);
        live.UnionWith((await ListElsewhereAsync(session, principalIds.Where(id => !live.Contains(id)))).Select(row => row.PrincipalId));
        return live;
    }

    /// <summary>How those of them are who are here or on another node: away where they are so everywhere. By principal.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> ListStatusAsync(ReadSession session, IReadOnlyCollection<string> principalIds)
    {
        var statuses = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in principalIds)
        {
            if (_here.TryGetValue(id, out var sockets))
                statuses[id] = sockets.Status;
        }

        var others = principalIds.Where(id => statuses.GetValueOrDefault(id) != PresenceStatus.Online);
        foreach (var row in await ListElsewhereAsync(session, others))
            statuses[row.PrincipalId] = row.Away == 0 ? PresenceStatus.Online : PresenceStatus.Away;
        return statuses;
    }

    internal bool IsHere(string principalId) => _here.ContainsKey(principalId);

    /// <summary>Writes who came, left or looked away since the last time, and that this node lives. Nothing when nobody is or was here.</summary>
    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        var here = _here.ToDictionary(pair => pair.Key, pair => pair.Value.Status == PresenceStatus.Away, StringComparer.Ordinal);
        if (here.Count == 0 && _written.Count == 0)
            return;
        await _database.WriteAsync(session => WriteAsync(session, here), cancellationToken);
        _written = here;
    }

    /// <summary>This node has nobody: at its start, for what a former life left, and at its end.</summary>
    internal async Task ClearAsync(CancellationToken cancellationToken)
    {
        await _database.WriteAsync(
            async session =>
            {
                if (_written.Count > 0)
                    await UserStore.SetLastSeenAsync(session, _written.Keys, _clock.NowMs());
                return await PresenceStore.RemoveNodeAsync(session, _nodeId);
            },
            cancellationToken
        );
        _written = new Dictionary<string, bool>(StringComparer.Ordinal);
    }

    private async Task<Done> WriteAsync(WriteSession session, Dictionary<string, bool> here)
    {
        var now = _clock.NowMs();
        await session.MayBeLostAsync();
        await PresenceStore.RemoveStaleAsync(session, now - (long)BelievedFor.TotalMilliseconds);
        var isKnown = await PresenceStore.BeatAsync(session, _nodeId, now);
        var news = here.Where(pair => !isKnown || !_written.TryGetValue(pair.Key, out var wasAway) || wasAway != pair.Value);
        foreach (var (areAway, ids) in news.ToLookup(pair => pair.Value, pair => pair.Key).Select(ids => (ids.Key, ids)))
        foreach (var some in ids.Order(StringComparer.Ordinal).Chunk(MostPerStatement))
            await PresenceStore.PutAsync(session, _nodeId, some, areAway);
        foreach (var ids in _written.Keys.Where(id => !here.ContainsKey(id)).Order(StringComparer.Ordinal).Chunk(MostPerStatement))
        {
            await UserStore.SetLastSeenAsync(session, ids, now);
            if (isKnown)
                await PresenceStore.RemoveAsync(session, _nodeId, ids);
        }

        return default;
    }

    private async Task<IReadOnlyList<PresenceRow>> ListElsewhereAsync(ReadSession session, IEnumerable<string> principalIds)
    {
        var ids = principalIds.ToList();
        return ids.Count == 0
            ? []
            : await PresenceStore.ListElsewhereAsync(session, _nodeId, ids, _clock.NowMs() - (long)BelievedFor.TotalMilliseconds);
    }

    /// <param name="open">How many more of their sockets are open.</param>
    /// <param name="away">How many more of them aren't looked at.</param>
    internal void Change(string principalId, int open, int away)
    {
        while (true)
        {
            var before = _here.GetValueOrDefault(principalId);
            var after = new Sockets(before.Open + open, before.Away + away);
            var isDone =
                before.Open == 0 ? _here.TryAdd(principalId, after)
                : after.Open == 0 ? _here.TryRemove(KeyValuePair.Create(principalId, before))
                : _here.TryUpdate(principalId, after, before);
            if (!isDone)
                continue;
            if (before.Status != after.Status)
            {
                Changed.Wake();
                Moved?.Invoke(principalId, after.Open == 0);
            }

            return;
        }
    }

    /// <summary>How many are open, and how many of these aren't looked at.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Sockets(int Open, int Away)
    {
        public string Status =>
            Open == 0 ? PresenceStatus.Offline
            : Away < Open ? PresenceStatus.Online
            : PresenceStatus.Away;
    }
}

/// <summary>One socket of somebody's, until it is disposed of.</summary>
public sealed class LiveStay : IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _principalId;
    private LivePeople? _owner;
    private bool _isAway;

    internal LiveStay(LivePeople? owner, string principalId) => (_owner, _principalId) = (owner, principalId);

    /// <summary>Whether the person looks at it.</summary>
    public void SetAway(bool isAway)
    {
        lock (_gate)
        {
            if (_isAway == isAway)
                return;
            _isAway = isAway;
            _owner?.Change(_principalId, open: 0, away: isAway ? 1 : -1);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _owner?.Change(_principalId, open: -1, away: _isAway ? -1 : 0);
            _owner = null;
        }
    }
}
