using System.ComponentModel.DataAnnotations;
using Kith.Engine.Conversations.Members;
using Kith.Engine.Turns;
using Kith.Server.Hosting;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.People;

/// <summary>What people say to each other.</summary>
internal static class PeopleMessageEndpoints
{
    public static void MapPeopleMessages(this RouteGroupBuilder chats)
    {
        chats
            .MapGet("/{id}/messages", ListAsync)
            .Produces<Page<PeopleMessageWire>>()
            .WithName("listPeopleMessages")
            .WithSummary("What was said, oldest first");
        chats
            .MapPost("/{id}/messages", SayAsync)
            .Produces<PeopleMessageWire>(StatusCodes.Status201Created)
            .WithName("sendPeopleMessage")
            .WithSummary("Say something")
            .Limit(RateLimit.Send);
        chats
            .MapPatch("/{id}/messages/{messageId}", ChangeAsync)
            .Produces<PeopleMessageWire>()
            .WithName("editPeopleMessage")
            .WithSummary("Say it in other words")
            .Limit(RateLimit.Send);
        chats
            .MapDelete("/{id}/messages/{messageId}", DeleteAsync)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("deletePeopleMessage")
            .WithSummary("Delete a message for everybody");
    }

    internal static async Task<IResult> ListAsync(
        string id,
        string? limit,
        string? cursor,
        string? order,
        CurrentUser user,
        PeopleMessages messages,
        CancellationToken cancellationToken
    )
    {
        if (!Paging.CheckMessages(limit, cursor, order).Try(out var wanted, out var failure))
            return failure.ToProblem();
        var page = await messages.PageAsync(user.Caller, id, wanted.AfterDepth, wanted.NewestFirst, wanted.Count + 1, cancellationToken);
        return page.ToOk(found => found.ToPage(wanted.Count, PeopleMessageWire.Of, message => Paging.Cursor(message.Message.Depth)));
    }

    internal static async Task<IResult> SayAsync(
        string id,
        NewPeopleMessageBody body,
        RequestKey? key,
        CurrentUser user,
        PeopleIntake intake
    ) =>
        (
            await intake.SayAsync(
                user.Caller,
                new PeopleMessageRequest(id, body.Content, body.ClientId, body.ReplyTo, key?.Value),
                // Said or not, whatever becomes of the connection.
                CancellationToken.None
            )
        ).ToCreated(PeopleMessageWire.Of);

    private static async Task<IResult> ChangeAsync(
        string id,
        string messageId,
        PeopleMessageChangeBody body,
        CurrentUser user,
        PeopleMessages messages,
        CancellationToken cancellationToken
    ) => (await messages.ChangeAsync(user.Caller, id, messageId, body.Content, cancellationToken)).ToOk(PeopleMessageWire.Of);

    private static async Task<IResult> DeleteAsync(
        string id,
        string messageId,
        CurrentUser user,
        PeopleMessages messages,
        CancellationToken cancellationToken
    ) => (await messages.DeleteAsync(user.Caller, id, messageId, cancellationToken)).ToNoContent();
}

/// <summary>Other words for a message.</summary>
internal sealed record PeopleMessageChangeBody([property: Required] string? Content = null);
