using System.Diagnostics;
using Npgsql;

namespace Kith.Engine.Storage;

/// <summary>
/// The database's time: its offset is sampled every 30 s and carried on by a monotonic counter, so leases and tokens survive a
/// wrong clock on a node. It never runs backwards.
/// </summary>
internal sealed class DatabaseClock(Func<CancellationToken, Task<DateTimeOffset>> sample) : TimeProvider, IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private Anchor _anchor = new(DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
    private Task _sampling = Task.CompletedTask;
    private long _latest;
    private bool _isDisposed;

    public override DateTimeOffset GetUtcNow()
    {
        var anchor = Volatile.Read(ref _anchor);
        var now = (anchor.Time + Stopwatch.GetElapsedTime(anchor.Timestamp)).UtcTicks;
        while (true)
        {
            var latest = Interlocked.Read(ref _latest);
            if (now <= latest)
                return new DateTimeOffset(latest, TimeSpan.Zero);
            if (Interlocked.CompareExchange(ref _latest, now, latest) == latest)
                return new DateTimeOffset(now, TimeSpan.Zero);
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await SampleAsync(cancellationToken);
        _sampling = Task.Run(KeepSamplingAsync, CancellationToken.None);
    }

    /// <summary>By its database and by the container, which holds it as the clock of everything.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        await _stop.CancelAsync();
        await _sampling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task KeepSamplingAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            try
            {
                await SampleAsync(_stop.Token);
            }
            catch (NpgsqlException)
            {
                // The database is away: the last offset stays good until it is back.
            }
        }
    }

    private async Task SampleAsync(CancellationToken cancellationToken)
    {
        var before = Stopwatch.GetTimestamp();
        var time = await sample(cancellationToken);
        var after = Stopwatch.GetTimestamp();
        Volatile.Write(ref _anchor, new Anchor(time, before + (after - before) / 2));
    }

    private sealed record Anchor(DateTimeOffset Time, long Timestamp);
}
