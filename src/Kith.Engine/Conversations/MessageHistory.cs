using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Conversations;

/// <summary>Reading the messages of a conversation.</summary>
public sealed class MessageHistory(Database database)
{
    /// <summary>
    /// A page of the active branch. <paramref name="cursor"/> is the depth of the last message seen; null begins at the oldest,
    /// or at the newest with <paramref name="newestFirst"/>.
    /// </summary>
    public Task<Result<IReadOnlyList<MessageView>>> PageAsync(
        Caller caller,
        string conversationId,
        long? cursor,
        bool newestFirst,
        int limit,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<Result<IReadOnlyList<MessageView>>>(
            async session =>
            {
                if (!(await ConversationCatalog.OpenAsync(session, caller, conversationId)).Try(out _, out var failure))
                    return failure;
                var (after, before) = newestFirst ? (-1L, cursor ?? long.MaxValue) : (cursor ?? -1, long.MaxValue);
                var page = await MessageStore.PageAsync(session, conversationId, after, before, newestFirst, limit);
                return (await WithSiblingsAsync(session, conversationId, page)).ToList();
            },
            cancellationToken
        );

    /// <summary>Messages of one of the caller's conversations by id; those that are gone are left out.</summary>
    public static async Task<IReadOnlyList<MessageView>> FindAsync(ReadSession session, string conversationId, params string[] ids)
    {
        var found = new List<Message>();
        foreach (var id in ids)
        {
            if (await MessageStore.FindAsync(session, id) is { } message && message.ConversationId == conversationId)
                found.Add(message);
        }

        return await WithSiblingsAsync(session, conversationId, found);
    }

    private static async Task<IReadOnlyList<MessageView>> WithSiblingsAsync(
        ReadSession session,
        string conversationId,
        IReadOnlyList<Message> messages
    )
    {
        if (messages.Count == 0)
            return [];
        var offPath = await MessageStore.OffPathAsync(session, conversationId, messages.Min(m => m.Depth), messages.Max(m => m.Depth));
        return [.. messages.Select(message => new MessageView(message, Siblings(message, offPath)))];
    }

    private static IReadOnlyList<string> Siblings(Message message, IReadOnlyList<MessagePlace> offPath) =>
        offPath.Count == 0
            ? [message.Id]
            :
            [
                .. offPath
                    .Where(other => other.ParentId == message.ParentId && other.Id != message.Id)
                    .Append(new MessagePlace(message.Id, message.ParentId, message.CreatedAt))
                    .OrderBy(place => place.CreatedAt)
                    .ThenBy(place => place.Id, StringComparer.Ordinal)
                    .Select(place => place.Id),
            ];
}
