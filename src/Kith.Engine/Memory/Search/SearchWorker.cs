using Kith.Engine.ChannelLayer;
using Kith.Engine.Events;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Memory.Search;

/// <summary>Makes messages searchable as they are committed: woken by the log, and now and then by itself, for hints may be lost.</summary>
internal sealed partial class SearchWorker(SearchIndex index, InProcessChannelLayer channels, ILogger<SearchWorker> log) : BackgroundService
{
    /// <summary>A tenth of the time at most: when many talk at once, that they are answered comes first, and finding it catches up later.</summary>
    private const double Rest = 9;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var hint = new Hint();
        using var subscription = channels.Subscribe(EventLog.AnyChannel, _ => hint.Wake());
        try
        {
            while (true)
            {
                await TryCatchUpAsync(stoppingToken);
                await hint.WaitAsync(LongestWait, TimeProvider.System, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping. What isn't indexed is on its list.
        }
    }

    private async Task TryCatchUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await index.CatchUpAsync(Rest, cancellationToken);
        }
        catch (StorageUnavailableException e)
        {
            LogDelayed(log, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Making messages searchable is delayed")]
    private static partial void LogDelayed(ILogger logger, Exception exception);
}
