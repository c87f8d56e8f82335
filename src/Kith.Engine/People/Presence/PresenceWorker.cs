using Microsoft.Extensions.Logging;

namespace Kith.Engine.People.Presence;

/// <summary>Tells the other nodes who is here: soon after somebody came or left, and often enough to be believed.</summary>
internal sealed class PresenceWorker(LivePeople people, TimeProvider clock, ILogger<PresenceWorker> log) : RepeatingWorker(clock, log)
{
    private const string What = "write who is here";

    /// <summary>Who comes and leaves meanwhile is written together.</summary>
    private static readonly TimeSpan s_gathering = TimeSpan.FromSeconds(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await people.ClearAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await TryAsync(What, people.ClearAsync, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // No time left: the others stop believing in a minute.
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        RepeatAsync(What, people.Changed, LivePeople.Beat, WriteAsync, stoppingToken);

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        await people.WriteAsync(cancellationToken);
        await Task.Delay(s_gathering, Clock, cancellationToken);
    }
}
