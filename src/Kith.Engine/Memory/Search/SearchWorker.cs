using Kith.Engine.ChannelLayer;
using Kith.Engine.Events;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Memory.Search;

/// <summary>Makes messages searchable as they are committed: woken by the log, and now and then by itself, for hints may be lost.</summary>
internal sealed class SearchWorker(SearchIndex index, InProcessChannelLayer channels, ILogger<SearchWorker> log)
    : RepeatingWorker(TimeProvider.System, log)
{
    /// <summary>A tenth of the time at most: when many talk at once, that they are answered comes first, and finding it catches up later.</summary>
    private const double Rest = 9;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var hint = new Hint();
        using var subscription = channels.Subscribe(EventLog.AnyChannel, _ => hint.Wake());
        await RepeatAsync("make messages searchable", hint, LongestWait, token => index.CatchUpAsync(Rest, token), stoppingToken);
    }
}
