using Kith.Engine.Events;
using Kith.Engine.Storage;

namespace Kith.Engine.Conversations;

/// <summary>
/// What a feature above does when the messages of a conversation change, in the transaction of that change; the conversation is held. Each
/// feature that keeps something of messages, or needs them to stay as they are, has one. What it answers is told to the owner's log, with
/// the change itself.
/// </summary>
public interface IMessageChange
{
    /// <summary>Why the messages of this conversation can't change now; null when they can.</summary>
    Task<Failure?> FindObstacleAsync(ReadSession session, string conversationId) => Task.FromResult<Failure?>(null);

    /// <summary>These messages are about to be deleted, and what was kept of them goes too.</summary>
    Task<IReadOnlyList<NewEvent>> EraseAsync(WriteSession session, string ownerId, IReadOnlyList<string> messageIds);

    /// <summary>
    /// All messages of a conversation are gone for everybody, and are deleted in a while, with what was kept of them alone: what else tells
    /// of them goes now.
    /// </summary>
    Task<IReadOnlyList<NewEvent>> EraseAllAsync(WriteSession session, string ownerId, string conversationId) => NothingToTell;

    /// <summary>These messages have left the active branch, or have come to it.</summary>
    Task<IReadOnlyList<NewEvent>> MoveAsync(WriteSession session, string ownerId, IReadOnlyList<string> messageIds) => NothingToTell;

    /// <summary>A conversation has become the beginning of another one: the copies stand at the depths of their originals.</summary>
    Task<IReadOnlyList<NewEvent>> CopyAsync(WriteSession session, string ownerId, string conversationId, string copyId) => NothingToTell;

    /// <summary>Memory was switched on or off for a conversation.</summary>
    Task<IReadOnlyList<NewEvent>> SwitchMemoryAsync(WriteSession session, string ownerId) => NothingToTell;

    /// <summary>No events.</summary>
    static Task<IReadOnlyList<NewEvent>> NothingToTell { get; } = Task.FromResult<IReadOnlyList<NewEvent>>([]);
}

/// <summary>All features together.</summary>
internal static class MessageChanges
{
    public static Task<IReadOnlyList<NewEvent>> EraseAsync(
        this IEnumerable<IMessageChange> changes,
        WriteSession session,
        string ownerId,
        IReadOnlyList<string> messageIds
    ) => TellAsync(changes, change => change.EraseAsync(session, ownerId, messageIds));

    public static Task<IReadOnlyList<NewEvent>> EraseAllAsync(
        this IEnumerable<IMessageChange> changes,
        WriteSession session,
        string ownerId,
        string conversationId
    ) => TellAsync(changes, change => change.EraseAllAsync(session, ownerId, conversationId));

    public static Task<IReadOnlyList<NewEvent>> MoveAsync(
        this IEnumerable<IMessageChange> changes,
        WriteSession session,
        string ownerId,
        BranchChange branch
    )
    {
        string[] ids = [.. branch.Left.Concat(branch.Came).Select(message => message.Id)];
        return ids.Length == 0 ? IMessageChange.NothingToTell : TellAsync(changes, change => change.MoveAsync(session, ownerId, ids));
    }

    public static Task<IReadOnlyList<NewEvent>> CopyAsync(
        this IEnumerable<IMessageChange> changes,
        WriteSession session,
        string ownerId,
        string conversationId,
        string copyId
    ) => TellAsync(changes, change => change.CopyAsync(session, ownerId, conversationId, copyId));

    public static Task<IReadOnlyList<NewEvent>> SwitchMemoryAsync(
        this IEnumerable<IMessageChange> changes,
        WriteSession session,
        string ownerId
    ) => TellAsync(changes, change => change.SwitchMemoryAsync(session, ownerId));

    private static async Task<IReadOnlyList<NewEvent>> TellAsync(
        IEnumerable<IMessageChange> changes,
        Func<IMessageChange, Task<IReadOnlyList<NewEvent>>> ask
    )
    {
        var told = new List<NewEvent>();
        foreach (var change in changes)
            told.AddRange(await ask(change));
        return told;
    }
}
