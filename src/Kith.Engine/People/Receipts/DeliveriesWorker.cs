using Microsoft.Extensions.Logging;

namespace Kith.Engine.People.Receipts;

/// <summary>Writes what has reached whom, at most once a second, and at the end.</summary>
internal sealed class DeliveriesWorker(Deliveries deliveries, TimeProvider clock, ILogger<DeliveriesWorker> log)
    : RepeatingWorker(clock, log)
{
    private const string What = "write what has reached whom";

    /// <summary>What is given meanwhile is written together.</summary>
    private static readonly TimeSpan s_gathering = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await TryAsync(What, deliveries.WriteAsync, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // No time left: what is read tells it.
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        RepeatAsync(What, deliveries.Noted, s_longestWait, WriteAsync, stoppingToken);

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        await deliveries.WriteAsync(cancellationToken);
        await Task.Delay(s_gathering, Clock, cancellationToken);
    }
}
