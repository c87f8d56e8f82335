using Kith.Engine.Conversations;
using Kith.Engine.People;
using Kith.Engine.Turns;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.Chats;

/// <summary>The messages of an AI chat.</summary>
internal static class MessageEndpoints
{
    public static void MapMessages(this RouteGroupBuilder chats)
    {
        chats
            .MapGet("/{id}/messages", ListAsync)
            .Produces<Page<MessageWire>>()
            .WithTags("AI Messages")
            .WithName("listMessages")
            .WithSummary("The active branch");
        chats
            .MapGet("/{id}/messages/{messageId}/recall", RecallAsync)
            .Produces<ReceiptWire>()
            .WithTags("AI Messages")
            .WithName("getMessageRecall")
            .WithSummary("What memory found for an answer: its receipt");
        var reaction = chats.MapGroup("/{id}/messages/{messageId}/reactions/{emoji}").WithTags("AI Messages");
        reaction.MapPut("/", ReactAsync).Produces<MessageWire>().WithName("reactToMessage").WithSummary("React to a message with an emoji");
        reaction
            .MapDelete("/", UnreactAsync)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("unreactToMessage")
            .WithSummary("Take a reaction back");
        chats
            .MapPost("/{id}/send_message", SendAsync)
            .AnswersTurn()
            .WithTags("AI Messages")
            .WithName("sendMessage")
            .WithSummary("Say something; with Accept: text/event-stream the answer comes as it is written");
    }

    private static async Task<IResult> ListAsync(
        string id,
        string? limit,
        string? cursor,
        string? order,
        CurrentUser user,
        MessageHistory history,
        CancellationToken cancellationToken
    )
    {
        if (!Paging.CheckMessages(limit, cursor, order).Try(out var wanted, out var failure))
            return failure.ToProblem();
        var page = await history.PageAsync(user.Caller, id, wanted.AfterDepth, wanted.NewestFirst, wanted.Count + 1, cancellationToken);
        return page.ToOk(found =>
            found.ToPage(wanted.Count, message => MessageWire.Of(message, user.Caller), message => Paging.Cursor(message.Message.Depth))
        );
    }

    private static async Task<IResult> RecallAsync(
        string id,
        string messageId,
        CurrentUser user,
        TurnReceipts receipts,
        CancellationToken cancellationToken
    ) => (await receipts.OpenOfAnswerAsync(user.Caller, id, messageId, cancellationToken)).ToOk(ReceiptWire.Of);

    private static async Task<IResult> ReactAsync(
        string id,
        string messageId,
        string emoji,
        CurrentUser user,
        Reactions reactions,
        CancellationToken cancellationToken
    ) =>
        (await reactions.PutInOwnAsync(user.Caller, id, messageId, emoji, cancellationToken)).ToOk(message =>
            MessageWire.Of(message, user.Caller)
        );

    private static async Task<IResult> UnreactAsync(
        string id,
        string messageId,
        string emoji,
        CurrentUser user,
        Reactions reactions,
        CancellationToken cancellationToken
    ) => (await reactions.DeleteInOwnAsync(user.Caller, id, messageId, emoji, cancellationToken)).ToNoContent();

    private static async Task<IResult> SendAsync(
        string id,
        SendMessageBody body,
        RequestKey? key,
        HttpContext http,
        CurrentUser user,
        TurnIntake intake,
        TurnFollower follower,
        CancellationToken cancellationToken
    )
    {
        if (!ContextLimits.Check(body.IncludeRelatedChatContext, body.ContextMessageLimit).Try(out var quoteMost, out var failure))
            return failure.ToProblem();
        // From here on the message is accepted or refused, whatever becomes of the connection.
        var request = new TurnRequest(id, body.Content, body.ClientId, Key: key?.Value, QuoteMost: quoteMost);
        var started = await intake.StartAsync(user.Caller, request, CancellationToken.None);
        return await TurnAnswers.AnswerAsync(http.Request, user.Caller, started, follower, cancellationToken);
    }
}
