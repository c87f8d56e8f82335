using Kith.Engine.Storage;

namespace Kith.Engine.Idempotency;

/// <summary>What a key names. <see cref="ResourceId"/> is empty while the request that first brought it is at work.</summary>
internal sealed record KeptKey(string RequestHash, string ResourceId);

/// <summary>The SQL of idempotency keys.</summary>
internal static class IdempotencyStore
{
    /// <summary>
    /// Takes the key for this transaction, or answers what it names. Whoever comes second waits here until the first has committed or
    /// given up.
    /// </summary>
    /// <param name="expired">Keys made before then are as if they had never been.</param>
    public static async Task<KeptKey> TakeAsync(
        WriteSession session,
        string principalId,
        IdempotencyKey key,
        string kind,
        long expired,
        long now
    )
    {
        var parameters = new
        {
            principalId,
            key.Key,
            key.Hash,
            kind,
            expired,
            now,
        };
        await session.ExecuteAsync(
            "DELETE FROM idempotency_keys WHERE principal_id = @principalId AND key = @Key AND created_at < @expired",
            parameters
        );
        var kept = await session.FindAsync<KeptKey>(
            """
            INSERT INTO idempotency_keys (principal_id, key, request_hash, kind, resource_id, created_at)
            VALUES (@principalId, @Key, @Hash, @kind, '', @now)
            ON CONFLICT (principal_id, key) DO UPDATE SET key = idempotency_keys.key
            RETURNING request_hash, resource_id
            """,
            parameters
        );
        return kept!;
    }

    /// <summary>Says what the key that this transaction took names.</summary>
    public static Task<int> NameAsync(WriteSession session, string principalId, IdempotencyKey key, string resourceId) =>
        session.ExecuteAsync(
            "UPDATE idempotency_keys SET resource_id = @resourceId WHERE principal_id = @principalId AND key = @Key",
            new
            {
                principalId,
                key.Key,
                resourceId,
            }
        );

    /// <summary>Forgets keys made before then.</summary>
    /// <returns>How many, at most <paramref name="most"/>.</returns>
    public static Task<int> SweepAsync(WriteSession session, long before, long most) =>
        session.ExecuteAsync(
            """
            DELETE FROM idempotency_keys WHERE (principal_id, key) IN
                (SELECT principal_id, key FROM idempotency_keys WHERE created_at < @before LIMIT @most)
            """,
            new { before, most }
        );
}
