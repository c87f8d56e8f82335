using Kith.Engine.Storage;

namespace Kith.Engine.Conversations;

/// <summary>
/// What a feature above does when the messages of a conversation change, in the transaction of that change. Each feature that
/// keeps something of messages, or needs them to stay as they are, has one.
/// </summary>
public interface IMessageChange
{
    /// <summary>Why the messages of this conversation can't change now; null when they can. The conversation is held.</summary>
    Task<Failure?> FindObstacleAsync(ReadSession session, string conversationId);

    /// <summary>These messages are deleted, and what was kept of them goes too.</summary>
    Task EraseAsync(WriteSession session, IReadOnlyList<string> messageIds);
}
