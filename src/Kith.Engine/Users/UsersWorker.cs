using Kith.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Users;

/// <summary>What accounts need done regularly: poll the revocations, write who was seen, sweep what is over.</summary>
internal sealed class UsersWorker(
    TimeProvider clock,
    Revocations revocations,
    LastSeen lastSeen,
    Visitors visitors,
    SignInThrottle throttle,
    Database database,
    ILogger<UsersWorker> log
) : RepeatingWorker(clock, log)
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan UsedRefreshTokensKeptFor = TimeSpan.FromDays(30);

    /// <summary>Nobody is served before the first poll.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await revocations.PollAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await TryAsync("write who was seen", lastSeen.FlushAsync, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // No time left. It is at most a minute of it.
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(
            RepeatAsync("poll the revocations", Revocations.PollInterval, revocations.PollAsync, stoppingToken),
            RepeatAsync("write who was seen", LastSeen.FlushInterval, lastSeen.FlushAsync, stoppingToken),
            RepeatAsync("sweep", SweepInterval, SweepAsync, stoppingToken)
        );

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        await visitors.SweepAsync(cancellationToken);
        await revocations.SweepAsync(cancellationToken);
        await throttle.SweepAsync(cancellationToken);
        var now = Clock.GetUtcNow();
        await database.WriteAsync(
            async session =>
            {
                await SignInStore.DeleteExpiredAsync(
                    session,
                    now.ToUnixTimeMilliseconds(),
                    (now - UsedRefreshTokensKeptFor).ToUnixTimeMilliseconds()
                );
                return default(Done);
            },
            cancellationToken
        );
    }
}
