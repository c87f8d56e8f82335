using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Kith.Engine;

namespace Kith.Server.Hosting;

/// <summary>Whose limits a request counts to.</summary>
/// <param name="Times">How many times what one person may: an app has many behind it.</param>
internal sealed record LimitedCaller(string Id, int Times = 1);

/// <summary>Finds whose limits a request counts to, or null before it has signed in. Identity registers one.</summary>
internal delegate LimitedCaller? LimitedCallerOf(HttpContext context);

/// <summary>
/// Counts what callers do: once for all doors, so that nobody has a budget at each. A route asks for a limit of its own with
/// <see cref="RateLimitExtensions.Limit"/>; <see cref="RateLimit.General"/> holds everywhere but for <c>/health</c>.
/// </summary>
internal sealed class RateLimits(KithOptions options) : IDisposable
{
    /// <summary>How long to wait for a place that somebody may leave at any time.</summary>
    private static readonly TimeSpan s_placeTime = TimeSpan.FromSeconds(10);

    private readonly PartitionedRateLimiter<(RateLimit Limit, LimitedCaller Caller)> _counts = PartitionedRateLimiter.Create<
        (RateLimit Limit, LimitedCaller Caller),
        (RateLimit, LimitedCaller)
    >(counted => PartitionOf(options.RateLimits, counted));

    /// <summary>Counts it, or tells how long to wait; for what isn't at the same time as anything.</summary>
    /// <param name="times">What costs as much as so many.</param>
    public RateLimited? Check(RateLimit limit, LimitedCaller caller, int times = 1)
    {
        using var lease = Take(limit, caller, times);
        return Refusal(limit, lease);
    }

    /// <summary>As above, for whoever sent a request, or for their network.</summary>
    public RateLimited? Check(RateLimit limit, HttpContext context) => Check(limit, CallerOf(limit, context));

    /// <summary>A place, to be disposed of when what was begun is over; it may be none.</summary>
    public RateLimitLease Take(RateLimit limit, LimitedCaller caller, int times = 1) => _counts.AttemptAcquire((limit, caller), times);

    public void Dispose() => _counts.Dispose();

    /// <summary>The caller's network: an IPv4 address, or the /64 an IPv6 address belongs to, which one subscriber holds as a whole.</summary>
    public static string NetworkOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is null)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return $"{new IPAddress(bytes)}/64";
    }

    /// <summary>Stands around every request.</summary>
    internal async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }

        var own = context.GetEndpoint()?.Metadata.GetMetadata<RateLimit>();
        var refusal = Check(RateLimit.General, context);
        using var lease = refusal is null && own is not null ? Take(own, CallerOf(own, context)) : null;
        if (refusal is null && lease is not null)
            refusal = Refusal(own!, lease);
        await (refusal is null ? next(context) : Problem.From(refusal).ExecuteAsync(context));
    }

    private static RateLimited? Refusal(RateLimit limit, RateLimitLease lease) =>
        lease.IsAcquired
            ? null
            : new RateLimited(lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : s_placeTime, limit.Refused);

    private static LimitedCaller CallerOf(RateLimit limit, HttpContext context) =>
        (limit.IsPerNetwork ? null : context.RequestServices.GetService<LimitedCallerOf>()?.Invoke(context))
        ?? new LimitedCaller($"network {NetworkOf(context)}");

    private static RateLimitPartition<(RateLimit, LimitedCaller)> PartitionOf(bool enabled, (RateLimit Limit, LimitedCaller Caller) counted)
    {
        if (!enabled)
            return RateLimitPartition.GetNoLimiter(counted);
        var (limit, caller) = counted;
        if (limit.AtOnce > 0)
            return RateLimitPartition.GetConcurrencyLimiter(counted, _ => new() { PermitLimit = limit.AtOnce, QueueLimit = 0 });
        if (limit.PerHour > 0)
            return BucketOf(counted, limit.PerHour, refill: 1, TimeSpan.FromHours(1) / limit.PerHour);
        var perMinute = limit.PerMinute * caller.Times;
        return BucketOf(counted, perMinute, Math.Max(1, perMinute / 60), TimeSpan.FromSeconds(1));
    }

    /// <summary>A bucket refills evenly: no burst at the turn of a minute, and the wait it reports is short.</summary>
    private static RateLimitPartition<(RateLimit, LimitedCaller)> BucketOf(
        (RateLimit, LimitedCaller) counted,
        int size,
        int refill,
        TimeSpan every
    ) =>
        RateLimitPartition.GetTokenBucketLimiter(
            counted,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = size,
                TokensPerPeriod = refill,
                ReplenishmentPeriod = every,
                QueueLimit = 0,
            }
        );
}

internal static class RateLimitExtensions
{
    /// <summary>Counts the route's requests to this limit too.</summary>
    public static TBuilder Limit<TBuilder>(this TBuilder builder, RateLimit limit)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(limit);
}
