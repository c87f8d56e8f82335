using Kith.Engine.ChannelLayer;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Users;

/// <summary>
/// Deletes what those who are gone have left, in rounds so short that nobody who writes meanwhile waits long, and goes on after a restart.
/// </summary>
internal sealed class ErasureWorker(Belongings belongings, InProcessChannelLayer channels, ILogger<ErasureWorker> log)
    : RepeatingWorker(TimeProvider.System, log)
{
    private const int LeastPerRound = 16;
    private const int MostPerRound = 2_000;

    /// <summary>How long a round may take; the next one is smaller or larger.</summary>
    private static readonly TimeSpan s_goal = TimeSpan.FromMilliseconds(40);

    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var hint = new Hint();
        using var subscription = channels.Subscribe(Erasures.Channel, _ => hint.Wake());
        await RepeatAsync("delete what was erased", hint, s_longestWait, EraseAsync, stoppingToken);
    }

    /// <summary>All there is to delete. It rests as long as it worked: the database is others' too.</summary>
    internal async Task EraseAsync(CancellationToken cancellationToken)
    {
        for (var most = Erasures.AtOnce; ; )
        {
            var startedAt = Clock.GetTimestamp();
            if (!await belongings.EraseNextAsync(most, cancellationToken))
                return;
            var took = Clock.GetElapsedTime(startedAt);
            most = took > s_goal ? Math.Max(LeastPerRound, most / 2) : Math.Min(MostPerRound, most + (most / 4));
            await Task.Delay(took, Clock, cancellationToken);
        }
    }
}
