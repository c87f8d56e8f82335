using Microsoft.Extensions.Logging;

namespace Kith.Engine.Storage;

/// <summary>Sees to it that what was deleted is gone from the files within a minute.</summary>
internal sealed class StorageWorker(Database database, ILogger<StorageWorker> log) : RepeatingWorker(database.Clock, log)
{
    /// <summary>A few times a minute, for who reads just then is in the way.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        RepeatAsync("take what was deleted out of the files", Interval, database.EraseDeletedAsync, stoppingToken);
}
