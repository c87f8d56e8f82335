using Kith.Engine.Conversations;
using Kith.Engine.Events;
using Kith.Engine.Memory.Learning;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Memory.Facts;

/// <summary>
/// Facts and moods belong to messages: with the last message that says it a learned one goes, and what a branch takes away or brings back
/// is told, though nothing of it is kept.
/// </summary>
internal sealed class FactMessages : IMessageChange
{
    async Task<IReadOnlyList<NewEvent>> IMessageChange.EraseAsync(WriteSession session, string ownerId, IReadOnlyList<string> messageIds)
    {
        // Nothing more can come of these messages meanwhile: who learns from them holds their conversation.
        if ((await FactStore.ListTouchedAsync(session, ownerId, messageIds)).Count == 0)
            return [];
        await UserStore.HoldPrincipalAsync(session, ownerId);
        var told = await ListEventsAsync(session, ownerId, messageIds);
        await FactStore.DeleteLearnedOnlyFromAsync(session, ownerId, messageIds);
        return told;
    }

    /// <summary>What the messages say of facts that others say too, and how the person felt, is not said by them any more.</summary>
    async Task<IReadOnlyList<NewEvent>> IMessageChange.EraseAllAsync(WriteSession session, string ownerId, string conversationId)
    {
        var messages = await FactStore.ListSayingAsync(session, ownerId, conversationId);
        if (messages.Count == 0)
            return [];
        var told = await ((IMessageChange)this).EraseAsync(session, ownerId, messages);
        await FactStore.DeleteSourcesAsync(session, messages);
        await MoodStore.DeleteOfAsync(session, messages);
        return told;
    }

    Task<IReadOnlyList<NewEvent>> IMessageChange.MoveAsync(WriteSession session, string ownerId, IReadOnlyList<string> messageIds) =>
        ListEventsAsync(session, ownerId, messageIds);

    /// <summary>What was learned of a message, or is going to be, its copy says too.</summary>
    async Task<IReadOnlyList<NewEvent>> IMessageChange.CopyAsync(WriteSession session, string ownerId, string conversationId, string copyId)
    {
        if (await MessagesToLearn.ListAsync(session, conversationId) is { Count: > 0 } waiting)
        {
            var toLearn = await MessageTreeStore.ListCopiesAsync(session, waiting, copyId);
            await MessagesToLearn.AddCopiesAsync(session, toLearn.Select(copy => copy.CopyId));
        }

        await UserStore.HoldPrincipalAsync(session, ownerId);
        var messages = await FactStore.ListMessagesAsync(session, ownerId, conversationId);
        if (messages.Count == 0)
            return [];
        var copies = await MessageTreeStore.ListCopiesAsync(session, messages, copyId);
        var changed = await FactStore.CopySourcesAsync(session, [.. copies.Select(copy => (copy.Id, copy.CopyId))]);
        return changed.Count == 0 ? [] : [.. (await FactStore.ListPeersAsync(session, ownerId, changed)).Select(MemoryEvents.Changed)];
    }

    /// <summary>Of all that these messages say something of.</summary>
    private static async Task<IReadOnlyList<NewEvent>> ListEventsAsync(
        ReadSession session,
        string ownerId,
        IReadOnlyList<string> messageIds
    ) => [.. (await FactStore.ListTouchedAsync(session, ownerId, messageIds)).Select(MemoryEvents.Changed)];
}
