using Kith.Engine.Conversations;
using Kith.Engine.Memory.Recall;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Turns;

/// <summary>What memory found for a turn.</summary>
/// <param name="Tokens">Of the context, estimated: of all that was found then, whether it is there still or not.</param>
/// <param name="Items">As they are now; what was deleted or forgotten since is left out.</param>
public sealed record TurnReceipt(string TurnId, int Tokens, IReadOnlyList<RecalledItem> Items);

/// <summary>What each turn recalled, for the person whose turn it was.</summary>
public sealed class TurnReceipts(Database database)
{
    /// <summary>Of a turn of the caller's. Fails with <see cref="NotFound"/>.</summary>
    public Task<Result<TurnReceipt>> OpenAsync(Caller caller, string turnId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => await OpenAsync(session, caller, await TurnStore.FindAsync(session, turnId), new NotFound("turn")),
            cancellationToken
        );

    /// <summary>Of the turn that wrote this answer. Fails with <see cref="NotFound"/>, also for a message that no turn wrote.</summary>
    public Task<Result<TurnReceipt>> OpenOfAnswerAsync(
        Caller caller,
        string conversationId,
        string messageId,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<Result<TurnReceipt>>(
            async session =>
            {
                if ((await ConversationCatalog.OpenAsync(session, caller, conversationId)).Failure is { } failure)
                    return failure;
                var turn = await TurnStore.FindByAnswerAsync(session, messageId);
                return turn?.ConversationId == conversationId
                    ? await OpenAsync(session, caller, turn, new NotFound("answer"))
                    : new NotFound("answer");
            },
            cancellationToken
        );

    /// <summary>As above, for somebody whose right to the turn was checked.</summary>
    internal static async Task<TurnReceipt> ReadAsync(ReadSession session, Turn turn)
    {
        if (
            await ReceiptStore.FindAsync(session, turn.Id) is not { } receipt
            || await ConversationStore.FindAsync(session, turn.ConversationId) is not { } conversation
        )
            return new TurnReceipt(turn.Id, 0, []);
        var question = await MessageStore.FindAsync(session, turn.UserMessageId);
        return new TurnReceipt(turn.Id, receipt.Tokens, await Recaller.RenderAsync(session, conversation.OwnerId, question, receipt.Items));
    }

    private static async Task<Result<TurnReceipt>> OpenAsync(ReadSession session, Caller caller, Turn? turn, Failure absent) =>
        turn is not null && (await ConversationCatalog.OpenAsync(session, caller, turn.ConversationId)).Failure is null
            ? await ReadAsync(session, turn)
            : absent;
}
