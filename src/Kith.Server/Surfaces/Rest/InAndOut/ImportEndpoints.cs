using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Kith.Engine;
using Kith.Engine.Conversations;
using Kith.Engine.Portability;
using Kith.Engine.Users;
using Kith.Server.Hosting;
using Kith.Server.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Kith.Server.Surfaces.Rest.InAndOut;

/// <summary>Bringing in conversations that were had elsewhere, and taking out what is one's own.</summary>
internal static class ImportEndpoints
{
    /// <summary>The engine counts what it reads and says so; the web server only stops who goes on all the same.</summary>
    private const long BodyBytes = ImportLimits.BodyBytes + 1024 * 1024;

    public static void MapInAndOut(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Import and export").RequireSignedIn().Limit(RateLimit.InAndOut);
        api.MapPost("/import", ImportAsync)
            .AcceptsAny(typeof(ImportBody), typeof(IReadOnlyList<ChatGptWire>), typeof(ChatifyWire))
            .Produces<ImportWire>()
            .ProducesEvents(new("progress", typeof(ImportProgress)), new("done", typeof(ImportWire)), new("error", typeof(ImportErrorWire)))
            .WithMetadata(new RequestSizeLimitAttribute(BodyBytes))
            .WithName("importConversations")
            .WithSummary("Bring in conversations: Kith's own form, ChatGPT's conversations.json, or a Chatify database")
            .StaysOpen();
        api.MapExport();
    }

    private static async Task<IResult> ImportAsync(HttpContext http, CurrentUser user, Importer importer)
    {
        if (Importer.CheckCaller(user.Caller) is { } refused)
            return refused.ToProblem();
        if (!http.Request.HasJsonContentType())
            return Problem.From(StatusCodes.Status415UnsupportedMediaType);
        if (http.Request.ContentLength > ImportLimits.BodyBytes)
            return new ImportTooLarge().ToProblem();
        if (http.Request.WantsEvents())
            return TypedResults.ServerSentEvents(EventsAsync(importer, user.Caller, http.Request.Body, http.RequestAborted));
        var report = await importer.ImportAsync(user.Caller, http.Request.Body, progress: null, http.RequestAborted);
        return report.Stopped is { } stopped ? ProblemOf(stopped, report) : TypedResults.Ok(ImportWire.Of(report));
    }

    private static async IAsyncEnumerable<SseItem<string>> EventsAsync(
        Importer importer,
        Caller caller,
        Stream body,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var told = Channel.CreateBounded<ImportProgress>(1);
        var importing = ImportAsync();
        await foreach (var progress in told.Reader.ReadAllAsync(cancellationToken))
            yield return ServerEvents.Of("progress", progress);
        ImportReport? report = null;
        Problem? problem;
        try
        {
            report = await importing;
            problem = report.Stopped is { } stopped ? ProblemOf(stopped, report) : null;
        }
        catch (Exception e) when (e is StorageUnavailableException or OwnerGoneException or BadHttpRequestException)
        {
            problem = ProblemExceptionHandler.Describe(e);
        }

        yield return problem is null
            ? ServerEvents.Of("done", ImportWire.Of(report!))
            : ServerEvents.Of("error", new ImportErrorWire(problem.Code, problem.Detail, problem.Errors));

        async Task<ImportReport> ImportAsync()
        {
            try
            {
                return await importer.ImportAsync(
                    caller,
                    body,
                    progress => told.Writer.WriteAsync(progress, cancellationToken),
                    cancellationToken
                );
            }
            finally
            {
                told.Writer.Complete();
            }
        }
    }

    private static string Count(long number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";

    /// <summary>What came before it stays, and is counted.</summary>
    private static Problem ProblemOf(Failure stopped, ImportReport report)
    {
        var problem = stopped.ToProblem();
        var before =
            report.Conversations.Count == 0
                ? "Nothing is imported."
                : $"What came before it is imported: {Count(report.Conversations.Count, "conversation")} with "
                    + $"{Count(report.Conversations.Sum(one => one.Messages), "message")}.";
        return problem with { Detail = $"{problem.Detail.TrimEnd('.')}. {before}" };
    }
}

/// <summary>What an import did, in the order of the document.</summary>
/// <param name="Agents">How many are new; of facts and moods too.</param>
/// <param name="LeftOut">What wasn't taken and why, each in a sentence that begins with its place.</param>
internal sealed record ImportWire(
    IReadOnlyList<ImportedConversationWire> Conversations,
    int Agents,
    int Facts,
    int Moods,
    IReadOnlyList<string> LeftOut
)
{
    public static ImportWire Of(ImportReport report) =>
        new(
            [.. report.Conversations.Select(ImportedConversationWire.Of)],
            report.Added.Agents,
            report.Added.Facts,
            report.Added.Moods,
            [.. report.LeftOut.Select(one => one.Detail)]
        );
}

/// <param name="Messages">How many it came with.</param>
/// <param name="Added">How many of them were new.</param>
/// <param name="Note">Why what is new wasn't added.</param>
internal sealed record ImportedConversationWire(string Id, string? ExternalId, string? Title, long Messages, long Added, string? Note)
{
    public static ImportedConversationWire Of(ImportedConversation one) =>
        new(one.Id, one.ExternalId, one.Title, one.Messages, one.Added, one.Note);
}

internal sealed record ImportErrorWire(string Code, string Detail, IReadOnlyDictionary<string, string[]>? Errors);
