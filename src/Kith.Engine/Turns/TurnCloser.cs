using System.Text.Json;
using Kith.Engine.Conversations;
using Kith.Engine.Conversations.Members;
using Kith.Engine.Events;
using Kith.Engine.Memory.Learning;
using Kith.Engine.Memory.Recall;
using Kith.Engine.Storage;

namespace Kith.Engine.Turns;

/// <summary>Closes a turn in one transaction: final text, finish, usage, events. Who comes second finds it closed.</summary>
internal sealed class TurnCloser(Database database, EventLog events)
{
    /// <summary>
    /// Its runner closes it with what was recalled and all its deltas. False when the turn was closed by somebody else, or its conversation is
    /// gone.
    /// </summary>
    /// <param name="written">Whether some of the deltas were, at a checkpoint.</param>
    public Task<bool> CloseAsync(
        Turn turn,
        AnswerOutcome outcome,
        IReadOnlyList<RecalledItem> recalled,
        bool written,
        IReadOnlyList<string> deltas
    ) => database.WriteAsync(session => CloseAsync(session, turn, outcome, recalled, written, deltas, isLost: false));

    /// <summary>Somebody closes a turn that nobody seems to run, with what is stored of it. False as above, and when its runner has shown itself since.</summary>
    public Task<bool> CloseLostAsync(Turn turn, AnswerOutcome outcome) =>
        database.WriteAsync(session => CloseAsync(session, turn, outcome, recalled: [], written: true, deltas: [], isLost: true));

    private async Task<bool> CloseAsync(
        WriteSession session,
        Turn turn,
        AnswerOutcome outcome,
        IReadOnlyList<RecalledItem> recalled,
        bool written,
        IReadOnlyList<string> deltas,
        bool isLost
    )
    {
        var now = database.Clock.NowMs();
        // Held from the first: a guest's conversation may be claimed meanwhile, and the event belongs to its owner.
        var (conversation, isClosed, answer) = await session.TogetherAsync(
            () => ConversationStore.LockToAddAsync(session, turn.ConversationId),
            () => TurnStore.TryCloseAsync(session, turn, outcome.Status, outcome.Failure, isLost, now),
            () => MessageStore.FindAsync(session, turn.AiMessageId)
        );
        if (conversation is null || !isClosed)
            return false;
        await ReceiptStore.InsertAsync(session, turn.Id, recalled);
        var items = isLost ? (await ReceiptStore.FindAsync(session, turn.Id))?.Items.Count ?? 0 : recalled.Count;
        // Not as many as were written: a checkpoint may be lost with the database's machine.
        var stored = written ? await TurnStore.ReadDeltasAsync(session, turn.Id, from: 0) : [];
        if (stored.Count < deltas.Count)
            await TurnStore.AppendDeltasAsync(session, turn.Id, stored.Count, [.. deltas.Skip(stored.Count)]);
        if (answer is not null)
        {
            var text = string.Concat(isLost ? stored : deltas);
            await FinishAsync(session, turn, conversation, answer with { Content = text, Recalled = items }, outcome, now);
        }

        return true;
    }

    private async Task FinishAsync(
        WriteSession session,
        Turn turn,
        Conversation conversation,
        Message answer,
        AnswerOutcome outcome,
        long now
    )
    {
        await MessageStore.FinishAsync(
            session,
            answer with
            {
                Status = outcome.Status,
                Model = outcome.Model,
                Offline = outcome.Offline ? 1 : 0,
                Confidence = outcome.Confidence,
                Sources = outcome.Sources is { Count: > 0 } sources ? JsonSerializer.Serialize(sources) : null,
                PromptTokens = outcome.PromptTokens,
                CompletionTokens = outcome.CompletionTokens,
            }
        );
        var title = conversation.Title is null && !conversation.IsBetweenPeople ? await FirstTitleAsync(session, turn.UserMessageId) : null;
        await ConversationStore.CountAsync(
            session,
            turn.ConversationId,
            messages: answer.Content.Length > 0 ? 1 : 0,
            userMessages: 0,
            outcome.PromptTokens + outcome.CompletionTokens,
            title,
            now
        );
        if (!conversation.IsBetweenPeople)
            await MessagesToLearn.AddAsync(session, turn.UserMessageId, turn.StartedAt);
        // The end of a failed turn tells why, and the answer it left is told on its own.
        var failed = new NewEvent(EventKinds.MessageUpdated, turn.ConversationId, answer.Id);
        var ended = new NewEvent(EventKinds.TurnEnded, turn.ConversationId, turn.Id);
        var updated = new NewEvent(EventKinds.ChatUpdated, turn.ConversationId, turn.ConversationId);
        await events.AppendAsync(
            session,
            await PeopleChats.ListAudienceAsync(session, conversation),
            outcome.Status == MessageStatus.Failed ? [failed, ended, updated] : [ended, updated]
        );
    }

    private static async Task<string?> FirstTitleAsync(ReadSession session, string userMessageId) =>
        await MessageStore.FindAsync(session, userMessageId) is { } message ? Titles.Of(message.Content) : null;
}
