using Kith.Engine.Storage;

namespace Kith.Engine.Idempotency;

/// <summary>Does something once for each key.</summary>
internal static class Once
{
    /// <summary>How long a key is remembered.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>
    /// The whole of a write: <paramref name="make"/>s the thing and keeps the key with it, or <paramref name="open"/>s the one that an earlier
    /// request with this key made. The key is taken before anything else, so that the same request at the same time waits, and is kept only
    /// if everything is. Without a key it just makes.
    /// </summary>
    /// <param name="now">Unix ms.</param>
    /// <param name="kind">What is made, for who reads the table.</param>
    /// <param name="open">Authorises and loads by id, as reading the thing would.</param>
    public static async Task<Result<Made<T>>> MakeAsync<T>(
        WriteSession session,
        string principalId,
        IdempotencyKey? key,
        long now,
        string kind,
        Func<Task<Result<T>>> make,
        Func<T, string> idOf,
        Func<string, Task<Result<T>>> open
    )
        where T : notnull
    {
        if (key is not null)
        {
            var expired = now - (long)KeptFor.TotalMilliseconds;
            var kept = await IdempotencyStore.TakeAsync(session, principalId, key, kind, expired, now);
            if (kept.RequestHash != key.Hash)
                return new IdempotencyMismatch();
            if (kept.ResourceId.Length > 0)
                return (await open(kept.ResourceId)).Try(out var earlier, out var gone) ? new Made<T>(earlier, IsReplay: true) : gone;
        }

        if (!(await make()).Try(out var made, out var failure))
            return failure;
        if (key is not null)
            await IdempotencyStore.NameAsync(session, principalId, key, idOf(made));
        return new Made<T>(made, IsReplay: false);
    }
}
