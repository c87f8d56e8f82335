using Kith.Engine.Conversations;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Turns;

/// <summary>What became of a message that comes again: it starts no second turn.</summary>
internal static class AcceptedBefore
{
    /// <summary>The turn of the message with this client id, or that it has none any more; null when there is no such message.</summary>
    public static async Task<Result<AcceptedTurn>?> FindByClientIdAsync(
        ReadSession session,
        Caller caller,
        string conversationId,
        string clientId
    )
    {
        var message = await MessageStore.FindByClientIdAsync(session, conversationId, caller.PrincipalId, clientId);
        if (message is null)
            return null;
        return await TurnStore.FindByMessageAsync(session, message.Id) is { } turn
            ? Of(turn) with
            {
                IsRepeat = true,
            }
            : new AnswerDeleted();
    }

    /// <summary>The turn that an idempotency key made; fails when its chat is gone.</summary>
    public static async Task<Result<AcceptedTurn>> OpenAsync(ReadSession session, Caller caller, string turnId) =>
        await TurnStore.FindAsync(session, turnId) is { } turn
        && (await ConversationCatalog.OpenAsync(session, caller, turn.ConversationId)).Failure is null
            ? Of(turn)
            : new NotFound("chat");

    private static AcceptedTurn Of(Turn turn) => new(turn.Id, turn.ConversationId, turn.UserMessageId, turn.AiMessageId, IsRepeat: false);
}
