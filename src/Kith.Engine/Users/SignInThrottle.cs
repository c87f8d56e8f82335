using Kith.Engine.Storage;

namespace Kith.Engine.Users;

/// <summary>
/// Slows down guessing. After 5 wrong passwords within 5 minutes for an account from a network, each further try waits: 5 s, then
/// twice as long each time, at most 60 s; likewise after 50 from one network for whatever accounts. Tries while waiting are refused
/// and not counted, and 5 quiet minutes forget it all, so nobody is ever locked out for good. An account need not exist.
/// </summary>
internal sealed class SignInThrottle(Database database, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private const long FailuresPerAccount = 5;
    private const long FailuresPerNetwork = 50;

    /// <summary>Tries for one account from one network go one after the other, or many at once would all pass the check.</summary>
    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>
    /// Runs <paramref name="attempt"/> unless it must wait, and counts it when it answers with <see cref="WrongCredentials"/>.
    /// </summary>
    public async Task<Result<T>> TryAsync<T>(
        string account,
        string network,
        Func<Task<Result<T>>> attempt,
        CancellationToken cancellationToken
    )
    {
        var (accountKey, networkKey) = (Tokens.HashOf($"account {account} {network}"), Tokens.HashOf($"network {network}"));
        var lane = _lanes[(uint)accountKey.GetHashCode(StringComparison.Ordinal) % (uint)_lanes.Length];
        await lane.WaitAsync(cancellationToken);
        try
        {
            var now = clock.NowMs();
            var (mine, all) = await database.ReadAsync(
                async session => (await FindAsync(session, accountKey), await FindAsync(session, networkKey)),
                cancellationToken
            );
            var wait = Math.Max(WaitOf(mine, FailuresPerAccount, now), WaitOf(all, FailuresPerNetwork, now));
            if (wait > 0)
                return new RateLimited(TimeSpan.FromMilliseconds(wait), "Too many wrong passwords. Wait a little.");
            var result = await attempt();
            if (result.Failure is WrongCredentials)
                await CountAsync(accountKey, networkKey, CancellationToken.None); // who hangs up in time must not guess for nothing
            else if (mine is not null && result.Failure is null)
                await ForgetAsync(accountKey, cancellationToken);
            return result;
        }
        finally
        {
            lane.Release();
        }
    }

    public Task SweepAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync("DELETE FROM sign_in_failures WHERE last_at < @before", new { before = WindowStart() }),
            cancellationToken
        );

    public void Dispose() => Array.ForEach(_lanes, lane => lane.Dispose());

    private long WindowStart() => clock.NowMs() - (long)Window.TotalMilliseconds;

    private static long WaitOf(Row? row, long limit, long now)
    {
        if (row is null || row.Failures < limit || row.LastAt < now - (long)Window.TotalMilliseconds)
            return 0;
        var doublings = (int)Math.Min(row.Failures - limit, 10);
        var wait = Math.Min(FirstWait.TotalMilliseconds * (1 << doublings), LongestWait.TotalMilliseconds);
        return row.LastAt + (long)wait - now;
    }

    private static Task<Row?> FindAsync(ReadSession session, string key) =>
        session.FindAsync<Row>("SELECT failures, first_at, last_at FROM sign_in_failures WHERE key_hash = @key", new { key });

    private Task<int> CountAsync(string accountKey, string networkKey, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
                await CountAsync(session, accountKey, FailuresPerAccount) + await CountAsync(session, networkKey, FailuresPerNetwork),
            cancellationToken
        );

    private Task<int> CountAsync(WriteSession session, string key, long limit) =>
        session.ExecuteAsync(
            """
            INSERT INTO sign_in_failures (key_hash, failures, first_at, last_at) VALUES (@key, 1, @now, @now)
            ON CONFLICT (key_hash) DO UPDATE SET last_at = @now,
                failures = CASE WHEN sign_in_failures.last_at < @start
                        OR (sign_in_failures.failures < @limit AND sign_in_failures.first_at < @start)
                    THEN 1 ELSE sign_in_failures.failures + 1 END,
                first_at = CASE WHEN sign_in_failures.last_at < @start
                        OR (sign_in_failures.failures < @limit AND sign_in_failures.first_at < @start)
                    THEN @now ELSE sign_in_failures.first_at END
            """,
            new
            {
                key,
                limit,
                now = clock.NowMs(),
                start = WindowStart(),
            }
        );

    private Task<int> ForgetAsync(string accountKey, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync("DELETE FROM sign_in_failures WHERE key_hash = @accountKey", new { accountKey }),
            cancellationToken
        );

    private sealed record Row(long Failures, long FirstAt, long LastAt);
}
