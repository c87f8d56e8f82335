using System.Collections.Concurrent;
using Kith.Engine.Storage;

namespace Kith.Engine.Users;

/// <summary>
/// The sign-ins whose access tokens are no good although they haven't expired. Every node polls them every 2 s and learns of its own
/// at once, so a revoked sign-in is refused everywhere within 5 s. A node that hasn't polled for so long refuses everybody.
/// </summary>
public sealed class Revocations(Database database, TimeProvider clock)
{
    /// <summary>How often a node asks.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    /// <summary>How old a node's knowledge may be.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>Longer than an access token lives.</summary>
    internal static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    /// <summary>A poll that hangs must not use up the deadline.</summary>
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(4);

    /// <summary>A revocation is stamped before it is committed, by the clock of another node: look back further than that takes.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, long> _revoked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Watch, bool> _watches = new();
    private long _polledAt;
    private long _newest;
    private bool _hasPolled;

    /// <summary>Null when the sign-in may go on; <see cref="Unauthenticated"/>, or <see cref="CredentialsUnknown"/> when this node
    /// knows too little.</summary>
    public Failure? Check(string signInId)
    {
        if (!Volatile.Read(ref _hasPolled) || clock.GetElapsedTime(Interlocked.Read(ref _polledAt)) > Deadline)
            return new CredentialsUnknown();
        return _revoked.ContainsKey(signInId) ? new Unauthenticated("This sign-in has ended.") : null;
    }

    /// <summary>
    /// Calls <paramref name="action"/> once, from a pool thread, when the sign-in is revoked, here or on another node; at once when it
    /// already is. Dispose to stop watching.
    /// </summary>
    public IDisposable OnRevoked(string signInId, Action action)
    {
        var watch = new Watch(this, signInId, action);
        _watches[watch] = true;
        if (_revoked.ContainsKey(signInId))
            watch.Fire();
        return watch;
    }

    /// <summary>Asks the database now.</summary>
    /// <exception cref="StorageUnavailableException">It can't answer.</exception>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        var after = Volatile.Read(ref _hasPolled) ? _newest - (long)Overlap.TotalMilliseconds : 0;
        var poll = database.ReadAsync(
            session => session.QueryAsync<Row>("SELECT sign_in_id, revoked_at FROM revocations WHERE revoked_at >= @after", new { after }),
            cancellationToken
        );
        IReadOnlyList<Row> rows;
        try
        {
            rows = await poll.WaitAsync(LongestPoll, clock, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new StorageUnavailableException("The revocations took too long to read.", e);
        }

        foreach (var row in rows)
            Apply(row.SignInId, row.RevokedAt);
        Interlocked.Exchange(ref _polledAt, startedAt);
        Volatile.Write(ref _hasPolled, true);
    }

    /// <summary>Closes these sign-ins: here when the transaction commits, on other nodes with their next poll.</summary>
    internal async Task AddAsync(WriteSession session, IReadOnlyCollection<string> signInIds)
    {
        var now = clock.NowMs();
        foreach (var id in signInIds)
            await session.ExecuteAsync(
                "INSERT INTO revocations (sign_in_id, revoked_at) VALUES (@id, @now) ON CONFLICT (sign_in_id) DO NOTHING",
                new { id, now }
            );
        session.AfterCommit(() =>
        {
            foreach (var id in signInIds)
                Apply(id, now);
        });
    }

    /// <summary>Forgets what no access token outlives.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        var before = clock.NowMs() - (long)KeptFor.TotalMilliseconds;
        await database.WriteAsync(
            session => session.ExecuteAsync("DELETE FROM revocations WHERE revoked_at < @before", new { before }),
            cancellationToken
        );
        foreach (var (id, at) in _revoked)
            if (at < before)
                _revoked.TryRemove(id, out _);
    }

    private void Apply(string signInId, long at)
    {
        if (!_revoked.TryAdd(signInId, at))
            return;
        InterlockedMax(at);
        foreach (var watch in _watches.Keys)
            if (watch.SignInId == signInId)
                watch.Fire();
    }

    private void InterlockedMax(long at)
    {
        for (var seen = Interlocked.Read(ref _newest); at > seen; seen = Interlocked.Read(ref _newest))
            if (Interlocked.CompareExchange(ref _newest, at, seen) == seen)
                return;
    }

    private sealed record Row(string SignInId, long RevokedAt);

    private sealed class Watch(Revocations owner, string signInId, Action action) : IDisposable
    {
        public string SignInId => signInId;

        /// <summary>Not on the caller's thread: that may be the one that writes.</summary>
        public void Fire()
        {
            if (owner._watches.TryRemove(this, out _))
                ThreadPool.QueueUserWorkItem(static run => run(), action, preferLocal: false);
        }

        public void Dispose() => owner._watches.TryRemove(this, out _);
    }
}
