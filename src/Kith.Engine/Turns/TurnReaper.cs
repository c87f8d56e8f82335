using Kith.Engine.ChannelLayer;
using Kith.Engine.Conversations;
using Kith.Engine.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Turns;

/// <summary>
/// Closes turns nobody runs any more as interrupted, with what they had: at start this node's own old ones, then those whose
/// lease ran out. At the end it lets the running ones finish, and interrupts those that take too long.
/// </summary>
internal sealed partial class TurnReaper(
    Database database,
    LiveTurns live,
    TurnCloser closer,
    TurnStopper stopper,
    GroupAnswers groups,
    InProcessChannelLayer channels,
    TurnsOptions options,
    ILogger<TurnReaper> log
) : RepeatingWorker(database.Clock, log), IHostedLifecycleService
{
    private const long MostPerSweep = 200;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(10);

    private ITimer? _drain;
    private long _nextSweep;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await CloseLostAsync(options.NodeId, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The time to finish runs from here: the doors close first, and they wait for those who wait for an answer.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _drain ??= database.Clock.CreateTimer(_ => InterruptAll(), state: null, options.Drain, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await StoppingAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
        // What isn't closed in time is closed at the next start.
        await Task.WhenAll(live.All.Select(turn => turn.Ended))
            .WaitAsync(cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Dispose()
    {
        _drain?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stops = channels.Subscribe(TurnStopper.Channel, stopper.StopHere);
        using var gone = channels.Subscribe(ConversationCatalog.GoneChannel, stopper.StopGoneHere);
        await RepeatAsync("close lost turns", options.Reap, CloseLostAsync, stoppingToken);
    }

    private void InterruptAll()
    {
        foreach (var turn in live.All)
            turn.Stop(StopReason.Shutdown);
    }

    private async Task CloseLostAsync(CancellationToken cancellationToken)
    {
        await CloseLostAsync(formerNodeId: null, cancellationToken);
        await SweepDeltasAsync(cancellationToken);
    }

    /// <summary>Bounded in each round, so that the writer is never held for long.</summary>
    private async Task SweepDeltasAsync(CancellationToken cancellationToken)
    {
        var now = database.Clock.NowMs();
        if (now < _nextSweep)
            return;
        var before = now - (long)options.DeltasKeptFor.TotalMilliseconds;
        var swept = await database.WriteAsync(session => TurnStore.SweepDeltasAsync(session, before, MostPerSweep), cancellationToken);
        if (swept == 0)
            _nextSweep = now + (long)SweepInterval.TotalMilliseconds;
    }

    private async Task CloseLostAsync(string? formerNodeId, CancellationToken cancellationToken)
    {
        var now = database.Clock.NowMs();
        var lost = await database.ReadAsync(session => TurnStore.ListLostAsync(session, now, formerNodeId), cancellationToken);
        foreach (var turn in lost.Where(turn => live.Find(turn.Id) is null))
        {
            var deltas = await database.ReadAsync(session => TurnStore.ReadDeltasAsync(session, turn.Id, from: 0), cancellationToken);
            var outcome = new AnswerOutcome(
                MessageStatus.Interrupted,
                CompletionTokens: deltas.Count == 0 ? 0 : TokenCount.Estimate(string.Concat(deltas))
            );
            if (!await closer.CloseLostAsync(turn, outcome))
                continue;
            LogClosed(log, turn.Id);
            await groups.AnswerNextAsync(turn.ConversationId, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Information, "Turn {TurnId} was left running and is closed as interrupted")]
    private static partial void LogClosed(ILogger logger, string turnId);
}
