using Kith.Engine.ChannelLayer;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Conversations.Members;

/// <summary>
/// Chats between people: the one door to them, and what becomes of them. Each belongs to a principal of its own, so that nothing that
/// looks for a person's conversations, to learn from them or to answer in them, ever meets one.
/// </summary>
public sealed class PeopleChats(Database database, InProcessChannelLayer channels, IEnumerable<IMessageChange> changes)
{
    /// <summary>Newest activity first, at most <paramref name="limit"/> after the given place.</summary>
    public Task<IReadOnlyList<PeopleChatView>> ListAsync(
        Caller caller,
        (long LastActivity, string Id)? after,
        int limit,
        CancellationToken cancellationToken
    ) => ListAsync(caller, kind: null, after, limit, cancellationToken);

    /// <inheritdoc cref="ListAsync(Caller, ValueTuple{long, string}?, int, CancellationToken)"/>
    /// <param name="kind">One of <see cref="PeopleChatKinds"/>: only those; null: all.</param>
    internal Task<IReadOnlyList<PeopleChatView>> ListAsync(
        Caller caller,
        string? kind,
        (long LastActivity, string Id)? after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync(
            async session =>
                await ViewAsync(session, caller, await PeopleChatStore.ListAsync(session, caller.PrincipalId, kind, after, limit)),
            cancellationToken
        );

    /// <summary>The ids of all that the caller is in, in the order in which they began.</summary>
    public Task<IReadOnlyList<string>> ListIdsAsync(Caller caller, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<string>>(
            async session =>
                [
                    .. (await MemberStore.ListChatsAsync(session, caller.PrincipalId))
                        .Where(chat => chat.State == MemberStates.Present)
                        .Select(chat => chat.Id),
                ],
            cancellationToken
        );

    /// <summary>One the caller is in. Fails with <see cref="NotFound"/>.</summary>
    public Task<Result<PeopleChatView>> OpenAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<PeopleChatView>>(
            async session =>
                (await OpenAsync(session, caller, id)).Try(out var chat, out var failure)
                    ? (await ViewAsync(session, caller, [chat]))[0]
                    : failure,
            cancellationToken
        );

    /// <summary>The one door, within a transaction: to who isn't in it, it is absent.</summary>
    public static async Task<Result<PeopleChat>> OpenAsync(ReadSession session, Caller caller, string id) =>
        await PeopleChatStore.FindAsync(session, caller.PrincipalId, id) is { } chat ? chat : new NotFound("chat");

    /// <summary>As above, and holds the chat until the transaction ends.</summary>
    internal static async Task<Result<PeopleChat>> OpenToWriteAsync(WriteSession session, Caller caller, string id) =>
        await ConversationStore.LockAsync(session, id) is null ? new NotFound("chat") : await OpenAsync(session, caller, id);

    /// <summary>As above, for who only adds to it.</summary>
    internal static async Task<Result<PeopleChat>> OpenToAddAsync(WriteSession session, Caller caller, string id) =>
        await ConversationStore.LockToAddAsync(session, id) is null ? new NotFound("chat") : await OpenAsync(session, caller, id);

    /// <summary>Holds one until the transaction ends, for who only adds to it. False when it is gone.</summary>
    internal static async Task<bool> HoldAsync(WriteSession session, string id) =>
        await ConversationStore.LockToAddAsync(session, id) is not null;

    /// <summary>Those of these the caller is in, by id: at most five statements.</summary>
    internal static async Task<IReadOnlyDictionary<string, PeopleChatView>> OpenAllAsync(
        ReadSession session,
        Caller caller,
        IReadOnlyCollection<string> ids
    ) =>
        ids.Count == 0
            ? new Dictionary<string, PeopleChatView>(StringComparer.Ordinal)
            : (await ViewAsync(session, caller, await PeopleChatStore.ListAsync(session, caller.PrincipalId, ids))).ToDictionary(
                view => view.Chat.Id,
                StringComparer.Ordinal
            );

    /// <summary>Who is in it, who came first before who came later. Fails with <see cref="NotFound"/>.</summary>
    public Task<Result<IReadOnlyList<Member>>> ListMembersAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<IReadOnlyList<Member>>>(
            async session =>
                (await OpenAsync(session, caller, id)).Try(out _, out var failure)
                    ? (await ListMembersAsync(session, caller, [id]))[id].ToList()
                    : failure,
            cancellationToken
        );

    /// <summary>Who is in chats that were opened before: two statements.</summary>
    internal static async Task<ILookup<string, Member>> ListMembersAsync(
        ReadSession session,
        Caller caller,
        IReadOnlyCollection<string> ids
    )
    {
        var members = ids.Count == 0 ? [] : await MemberStore.ListAsync(session, ids, caller.PrincipalId);
        var names = await UserStore.ListNamesAsync(session, members.Select(member => member.PrincipalId).Distinct());
        return members.ToLookup(
            member => member.ConversationId,
            member => new Member(
                member.PrincipalId,
                names.GetValueOrDefault(member.PrincipalId, ""),
                member.Role,
                member.JoinedAt,
                member.ReadDepth,
                member.DeliveredDepth
            ),
            StringComparer.Ordinal
        );
    }

    /// <summary>Who is told of what happens in it.</summary>
    internal static Task<IReadOnlyList<string>> ListPresentAsync(ReadSession session, string id) =>
        MemberStore.ListPresentAsync(session, id);

    /// <summary>Who is told of what happens in a conversation, whatever it is: its owner, or who is in it.</summary>
    internal static async Task<IReadOnlyList<string>> ListAudienceAsync(ReadSession session, Conversation conversation) =>
        conversation.IsBetweenPeople ? await ListPresentAsync(session, conversation.Id) : [conversation.OwnerId];

    /// <summary>Holds the direct chat of two people, where they have one or had, until the transaction ends.</summary>
    internal static async Task HoldDirectAsync(WriteSession session, string one, string other)
    {
        if (await PeopleChatStore.FindByPairAsync(session, PairOf(one, other)) is { } id)
            await ConversationStore.LockAsync(session, id);
    }

    /// <summary>Holds all chats that somebody is or was in until the transaction ends.</summary>
    internal static async Task HoldAllAsync(WriteSession session, string memberId) =>
        await ConversationStore.LockAllAsync(session, (await MemberStore.ListChatsAsync(session, memberId)).Select(chat => chat.Id));

    /// <summary>The direct chat of two people: theirs from before, or a new one. Whoever calls tells their logs.</summary>
    internal async Task<(string Id, bool IsNew)> OpenDirectAsync(WriteSession session, string one, string other)
    {
        var pair = PairOf(one, other);
        var known = await PeopleChatStore.FindByPairAsync(session, pair);
        var id = known ?? await AddAsync(session, title: null);
        if (known is null)
            await PeopleChatStore.InsertAsync(session, id, PeopleChatKinds.Direct, pair);
        foreach (var member in new[] { one, other })
            await MemberStore.PutAsync(session, id, member, MemberRoles.Member, MemberStates.Present, database.Clock.NowMs());
        return (id, IsNew: known is null);
    }

    /// <summary>Two people's ids as one text, whoever of them is named first.</summary>
    internal static string PairOf(string one, string other) => string.CompareOrdinal(one, other) < 0 ? $"{one} {other}" : $"{other} {one}";

    /// <summary>Nobody is in a direct chat any more until it is opened again; whoever calls tells their logs.</summary>
    internal static Task CloseDirectAsync(WriteSession session, string id) => MemberStore.SetStateAsync(session, id, MemberStates.Left);

    /// <summary>A group with nobody in it yet; its id.</summary>
    internal async Task<string> AddGroupAsync(WriteSession session, string title)
    {
        var id = await AddAsync(session, title);
        await PeopleChatStore.InsertAsync(session, id, PeopleChatKinds.Group, pair: null);
        return id;
    }

    /// <summary>A conversation for people, with nobody in it yet.</summary>
    private async Task<string> AddAsync(WriteSession session, string? title)
    {
        var id = database.Clock.NewId();
        var now = database.Clock.NowMs();
        await UserStore.AddPrincipalAsync(session, id, (await UserStore.GetAnonymousAsync(session)).Id, PrincipalKind.Chat, now);
        await ConversationStore.TryInsertAsync(
            session,
            new Conversation(
                id,
                OwnerId: id,
                AgentId: null,
                title,
                Prompt: "",
                Label: null,
                IsOngoing: 0,
                Conversation.Active,
                Archived: 0,
                Pinned: 0,
                MemoryEnabled: 0,
                MessageCount: 0,
                UserMessageCount: 0,
                TotalTokens: 0,
                now,
                now,
                now,
                EndedAt: null
            )
        );
        return id;
    }

    /// <summary>It is gone for everybody, and deleted in rounds; whoever calls holds it, and tells the logs.</summary>
    internal async Task EraseAsync(WriteSession session, string id)
    {
        await changes.EraseAllAsync(session, id, id);
        await PeopleChatStore.DeleteAsync(session, id);
        await Erasures.LeaveAsync(session, channels, id);
        session.AfterCommit(() => channels.Publish(ConversationCatalog.GoneChannel, id));
    }

    /// <summary>With the last message of each, and who the other one is: at most five statements.</summary>
    private static async Task<IReadOnlyList<PeopleChatView>> ViewAsync(ReadSession session, Caller caller, IReadOnlyList<PeopleChat> chats)
    {
        if (chats.Count == 0)
            return [];
        var last = await PeopleMessages.FindAsync(session, caller, [.. chats.Select(chat => chat.LastMessageId).OfType<string>()]);
        string[] direct = [.. chats.Where(chat => chat.IsDirect).Select(chat => chat.Id)];
        var others = (direct.Length == 0 ? [] : await MemberStore.ListOthersAsync(session, caller.PrincipalId, direct)).ToDictionary(
            other => other.ConversationId,
            other => other.PrincipalId,
            StringComparer.Ordinal
        );
        var names = await UserStore.ListNamesAsync(session, others.Values);
        return
        [
            .. chats.Select(chat => new PeopleChatView(
                chat,
                others.TryGetValue(chat.Id, out var other) ? new Person(other, names.GetValueOrDefault(other, "")) : null,
                chat.LastMessageId is { } id ? last.GetValueOrDefault(id) : null
            )),
        ];
    }
}
