using Kith.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Idempotency;

/// <summary>Forgets keys that are over, a bounded number at a time, so that the writer is never held for long.</summary>
internal sealed class IdempotencyWorker(Database database, ILogger<IdempotencyWorker> log) : RepeatingWorker(database.Clock, log)
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

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        RepeatAsync("forget old idempotency keys", SweepInterval, SweepAsync, stoppingToken);
}
