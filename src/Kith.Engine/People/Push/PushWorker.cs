using System.Collections.Concurrent;
using Kith.Engine.ChannelLayer;
using Kith.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.People.Push;

/// <summary>
/// Sends pushes as they are queued, so many at once, and never in anybody's way. Woken by the queue, when the next is due, and now and then,
/// for other nodes queue too.
/// </summary>
internal sealed class PushWorker(
    PushDispatcher dispatcher,
    InProcessChannelLayer channels,
    Database database,
    PushOptions options,
    TimeProvider clock,
    ILogger<PushWorker> log
) : RepeatingWorker(clock, log)
{
    private const string What = "send pushes";

    /// <summary>Other nodes' are sent by themselves; this is for those of a node that went down, and for what fails.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan s_sweepInterval = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _places = new(options.AtOnce, options.AtOnce);
    private readonly ConcurrentDictionary<Task, bool> _sending = new();
    private readonly Hint _hint = new();
    private ITimer? _next;

    /// <summary>What is on its way may arrive; the rest is sent after the next start, or by another node.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_sending.Keys).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override void Dispose()
    {
        _next?.Dispose();
        _places.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = channels.Subscribe(PushQueue.Channel, _ => _hint.Wake());
        _next = Clock.CreateTimer(_ => _hint.Wake(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await Task.WhenAll(
            RepeatAsync(What, _hint, s_longestWait, SendDueAsync, stoppingToken),
            RepeatAsync("sweep subscriptions", s_sweepInterval, SweepAsync, stoppingToken)
        );
    }

    private async Task SendDueAsync(CancellationToken cancellationToken)
    {
        TimeSpan? wait;
        while ((wait = await dispatcher.NextDueAsync(cancellationToken)) <= TimeSpan.Zero)
        {
            await _places.WaitAsync(cancellationToken);
            var free = 1;
            while (_places.Wait(0, CancellationToken.None))
                free++;
            var taken = 0;
            try
            {
                foreach (var push in await dispatcher.TakeAsync(free, cancellationToken))
                {
                    taken++;
                    Keep(SendAsync(push));
                }
            }
            finally
            {
                if (taken < free)
                    _places.Release(free - taken);
            }
        }

        if (wait < s_longestWait)
            _next?.Change(wait.Value, Timeout.InfiniteTimeSpan);
    }

    private void Keep(Task sending)
    {
        _sending[sending] = true;
        _ = sending.ContinueWith(done => _sending.TryRemove(done, out _), TaskScheduler.Default);
    }

    /// <summary>To its end, even when the server stops: its service is waited for no longer than some seconds.</summary>
    private async Task SendAsync(PushRow push)
    {
        try
        {
            await TryAsync(What, cancellationToken => dispatcher.SendAsync(push, cancellationToken), CancellationToken.None);
        }
        finally
        {
            _places.Release();
            // It may be due again, sooner than anything else.
            _hint.Wake();
        }
    }

    private Task SweepAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(session => PushSubscriptionStore.DeleteExpiredAsync(session, Clock.NowMs()), cancellationToken);
}
