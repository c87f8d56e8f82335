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
        var hint = new Hint();
        using var subscription = channels.Subscribe(EventLog.AnyChannel, _ => hint.Wake());
        await RepeatAsync("learn from messages", hint, LongestWait, token => learner.CatchUpAsync(Rest, token), stoppingToken);
    }
}
