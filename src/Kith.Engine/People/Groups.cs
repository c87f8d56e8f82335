using Kith.Engine.Conversations;
using Kith.Engine.Conversations.Members;
using Kith.Engine.Events;
using Kith.Engine.Idempotency;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.People;

/// <summary>
/// Chats of several people. Each has one owner, who lets people in and out; who comes sees what is said from then on. Whoever isn't in it
/// finds nothing.
/// </summary>
public sealed class Groups(Database database, PeopleChats chats, EventLog events)
{
    /// <summary>With its owner.</summary>
    public const int MostMembers = 100;

    private const int TitleLength = 200;

    /// <summary>The caller's, newest activity first, at most <paramref name="limit"/> after the given place.</summary>
    public Task<IReadOnlyList<PeopleChatView>> ListAsync(
        Caller caller,
        (long LastActivity, string Id)? after,
        int limit,
        CancellationToken cancellationToken
    ) => chats.ListAsync(caller, PeopleChatKinds.Group, after, limit, cancellationToken);

    /// <summary>One the caller is in. Fails with <see cref="NotFound"/>.</summary>
    public Task<Result<PeopleChatView>> OpenAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => OpenAsync(session, caller, id), cancellationToken);

    /// <summary>
    /// Starts one with people the caller is connected with; with a key only the first time. Fails with <see cref="NoPeople"/>,
    /// <see cref="Invalid"/> or, for anybody else, <see cref="NotFound"/>.
    /// </summary>
    public async Task<Result<Made<PeopleChatView>>> CreateAsync(
        Caller caller,
        NewGroup start,
        IdempotencyKey? key,
        CancellationToken cancellationToken
    )
    {
        if (!caller.IsRegistered)
            return new NoPeople();
        if (!CheckTitle(start.Title).Try(out var title, out var failure) || !CheckMembers(caller, start).Try(out var others, out failure))
            return failure;
        return await database.WriteAsync(
            session =>
                Once.MakeAsync(
                    session,
                    caller.PrincipalId,
                    key,
                    database.Clock.NowMs(),
                    new Creation<PeopleChatView>(
                        "group",
                        Make: () => CreateAsync(session, caller, title, others),
                        IdOf: view => view.Chat.Id,
                        Open: id => OpenAsync(session, caller, id)
                    )
                ),
            cancellationToken
        );
    }

    /// <summary>Gives it another title. Fails with <see cref="Invalid"/>, <see cref="NotFound"/> or <see cref="NotOwner"/>.</summary>
    public async Task<Result<PeopleChatView>> RenameAsync(Caller caller, string id, string? newTitle, CancellationToken cancellationToken)
    {
        if (!CheckTitle(newTitle).Try(out var title, out var failure))
            return failure;
        return await database.WriteAsync<Result<PeopleChatView>>(
            async session =>
            {
                if (!(await OpenOwnAsync(session, caller, id)).Try(out _, out var failure))
                    return failure;
                await ConversationStore.RetitleAsync(session, id, title, database.Clock.NowMs());
                await events.AppendAsync(session, await PeopleChats.ListPresentAsync(session, id), Event(EventKinds.ChatUpdated, id));
                return await OpenAsync(session, caller, id);
            },
            cancellationToken
        );
    }

    /// <summary>Deletes it for everybody, with everything in it. Fails with <see cref="NotFound"/> or <see cref="NotOwner"/>.</summary>
    public Task<Result<Done>> DeleteAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<Done>>(
            async session =>
            {
                if (!(await OpenOwnAsync(session, caller, id)).Try(out _, out var failure))
                    return failure;
                var present = await PeopleChats.ListPresentAsync(session, id);
                await chats.EraseAsync(session, id);
                await events.AppendAsync(session, present, Event(EventKinds.ChatDeleted, id));
                return default(Done);
            },
            cancellationToken
        );

    /// <summary>Who is in it, who came first before who came later. Fails with <see cref="NotFound"/>.</summary>
    public Task<Result<IReadOnlyList<Member>>> ListMembersAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<IReadOnlyList<Member>>>(
            async session =>
                (await OpenAsync(session, caller, id)).Try(out _, out var failure)
                    ? (await PeopleChats.ListMembersAsync(session, caller, [id]))[id].ToList()
                    : failure,
            cancellationToken
        );

    /// <summary>
    /// Lets somebody in whom the caller is connected with; with a key only the first time. Fails with <see cref="NotFound"/> for
    /// anybody else, <see cref="NotOwner"/>, <see cref="AlreadyMember"/> or <see cref="GroupFull"/>.
    /// </summary>
    public async Task<Result<Made<Member>>> AddMemberAsync(
        Caller caller,
        string id,
        string? userId,
        IdempotencyKey? key,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrEmpty(userId))
            return new Invalid("user_id", "is required");
        return await database.WriteAsync(
            session =>
                Once.MakeAsync(
                    session,
                    caller.PrincipalId,
                    key,
                    database.Clock.NowMs(),
                    new Creation<Member>(
                        "member",
                        Make: () => AddMemberAsync(session, caller, id, userId),
                        IdOf: member => member.Id,
                        Open: member => OpenMemberAsync(session, caller, id, member)
                    )
                ),
            cancellationToken
        );
    }

    /// <summary>
    /// Puts somebody out of it; of oneself it is leaving. Fails with <see cref="NotFound"/> or <see cref="NotOwner"/>.
    /// </summary>
    public Task<Result<Done>> RemoveMemberAsync(Caller caller, string id, string userId, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<Done>>(
            async session =>
            {
                var opened =
                    userId == caller.PrincipalId ? await OpenToWriteAsync(session, caller, id) : await OpenOwnAsync(session, caller, id);
                if (!opened.Try(out _, out var failure))
                    return failure;
                if (await GoAsync(session, id, userId) is not { } news)
                    return new NotFound("member");
                await events.AppendAsync(session, news);
                return default(Done);
            },
            cancellationToken
        );

    /// <summary>Goes out of it; the last one deletes it so. Fails with <see cref="NotFound"/>.</summary>
    public Task<Result<Done>> LeaveAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        RemoveMemberAsync(caller, id, caller.PrincipalId, cancellationToken);

    /// <summary>
    /// Takes somebody out of a group that is held; what the logs are to be told, or null when they weren't in it. Of the rest who came first
    /// owns it then, if the owner went; with nobody left it is erased.
    /// </summary>
    internal async Task<IReadOnlyList<Telling>?> GoAsync(WriteSession session, string id, string principalId)
    {
        var members = await MemberStore.ListAsync(session, [id]);
        if (members.SingleOrDefault(member => member.PrincipalId == principalId) is not { } gone)
            return null;
        await MemberStore.LeaveAsync(session, id, principalId);
        var left = new Telling(gone.State == MemberStates.Present ? [principalId] : [], Event(EventKinds.ChatDeleted, id));
        var rest = members
            .Where(member => member.PrincipalId != principalId && member.State == MemberStates.Present)
            .Select(member => member.PrincipalId)
            .ToList();
        if (rest.Count == 0)
            await chats.EraseAsync(session, id);
        else if (gone.Role == MemberRoles.Owner)
            await MemberStore.SetRoleAsync(session, id, rest[0], MemberRoles.Owner);
        return [left, new Telling(rest, MembersChanged(id))];
    }

    private async Task<Result<PeopleChatView>> CreateAsync(
        WriteSession session,
        Caller caller,
        string title,
        IReadOnlyCollection<string> others
    )
    {
        if (!(await FindStatesAsync(session, caller, others)).Try(out var members, out var failure))
            return failure;
        var now = database.Clock.NowMs();
        var id = await chats.AddGroupAsync(session, title);
        await MemberStore.JoinAsync(session, id, [new NewMember(caller.PrincipalId, MemberStates.Present)], MemberRoles.Owner, now);
        await MemberStore.JoinAsync(session, id, members, MemberRoles.Member, now);
        await events.AppendAsync(session, await PeopleChats.ListPresentAsync(session, id), Event(EventKinds.ChatCreated, id));
        return await OpenAsync(session, caller, id);
    }

    private async Task<Result<Member>> AddMemberAsync(WriteSession session, Caller caller, string id, string userId)
    {
        if (!(await OpenOwnAsync(session, caller, id)).Try(out var group, out var failure))
            return failure;
        if ((await OpenMemberAsync(session, caller, id, userId)).Failure is null)
            return new AlreadyMember();
        if (!(await FindStatesAsync(session, caller, [userId])).Try(out var members, out failure))
            return failure;
        if (group.MemberCount >= MostMembers)
            return new GroupFull();
        var present = await PeopleChats.ListPresentAsync(session, id);
        await MemberStore.JoinAsync(session, id, members, MemberRoles.Member, database.Clock.NowMs());
        await events.AppendAsync(
            session,
            new Telling(present, MembersChanged(id)),
            new Telling(members[0].State == MemberStates.Present ? [userId] : [], Event(EventKinds.ChatCreated, id))
        );
        return await OpenMemberAsync(session, caller, id, userId);
    }

    /// <summary>How each of these comes in: who blocks the caller is in it for the others, and sees nothing.</summary>
    private static async Task<Result<IReadOnlyList<NewMember>>> FindStatesAsync(
        WriteSession session,
        Caller caller,
        IReadOnlyCollection<string> others
    )
    {
        if (others.Count == 0)
            return Array.Empty<NewMember>();
        var known = await AcquaintanceStore.ListAsync(session, caller.PrincipalId, others);
        if (!known.IsSupersetOf(others))
            return new NotFound("connection");
        var blocks = await BlockStore.ListAsync(session, caller.PrincipalId, others);
        var blockers = blocks.Select(block => block.BlockerId).ToHashSet(StringComparer.Ordinal);
        return others
            .Select(other => new NewMember(other, blockers.Contains(other) ? MemberStates.Withheld : MemberStates.Present))
            .ToList();
    }

    private static async Task<Result<PeopleChatView>> OpenAsync(ReadSession session, Caller caller, string id) =>
        (await PeopleChats.OpenAllAsync(session, caller, [id])).TryGetValue(id, out var view) && !view.Chat.IsDirect
            ? view
            : new NotFound("group");

    private static async Task<Result<PeopleChat>> OpenToWriteAsync(WriteSession session, Caller caller, string id) =>
        (await PeopleChats.OpenToWriteAsync(session, caller, id)).Try(out var chat, out _) && !chat.IsDirect ? chat : new NotFound("group");

    private static async Task<Result<PeopleChat>> OpenOwnAsync(WriteSession session, Caller caller, string id)
    {
        if (!(await OpenToWriteAsync(session, caller, id)).Try(out var group, out var failure))
            return failure;
        return group.Role == MemberRoles.Owner ? group : new NotOwner();
    }

    private static async Task<Result<Member>> OpenMemberAsync(ReadSession session, Caller caller, string id, string userId)
    {
        if ((await OpenAsync(session, caller, id)).Failure is { } failure)
            return failure;
        return (await PeopleChats.ListMembersAsync(session, caller, [id]))[id].SingleOrDefault(member => member.Id == userId) is { } found
            ? found
            : new NotFound("member");
    }

    private static Result<string> CheckTitle(string? title) => TextRules.CheckShownName("title", title, TitleLength);

    /// <summary>The others, each once.</summary>
    private static Result<IReadOnlyList<string>> CheckMembers(Caller caller, NewGroup start)
    {
        if (start.Members is null || start.Members.Any(string.IsNullOrEmpty))
            return new Invalid("members", "is required: ids of people you are connected with");
        if (start.Members.Count > MostMembers)
            return TooMany();
        var others = start.Members.OfType<string>().Where(id => id != caller.PrincipalId).Distinct(StringComparer.Ordinal).ToList();
        return others.Count < MostMembers ? others : TooMany();

        static Invalid TooMany() => new("members", $"may be at most {MostMembers} with you");
    }

    private static NewEvent Event(string kind, string id) => new(kind, id, id);

    private static NewEvent MembersChanged(string id) => new(EventKinds.ChatUpdated, id, NewEvent.Members);
}

/// <summary>How a group starts.</summary>
/// <param name="Members">The others' ids; the owner is in it anyway.</param>
public sealed record NewGroup(string? Title, IReadOnlyList<string?>? Members);
