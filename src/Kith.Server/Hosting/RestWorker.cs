using Kith.Engine;

namespace Kith.Server.Hosting;

/// <summary>
/// Gives memory back once a rush is over: what it left behind, of which opening sockets leaves most, is garbage that nobody would collect before
/// the next rush. Not while it lasts, and once after it, at most once in a few minutes: collecting all of it holds everybody up for a moment.
/// </summary>
internal sealed class RestWorker(ILogger<RestWorker> log) : RepeatingWorker(TimeProvider.System, log)
{
    /// <summary>Bytes allocated between two looks in a rush: by some hundred turns, or a thousand sockets that are opened.</summary>
    private const long Rush = 64 << 20;

    /// <summary>It is over when this part of the most is allocated.</summary>
    private const long Lull = 8;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Least = TimeSpan.FromMinutes(3);

    private long _collectedAt;
    private long _seen;
    private long _most;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        RepeatAsync("give memory back", Every, _ => CollectAsync(), stoppingToken);

    private Task CollectAsync()
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var news = allocated - _seen;
        _seen = allocated;
        _most = Math.Max(_most, news);
        if (_most >= Rush && news < _most / Lull && (_collectedAt == 0 || Clock.GetElapsedTime(_collectedAt) >= Least))
        {
            (_most, _collectedAt) = (0, Clock.GetTimestamp());
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        return Task.CompletedTask;
    }
}
