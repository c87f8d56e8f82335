using System.Security.Cryptography;
using Kith.Engine.Storage;

namespace Kith.Engine.Users;

/// <summary>A secret that all nodes share.</summary>
public sealed record Secret(string Id, byte[] Value, DateTimeOffset CreatedAt);

/// <summary>The secrets that all nodes share, made here and kept in the database: one ring of them for each purpose.</summary>
public sealed class Secrets(Database database, TimeProvider clock)
{
    private const int Bytes = 32;

    /// <summary>The ring, oldest first.</summary>
    public Task<IReadOnlyList<Secret>> ReadAsync(string purpose, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ReadAsync(session, purpose), cancellationToken);

    /// <summary>
    /// The ring, oldest first, after adding a secret when there is none younger than <paramref name="every"/> and removing those
    /// older than <paramref name="keep"/>. Nodes that do so at once add one.
    /// </summary>
    public Task<IReadOnlyList<Secret>> RotateAsync(string purpose, TimeSpan every, TimeSpan keep, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await LockAsync(session, purpose);
                var now = clock.GetUtcNow();
                var ring = await ReadAsync(session, purpose);
                if (ring.Count > 0 && now - ring[^1].CreatedAt < every && now - ring[0].CreatedAt < keep)
                    return ring;
                if (ring.Count == 0 || now - ring[^1].CreatedAt >= every)
                    await AddAsync(session, clock.NewId(), purpose, RandomNumberGenerator.GetBytes(Bytes), now);
                foreach (var old in ring.Where(secret => now - secret.CreatedAt >= keep))
                    await session.ExecuteAsync("DELETE FROM secrets WHERE id = @id", new { id = old.Id });
                return await ReadAsync(session, purpose);
            },
            cancellationToken
        );

    /// <summary>Holds back others who take the same lock until the transaction ends.</summary>
    internal static Task<int> LockAsync(WriteSession session, string name) =>
        session.ExecuteAsync(
            """
            INSERT INTO secrets (id, purpose, secret, created_at) VALUES (@id, 'lock', @secret, 0)
            ON CONFLICT (id) DO UPDATE SET created_at = 0
            """,
            new { id = $"lock:{name}", secret = Array.Empty<byte>() }
        );

    private static Task<int> AddAsync(WriteSession session, string id, string purpose, byte[] secret, DateTimeOffset at) =>
        session.ExecuteAsync(
            "INSERT INTO secrets (id, purpose, secret, created_at) VALUES (@id, @purpose, @secret, @at)",
            new
            {
                id,
                purpose,
                secret,
                at = at.ToUnixTimeMilliseconds(),
            }
        );

    private static async Task<IReadOnlyList<Secret>> ReadAsync(ReadSession session, string purpose)
    {
        var rows = await session.QueryAsync<Row>(
            "SELECT id, secret, created_at FROM secrets WHERE purpose = @purpose ORDER BY created_at, id",
            new { purpose }
        );
        return [.. rows.Select(row => new Secret(row.Id, row.Secret, Time.FromMs(row.CreatedAt)))];
    }

    private sealed record Row(string Id, byte[] Secret, long CreatedAt);
}
