using Kith.Engine.Conversations.Members;
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
                return (await ViewPageAsync(session, conversationId, page)).ToList();
            },
            cancellationToken
        );

    /// <summary>
    /// The newest messages on the active branches of these conversations, the oldest of them first, at most <paramref name="limit"/> of each:
    /// four statements, however many there are. Of conversations that aren't the caller's there are none.
    /// </summary>
    public Task<ILookup<string, MessageView>> ListNewestAsync(
        Caller caller,
        IReadOnlyCollection<string> conversationIds,
        int limit,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync(
            async session =>
            {
                var own = await ConversationCatalog.OpenAllAsync(session, caller, conversationIds);
                var found = own.Count == 0 ? [] : await MessageStore.ListNewestAsync(session, own.Keys, limit);
                return (await ViewAsync(session, found)).ToLookup(view => view.Message.ConversationId, StringComparer.Ordinal);
            },
            cancellationToken
        );

    /// <summary>A message of this conversation, which was opened before. One of another conversation looks like none.</summary>
    internal static async Task<Result<Message>> OpenAsync(ReadSession session, string conversationId, string messageId) =>
        await MessageStore.FindAsync(session, messageId) is { } message && message.ConversationId == conversationId
            ? message
            : new NotFound("message");

    /// <summary>Messages by id, in however many conversations: three statements. Those that are gone are left out. Whoever asks has
    /// opened the conversations.</summary>
    internal static async Task<IReadOnlyDictionary<string, MessageView>> FindAsync(ReadSession session, IReadOnlyCollection<string> ids)
    {
        var found = ids.Count == 0 ? [] : await MessageStore.ListAsync(session, ids);
        return (await ViewAsync(session, found)).ToDictionary(view => view.Message.Id, StringComparer.Ordinal);
    }

    /// <summary>Of the messages with these ids those on the active branches of the caller's conversations, in no order.</summary>
    internal static async Task<IReadOnlyList<OwnMessage>> ListOwnAsync(ReadSession session, Caller caller, IReadOnlyCollection<string> ids)
    {
        var views = (await FindAsync(session, ids)).Values.Where(view => view.Message.OnPath == 1).ToList();
        var own = await ConversationCatalog.OpenAllAsync(
            session,
            caller,
            [.. views.Select(view => view.Message.ConversationId).Distinct()]
        );
        return
        [
            .. from view in views
            where own.ContainsKey(view.Message.ConversationId)
            select new OwnMessage(view, own[view.Message.ConversationId].Title),
        ];
    }

    /// <param name="messages">All of one conversation, on its active branch.</param>
    private static Task<IReadOnlyList<MessageView>> ViewPageAsync(
        ReadSession session,
        string conversationId,
        IReadOnlyList<Message> messages
    ) =>
        ViewAsync(
            session,
            messages,
            () => MessageStore.OffPathAsync(session, conversationId, messages.Min(m => m.Depth), messages.Max(m => m.Depth))
        );

    private static Task<IReadOnlyList<MessageView>> ViewAsync(ReadSession session, IReadOnlyList<Message> messages) =>
        ViewAsync(session, messages, () => MessageStore.SiblingsAsync(session, messages));

    private static async Task<IReadOnlyList<MessageView>> ViewAsync(
        ReadSession session,
        IReadOnlyList<Message> messages,
        Func<Task<IReadOnlyList<MessagePlace>>> readPlaces
    )
    {
        if (messages.Count == 0)
            return [];
        string[] ids = [.. messages.Select(message => message.Id)];
        var (places, reactions) = await session.TogetherAsync(readPlaces, () => ReactionStore.ListOwnAsync(session, ids));
        return [.. messages.Select(message => new MessageView(message, Siblings(message, places), [.. reactions[message.Id]]))];
    }

    /// <param name="places">May have others, and itself.</param>
    private static IReadOnlyList<string> Siblings(Message message, IReadOnlyList<MessagePlace> places) =>
        places.Count == 0
            ? [message.Id]
            :
            [
                .. places
                    .Where(other =>
                        other.ParentId == message.ParentId && other.ConversationId == message.ConversationId && other.Id != message.Id
                    )
                    .Append(new MessagePlace(message.Id, message.ConversationId, message.ParentId, message.CreatedAt))
                    .OrderBy(place => place.CreatedAt)
                    .ThenBy(place => place.Id, StringComparer.Ordinal)
                    .Select(place => place.Id),
            ];
}

/// <summary>A message of a person, and what its conversation is called.</summary>
internal sealed record OwnMessage(MessageView View, string? ConversationTitle);
