using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Kith.Server.Hosting;

/// <summary>Whose limits a request counts to.</summary>
/// <param name="Times">How many times what one person may: an app has many behind it.</param>
internal sealed record LimitedCaller(string Id, int Times = 1);

/// <summary>Finds whose limits a request counts to, or null before it has signed in. Identity registers one.</summary>
internal delegate LimitedCaller? LimitedCallerOf(HttpContext context);

/// <summary>
/// How often one caller may call. Endpoints ask for a stricter limit with <c>RequireRateLimiting(RateLimits.Send)</c>; the general one
/// holds everywhere but for <c>/health</c>.
/// </summary>
internal static class RateLimits
{
    /// <summary>Messages to a model or to people: 120 a minute per principal, ten times as many per API key.</summary>
    public const string Send = "send";

    /// <summary>New guests: 60 a minute per network.</summary>
    public const string Guest = "guest";

    /// <summary>Signing in and registering: 60 a minute per network.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Imports and exports: two at the same time per principal.</summary>
    public const string InAndOut = "in-and-out";

    internal const int SendsPerMinute = 120;
    internal const int GuestsPerMinute = 60;
    internal const int SignInsPerMinute = 60;
    internal const int General = 1200;

    public static void AddRateLimits(this IServiceCollection services, bool enabled) =>
        services
            .AddSingleton<SocketLimits>()
            .AddRateLimiter(options =>
            {
                options.AddPolicy(Send, context => Limit(enabled, context, SendsPerMinute));
                options.AddPolicy(Guest, context => Limit(enabled, NetworkOf(context), GuestsPerMinute));
                options.AddPolicy(SignIn, context => Limit(enabled, NetworkOf(context), SignInsPerMinute));
                options.AddPolicy(
                    InAndOut,
                    context =>
                        enabled
                            ? RateLimitPartition.GetConcurrencyLimiter(CallerOf(context).Id, _ => new() { PermitLimit = 2, QueueLimit = 0 })
                            : RateLimitPartition.GetNoLimiter("")
                );
                options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                    Limit(
                        enabled && !context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase),
                        context,
                        General
                    )
                );
                options.OnRejected = async (rejected, _) =>
                {
                    var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : TimeSpan.FromSeconds(1);
                    await (Problem.From(StatusCodes.Status429TooManyRequests) with { RetryAfter = wait }).ExecuteAsync(
                        rejected.HttpContext
                    );
                };
            });

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

    private static LimitedCaller CallerOf(HttpContext context) =>
        context.RequestServices.GetService<LimitedCallerOf>()?.Invoke(context) ?? new LimitedCaller(NetworkOf(context));

    private static RateLimitPartition<string> Limit(bool enabled, HttpContext context, int perMinute)
    {
        var caller = CallerOf(context);
        return Limit(enabled, caller.Id, caller.Times * perMinute);
    }

    // A bucket refills evenly: no burst at the turn of a minute, and the wait it reports is short.
    internal static RateLimitPartition<string> Limit(bool enabled, string key, int perMinute) =>
        enabled
            ? RateLimitPartition.GetTokenBucketLimiter(
                key,
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = perMinute,
                    TokensPerPeriod = Math.Max(1, perMinute / 60),
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    QueueLimit = 0,
                }
            )
            : RateLimitPartition.GetNoLimiter(key);
}
