using Kith.Engine.Users;
using Kith.Server.Hosting;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.Accounts;

/// <summary><c>/api/api-keys</c>: one's own keys, and the people of the apps that talk with them.</summary>
internal static class ApiKeyEndpoints
{
    private const string Prefix = "/api/api-keys";

    public static void MapApiKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup(Prefix).WithTags("API keys").RequireSignedIn().RefuseKeys();
        keys.MapGet("/", ListAsync).Produces<Page<ApiKey>>().WithName("listApiKeys").WithSummary("My API keys, the newest first");
        keys.MapPost("/", CreateAsync)
            .Fails("conflict")
            .Produces<NewApiKeyAnswer>(StatusCodes.Status201Created)
            .WithName("createApiKey")
            .WithSummary("Make an API key, shown this once");
        keys.MapDelete("/{id}", RevokeAsync)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("revokeApiKey")
            .WithSummary("Revoke an API key, and erase its end users");
        keys.MapPost("/{id}/rotate", RotateAsync)
            .Produces<NewApiKeyAnswer>()
            .WithName("rotateApiKey")
            .WithSummary("Another secret for an API key, which keeps its end users");
        keys.MapGet("/{id}/users", ListUsersAsync)
            .Produces<Page<EndUser>>()
            .WithName("listEndUsers")
            .WithSummary("The end users of an API key");
        keys.MapDelete("/{id}/users/{userId}", EraseUserAsync)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("eraseEndUser")
            .WithSummary("Erase an end user, and all that was said and learned");
    }

    private static async Task<IResult> ListAsync(CurrentUser me, ApiKeys keys, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Page<ApiKey>(await keys.ListAsync(me.Caller, cancellationToken), NextCursor: null));

    private static async Task<IResult> CreateAsync(ApiKeyBody body, CurrentUser me, ApiKeys keys, CancellationToken cancellationToken) =>
        (await keys.CreateAsync(me.Caller, body.Name, body.Scopes, cancellationToken)).Try(out var made, out var failure)
            ? TypedResults.Created($"{Prefix}/{made.Key.Id}/", NewApiKeyAnswer.Of(made))
            : failure.ToProblem();

    private static async Task<IResult> RotateAsync(string id, CurrentUser me, ApiKeys keys, CancellationToken cancellationToken) =>
        (await keys.RotateAsync(me.Caller, id, cancellationToken)).Try(out var made, out var failure)
            ? TypedResults.Ok(NewApiKeyAnswer.Of(made))
            : failure.ToProblem();

    private static async Task<IResult> RevokeAsync(string id, CurrentUser me, ApiKeys keys, CancellationToken cancellationToken) =>
        (await keys.RevokeAsync(me.Caller, id, cancellationToken)).Try(out _, out var failure)
            ? TypedResults.NoContent()
            : failure.ToProblem();

    private static async Task<IResult> ListUsersAsync(
        string id,
        string? limit,
        string? cursor,
        CurrentUser me,
        EndUsers users,
        CancellationToken cancellationToken
    )
    {
        if (!Paging.CheckLimit(limit).Try(out var most, out var failure))
            return failure.ToProblem();
        if (!Paging.CheckCursor(cursor, 1).Try(out var after, out failure))
            return failure.ToProblem();
        var listed = await users.ListAsync(me.Caller, id, after?[0], most + 1, cancellationToken);
        return listed.Try(out var rows, out failure)
            ? TypedResults.Ok(rows.ToPage(most, user => user, user => Paging.Cursor(user.Id)))
            : failure.ToProblem();
    }

    private static async Task<IResult> EraseUserAsync(
        string id,
        string userId,
        CurrentUser me,
        EndUsers users,
        CancellationToken cancellationToken
    ) =>
        (await users.EraseAsync(me.Caller, id, userId, cancellationToken)).Try(out _, out var failure)
            ? TypedResults.NoContent()
            : failure.ToProblem();
}
