using Kith.Engine.Conversations.Members;
using Kith.Engine.Events;
using Kith.Engine.Idempotency;
using Kith.Engine.People.Presence;
using Kith.Engine.People.Push;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.People;

/// <summary>
/// Who knows whom: asking, answering, blocking, ending. What one may learn of the other by it says <see cref="Relation"/>; here it is read,
/// held and kept.
/// </summary>
public sealed class Connections(Database database, EventLog events, PeopleChats chats, PresenceTeller presence, PushQueue pushes)
{
    /// <summary>How many requests somebody may have that nobody has accepted.</summary>
    public const int MostPending = 500;

    private const int IdLength = 64;

    /// <summary>
    /// Asks somebody, by their e-mail address or their id. Whoever there is, and whatever they think of it, it is answered alike. Fails with
    /// <see cref="Invalid"/>, <see cref="NoPeople"/> or a <see cref="ConnectionConflict"/>.
    /// </summary>
    public async Task<Result<Made<Connection>>> AskAsync(
        Caller caller,
        string? email,
        string? userId,
        IdempotencyKey? key,
        CancellationToken cancellationToken
    )
    {
        if (!CheckAskedFor(email, userId).Try(out var askedFor, out var failure))
            return failure;
        if (!caller.IsRegistered)
            return new NoPeople();
        return await database.WriteAsync(
            session =>
                Once.MakeAsync(
                    session,
                    caller.PrincipalId,
                    key,
                    database.Clock.NowMs(),
                    new Creation<Connection>(
                        "connection",
                        Make: () => AskAsync(session, caller, askedFor),
                        IdOf: connection => connection.Id,
                        Open: id => OpenAsync(session, caller, id)
                    )
                ),
            cancellationToken
        );
    }

    /// <summary>The newest first, at most <paramref name="limit"/> after the given place.</summary>
    /// <param name="status">One of <see cref="ConnectionStatus"/>; null for all.</param>
    public Task<Result<IReadOnlyList<Connection>>> ListAsync(
        Caller caller,
        string? status,
        (long CreatedAt, string Id)? after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<Result<IReadOnlyList<Connection>>>(
            async session =>
                status is null or ConnectionStatus.Pending or ConnectionStatus.Active or ConnectionStatus.Blocked
                    ? (
                        await ViewAsync(
                            session,
                            caller,
                            await ConnectionStore.ListSeenAsync(session, caller.PrincipalId, status, after, limit)
                        )
                    ).ToList()
                    : new Invalid("status", "must be pending, active or blocked"),
            cancellationToken
        );

    /// <summary>One that the caller may see. Fails with <see cref="NotFound"/>.</summary>
    public Task<Result<Connection>> OpenAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => OpenAsync(session, caller, id), cancellationToken);

    /// <summary>The id of its chat. Fails with <see cref="NotFound"/>, or <see cref="NotAccepted"/> when there is none.</summary>
    public async Task<Result<string>> OpenChatAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (!(await OpenAsync(caller, id, cancellationToken)).Try(out var connection, out var failure))
            return failure;
        return connection.ChatId is { } chat ? chat : new NotAccepted();
    }

    /// <summary>What somebody else asked for: they may write to each other from now on.</summary>
    public Task<Result<Connection>> AcceptAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        ChangeAsync(caller, id, relation => relation.Accept(id), OpenAsync, cancellationToken);

    /// <summary>What somebody else asked for: they aren't told, and are not heard again.</summary>
    public Task<Result<Done>> DeclineAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        ChangeAsync(caller, id, relation => relation.Decline(id), DoneAsync, cancellationToken);

    /// <summary>Wants to know nothing of them, who aren't to notice. Not whom one merely asked.</summary>
    public Task<Result<Connection>> BlockAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        ChangeAsync(caller, id, relation => relation.Block(id), OpenAsync, cancellationToken);

    /// <summary>It is as it was; nothing of it is left when they have ended it meanwhile.</summary>
    public Task<Result<Done>> UnblockAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        ChangeAsync(caller, id, relation => relation.Unblock(id), DoneAsync, cancellationToken);

    /// <summary>Takes back what the caller asked for, declines what they were asked, or ends it for both; the caller's block goes too.</summary>
    public Task<Result<Done>> RemoveAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        ChangeAsync(caller, id, relation => relation.Remove(id), DoneAsync, cancellationToken);

    /// <summary>Those of these that the caller may see, by id.</summary>
    internal static async Task<IReadOnlyDictionary<string, Connection>> FindAsync(
        ReadSession session,
        Caller caller,
        IReadOnlyCollection<string> ids
    ) =>
        (
            await ViewAsync(session, caller, ids.Count == 0 ? [] : await ConnectionStore.ListSeenAsync(session, caller.PrincipalId, ids))
        ).ToDictionary(connection => connection.Id, StringComparer.Ordinal);

    private static async Task<Result<Connection>> OpenAsync(ReadSession session, Caller caller, string id) =>
        (await FindAsync(session, caller, [id])).TryGetValue(id, out var connection) ? connection : new NotFound("connection");

    private static async Task<IReadOnlyList<Connection>> ViewAsync(ReadSession session, Caller caller, IReadOnlyList<ConnectionRow> rows)
    {
        var ids = rows.Select(row => row.RequesterId == caller.PrincipalId ? row.AddresseeId : row.RequesterId).OfType<string>().Distinct();
        var names = await UserStore.ListNamesAsync(session, ids);
        return [.. rows.Select(row => Connection.Of(row, caller.PrincipalId, names))];
    }

    private async Task<Result<Connection>> AskAsync(WriteSession session, Caller caller, string askedFor)
    {
        var other = await FindUserAsync(session, askedFor);
        if (other == caller.PrincipalId)
            return new Invalid(AskedFor.IdOf(askedFor) is null ? "email" : "user_id", "is your own");
        var before = await RelationStore.HoldAsync(session, caller.PrincipalId, other, askedFor);
        if (await ConnectionStore.CountPendingAsync(session, caller.PrincipalId) >= MostPending)
            return new TooManyPending();
        var id = database.Clock.NewId();
        var after = before.Copy();
        if (after.Ask(askedFor, id, database.Clock.NowMs()) is { } failure)
            return failure;
        // Whoever may not notice isn't woken either.
        if (other is not null && after.ListNews(before, other).FirstOrDefault() is { } seen)
            await pushes.AddAsync(session, [other], PeoplePushes.OfRequest(seen));
        await SaveAsync(session, before, after);
        return await OpenAsync(session, caller, id);
    }

    private Task<Result<T>> ChangeAsync<T>(
        Caller caller,
        string id,
        Func<Relation, Failure?> change,
        Func<ReadSession, Caller, string, Task<Result<T>>> answer,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync<Result<T>>(
            async session =>
            {
                if (await ConnectionStore.ListSeenAsync(session, caller.PrincipalId, [id]) is not [var row])
                    return new NotFound("connection");
                var other =
                    row.RequesterId == caller.PrincipalId ? row.AddresseeId ?? await FindUserAsync(session, row.AskedFor) : row.RequesterId;
                if (other is not null)
                    await PeopleChats.HoldDirectAsync(session, caller.PrincipalId, other);
                var before = await RelationStore.HoldAsync(session, caller.PrincipalId, other, row.AskedFor);
                var after = before.Copy();
                if (change(after) is { } failure)
                    return failure;
                await SaveAsync(session, before, after);
                return await answer(session, caller, id);
            },
            cancellationToken
        );

    /// <summary>Keeps what is other than it was, opens or closes their chat, and tells each what they see of it.</summary>
    private async Task SaveAsync(WriteSession session, Relation before, Relation after)
    {
        var ofChat = await ChangeChatAsync(session, before, after);
        await RelationStore.SaveAsync(session, before, after, database.Clock.NowMs());
        await events.AppendAsync(
            session,
            [
                .. after.Both.Select(viewer => new Telling(
                    [viewer],
                    [.. after.ListNews(before, viewer).Select(id => new NewEvent(EventKinds.ConnectionChanged, "", id)), .. ofChat]
                )),
            ]
        );
        if (after.IsOpen != before.IsOpen)
            session.AfterCommit(() => presence.NoteBetween(after.Me, after.Other!));
    }

    private async Task<IReadOnlyList<NewEvent>> ChangeChatAsync(WriteSession session, Relation before, Relation after)
    {
        if (after.IsActive == before.IsActive)
            return [];
        if (!after.IsActive)
        {
            var closed = before.ChatId!;
            await PeopleChats.CloseDirectAsync(session, closed);
            return [new NewEvent(EventKinds.ChatDeleted, closed, closed)];
        }

        var chat = await chats.OpenDirectAsync(session, after.Me, after.Other!);
        after.OpenChat(chat.Id);
        // What was said there before they parted is theirs again.
        return [new NewEvent(EventKinds.ChatCreated, chat.Id, chat.IsNew ? chat.Id : NewEvent.AllMessages)];
    }

    /// <summary>The account of that name; null when there is none.</summary>
    private static async Task<string?> FindUserAsync(ReadSession session, string askedFor)
    {
        var user = AskedFor.IdOf(askedFor) is { } id
            ? await UserStore.FindAsync(session, id)
            : await UserStore.FindByEmailAsync(session, AskedFor.EmailOf(askedFor)!);
        return user is { IsAnonymous: 0 } ? user.Id : null;
    }

    private static Result<string> CheckAskedFor(string? email, string? userId)
    {
        if (email is null == userId is null)
            return new Invalid("email", "is required, or user_id in its place");
        if (userId is not null)
            return TextRules.CheckName("user_id", userId, IdLength).Try(out var id, out var badId) ? AskedFor.Id(id) : badId;
        return EmailRules.Check(email).Try(out var address, out var badEmail) ? AskedFor.Email(address) : badEmail;
    }

    private static Task<Result<Done>> DoneAsync(ReadSession session, Caller caller, string id) =>
        Task.FromResult<Result<Done>>(default(Done));
}
