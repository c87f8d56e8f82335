using Kith.Engine.Events;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Conversations.Members;

/// <summary>
/// What AI chats read of chats between people: only who is in one may link it, each member may forbid it, nothing of it is changed or
/// kept, and every member sees each time that it was read.
/// </summary>
public sealed class RelatedChats(Database database, EventLog events)
{
    /// <summary>Messages that are read when nothing else is said.</summary>
    public const int DefaultMessages = 20;

    public const int MostMessages = 200;

    /// <summary>Characters that are quoted of a message.</summary>
    internal const int LongestQuote = 1_000;

    /// <summary>What a line needs beside the text: the time, and whose words it quotes.</summary>
    private const int TokensBeside = 16;

    /// <summary>What the AI chat would read now; nobody is told. Fails with <see cref="NotFound"/> or <see cref="AiContextRefused"/>.</summary>
    public Task<Result<RelatedChat>> ReadAsync(Caller caller, string conversationId, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<RelatedChat>>(
            async session =>
            {
                if (!(await ConversationCatalog.OpenAsync(session, caller, conversationId)).Try(out var conversation, out var failure))
                    return failure;
                if (!(await OpenAsync(session, caller, conversation.RelatedChatId ?? "")).Try(out var chat, out failure))
                    return failure;
                if (!chat.AllowsAiContext)
                    return new AiContextRefused();
                var quotes = await ListAsync(session, caller, chat, limit);
                return new RelatedChat(chat.Id, [.. quotes.Reverse()]);
            },
            cancellationToken
        );

    /// <summary>Says whether AI chats may read it, as far as it is the caller's to say. Fails with <see cref="NotFound"/>.</summary>
    public Task<Result<PeopleChatView>> AllowAsync(Caller caller, string chatId, bool allowed, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<PeopleChatView>>(
            async session =>
            {
                if (!(await PeopleChats.OpenToWriteAsync(session, caller, chatId)).Try(out _, out var failure))
                    return failure;
                if (await MemberStore.SetAiContextAsync(session, chatId, caller.PrincipalId, allowed ? 1 : 0))
                    await events.AppendAsync(
                        session,
                        await MemberStore.ListPresentAsync(session, chatId),
                        new NewEvent(EventKinds.ChatUpdated, chatId, chatId)
                    );
                return (await PeopleChats.OpenAllAsync(session, caller, [chatId]))[chatId];
            },
            cancellationToken
        );

    /// <summary>The times it was read since the caller came, the newest first, after the given one. Fails with <see cref="NotFound"/>.</summary>
    public Task<Result<IReadOnlyList<ContextUseView>>> ListUsesAsync(
        Caller caller,
        string chatId,
        string? after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<Result<IReadOnlyList<ContextUseView>>>(
            async session =>
                (await PeopleChats.OpenAsync(session, caller, chatId)).Try(out _, out var failure)
                    ? await ViewAsync(session, await ContextUseStore.ListAsync(session, chatId, caller.PrincipalId, after, limit))
                    : failure,
            cancellationToken
        );

    /// <summary>Those of these uses that the caller may see, by id.</summary>
    internal static async Task<IReadOnlyDictionary<string, ContextUseView>> FindUsesAsync(
        ReadSession session,
        Caller caller,
        IReadOnlyCollection<string> ids
    ) =>
        (await ViewAsync(session, ids.Count == 0 ? [] : await ContextUseStore.ListAsync(session, caller.PrincipalId, ids))).ToDictionary(
            view => view.Use.Id,
            StringComparer.Ordinal
        );

    /// <summary>A chat between people that the caller is in; to an AI chat anything else is absent.</summary>
    internal static async Task<Result<PeopleChat>> OpenAsync(ReadSession session, Caller caller, string id) =>
        (await PeopleChats.OpenAsync(session, caller, id)).Try(out var chat, out _) ? chat : new NotFound("people chat");

    /// <summary>
    /// Holds the chat that an AI chat is linked with, where it comes first in the order of ids in which conversations are held. To be
    /// called before the AI chat is held, by who will use it.
    /// </summary>
    internal static async Task HoldFirstAsync(WriteSession session, string conversationId)
    {
        if (
            await ConversationStore.FindAsync(session, conversationId) is { RelatedChatId: { } related }
            && string.CompareOrdinal(related, conversationId) < 0
        )
            await ConversationStore.LockToAddAsync(session, related);
    }

    /// <summary>
    /// Reads the linked chat for an answer, as the last before that is stored, and notes that for its members: the newest messages that fit;
    /// nothing where none is linked. Fails with <see cref="NotFound"/> or <see cref="AiContextRefused"/>.
    /// </summary>
    /// <param name="most">Messages.</param>
    /// <param name="tokens">At most, estimated.</param>
    internal async Task<Result<RelatedContext>> UseAsync(
        WriteSession session,
        Caller caller,
        Conversation conversation,
        int most,
        int tokens
    )
    {
        if (conversation.RelatedChatId is not { } chatId)
            return RelatedContext.None;
        // Held, so that it isn't read any more once somebody has forbidden it.
        if (!(await PeopleChats.OpenToAddAsync(session, caller, chatId)).Try(out var chat, out _))
            return new NotFound("people chat");
        if (!chat.AllowsAiContext)
            return new AiContextRefused();
        var quotes = new List<Quote>();
        foreach (var quote in await ListAsync(session, caller, chat, most))
        {
            var cut = quote with { Text = TextRules.Cut(quote.Text, LongestQuote) };
            tokens -= TokenCount.Estimate(cut.Text) + TokensBeside;
            if (tokens < 0)
                break;
            quotes.Add(cut);
        }

        if (quotes.Count == 0)
            return RelatedContext.None;
        quotes.Reverse();
        var use = new ContextUse(database.Clock.NewId(), chatId, caller.PrincipalId, quotes.Count, database.Clock.NowMs());
        await ContextUseStore.InsertAsync(session, use);
        return new RelatedContext(
            quotes,
            new Telling(await MemberStore.ListPresentAsync(session, chatId), new NewEvent(EventKinds.ContextUsed, chatId, use.Id))
        );
    }

    /// <summary>The newest first.</summary>
    private static async Task<IReadOnlyList<Quote>> ListAsync(ReadSession session, Caller caller, PeopleChat chat, int limit) =>
        [
            .. (await PeopleMessages.ListBeforeAsync(session, caller, chat, depth: long.MaxValue, limit)).Select(view => new Quote(
                view.Sender.DisplayName,
                view.Message.Content,
                view.Message.CreatedAt
            )),
        ];

    private static async Task<List<ContextUseView>> ViewAsync(ReadSession session, IReadOnlyList<ContextUse> uses)
    {
        var names = await UserStore.ListNamesAsync(session, uses.Select(use => use.PrincipalId).Distinct());
        return [.. uses.Select(use => new ContextUseView(use, new Person(use.PrincipalId, names.GetValueOrDefault(use.PrincipalId, ""))))];
    }
}
