using Kith.Engine.Conversations;
using Kith.Engine.Events;
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
        await UserStore.HoldPrincipalAsync(session, ownerId);
        var told = await ListEventsAsync(session, ownerId, messageIds);
        if (told.Count > 0)
            await FactStore.DeleteLearnedOnlyFromAsync(session, ownerId, messageIds);
        return told;
    }

    Task<IReadOnlyList<NewEvent>> IMessageChange.MoveAsync(WriteSession session, string ownerId, IReadOnlyList<string> messageIds) =>
        ListEventsAsync(session, ownerId, messageIds);

    /// <summary>What was learned of a message its copy says too.</summary>
    async Task<IReadOnlyList<NewEvent>> IMessageChange.CopyAsync(WriteSession session, string ownerId, string conversationId, string copyId)
    {
        await UserStore.HoldPrincipalAsync(session, ownerId);
        await FactStore.CopyForgottenAsync(session, conversationId, copyId);
        var changed = await FactStore.CopySourcesAsync(session, ownerId, conversationId, copyId);
        return changed.Count == 0 ? [] : [.. (await FactStore.ListPeersAsync(session, ownerId, changed)).Select(MemoryEvents.Changed)];
    }

    /// <summary>Of all that these messages say something of.</summary>
    private static async Task<IReadOnlyList<NewEvent>> ListEventsAsync(
        ReadSession session,
        string ownerId,
        IReadOnlyList<string> messageIds
    )
    {
        var facts = await FactStore.ListTouchedAsync(session, ownerId, messageIds);
        var moods = await MoodStore.ListTouchedAsync(session, ownerId, messageIds);
        return [.. facts.Concat(moods).Select(MemoryEvents.Changed)];
    }
}
