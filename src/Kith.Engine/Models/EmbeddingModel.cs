using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models;

/// <summary>
/// The model that turns texts into vectors, so that what means the same is near: the one that is configured and never another in its place,
/// for vectors of two models can't be compared. There may be none.
/// </summary>
internal sealed class EmbeddingModel : IDisposable
{
    private readonly IEmbeddingGenerator<string, Embedding<float>>? _client;
    private readonly TimeProvider _clock;

    /// <param name="client">Null when there is none.</param>
    internal EmbeddingModel(string name, IEmbeddingGenerator<string, Embedding<float>>? client, ModelReach reach, TimeProvider clock) =>
        (Name, _client, Reach, _clock) = (name, client, reach, clock);

    /// <summary>Its name, under which its vectors are kept.</summary>
    public string Name { get; }

    /// <summary>How far goes what it is told.</summary>
    public ModelReach Reach { get; }

    /// <summary>False when nothing can be asked.</summary>
    public bool IsThere => _client is not null;

    /// <summary>Where no embedding model is configured.</summary>
    internal static EmbeddingModel None(TimeProvider clock) => new("", client: null, new ModelReach(IsLocal: true), clock);

    /// <summary>A vector for each text, in their order, all of one length and none of length zero.</summary>
    /// <param name="limit">How long it may take.</param>
    /// <exception cref="ProviderException">It did not answer, not in time, or not with that.</exception>
    internal async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(
        IReadOnlyList<string> texts,
        TimeSpan limit,
        CancellationToken cancellationToken
    )
    {
        var client = _client ?? throw new InvalidOperationException("There is no embedding model to ask.");
        using var late = new CancellationTokenSource(limit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        using var activity = ModelsTelemetry.Source.StartActivity($"embeddings {Name}", ActivityKind.Client);
        var (startedAt, error) = (_clock.GetTimestamp(), "stopped");
        try
        {
            var answer = await client.GenerateAsync(texts, options: null, either.Token);
            error = null;
            if (answer.Usage?.InputTokenCount is { } tokens)
                ModelsTelemetry.TokenUsage.Record(tokens, [.. Tags(null), new("gen_ai.token.type", "input")]);
            return [.. answer.Select(embedding => embedding.Vector)];
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            error = nameof(TimeoutException);
            throw new ProviderUnavailableException(Provider.OpenAI, "The embedding model took too long.", e) { IsTransient = true };
        }
        catch (ProviderException e)
        {
            error = e.GetType().Name;
            throw;
        }
        finally
        {
            ModelsTelemetry.Duration.Record(_clock.GetElapsedTime(startedAt).TotalSeconds, Tags(error));
            foreach (var (name, value) in Tags(error))
                activity?.SetTag(name, value);
        }
    }

    public void Dispose() => _client?.Dispose();

    private KeyValuePair<string, object?>[] Tags(string? error)
    {
        KeyValuePair<string, object?>[] tags =
        [
            new("gen_ai.operation.name", "embeddings"),
            new("gen_ai.provider.name", Provider.OpenAI),
            new("gen_ai.request.model", Name),
        ];
        return error is null ? tags : [.. tags, new("error.type", error)];
    }
}
