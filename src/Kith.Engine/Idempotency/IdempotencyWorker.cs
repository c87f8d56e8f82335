using Kith.Engine.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Idempotency;

/// <summary>Forgets keys that are over, a bounded number at a time, so that the writer is never held for long.</summary>
internal sealed partial class IdempotencyWorker(Database database, ILogger<IdempotencyWorker> log) : BackgroundService
{
    private const long MostPerWrite = 500;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(10);

    /// <returns>How many were forgotten.</returns>
    internal async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var before = database.Clock.NowMs() - (long)Once.KeptFor.TotalMilliseconds;
        for (var all = 0; ; )
        {
            var swept = await database.WriteAsync(session => IdempotencyStore.SweepAsync(session, before, MostPerWrite), cancellationToken);
            all += swept;
            if (swept < MostPerWrite)
                return all;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SweepInterval, database.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TrySweepAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task TrySweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SweepAsync(cancellationToken);
        }
        catch (StorageUnavailableException e)
        {
            LogDelayed(log, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Forgetting old idempotency keys is delayed")]
    private static partial void LogDelayed(ILogger logger, Exception exception);
}
