using Kith.Engine.ChannelLayer;
using Kith.Engine.Events;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Memory.Learning;

/// <summary>Learns from what people said as turns end: woken by the log, and now and then by itself, for hints may be lost and what failed is tried again.</summary>
internal sealed class LearningWorker(Learner learner, InProcessChannelLayer channels, TimeProvider clock, ILogger<LearningWorker> log)
    : RepeatingWorker(clock, log)
{
    /// <summary>A fifth of the time at most: that people are answered comes first.</summary>
    private const double Rest = 4;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Hint[] hints = [.. Enumerable.Range(0, learner.AtOnce).Select(_ => new Hint())];
        using var subscription = channels.Subscribe(EventLog.AnyChannel, _ => Array.ForEach(hints, hint => hint.Wake()));
        await Task.WhenAll(hints.Select(hint => RepeatAsync("learn from messages", hint, LongestWait, LearnAsync, stoppingToken)));
    }

    private Task LearnAsync(CancellationToken cancellationToken) => learner.CatchUpAsync(Rest, cancellationToken);
}
