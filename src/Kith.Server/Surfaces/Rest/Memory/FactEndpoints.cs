using Kith.Engine.Memory;
using Kith.Engine.Memory.Facts;
using Kith.Server.Hosting;
using Kith.Server.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Kith.Server.Surfaces.Rest.Memory;

/// <summary>What is known of the caller, theirs to read, correct and forget.</summary>
internal static class FactEndpoints
{
    public static void MapFacts(this IEndpointRouteBuilder routes)
    {
        var memory = routes.MapGroup("/api/memory").WithTags("Memory").RequireSignedIn();
        memory
            .MapDelete("/", ForgetAllAsync)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("forgetEverything")
            .WithSummary("Forget everything; chats stay");
        memory
            .MapGet("/facts", ListAsync)
            .Produces<Page<FactWire>>()
            .WithName("listFacts")
            .WithSummary("What is known of you, the newest first");
        memory
            .MapPost("/facts", AddAsync)
            .NeedsMembers("text")
            .Fails("conflict")
            .Produces<FactWire>(StatusCodes.Status201Created)
            .WithName("createFact")
            .WithSummary("Tell a fact yourself");
        memory
            .MapGet("/facts/{id}", OpenAsync)
            .Produces<FactWithSourcesWire>()
            .WithName("getFact")
            .WithSummary("One fact, with the messages it was learned from");
        memory
            .MapPatch("/facts/{id}", ChangeAsync)
            .Produces<FactWire>()
            .WithName("updateFact")
            .WithSummary("Correct, pin or confirm a fact");
        memory
            .MapDelete("/facts/{id}", ForgetAsync)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("deleteFact")
            .WithSummary("Forget a fact");
    }

    private static async Task<IResult> ListAsync(
        string? kind,
        string? q,
        string? pending,
        [FromQuery(Name = "include_superseded")] string? includeSuperseded,
        string? limit,
        string? cursor,
        CurrentUser user,
        FactCatalog facts,
        CancellationToken cancellationToken
    )
    {
        if (
            !Paging.CheckLimit(limit).Try(out var count, out var failure)
            || !Paging.CheckPlace(cursor).Try(out var after, out failure)
            || !Paging.CheckFlag("pending", pending).Try(out var isPending, out failure)
            || !Paging.CheckFlag("include_superseded", includeSuperseded).Try(out var withPast, out failure)
        )
            return failure.ToProblem();
        var query = new FactQuery(kind, q, isPending, withPast == true);
        return (await facts.ListAsync(user.Caller, query, after, count + 1, cancellationToken)).ToOk(found =>
            found.ToPage(count, FactWire.Of, known => Paging.Cursor(known.Fact.CreatedAt, known.Fact.Id))
        );
    }

    private static async Task<IResult> AddAsync(
        FactBody body,
        RequestKey? key,
        CurrentUser user,
        FactCatalog facts,
        CancellationToken cancellationToken
    ) => (await facts.AddAsync(user.Caller, body.ToInput(), key?.Value, cancellationToken)).ToCreated(FactWire.Of);

    private static async Task<IResult> OpenAsync(string id, CurrentUser user, FactCatalog facts, CancellationToken cancellationToken) =>
        (await facts.OpenWithSourcesAsync(user.Caller, id, cancellationToken)).ToOk(FactWithSourcesWire.Of);

    private static async Task<IResult> ChangeAsync(
        string id,
        FactBody body,
        CurrentUser user,
        FactCatalog facts,
        CancellationToken cancellationToken
    ) => (await facts.ChangeAsync(user.Caller, id, body.ToInput(), cancellationToken)).ToOk(FactWire.Of);

    private static async Task<IResult> ForgetAsync(string id, CurrentUser user, FactCatalog facts, CancellationToken cancellationToken) =>
        (await facts.ForgetAsync(user.Caller, id, cancellationToken)).ToNoContent();

    private static async Task<IResult> ForgetAllAsync(CurrentUser user, Forgetter forgetter, CancellationToken cancellationToken) =>
        (await forgetter.ForgetAllAsync(user.Caller, cancellationToken)).ToNoContent();
}
