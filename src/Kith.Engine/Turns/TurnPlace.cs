using Kith.Engine.Conversations;
using Kith.Engine.Storage;

namespace Kith.Engine.Turns;

/// <summary>Where a turn stands in the tree of messages.</summary>
/// <param name="End">Where the active branch ends before the turn adds to it; null for nowhere, the turn begins it.</param>
/// <param name="IsEdit">The new message takes the place of another one.</param>
/// <param name="AnswersEnd">There is no new message: the one at the end is answered again.</param>
internal sealed record TurnPlace(Message? End, bool IsEdit = false, bool AnswersEnd = false)
{
    /// <summary>False when the active branch ends there already.</summary>
    public bool MovesBranch => IsEdit || AnswersEnd;

    /// <summary>After everything that was said.</summary>
    public static async Task<Result<TurnPlace>> AfterAllAsync(ReadSession session, string conversationId) =>
        new TurnPlace(await MessageStore.FindLeafAsync(session, conversationId));

    /// <summary>Beside a message of the person's.</summary>
    public static async Task<Result<TurnPlace>> BesideAsync(ReadSession session, string conversationId, string messageId)
    {
        if (!(await MessageHistory.OpenAsync(session, conversationId, messageId)).Try(out var message, out var failure))
            return failure;
        return message.Role == Roles.User
            ? new TurnPlace(await FindParentAsync(session, message), IsEdit: true)
            : new Invalid("message", "is none of yours, and only those can be edited");
    }

    /// <summary>Below a message of the person's: this one, or the one that this answers.</summary>
    public static async Task<Result<TurnPlace>> BelowAsync(ReadSession session, string conversationId, string messageId)
    {
        if (!(await MessageHistory.OpenAsync(session, conversationId, messageId)).Try(out var message, out var failure))
            return failure;
        var said = message.Role == Roles.Assistant ? await FindParentAsync(session, message) : message;
        return said?.Role == Roles.User
            ? new TurnPlace(said, AnswersEnd: true)
            : new Invalid("message", "answers nothing of yours that could be answered again");
    }

    private static async Task<Message?> FindParentAsync(ReadSession session, Message message) =>
        message.ParentId is { } id ? await MessageStore.FindAsync(session, id) : null;
}
