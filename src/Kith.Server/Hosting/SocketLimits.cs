using System.Threading.RateLimiting;
using Kith.Engine;
using Kith.Engine.Users;

namespace Kith.Server.Hosting;

/// <summary>The limits for sockets and whatever else stays open: per principal or network, over all its sockets.</summary>
internal sealed class SocketLimits(KithOptions options, RateLimits limits)
{
    /// <summary>What one socket may say at once before it is a flood; it gets a frame back each 50 ms.</summary>
    private const int FramesAtOnce = 300;

    /// <summary>A dead peer is noticed after both: a ping this often, answered within this time.</summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How many sockets, streams and calls that wait one principal may have open at once.</summary>
    public int OpenPerPrincipal { get; init; } = 100;

    /// <summary>How many of them may be open from one network by those who have no account.</summary>
    public int OpenPerNetwork { get; init; } = 1000;

    /// <summary>Why nothing more may be opened.</summary>
    public static RateLimited TooManyOpen { get; } = new(TimeSpan.FromSeconds(10), "Too many sockets and streams are open. Close some.");

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
        var ofNetwork = caller is { IsRegistered: true } ? null : Take(OpenPerNetwork, $"network {RateLimits.NetworkOf(context)}");
        if (ofNetwork is { IsAcquired: false })
            return null;
        var ofPrincipal = caller is null ? null : Take(OpenPerPrincipal, $"principal {caller.PrincipalId}");
        if (ofPrincipal is not { IsAcquired: false })
            return new Place(ofNetwork, ofPrincipal);
        ofNetwork?.Dispose();
        return null;
    }

    private RateLimitLease Take(int most, string id) =>
        limits.Take(new RateLimit(TooManyOpen.Detail) { AtOnce = most }, new LimitedCaller(id));

    private sealed record Place(IDisposable? OfNetwork, IDisposable? OfPrincipal) : IDisposable
    {
        public void Dispose()
        {
            OfNetwork?.Dispose();
            OfPrincipal?.Dispose();
        }
    }
}
