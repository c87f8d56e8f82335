using Kith.Engine.Conversations;
using Kith.Engine.Events;
using Kith.Engine.Storage;

namespace Kith.Engine.Turns;

/// <summary>Turns belong to messages: while one runs they stay as they are, and with an answer its turn and deltas go.</summary>
internal sealed class TurnMessages : IMessageChange
{
    async Task<Failure?> IMessageChange.FindObstacleAsync(ReadSession session, string conversationId) =>
        await TurnStore.FindRunningAsync(session, conversationId) is { } running ? new TurnRunning(running.Id) : null;

    async Task<IReadOnlyList<NewEvent>> IMessageChange.EraseAsync(WriteSession session, string ownerId, IReadOnlyList<string> messageIds)
    {
        await TurnStore.DeleteOfAnswersAsync(session, messageIds);
        return [];
    }

    /// <summary>Who is answering finds its turn gone.</summary>
    async Task<IReadOnlyList<NewEvent>> IMessageChange.EraseAllAsync(WriteSession session, string ownerId, string conversationId)
    {
        await TurnStore.DeleteRunningAsync(session, conversationId);
        return [];
    }
}
