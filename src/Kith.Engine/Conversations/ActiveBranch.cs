using Kith.Engine.Events;
using Kith.Engine.Storage;

namespace Kith.Engine.Conversations;

/// <summary>
/// Moves the active branch of a conversation, which its caller holds. Only what leaves or comes is touched: a change at the end
/// of a long conversation costs as little as in a short one.
/// </summary>
internal static class ActiveBranch
{
    /// <summary>The active branch becomes the path to this message and ends there; null takes everything from it.</summary>
    public static async Task<BranchChange> EndAtAsync(WriteSession session, string conversationId, Message? end)
    {
        var came = end is null or { OnPath: 1 }
            ? []
            : await MessageTreeStore.ListMissingAsync(session, conversationId, end.Id, andBelow: false);
        return await MoveAsync(session, conversationId, came.Count > 0 ? came[0].Depth : (end?.Depth ?? -1) + 1, came);
    }

    /// <summary>The active branch becomes the path to this message and goes on with the newest child at each step.</summary>
    public static async Task<BranchChange> LeadThroughAsync(WriteSession session, string conversationId, string messageId)
    {
        var came = await MessageTreeStore.ListMissingAsync(session, conversationId, messageId, andBelow: true);
        return came.Count == 0 ? BranchChange.None : await MoveAsync(session, conversationId, came[0].Depth, came);
    }

    private static async Task<BranchChange> MoveAsync(
        WriteSession session,
        string conversationId,
        long fromDepth,
        IReadOnlyList<BranchMessage> came
    )
    {
        var left = await MessageTreeStore.LeavePathAsync(session, conversationId, fromDepth);
        if (came.Count > 0)
            await MessageTreeStore.JoinPathAsync(session, came.Select(message => message.Id));
        return new BranchChange(left, came);
    }
}

/// <summary>What left the active branch and what came to it, each from the root on.</summary>
internal sealed record BranchChange(IReadOnlyList<BranchMessage> Left, IReadOnlyList<BranchMessage> Came)
{
    public static BranchChange None { get; } = new([], []);

    /// <summary>A message of the active branch that stayed, but has other siblings now; null for none.</summary>
    public string? OtherSiblings { get; init; }

    /// <summary>By how much the messages that have text became more.</summary>
    public TextCount Texts => new(Count(_ => true), Count(message => message.Role == Roles.User));

    public IEnumerable<NewEvent> Events(string conversationId) =>
        [
            .. Left.Select(message => new NewEvent(EventKinds.MessageDeleted, conversationId, message.Id)),
            .. Came.Select(message => new NewEvent(EventKinds.MessageUpdated, conversationId, message.Id)),
            .. OtherSiblings is { } id ? [new NewEvent(EventKinds.MessageUpdated, conversationId, id)] : Array.Empty<NewEvent>(),
        ];

    private long Count(Func<BranchMessage, bool> counts) =>
        Came.Where(counts).Sum(message => message.HasText) - Left.Where(counts).Sum(message => message.HasText);
}
