using Kith.Engine.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Events;

/// <summary>Forgets events that are no longer kept.</summary>
internal sealed partial class EventsWorker(EventLog events, Database database, ILogger<EventsWorker> log) : BackgroundService
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, database.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TrimAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task TrimAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await events.TrimAsync(cancellationToken)) { }
        }
        catch (StorageUnavailableException e)
        {
            LogDelayed(log, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Forgetting old events is delayed")]
    private static partial void LogDelayed(ILogger logger, Exception exception);
}
