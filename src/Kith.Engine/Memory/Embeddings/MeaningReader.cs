using Kith.Engine.Memory.Recall;
using Kith.Engine.Models;
using Kith.Engine.Models.Pipeline;
using Kith.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Memory.Embeddings;

/// <summary>
/// Turns what somebody looks for into a vector, for a second at most: who waits for an answer gets it by words alone otherwise. A model that
/// failed five times in 30 s isn't asked for 30 s.
/// </summary>
internal sealed partial class MeaningReader(Database database, EmbeddingModel model, ILogger<MeaningReader> log)
{
    /// <summary>The longest that anybody waits for it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Of as many things as there are sentences, so that nothing anybody looks for is near to all of them: they tell how near texts are to each
    /// other that have nothing in common. Embedded once, with the first question.
    /// </summary>
    private static readonly string[] s_unrelated =
    [
        "The committee postponed the vote on the new bylaws.",
        "Granite forms when magma cools slowly underground.",
        "Add two spoons of flour and stir until it thickens.",
        "The goalkeeper saved a penalty in the last minute.",
        "Interest rates rose by a quarter of a percent.",
        "The bassoon enters in the second movement.",
        "Replace the air filter every ten thousand miles.",
        "The file could not be opened because it is in use.",
    ];

    private readonly CircuitBreaker _breaker = new(database.Clock);
    private float[]? _unrelated;

    /// <summary>False where nothing can be asked.</summary>
    public bool CanRead => model.IsThere;

    /// <summary>
    /// Null where it can't or mustn't be known: no model, nothing to compare with, a text that has to stay here, or no answer in time. It is no
    /// part of a transaction.
    /// </summary>
    public async Task<Meaning?> ReadAsync(string principalId, string text, CancellationToken cancellationToken)
    {
        if (!model.IsThere || !await database.ReadAsync(session => MayAskAsync(session, principalId, text), cancellationToken))
            return null;
        if (!_breaker.TryEnter())
            return null;
        Action report = _breaker.Leave;
        try
        {
            var meaning = await AskAsync(Question.PartsOf(text), cancellationToken);
            report = _breaker.Succeed;
            return meaning;
        }
        catch (ProviderException e)
        {
            report = _breaker.Fail;
            LogByWords(log, e.Message);
            return null;
        }
        finally
        {
            report();
        }
    }

    private async Task<bool> MayAskAsync(ReadSession session, string principalId, string text) =>
        await EmbeddingStore.HasAnyAsync(session, principalId, model.Name)
        && !(await Guard.ReadAsync(session, model.Reach, principalId)).HidesText(text);

    private async Task<Meaning> AskAsync(string text, CancellationToken cancellationToken)
    {
        var known = _unrelated;
        var vectors = await model.EmbedAsync(known is null ? [text, .. s_unrelated] : [text], Limit, cancellationToken);
        var vector = vectors[0].ToArray();
        if (known?.Length != vector.Length)
            known = vectors.Count > 1 ? _unrelated = Mean(vectors.Skip(1)) : null;
        return new Meaning(QuantisedVector.Of(vector), known is null ? 0 : Math.Clamp(Dot(Unit(vector), known), 0, 0.99));
    }

    /// <summary>Of their directions.</summary>
    private static float[] Mean(IEnumerable<ReadOnlyMemory<float>> vectors)
    {
        var units = vectors.Select(vector => Unit(vector.ToArray())).ToList();
        return [.. Enumerable.Range(0, units[0].Length).Select(i => units.Average(unit => unit[i]))];
    }

    private static float[] Unit(float[] vector)
    {
        var length = Math.Sqrt(vector.Sum(value => (double)value * value));
        return [.. vector.Select(value => (float)(value / length))];
    }

    private static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();

    [LoggerMessage(LogLevel.Debug, "Memory is searched by words alone: {Reason}")]
    private static partial void LogByWords(ILogger logger, string reason);
}
