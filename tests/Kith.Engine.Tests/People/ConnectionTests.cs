using Kith.Engine.People;
using Kith.Engine.Turns;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.People;

/// <summary>Who knows whom, on each database.</summary>
public abstract class ConnectionTests(EngineApp app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Asked_and_accepted_both_have_a_chat()
    {
        var (ann, bob) = await TwoAsync();

        var asked = await AskAsync(ann, bob);
        Assert.Equal((ConnectionStatus.Pending, null, ann.UserId), (asked.Status, asked.ChatId, asked.RequestedBy));
        var heard = Assert.Single(await ListAsync(bob));
        Assert.Equal((asked.Id, ann.UserId, "ann"), (heard.Id, heard.User.Id, heard.User.DisplayName));
        var accepted = await AcceptAsync(bob, asked.Id);

        Assert.Equal((ConnectionStatus.Active, asked.Id), (accepted.Status, accepted.Id));
        foreach (var (me, other) in new[] { (ann, "bob"), (bob, "ann") })
        {
            var one = Assert.Single(await ListAsync(me));
            Assert.Equal((ConnectionStatus.Active, accepted.ChatId, other), (one.Status, one.ChatId, one.User.DisplayName));
            var chat = Assert.Single(await app.PeopleChats.ListAsync(me, null, 50, Cancel));
            Assert.Equal((accepted.ChatId, other), (chat.Chat.Id, chat.Other?.DisplayName));
        }
    }

    [Fact]
    public async Task Who_asks_learns_nothing_of_who_is_asked()
    {
        var (ann, bob) = await TwoAsync();
        var address = $"{bob.UserId}@example.org";

        var byAddress = await AskAsync(ann, $"  {address.ToUpperInvariant()}");
        var byId = await AskAsync(ann, bob);
        var nobody = await AskAsync(ann, "nobody@example.org");

        Assert.Equal(new ConnectedUser(null, address, null), byAddress.User);
        Assert.Equal(new ConnectedUser(bob.UserId, null, null), byId.User);
        Assert.Equal(new ConnectedUser(null, "nobody@example.org", null), nobody.User);
        Assert.All(await ListAsync(ann), one => Assert.Equal(ConnectionStatus.Pending, one.Status));
        // Two requests by two names are one to who is asked.
        Assert.Equal(byAddress.Id, Assert.Single(await ListAsync(bob)).Id);
        await AcceptAsync(bob, byAddress.Id);
        Assert.Equal(nobody.Id, Assert.Single(await ListAsync(ann, ConnectionStatus.Pending)).Id);
    }

    [Fact]
    public async Task Who_registers_later_finds_who_asked_for_them()
    {
        var ann = await app.AddPersonAsync("ann");
        var id = Guid.CreateVersion7().ToString();
        var asked = await AskAsync(ann, $"{id}@example.org");

        var bob = await app.AddPersonAsync("bob", id);

        Assert.Equal(asked.Id, Assert.Single(await ListAsync(bob)).Id);
        Assert.Equal(ConnectionStatus.Active, (await AcceptAsync(bob, asked.Id)).Status);
        Assert.Equal("bob", Assert.Single(await ListAsync(ann)).User.DisplayName);
    }

    [Fact]
    public async Task One_is_asked_for_by_either_of_two_names_and_never_oneself()
    {
        var (ann, bob) = await TwoAsync();

        foreach (
            var (email, id) in new (string?, string?)[]
            {
                (null, null),
                ("b@example.org", bob.UserId),
                ("no address", null),
                (null, ""),
                (null, ann.UserId),
                ($"{ann.UserId}@EXAMPLE.org", null),
            }
        )
            Assert.IsType<Invalid>((await app.Connections.AskAsync(ann, email, id, key: null, Cancel)).Failure);
        Assert.IsType<NoPeople>((await app.Connections.AskAsync(await app.AddGuestAsync(), null, bob.UserId, null, Cancel)).Failure);
    }

    [Fact]
    public async Task What_is_there_is_not_asked_for_again()
    {
        var (ann, bob) = await TwoAsync();
        var asked = await AskAsync(ann, bob);

        Assert.IsType<AlreadyAsked>(await TryAskAsync(ann, bob));
        Assert.IsType<TheyAsked>(await TryAskAsync(bob, ann));
        await AcceptAsync(bob, asked.Id);
        Assert.IsType<AlreadyConnected>(await TryAskAsync(ann, bob));
        Assert.IsType<AlreadyConnected>(await TryAskAsync(bob, ann));
        Assert.IsType<AlreadyConnected>((await app.Connections.AcceptAsync(bob, asked.Id, Cancel)).Failure);
        await BlockAsync(bob, asked.Id);
        Assert.IsType<YouBlock>(await TryAskAsync(bob, ann));
    }

    [Fact]
    public async Task Only_who_is_asked_answers_and_nobody_else_finds_it()
    {
        var (ann, bob) = await TwoAsync();
        var eve = await app.AddPersonAsync("eve");
        var asked = await AskAsync(ann, bob);

        Assert.IsType<NotFound>((await app.Connections.AcceptAsync(ann, asked.Id, Cancel)).Failure);
        Assert.IsType<NotFound>((await app.Connections.DeclineAsync(ann, asked.Id, Cancel)).Failure);
        Assert.IsType<NotAccepted>((await app.Connections.BlockAsync(ann, asked.Id, Cancel)).Failure);
        foreach (var stranger in new[] { eve, await app.AddGuestAsync() })
        {
            Assert.IsType<NotFound>((await app.Connections.OpenAsync(stranger, asked.Id, Cancel)).Failure);
            Assert.IsType<NotFound>((await app.Connections.AcceptAsync(stranger, asked.Id, Cancel)).Failure);
            Assert.IsType<NotFound>((await app.Connections.DeclineAsync(stranger, asked.Id, Cancel)).Failure);
            Assert.IsType<NotFound>((await app.Connections.BlockAsync(stranger, asked.Id, Cancel)).Failure);
            Assert.IsType<NotFound>((await app.Connections.UnblockAsync(stranger, asked.Id, Cancel)).Failure);
            Assert.IsType<NotFound>((await app.Connections.RemoveAsync(stranger, asked.Id, Cancel)).Failure);
            Assert.Empty(await ListAsync(stranger));
        }
    }

    [Fact]
    public async Task Who_was_declined_is_not_told_and_not_heard_again_until_the_other_asks()
    {
        var (ann, bob) = await TwoAsync();
        var asked = await AskAsync(ann, bob);
        var told = await app.Log.HeadAsync(ann.PrincipalId, Cancel);

        Assert.Null((await app.Connections.DeclineAsync(bob, asked.Id, Cancel)).Failure);

        Assert.Empty(await ListAsync(bob));
        Assert.Equal(asked, Assert.Single(await ListAsync(ann)));
        Assert.Equal(told, await app.Log.HeadAsync(ann.PrincipalId, Cancel));
        Assert.Null((await app.Connections.RemoveAsync(ann, asked.Id, Cancel)).Failure);
        var again = await AskAsync(ann, bob);
        Assert.NotEqual(asked.Id, again.Id);
        Assert.Empty(await ListAsync(bob));

        var turned = await AskAsync(bob, ann);
        Assert.Equal((turned.Id, bob.UserId), OnlyOf(await ListAsync(ann)));
        Assert.Equal((turned.Id, bob.UserId), OnlyOf(await ListAsync(bob)));
        Assert.NotNull((await AcceptAsync(ann, turned.Id)).ChatId);
    }

    [Fact]
    public async Task Who_blocks_hears_nothing_and_unblocks_to_what_it_was()
    {
        var (ann, bob) = await TwoAsync();
        var chat = await app.MeetAsync(ann, bob);
        var id = Assert.Single(await ListAsync(bob)).Id;
        var before = Assert.Single(await ListAsync(ann));
        var told = await app.Log.HeadAsync(ann.PrincipalId, Cancel);

        Assert.Equal(ConnectionStatus.Blocked, (await BlockAsync(bob, id)).Status);
        Assert.Equal(ConnectionStatus.Blocked, (await BlockAsync(bob, id)).Status);
        Assert.Equal(before, Assert.Single(await ListAsync(ann)));
        Assert.Equal(told, await app.Log.HeadAsync(ann.PrincipalId, Cancel));
        await app.TellAsync(ann, chat, "Hello?");
        Assert.Single(await ListAsync(bob, ConnectionStatus.Blocked));
        Assert.Empty(await ListAsync(bob, ConnectionStatus.Active));

        Assert.Null((await app.Connections.UnblockAsync(bob, id, Cancel)).Failure);
        Assert.Null((await app.Connections.UnblockAsync(bob, id, Cancel)).Failure);
        Assert.Single(await ListAsync(bob, ConnectionStatus.Active));
        Assert.Empty((await app.PeopleMessages.PageAsync(bob, chat, null, false, 50, Cancel)).Value);
    }

    [Fact]
    public async Task What_is_asked_of_who_blocks_never_comes_to_them()
    {
        var (ann, bob) = await TwoAsync();
        var asked = await AskAsync(ann, bob);
        await BlockAsync(bob, asked.Id);
        Assert.Null((await app.Connections.RemoveAsync(ann, asked.Id, Cancel)).Failure);
        Assert.Equal(ConnectionStatus.Blocked, Assert.Single(await ListAsync(bob)).Status);

        var again = await AskAsync(ann, bob);
        Assert.Equal(asked.Id, Assert.Single(await ListAsync(bob)).Id);
        Assert.Null((await app.Connections.UnblockAsync(bob, asked.Id, Cancel)).Failure);

        Assert.Empty(await ListAsync(bob));
        Assert.Equal(again.Id, Assert.Single(await ListAsync(ann)).Id);
        Assert.Equal(bob.UserId, (await AskAsync(bob, ann)).RequestedBy);
        Assert.Equal(bob.UserId, Assert.Single(await ListAsync(ann)).RequestedBy);
    }

    [Fact]
    public async Task Parted_and_connected_again_they_have_their_messages_back()
    {
        var (ann, bob) = await TwoAsync();
        var chat = await app.MeetAsync(ann, bob);
        await app.TellAsync(ann, chat, "Before.");
        var id = Assert.Single(await ListAsync(bob)).Id;

        Assert.Null((await app.Connections.RemoveAsync(bob, id, Cancel)).Failure);
        foreach (var person in new[] { ann, bob })
        {
            Assert.Empty(await ListAsync(person));
            Assert.Empty(await app.PeopleChats.ListAsync(person, null, 50, Cancel));
            Assert.IsType<NotFound>((await app.PeopleTurns.SayAsync(person, new PeopleMessageRequest(chat, "?"), Cancel)).Failure);
        }

        Assert.Equal(chat, await app.MeetAsync(bob, ann));
        foreach (var person in new[] { ann, bob })
            Assert.Equal(
                "Before.",
                Assert.Single((await app.PeopleMessages.PageAsync(person, chat, null, false, 50, Cancel)).Value).Message.Content
            );
    }

    [Fact]
    public async Task Who_is_left_by_whom_they_block_still_sees_whom_until_they_unblock_them()
    {
        var (ann, bob) = await TwoAsync();
        await app.MeetAsync(ann, bob);
        var id = Assert.Single(await ListAsync(bob)).Id;
        await BlockAsync(bob, id);
        await BlockAsync(ann, id);

        Assert.Null((await app.Connections.RemoveAsync(ann, id, Cancel)).Failure);

        Assert.Empty(await ListAsync(ann));
        var left = Assert.Single(await ListAsync(bob));
        Assert.Equal((ConnectionStatus.Blocked, null, "ann"), (left.Status, left.ChatId, left.User.DisplayName));
        Assert.Null((await app.Connections.UnblockAsync(bob, id, Cancel)).Failure);
        Assert.Empty(await ListAsync(bob));
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM connections WHERE requester_id = @UserId", ann));
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM blocks WHERE blocker_id = @UserId OR blocked_id = @UserId", ann));
    }

    [Fact]
    public async Task Taken_back_it_is_gone_for_both()
    {
        var (ann, bob) = await TwoAsync();
        var asked = await AskAsync(ann, bob);
        var cursor = await app.Log.HeadAsync(bob.PrincipalId, Cancel);

        Assert.Null((await app.Connections.RemoveAsync(ann, asked.Id, Cancel)).Failure);

        Assert.Empty(await ListAsync(ann));
        Assert.Empty(await ListAsync(bob));
        var told = (await app.Feed.PollAsync(bob, cursor, TimeSpan.Zero, Cancel)).Frames;
        Assert.Equal(
            (asked.Id, null),
            Assert.Single(told.OfType<ConnectionFrame>()) is var frame ? (frame.ConnectionId, frame.Connection) : default
        );
    }

    [Fact]
    public async Task There_is_an_end_to_asking()
    {
        var ann = await app.AddPersonAsync("ann");
        await app.Database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    """
                    INSERT INTO connections (id, requester_id, asked_for, status, hidden_from_requester, hidden_from_addressee, created_at)
                    WITH RECURSIVE numbers (n) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT n + 1 FROM numbers WHERE n < @most)
                    SELECT @UserId || CAST(n AS text), @UserId, 'id:' || CAST(n AS text), 'pending', 0, 0, n FROM numbers
                    """,
                    new { ann.UserId, most = (long)Connections.MostPending }
                ),
            Cancel
        );

        Assert.IsType<TooManyPending>(await TryAskAsync(ann, await app.AddPersonAsync("bob")));
    }

    [Fact]
    public async Task Twenty_at_once_ask_once()
    {
        var (ann, bob) = await TwoAsync();

        var tries = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TryAskAsync(ann, bob)));

        Assert.Single(tries, failure => failure is null);
        Assert.Equal(19, tries.Count(failure => failure is AlreadyAsked));
        Assert.Single(await ListAsync(bob));
    }

    [Fact]
    public async Task Both_ask_each_other_at_once_and_one_of_them_does()
    {
        for (var i = 0; i < 10; i++)
        {
            var (ann, bob) = await TwoAsync();

            var tries = await Task.WhenAll(TryAskAsync(ann, bob), TryAskAsync(bob, ann));

            Assert.Single(tries, failure => failure is null);
            Assert.Single(tries, failure => failure is TheyAsked);
            Assert.Equal(OnlyOf(await ListAsync(ann)), OnlyOf(await ListAsync(bob)));
        }
    }

    [Fact]
    public async Task Accepting_declining_blocking_and_taking_back_at_once_leave_one_of_what_they_may()
    {
        for (var i = 0; i < 10; i++)
        {
            var (ann, bob) = await TwoAsync();
            var id = (await AskAsync(ann, bob)).Id;

            await Task.WhenAll(
                app.Connections.AcceptAsync(bob, id, Cancel),
                app.Connections.DeclineAsync(bob, id, Cancel),
                app.Connections.BlockAsync(bob, id, Cancel),
                app.Connections.RemoveAsync(ann, id, Cancel),
                app.Connections.AskAsync(bob, null, ann.UserId, null, Cancel),
                app.Connections.UnblockAsync(bob, id, Cancel)
            );

            var (hers, his) = (await ListAsync(ann), await ListAsync(bob));
            Assert.InRange(his.Count, 0, 1);
            var isActive = hers.Any(one => one.ChatId is not null);
            Assert.Equal(isActive, his.Any(one => one.ChatId is not null));
            Assert.Equal(isActive ? 1 : 0, (await app.PeopleChats.ListAsync(ann, null, 50, Cancel)).Count);
            Assert.Equal(isActive ? 1 : 0, (await app.PeopleChats.ListAsync(bob, null, 50, Cancel)).Count);
        }
    }

    private async Task<(Caller Ann, Caller Bob)> TwoAsync() => (await app.AddPersonAsync("ann"), await app.AddPersonAsync("bob"));

    private async Task<Connection> AskAsync(Caller caller, Caller other) =>
        (await app.Connections.AskAsync(caller, email: null, other.UserId, key: null, Cancel)).Value.Value;

    private async Task<Connection> AskAsync(Caller caller, string email) =>
        (await app.Connections.AskAsync(caller, email, userId: null, key: null, Cancel)).Value.Value;

    private async Task<Failure?> TryAskAsync(Caller caller, Caller other) =>
        (await app.Connections.AskAsync(caller, email: null, other.UserId, key: null, Cancel)).Failure;

    private async Task<Connection> AcceptAsync(Caller caller, string id) => (await app.Connections.AcceptAsync(caller, id, Cancel)).Value;

    private async Task<Connection> BlockAsync(Caller caller, string id) => (await app.Connections.BlockAsync(caller, id, Cancel)).Value;

    private async Task<IReadOnlyList<Connection>> ListAsync(Caller caller, string? status = null) =>
        (await app.Connections.ListAsync(caller, status, after: null, 50, Cancel)).Value;

    private static (string, string) OnlyOf(IReadOnlyList<Connection> connections) =>
        Assert.Single(connections) is var one ? (one.Id, one.RequestedBy) : default;

    private Task<long> CountAsync(string sql, Caller caller) =>
        app.Database.ReadAsync(session => session.CountAsync(sql, new { caller.UserId }), Cancel);
}

public sealed class SqliteConnectionTests(SqliteEngine app) : ConnectionTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresConnectionTests(PostgresEngine app) : ConnectionTests(app), IClassFixture<PostgresEngine>;
