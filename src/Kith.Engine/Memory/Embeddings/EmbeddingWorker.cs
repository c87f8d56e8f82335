using Kith.Engine.ChannelLayer;
using Kith.Engine.Events;
using Kith.Engine.Memory.Search;
using Kith.Engine.Models;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Memory.Embeddings;

/// <summary>
/// Embeds what becomes searchable, and what was before: woken by the index and the log, and now and then by itself, for hints may be lost.
/// Without an embedding model it does nothing.
/// </summary>
internal sealed class EmbeddingWorker(
    Embedder embedder,
    EmbeddingModel model,
    InProcessChannelLayer channels,
    TimeProvider clock,
    ILogger<EmbeddingWorker> log
) : RepeatingWorker(clock, log)
{
    /// <summary>Half of the time at most: a model on this machine has people to answer too.</summary>
    private const double Rest = 1;

    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(15);

    /// <summary>What is said meanwhile goes together.</summary>
    private static readonly TimeSpan s_gathering = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!model.IsThere)
            return;
        var hint = new Hint();
        using var indexed = channels.Subscribe(SearchIndex.Channel, _ => hint.Wake());
        using var logged = channels.Subscribe(EventLog.AnyChannel, _ => hint.Wake());
        await RepeatAsync("embed what can be searched", hint, s_longestWait, EmbedAsync, stoppingToken);
    }

    private async Task EmbedAsync(CancellationToken cancellationToken)
    {
        await embedder.CatchUpAsync(Rest, cancellationToken);
        await Task.Delay(s_gathering, Clock, cancellationToken);
    }
}
