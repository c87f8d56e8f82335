using System.Text.Json;
using Kith.Engine.Conversations;
using Kith.Engine.Memory.Learning;
using Kith.Engine.Memory.Search;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Portability;

/// <summary>How far an import is.</summary>
/// <param name="Bytes">Of the document.</param>
public sealed record ImportProgress(long Bytes, long Conversations, long Messages);

/// <summary>What an import did.</summary>
/// <param name="Stopped">Why it went no further; what is listed is imported all the same.</param>
public sealed record ImportReport(IReadOnlyList<ImportedConversation> Conversations, Failure? Stopped);

/// <summary>
/// Brings in conversations that were had elsewhere, while the document still arrives: one after the other, each whole. What came before
/// isn't written again, so an import that broke off is simply sent again.
/// </summary>
public sealed class Importer(Database database, ConversationImports imports, SearchIndex index)
{
    /// <summary>How often progress is told.</summary>
    private const long ProgressBytes = 64 * 1024;

    /// <summary>How often it is told, while messages are indexed, that this goes on.</summary>
    private const int WritesPerSign = 50;

    /// <summary>Who came without an account has nothing to bring: it would be gone tomorrow.</summary>
    public static Failure? CheckCaller(Caller caller) =>
        caller.Kind is PrincipalKind.User or PrincipalKind.EndUser
            ? null
            : new Forbidden("Guests can't import. Register first: then it stays.");

    /// <summary>Imports a document. When it returns, what it brought is found by search.</summary>
    /// <param name="progress">Called now and then, and before it returns.</param>
    public async Task<ImportReport> ImportAsync(
        Caller caller,
        Stream document,
        Func<ImportProgress, ValueTask>? progress,
        CancellationToken cancellationToken
    )
    {
        if (CheckCaller(caller) is { } refused)
            return new ImportReport([], refused);
        var done = new List<ImportedConversation>();
        using var json = new JsonPieces(document);
        var stopped = await ReadAsync(caller, json, done, progress, cancellationToken);
        // Also when nothing was added: it may have come before, and not have got so far.
        var told = new ImportProgress(json.Position, done.Count, done.Sum(conversation => conversation.Messages));
        var listed = new List<MessageToIndex>();
        for (var writes = 1; await index.IndexNextAsync(listed, cancellationToken); writes++)
        {
            // A connection on which nothing is told is taken for dead.
            if (progress is not null && writes % WritesPerSign == 0)
                await progress(told);
        }

        return new ImportReport(done, stopped);
    }

    private async Task<Failure?> ReadAsync(
        Caller caller,
        JsonPieces json,
        List<ImportedConversation> done,
        Func<ImportProgress, ValueTask>? progress,
        CancellationToken cancellationToken
    )
    {
        var reader = new ImportReader(json, database.Clock.NowMs());
        var (messages, told) = (0L, 0L);
        try
        {
            await foreach (var read in reader.ReadAsync(cancellationToken))
            {
                if (!read.Try(out var conversation, out var failure))
                    return failure;
                if (done.Count == ImportLimits.Conversations)
                    return new Invalid(reader.Where, $"an import may have at most {ImportLimits.Conversations} conversations");
                conversation = conversation with { Title = conversation.Title ?? TitleOf(conversation) };
                done.Add(await imports.PutAsync(caller, conversation, MessagesToLearn.AddAllAsync, cancellationToken));
                messages += conversation.Messages.Count;
                if (progress is null || json.Position - told < ProgressBytes)
                    continue;
                told = json.Position;
                await progress(new ImportProgress(json.Position, done.Count, messages));
            }
        }
        catch (JsonException e)
        {
            var where = reader.Where.Length == 0 ? "body" : reader.Where;
            return new Invalid(
                where,
                json.Position == 0 && e.BytePositionInLine == 0 ? "a JSON document is expected"
                    : e.LineNumber is { } line ? $"is not valid JSON: line {line + 1}, byte {e.BytePositionInLine + 1}"
                    : "has a name that is not well-formed Unicode"
            );
        }
        catch (ImportTooLargeException e)
        {
            return e.IsDocument ? new ImportTooLarge() : new ConversationTooLarge(reader.Where);
        }

        if (progress is not null)
            await progress(new ImportProgress(json.Position, done.Count, messages));
        return null;
    }

    private static string? TitleOf(ConversationImport conversation) =>
        conversation.Messages.FirstOrDefault(message => message.Role == Roles.User) is { } first ? Titles.Of(first.Content) : null;
}
