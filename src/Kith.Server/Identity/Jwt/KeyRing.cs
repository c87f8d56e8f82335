using Kith.Engine.Users;

namespace Kith.Server.Identity.Jwt;

/// <summary>
/// The keys that sign access tokens, shared by all nodes. A new one comes every 30 days; it signs once every node has had the time to
/// learn of it, and the old one still opens what it signed.
/// </summary>
internal sealed class KeyRing(Secrets secrets, TimeProvider clock)
{
    private const string Purpose = "jwt";

    private static readonly TimeSpan Every = TimeSpan.FromDays(30);

    /// <summary>Longer than a key signs and its last token lives.</summary>
    private static readonly TimeSpan Keep = TimeSpan.FromDays(31);

    /// <summary>Longer than a node may go without polling.</summary>
    private static readonly TimeSpan SignsAfter = TimeSpan.FromMinutes(1);

    private JwtKey[] _keys = [];
    private long _polledAt;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<JwtKey> Keys => Volatile.Read(ref _keys);

    /// <summary>False when this node hasn't polled for so long that a key may have been removed.</summary>
    public bool IsCurrent => Keys.Count > 0 && clock.GetElapsedTime(Interlocked.Read(ref _polledAt)) <= Revocations.Deadline;

    /// <summary>The newest key every node knows; at first start there is only one.</summary>
    public JwtKey SigningKey
    {
        get
        {
            var keys = Volatile.Read(ref _keys);
            var now = clock.GetUtcNow();
            return Array.FindLast(keys, key => now - key.CreatedAt >= SignsAfter) ?? keys[0];
        }
    }

    /// <summary>Reads the ring, and turns it when it is time.</summary>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        var ring = await secrets.ReadAsync(Purpose, cancellationToken);
        var now = clock.GetUtcNow();
        if (ring.Count == 0 || now - ring[^1].CreatedAt >= Every || now - ring[0].CreatedAt >= Keep)
            ring = await secrets.RotateAsync(Purpose, Every, Keep, cancellationToken);
        Volatile.Write(ref _keys, [.. ring.Select(secret => new JwtKey(Jws.HeaderOf(secret.Id), secret.Value, secret.CreatedAt))]);
        Interlocked.Exchange(ref _polledAt, startedAt);
    }
}
