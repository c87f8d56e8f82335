using Kith.Engine;
using Kith.Engine.Conversations;
using Kith.Engine.Turns;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.Chats;

/// <summary>The branches of an AI chat: saying something differently, another answer, going back, deleting, going on elsewhere.</summary>
internal static class BranchEndpoints
{
    public static void MapBranches(this RouteGroupBuilder chats)
    {
        var message = chats.MapGroup("/{id}/messages/{messageId}").WithTags("AI Messages");
        message
            .MapPatch("/", EditAsync)
            .AnswersTurn()
            .WithName("editMessage")
            .WithSummary("Say it differently: a new branch, answered like send_message");
        message
            .MapPost("/regenerate", AnswerAgainAsync)
            .AnswersTurn()
            .WithName("regenerateMessage")
            .WithSummary("Another answer beside the one there is, answered like send_message");
        message
            .MapPost("/select", SelectAsync)
            .Produces<MessageWire>()
            .WithName("selectMessage")
            .WithSummary("Make the branch through a message the active one");
        message
            .MapDelete("/", DeleteAsync)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("deleteMessage")
            .WithSummary("Delete a message and everything that follows from it");
        chats
            .MapPost("/{id}/fork", ForkAsync)
            .Produces<ChatWire>(StatusCodes.Status201Created)
            .WithName("forkChat")
            .WithSummary("A new chat that begins with a copy of this one up to a message");
    }

    private static async Task<IResult> EditAsync(
        string id,
        string messageId,
        EditMessageBody body,
        HttpContext http,
        CurrentUser user,
        TurnIntake intake,
        TurnFollower follower,
        CancellationToken cancellationToken
    )
    {
        var request = new TurnRequest(id, body.Content, body.ClientId, Edits: messageId);
        // From here on the message is accepted or refused, whatever becomes of the connection.
        var started = await intake.StartAsync(user.Caller, request, CancellationToken.None);
        return await TurnAnswers.AnswerAsync(http.Request, user.Caller, started, follower, cancellationToken);
    }

    private static async Task<IResult> AnswerAgainAsync(
        string id,
        string messageId,
        RequestKey? key,
        HttpContext http,
        CurrentUser user,
        TurnIntake intake,
        TurnFollower follower,
        CancellationToken cancellationToken
    )
    {
        var started = await intake.AnswerAgainAsync(user.Caller, id, messageId, key?.Value, CancellationToken.None);
        return await TurnAnswers.AnswerAsync(http.Request, user.Caller, started, follower, cancellationToken);
    }

    private static async Task<IResult> SelectAsync(
        string id,
        string messageId,
        CurrentUser user,
        MessageTree tree,
        CancellationToken cancellationToken
    ) => (await tree.SelectAsync(user.Caller, id, messageId, cancellationToken)).ToOk(message => MessageWire.Of(message, user.Caller));

    private static async Task<IResult> DeleteAsync(
        string id,
        string messageId,
        CurrentUser user,
        MessageTree tree,
        CancellationToken cancellationToken
    ) => (await tree.DeleteAsync(user.Caller, id, messageId, cancellationToken)).ToNoContent();

    private static async Task<IResult> ForkAsync(
        string id,
        ForkBody body,
        RequestKey? key,
        CurrentUser user,
        ConversationForks forks,
        CancellationToken cancellationToken
    ) =>
        string.IsNullOrEmpty(body.Message)
            ? new Invalid("message", "is required").ToProblem()
            : (await forks.ForkAsync(user.Caller, id, body.Message, key?.Value, cancellationToken)).ToCreated(chat =>
                ChatWire.Of(chat, user.Caller)
            );
}
