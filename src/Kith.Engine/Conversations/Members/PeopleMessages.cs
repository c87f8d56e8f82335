using Kith.Engine.Agents;
using Kith.Engine.Events;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Conversations.Members;

/// <summary>Reading, changing and deleting what people said to each other. Saying something new is a matter of turns: an agent may answer.</summary>
public sealed class PeopleMessages(Database database, EventLog events, IEnumerable<IMessageChange> changes)
{
    /// <summary>
    /// A page of the chat. <paramref name="cursor"/> is the depth of the last message seen; null begins at the oldest, or at the newest with
    /// <paramref name="newestFirst"/>.
    /// </summary>
    public Task<Result<IReadOnlyList<PeopleMessageView>>> PageAsync(
        Caller caller,
        string conversationId,
        long? cursor,
        bool newestFirst,
        int limit,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<Result<IReadOnlyList<PeopleMessageView>>>(
            async session =>
            {
                if (!(await PeopleChats.OpenAsync(session, caller, conversationId)).Try(out var chat, out var failure))
                    return failure;
                var (after, before) = newestFirst
                    ? (chat.FromDepth, cursor ?? long.MaxValue)
                    : (Math.Max(chat.FromDepth, cursor ?? 0), long.MaxValue);
                var page = await PeopleMessageStore.PageAsync(
                    session,
                    conversationId,
                    caller.PrincipalId,
                    after,
                    before,
                    newestFirst,
                    limit
                );
                return (await ViewAsync(session, caller, page)).ToList();
            },
            cancellationToken
        );

    /// <summary>Other words for what the caller said. Fails with <see cref="NotFound"/>, <see cref="Invalid"/> or <see cref="NotYours"/>.</summary>
    public async Task<Result<PeopleMessageView>> ChangeAsync(
        Caller caller,
        string conversationId,
        string messageId,
        string? content,
        CancellationToken cancellationToken
    )
    {
        if (!TextRules.CheckLong("content", content).Try(out var text, out var failure))
            return failure;
        return await database.WriteAsync<Result<PeopleMessageView>>(
            async session =>
            {
                if (!(await OpenToWriteAsync(session, caller, conversationId, messageId)).Try(out var opened, out var failure))
                    return failure;
                if (opened.Message.SenderId != caller.PrincipalId)
                    return new NotYours();
                var now = database.Clock.NowMs();
                await PeopleMessageStore.ChangeAsync(session, messageId, text, now);
                // What was said before isn't kept anywhere.
                await session.MarkErasedAsync();
                var changed = opened.Message with { Content = text, EditedAt = now };
                await TellAsync(session, opened, EventKinds.MessageUpdated);
                return (await ViewAsync(session, caller, [changed]))[0];
            },
            cancellationToken
        );
    }

    /// <summary>
    /// Deletes it for everybody: one's own, and the owner of a group anybody's. Fails as <see cref="ChangeAsync"/>.
    /// </summary>
    public Task<Result<Done>> DeleteAsync(Caller caller, string conversationId, string messageId, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<Done>>(
            async session =>
            {
                if (!(await OpenToWriteAsync(session, caller, conversationId, messageId)).Try(out var opened, out var failure))
                    return failure;
                if (opened.Message.SenderId != caller.PrincipalId && opened.Chat.Role != MemberRoles.Owner)
                    return new NotYours();
                // Told to nobody's memory: what it answers is of the chat itself, which has none.
                await changes.EraseAsync(session, conversationId, [messageId]);
                await session.MarkErasedAsync();
                await MessageTreeStore.DeleteAsync(session, [messageId]);
                var gone = new TextCount(-1, opened.Message.AgentId is null ? -1 : 0);
                await ConversationStore.RecountAsync(session, conversationId, gone, database.Clock.NowMs());
                await TellAsync(session, opened, EventKinds.MessageDeleted);
                return default(Done);
            },
            cancellationToken
        );

    /// <summary>
    /// Stores something new, within a transaction that holds the chat; whoever calls tells the log of it.
    /// </summary>
    /// <param name="withheld">Nobody but its sender is to see it.</param>
    internal async Task<PeopleMessage> AddAsync(WriteSession session, string conversationId, NewPeopleMessage message, bool withheld)
    {
        var now = database.Clock.NowMs();
        var depth = await PeopleChatStore.NextDepthAsync(session, conversationId);
        var added = new PeopleMessage(
            database.Clock.NewId(),
            conversationId,
            depth,
            message.SenderId,
            message.AgentId,
            message.Content,
            message.Status,
            message.ClientId,
            message.ReplyTo,
            withheld ? 1 : 0,
            now,
            EditedAt: null
        );
        await PeopleMessageStore.InsertAsync(session, added);
        if (message.SenderId is not { } sender)
            return added; // counted when it is written
        await MemberStore.ReadAsync(session, conversationId, sender, depth);
        await ConversationStore.CountAsync(session, conversationId, messages: 1, userMessages: 1, tokens: 0, firstTitle: null, now);
        return added;
    }

    /// <summary>Those of these that the caller may see, by id, however many chats they are from.</summary>
    internal static async Task<IReadOnlyDictionary<string, PeopleMessageView>> FindAsync(
        ReadSession session,
        Caller caller,
        IReadOnlyCollection<string> ids
    )
    {
        var found = ids.Count == 0 ? [] : await PeopleMessageStore.ListAsync(session, caller.PrincipalId, ids);
        return (await ViewAsync(session, caller, found)).ToDictionary(view => view.Message.Id, StringComparer.Ordinal);
    }

    /// <summary>The one the caller sent with this client id, in a chat they are in; null when they sent none.</summary>
    public Task<PeopleMessageView?> FindByClientIdAsync(
        Caller caller,
        string conversationId,
        string clientId,
        CancellationToken cancellationToken
    ) => database.ReadAsync(session => FindByClientIdAsync(session, caller, conversationId, clientId), cancellationToken);

    /// <summary>As above, within a transaction.</summary>
    internal static async Task<PeopleMessageView?> FindByClientIdAsync(
        ReadSession session,
        Caller caller,
        string conversationId,
        string clientId
    ) =>
        await PeopleMessageStore.FindByClientIdAsync(session, conversationId, caller.PrincipalId, clientId) is { } id
            ? (await FindAsync(session, caller, [id])).GetValueOrDefault(id)
            : null;

    /// <summary>The last that the caller may see before this one and a model may read, the newest first.</summary>
    internal static async Task<IReadOnlyList<PeopleMessageView>> ListBeforeAsync(
        ReadSession session,
        Caller caller,
        PeopleChat chat,
        long depth,
        long limit
    ) =>
        await ViewAsync(
            session,
            caller,
            await PeopleMessageStore.ListReadableAsync(session, chat.Id, caller.PrincipalId, chat.FromDepth, depth, limit)
        );

    /// <summary>With who wrote them and their reactions: at most three statements, however many there are.</summary>
    internal static async Task<IReadOnlyList<PeopleMessageView>> ViewAsync(
        ReadSession session,
        Caller caller,
        IReadOnlyList<PeopleMessage> messages
    )
    {
        if (messages.Count == 0)
            return [];
        var reactions = await ReactionStore.ListAsync(session, caller.PrincipalId, [.. messages.Select(message => message.Id)]);
        var people = await UserStore.ListNamesAsync(session, messages.Select(message => message.SenderId).OfType<string>().Distinct());
        string[] agentIds = [.. messages.Select(message => message.AgentId).OfType<string>().Distinct()];
        var agents = agentIds.Length == 0 ? null : await AgentCatalog.ListNamesAsync(session, agentIds);
        return
        [
            .. messages.Select(message => new PeopleMessageView(
                message,
                message.AgentId is { } agentId
                    ? new Person(agentId, agents!.GetValueOrDefault(agentId, ""), IsAgent: true)
                    : new Person(message.SenderId!, people.GetValueOrDefault(message.SenderId!, "")),
                [.. reactions[message.Id]]
            )),
        ];
    }

    private static async Task<Result<OpenedMessage>> OpenToWriteAsync(
        WriteSession session,
        Caller caller,
        string conversationId,
        string messageId
    )
    {
        if (!(await PeopleChats.OpenToWriteAsync(session, caller, conversationId)).Try(out var chat, out var failure))
            return failure;
        return
            (await PeopleMessageStore.ListAsync(session, caller.PrincipalId, [messageId])) is [var message]
            && message.ConversationId == conversationId
            ? new OpenedMessage(chat, message)
            : new NotFound("message");
    }

    /// <summary>Everybody who may see it; what was withheld only its sender.</summary>
    private async Task TellAsync(WriteSession session, OpenedMessage opened, string kind)
    {
        var (chat, message) = opened;
        await events.AppendAsync(
            session,
            message.Withheld == 1 ? [message.SenderId!] : await MemberStore.ListPresentAsync(session, chat.Id),
            new NewEvent(kind, chat.Id, message.Id),
            new NewEvent(EventKinds.ChatUpdated, chat.Id, chat.Id)
        );
    }

    private sealed record OpenedMessage(PeopleChat Chat, PeopleMessage Message);
}

/// <summary>Something to be said in a people chat, by a member or by an agent.</summary>
internal sealed record NewPeopleMessage(
    string Content,
    string? SenderId,
    string? AgentId = null,
    string? ClientId = null,
    string? ReplyTo = null,
    string Status = MessageStatus.Complete
);

/// <summary>Only who wrote it may change it; and only they, or the owner of the group, may delete it.</summary>
public sealed record NotYours() : Failure("forbidden", "This was written by somebody else.");
