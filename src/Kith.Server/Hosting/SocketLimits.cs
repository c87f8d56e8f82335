using System.Threading.RateLimiting;
using Kith.Engine;
using Kith.Engine.Users;

namespace Kith.Server.Hosting;

/// <summary>
/// The limits for what comes by socket or in one request with other things, where no request is counted, and for whatever stays open: per
/// principal or network, over all its sockets.
/// </summary>
internal sealed class SocketLimits(KithOptions options) : IDisposable
{
    /// <summary>What one socket may say at once before it is a flood; it gets a frame back each 50 ms.</summary>
    private const int FramesAtOnce = 300;

    private readonly PartitionedRateLimiter<LimitedCaller> _sends = PartitionedRateLimiter.Create<LimitedCaller, string>(caller =>
        RateLimits.Limit(options.RateLimits, caller.Id, caller.Times * RateLimits.SendsPerMinute)
    );
    private readonly PartitionedRateLimiter<string> _signIns = Limiter(options.RateLimits, RateLimits.SignInsPerMinute);
    private readonly PartitionedRateLimiter<string> _guests = Limiter(options.RateLimits, RateLimits.GuestsPerMinute);
    private readonly PartitionedRateLimiter<string> _commands = Limiter(options.RateLimits, RateLimits.General);
    private readonly PartitionedRateLimiter<(string Key, int Most)> _open = PartitionedRateLimiter.Create<(string Key, int Most), string>(
        place =>
            options.RateLimits
                ? RateLimitPartition.GetConcurrencyLimiter(place.Key, _ => new() { PermitLimit = place.Most, QueueLimit = 0 })
                : RateLimitPartition.GetNoLimiter(place.Key)
    );

    /// <summary>A dead peer is noticed after both: a ping this often, answered within this time.</summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How many sockets, streams and calls that wait one principal may have open at once.</summary>
    public int OpenPerPrincipal { get; init; } = 100;

    /// <summary>How many of them may be open from one network by those who have no account.</summary>
    public int OpenPerNetwork { get; init; } = 1000;

    /// <summary>Why nothing more may be opened.</summary>
    public static RateLimited TooManyOpen { get; } = new(TimeSpan.FromSeconds(10), "Too many sockets and streams are open. Close some.");

    /// <summary>Whether this caller may say one more thing now.</summary>
    public bool TrySend(LimitedCaller caller) => _sends.AttemptAcquire(caller).IsAcquired;

    /// <summary>Whether somebody may try one more password from the caller's network now.</summary>
    public bool TrySignIn(HttpContext context) => _signIns.AttemptAcquire(RateLimits.NetworkOf(context)).IsAcquired;

    /// <summary>Whether this principal may tell one of its sockets to do something that costs as much as so many requests.</summary>
    public bool TryCommand(string principalId, int requests) => _commands.AttemptAcquire(principalId, requests).IsAcquired;

    /// <summary>Whether one more guest may come from the caller's network now.</summary>
    public bool TryGuest(HttpContext context) => _guests.AttemptAcquire(RateLimits.NetworkOf(context)).IsAcquired;

    /// <summary>The frames of one socket; null without limits. It has no timer: ten thousand silent sockets cost nothing.</summary>
    public TokenBucketRateLimiter? NewFrameLimiter() =>
        options.RateLimits
            ? new TokenBucketRateLimiter(
                new TokenBucketRateLimiterOptions
                {
                    TokenLimit = FramesAtOnce,
                    TokensPerPeriod = 1,
                    ReplenishmentPeriod = TimeSpan.FromMilliseconds(50),
                    AutoReplenishment = false,
                    QueueLimit = 0,
                }
            )
            : null;

    /// <summary>
    /// A place for one more socket, stream or call that waits, to be disposed of at its end; null when the caller has too many. Who has
    /// no account takes one of their network too: accounts of guests cost nothing.
    /// </summary>
    /// <param name="caller">Null before signing in.</param>
    public IDisposable? TryOpen(HttpContext context, Caller? caller)
    {
        var ofNetwork = caller is { IsRegistered: true }
            ? null
            : _open.AttemptAcquire(($"network {RateLimits.NetworkOf(context)}", OpenPerNetwork));
        if (ofNetwork is { IsAcquired: false })
            return null;
        var ofPrincipal = caller is null ? null : _open.AttemptAcquire(($"principal {caller.PrincipalId}", OpenPerPrincipal));
        if (ofPrincipal is not { IsAcquired: false })
            return new Place(ofNetwork, ofPrincipal);
        ofNetwork?.Dispose();
        return null;
    }

    public void Dispose()
    {
        _sends.Dispose();
        _signIns.Dispose();
        _guests.Dispose();
        _commands.Dispose();
        _open.Dispose();
    }

    private static PartitionedRateLimiter<string> Limiter(bool enabled, int perMinute) =>
        PartitionedRateLimiter.Create<string, string>(key => RateLimits.Limit(enabled, key, perMinute));

    private sealed record Place(IDisposable? OfNetwork, IDisposable? OfPrincipal) : IDisposable
    {
        public void Dispose()
        {
            OfNetwork?.Dispose();
            OfPrincipal?.Dispose();
        }
    }
}
