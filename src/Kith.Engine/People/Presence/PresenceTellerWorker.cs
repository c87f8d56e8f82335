using Microsoft.Extensions.Logging;

namespace Kith.Engine.People.Presence;

/// <summary>Has those who came and left told of, once a second at most.</summary>
internal sealed class PresenceTellerWorker(PresenceTeller teller, TimeProvider clock, ILogger<PresenceTellerWorker> log)
    : RepeatingWorker(clock, log)
{
    private static readonly TimeSpan s_gathering = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        RepeatAsync("tell who is here", teller.Noted, s_longestWait, TellAsync, stoppingToken);

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        await teller.TellAsync(cancellationToken);
        await Task.Delay(s_gathering, Clock, cancellationToken);
        if (teller.HasMore)
            teller.Noted.Wake();
    }
}
