using Kith.Engine.Conversations;
using Kith.Engine.Memory.Recall;
using Kith.Engine.Models;
using Kith.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Memory.Embeddings;

/// <summary>
/// Gives what the search index has its vectors, off the path of a turn: what is new, all history for a model that is new, and once more what
/// belongs to people for whom something changed. One node at a time does it.
/// </summary>
internal sealed partial class Embedder(Database database, EmbeddingModel model, ILogger<Embedder> log)
{
    /// <summary>Longer than a batch takes, with all its texts asked for one by one.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>After this many failures in a row the texts are asked for one by one: it may be one of them.</summary>
    internal const int MostFailures = 3;

    /// <summary>Texts that a model reads at a time, so that it has time for people's questions in between.</summary>
    internal const int Batch = 32;

    /// <summary>Of a longer text the beginning; if that is refused, less of it.</summary>
    private const int LongestText = 4_000;
    private const int LongestAfterRefusal = 800;

    /// <summary>Documents that are looked at in one statement.</summary>
    private const long Page = 256;

    private const string Probe = "Hello";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_limitOfOne = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(5);

    private int _failures;
    private DateTimeOffset _restUntil;

    /// <summary>Embeds what is there until now, or until the model fails; then it leaves the model alone for a while.</summary>
    /// <param name="rest">How long it rests after each batch, in parts of the time that took, up to a second: then the model is people's.</param>
    public async Task CatchUpAsync(double rest, CancellationToken cancellationToken)
    {
        if (!model.IsThere || database.Clock.GetUtcNow() < _restUntil)
            return;
        if (await FindNextAsync(cancellationToken) is not { } next || next.HeldUntil > database.Clock.NowMs())
            return;
        var now = database.Clock.NowMs();
        var heldUntil = now + (long)Lease.TotalMilliseconds;
        if (
            !await database.WriteAsync(
                session => EmbeddingProgress.TakeAsync(session, model.Name, model.Reach.IsLocal, now, heldUntil),
                cancellationToken
            )
        )
            return;
        try
        {
            while (await FindNextAsync(cancellationToken) is { } range)
            {
                var startedAt = database.Clock.GetTimestamp();
                if (await EmbedAsync(range, heldUntil, cancellationToken) is not { } held)
                    return;
                (heldUntil, _failures) = (held, 0);
                var pause = rest * database.Clock.GetElapsedTime(startedAt);
                if (pause > TimeSpan.Zero)
                    await Task.Delay(pause < TimeSpan.FromSeconds(1) ? pause : TimeSpan.FromSeconds(1), database.Clock, cancellationToken);
            }
        }
        catch (ProviderException e)
        {
            Rest(e);
        }
        finally
        {
            // Also when the server stops, so that the next one need not wait for the end of the lease.
            await database.WriteAsync(
                session => EmbeddingProgress.HoldAsync(session, model.Name, heldUntil, until: 0),
                CancellationToken.None
            );
        }
    }

    private Task<DocumentRange?> FindNextAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => EmbeddingProgress.FindNextAsync(session, model.Name, model.Reach.IsLocal), cancellationToken);

    /// <summary>The next batch; until when the work is held now, null when somebody else holds it.</summary>
    private async Task<long?> EmbedAsync(DocumentRange range, long heldUntil, CancellationToken cancellationToken)
    {
        var batch = await FindBatchAsync(range, cancellationToken);
        var vectors = batch.Missing.Count == 0 ? [] : await AskAsync(batch.Missing, cancellationToken);
        var until = database.Clock.NowMs() + (long)Lease.TotalMilliseconds;
        return await database.WriteAsync<long?>(
            async session =>
            {
                if (!await EmbeddingProgress.HoldAsync(session, model.Name, heldUntil, until))
                    return null;
                if (vectors.Count > 0)
                    await EmbeddingStore.PutAsync(session, model.Name, vectors);
                if (batch.Unwanted.Count > 0)
                    await EmbeddingStore.DeleteAsync(session, batch.Unwanted);
                await EmbeddingProgress.AdvanceAsync(session, model.Name, range, batch.Through);
                return until;
            },
            cancellationToken
        );
    }

    /// <summary>The first documents of a range with which there is something to do, as many as a model reads at a time; or that there are none.</summary>
    private async Task<EmbeddingBatch> FindBatchAsync(DocumentRange range, CancellationToken cancellationToken)
    {
        while (true)
        {
            var from = range;
            var (found, isLast) = await database.ReadAsync(session => ReadAsync(session, from), cancellationToken);
            if (isLast || found.Missing.Count > 0 || found.Unwanted.Count > 0)
                return found;
            range = range with { After = found.Through };
        }
    }

    private async Task<(EmbeddingBatch Batch, bool IsLast)> ReadAsync(ReadSession session, DocumentRange range)
    {
        var documents = await EmbeddingProgress.ListAsync(session, range, Page);
        var hidden = await FindHiddenAsync(session, documents);
        var missing = new List<DocumentToEmbed>();
        var unwanted = new List<long>();
        foreach (var document in documents)
        {
            var isWanted = document.IsRemembered == 1 && !string.IsNullOrWhiteSpace(document.Text) && !hidden.Contains(document.Document);
            if (isWanted && document.Model != model.Name)
                missing.Add(document);
            else if (!isWanted && document.Model is not null)
                unwanted.Add(document.Document);
            if (missing.Count == Batch)
                return (new EmbeddingBatch(missing, unwanted, document.Document), false);
        }

        var isLast = documents.Count < Page;
        return (new EmbeddingBatch(missing, unwanted, isLast ? range.Last : documents[^1].Document), isLast);
    }

    /// <summary>Those that the model must not be told.</summary>
    private async Task<HashSet<long>> FindHiddenAsync(ReadSession session, IReadOnlyList<DocumentToEmbed> documents)
    {
        var hidden = new HashSet<long>();
        foreach (var own in documents.GroupBy(document => document.PrincipalId, StringComparer.Ordinal))
        {
            var guard = await Guard.ReadAsync(session, model.Reach, own.Key);
            if (guard.HidesNothing)
                continue;
            var messages = await MessageStore.ListAsync(session, own.Select(document => document.MessageId).OfType<string>());
            var ids = (await guard.FindHiddenAsync(session, messages)).ToHashSet(StringComparer.Ordinal);
            ids.UnionWith(
                await guard.FindHiddenAsync(
                    session,
                    [.. own.Where(document => document.SummaryOf is not null).Select(document => document.ToSummary())]
                )
            );
            hidden.UnionWith(
                own.Where(document =>
                        ids.Contains(document.MessageId ?? document.SummaryOf ?? "")
                        || (document.FactId is { } fact && guard.HidesFact(fact))
                    )
                    .Select(document => document.Document)
            );
        }

        return hidden;
    }

    /// <summary>A vector for each, but for texts that the model can't read.</summary>
    /// <exception cref="ProviderException">The model can't be asked now, or a setting is wrong.</exception>
    private async Task<IReadOnlyList<(long Document, QuantisedVector Vector)>> AskAsync(
        List<DocumentToEmbed> documents,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var vectors = await model.EmbedAsync(
                [.. documents.Select(document => TextRules.Cut(document.Text, LongestText))],
                s_limit,
                cancellationToken
            );
            return [.. documents.Zip(vectors, (document, vector) => (document.Document, QuantisedVector.Of(vector.Span)))];
        }
        catch (ProviderException e) when (IsRefusal(e) || _failures >= MostFailures)
        {
            await ProbeAsync(cancellationToken);
        }

        var read = new List<(long, QuantisedVector)>();
        foreach (var document in documents)
        {
            if (await AskAsync(document, cancellationToken) is { } vector)
                read.Add((document.Document, vector));
        }

        return read;
    }

    /// <summary>Null when the model can't read it, though it reads others.</summary>
    private async Task<QuantisedVector?> AskAsync(DocumentToEmbed document, CancellationToken cancellationToken)
    {
        foreach (var length in new[] { LongestText, LongestAfterRefusal })
        {
            try
            {
                var vectors = await model.EmbedAsync([TextRules.Cut(document.Text, length)], s_limitOfOne, cancellationToken);
                return QuantisedVector.Of(vectors[0].Span);
            }
            catch (ProviderException)
            {
                await ProbeAsync(cancellationToken);
            }
        }

        LogLeftOut(log, document.Document);
        return null;
    }

    /// <summary>Fails when it isn't a text that makes the model fail.</summary>
    private async Task ProbeAsync(CancellationToken cancellationToken) => await model.EmbedAsync([Probe], s_limitOfOne, cancellationToken);

    private void Rest(ProviderException e)
    {
        _failures++;
        var pause = s_pause * Math.Pow(2, Math.Min(_failures - 1, 5));
        if (e is ProviderUnavailableException { RetryAfter: { } asked } && asked > pause)
            pause = asked;
        _restUntil = database.Clock.GetUtcNow() + (pause < s_longestPause ? pause : s_longestPause);
        LogLater(log, e.Message);
    }

    private static bool IsRefusal(ProviderException e) => e is ProviderRejectedException { Status: 400 or 413 or 422 };

    [LoggerMessage(LogLevel.Warning, "Nothing can be embedded now; it is tried again later: {Reason}")]
    private static partial void LogLater(ILogger logger, string reason);

    [LoggerMessage(
        LogLevel.Warning,
        "The embedding model can't read document {Number} of the search index; it is found by its words alone"
    )]
    private static partial void LogLeftOut(ILogger logger, long number);
}

/// <summary>What is to be done with the documents up to one of them.</summary>
/// <param name="Missing">To be embedded.</param>
/// <param name="Unwanted">To be left without a vector.</param>
internal sealed record EmbeddingBatch(List<DocumentToEmbed> Missing, List<long> Unwanted, long Through);
