using Kith.Engine.Conversations.Members;
using Kith.Engine.People;
using Kith.Engine.Turns;
using Kith.Server.Hosting;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.People;

/// <summary>Who knows whom.</summary>
internal static class ConnectionEndpoints
{
    public static void MapConnections(this IEndpointRouteBuilder routes)
    {
        var connections = routes.MapGroup("/api/connections").WithTags("People").RequireSignedIn();
        connections
            .MapGet("/", ListAsync)
            .Produces<Page<ConnectionWire>>()
            .WithName("listConnections")
            .WithSummary("Whom you know, and who asks, newest first");
        connections
            .MapPost("/", AskAsync)
            .Fails("conflict")
            .Produces<ConnectionWire>(StatusCodes.Status201Created)
            .WithName("requestConnection")
            .WithSummary("Ask somebody to be connected, by e-mail address or id")
            .Limit(RateLimit.Ask);
        connections.MapGet("/{id}", OpenAsync).Produces<ConnectionWire>().WithName("getConnection").WithSummary("One connection");
        connections
            .MapDelete("/{id}", RemoveAsync)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("removeConnection")
            .WithSummary("Take a request back, decline it, or end the connection for both");
        MapAnswers(connections);
        connections
            .MapGet("/{id}/messages", ListMessagesAsync)
            .Produces<Page<PeopleMessageWire>>()
            .Fails("conflict")
            .WithName("listConnectionMessages")
            .WithSummary("What you said to each other, oldest first");
        connections
            .MapPost("/{id}/messages", SayAsync)
            .Produces<PeopleMessageWire>(StatusCodes.Status201Created)
            .Fails("conflict")
            .WithName("sendConnectionMessage")
            .WithSummary("Say something to them")
            .Limit(RateLimit.Send);
    }

    private static void MapAnswers(RouteGroupBuilder connections)
    {
        connections
            .MapPost("/{id}/accept", AcceptAsync)
            .Produces<ConnectionWire>()
            .Fails("conflict")
            .WithName("acceptConnection")
            .WithSummary("Accept what somebody asks");
        connections
            .MapPost("/{id}/decline", DeclineAsync)
            .Produces(StatusCodes.Status204NoContent)
            .Fails("conflict")
            .WithName("declineConnection")
            .WithSummary("Decline what somebody asks: they aren't told");
        connections
            .MapPost("/{id}/block", BlockAsync)
            .Produces<ConnectionWire>()
            .Fails("conflict")
            .WithName("blockConnection")
            .WithSummary("Block somebody: they aren't told");
        connections
            .MapPost("/{id}/unblock", UnblockAsync)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("unblockConnection")
            .WithSummary("Unblock somebody: it is as it was");
    }

    private static async Task<IResult> ListAsync(
        string? status,
        string? limit,
        string? cursor,
        CurrentUser user,
        Connections connections,
        CancellationToken cancellationToken
    )
    {
        if (!Paging.CheckLimit(limit).Try(out var count, out var failure))
            return failure.ToProblem();
        if (!Paging.CheckPlace(cursor).Try(out var after, out failure))
            return failure.ToProblem();
        var wanted = string.IsNullOrEmpty(status) ? null : status;
        var found = await connections.ListAsync(user.Caller, wanted, after, count + 1, cancellationToken);
        return found.ToOk(page => page.ToPage(count, ConnectionWire.Of, connection => Paging.Cursor(connection.CreatedAt, connection.Id)));
    }

    private static async Task<IResult> AskAsync(
        NewConnectionBody body,
        RequestKey? key,
        CurrentUser user,
        Connections connections,
        CancellationToken cancellationToken
    ) => (await connections.AskAsync(user.Caller, body.Email, body.UserId, key?.Value, cancellationToken)).ToCreated(ConnectionWire.Of);

    private static async Task<IResult> OpenAsync(
        string id,
        CurrentUser user,
        Connections connections,
        CancellationToken cancellationToken
    ) => (await connections.OpenAsync(user.Caller, id, cancellationToken)).ToOk(ConnectionWire.Of);

    private static async Task<IResult> RemoveAsync(
        string id,
        CurrentUser user,
        Connections connections,
        CancellationToken cancellationToken
    ) => (await connections.RemoveAsync(user.Caller, id, cancellationToken)).ToNoContent();

    private static async Task<IResult> AcceptAsync(
        string id,
        CurrentUser user,
        Connections connections,
        CancellationToken cancellationToken
    ) => (await connections.AcceptAsync(user.Caller, id, cancellationToken)).ToOk(ConnectionWire.Of);

    private static async Task<IResult> DeclineAsync(
        string id,
        CurrentUser user,
        Connections connections,
        CancellationToken cancellationToken
    ) => (await connections.DeclineAsync(user.Caller, id, cancellationToken)).ToNoContent();

    private static async Task<IResult> BlockAsync(
        string id,
        CurrentUser user,
        Connections connections,
        CancellationToken cancellationToken
    ) => (await connections.BlockAsync(user.Caller, id, cancellationToken)).ToOk(ConnectionWire.Of);

    private static async Task<IResult> UnblockAsync(
        string id,
        CurrentUser user,
        Connections connections,
        CancellationToken cancellationToken
    ) => (await connections.UnblockAsync(user.Caller, id, cancellationToken)).ToNoContent();

    private static async Task<IResult> ListMessagesAsync(
        string id,
        string? limit,
        string? cursor,
        string? order,
        CurrentUser user,
        Connections connections,
        PeopleMessages messages,
        CancellationToken cancellationToken
    ) =>
        (await connections.OpenChatAsync(user.Caller, id, cancellationToken)).Try(out var chat, out var failure)
            ? await PeopleMessageEndpoints.ListAsync(chat, limit, cursor, order, user, messages, cancellationToken)
            : failure.ToProblem();

    private static async Task<IResult> SayAsync(
        string id,
        NewPeopleMessageBody body,
        RequestKey? key,
        CurrentUser user,
        Connections connections,
        PeopleIntake intake,
        CancellationToken cancellationToken
    ) =>
        (await connections.OpenChatAsync(user.Caller, id, cancellationToken)).Try(out var chat, out var failure)
            ? await PeopleMessageEndpoints.SayAsync(chat, body, key, user, intake)
            : failure.ToProblem();
}
