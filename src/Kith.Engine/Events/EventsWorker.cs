using Kith.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Events;

/// <summary>Forgets events that are no longer kept.</summary>
internal sealed class EventsWorker(EventLog events, Database database, ILogger<EventsWorker> log) : RepeatingWorker(database.Clock, log)
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        RepeatAsync("forget old events", Interval, TrimAsync, stoppingToken);

    private async Task TrimAsync(CancellationToken cancellationToken)
    {
        while (await events.TrimAsync(cancellationToken)) { }
    }
}
