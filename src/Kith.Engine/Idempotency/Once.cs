using Kith.Engine.Storage;

namespace Kith.Engine.Idempotency;

/// <summary>Does something once for each key.</summary>
internal static class Once
{
    /// <summary>How long a key is remembered.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>
    /// The whole of a write: makes the thing and keeps the key with it, or opens the one that an earlier request with this key made. The key is taken before anything else, so that the same request at the same time waits, and is kept only
    /// if everything is. Without a key it just makes.
    /// </summary>
    /// <param name="now">Unix ms.</param>
    public static async Task<Result<Made<T>>> MakeAsync<T>(
        WriteSession session,
        string principalId,
        IdempotencyKey? key,
        long now,
        Creation<T> creation
    )
        where T : notnull
    {
        if (key is not null)
        {
            var expired = now - (long)KeptFor.TotalMilliseconds;
            var kept = await IdempotencyStore.TakeAsync(session, principalId, key, creation.Kind, expired, now);
            if (kept.RequestHash != key.Hash)
                return new IdempotencyMismatch();
            if (kept.ResourceId.Length > 0)
                return (await creation.Open(kept.ResourceId)).Try(out var earlier, out var gone)
                    ? new Made<T>(earlier, IsReplay: true)
                    : gone;
        }

        if (!(await creation.Make()).Try(out var made, out var failure))
            return failure;
        if (key is not null)
            await IdempotencyStore.NameAsync(session, principalId, key, creation.IdOf(made));
        return new Made<T>(made, IsReplay: false);
    }
}

/// <summary>How a thing is made, and found again.</summary>
/// <param name="Kind">What it is, for who reads the table.</param>
/// <param name="Open">Authorises and loads by id, as reading the thing would.</param>
internal sealed record Creation<T>(string Kind, Func<Task<Result<T>>> Make, Func<T, string> IdOf, Func<string, Task<Result<T>>> Open)
    where T : notnull;
