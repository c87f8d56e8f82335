using Kith.Engine.People;
using Kith.Engine.Turns;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.People;

/// <summary>What becomes of people's things when one of them goes, on each database. The worker doesn't run here: tests say when a round is.</summary>
public abstract class PeopleErasureTests(EngineApp app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_asked_somebody_who_goes_sees_no_difference()
    {
        var (ann, bob) = (await app.AddPersonAsync("ann"), await app.AddPersonAsync("bob"));
        var unheard = await AskAsync(ann, bob);
        var eve = await app.AddPersonAsync("eve");
        var declined = await AskAsync(eve, bob);
        Assert.Null((await app.Connections.DeclineAsync(bob, declined.Id, Cancel)).Failure);
        var heads = await HeadsAsync(ann, eve);

        await EraseAsync(bob);

        Assert.Equal(heads, await HeadsAsync(ann, eve));
        Assert.Equal(unheard, Assert.Single(await ListAsync(ann)));
        Assert.Equal(declined, Assert.Single(await ListAsync(eve)));
        Assert.Null((await app.Connections.RemoveAsync(ann, unheard.Id, Cancel)).Failure);
        await AskAsync(ann, bob);
    }

    [Fact]
    public async Task Everybody_else_is_told_that_they_are_gone()
    {
        var bob = await app.AddPersonAsync("bob");
        var (friend, asked, blocker) = (
            await app.AddPersonAsync("friend"),
            await app.AddPersonAsync("asked"),
            await app.AddPersonAsync("blocker")
        );
        var chat = await app.MeetAsync(bob, friend);
        await app.TellAsync(bob, chat, "Goodbye.");
        await AskAsync(bob, asked);
        Assert.Null((await app.Connections.BlockAsync(blocker, (await AskAsync(bob, blocker)).Id, Cancel)).Failure);
        var cursor = await app.Log.HeadAsync(friend.PrincipalId, Cancel);

        await EraseAsync(bob);

        foreach (var person in new[] { friend, asked, blocker })
        {
            Assert.Empty(await ListAsync(person));
            Assert.Null((await FramesAsync(person, 0)).OfType<ConnectionFrame>().Last().Connection);
        }

        Assert.Empty(await app.PeopleChats.ListAsync(friend, null, 50, Cancel));
        Assert.Equal(chat, Assert.Single((await FramesAsync(friend, cursor)).OfType<ConversationFrame>()).ConversationId);
        await EraseAllAsync();
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM messages WHERE conversation_id = @id", chat));
        foreach (
            var table in new[]
            {
                "connections WHERE requester_id",
                "connections WHERE addressee_id",
                "blocks WHERE blocked_id",
                "members WHERE principal_id",
            }
        )
            Assert.Equal((table, 0), (table, await CountAsync($"SELECT count(*) FROM {table} = @id", bob.UserId)));
    }

    [Fact]
    public async Task A_group_goes_on_with_who_came_next_and_without_their_words()
    {
        var (ann, bob, carol) = (await app.AddPersonAsync("ann"), await app.AddPersonAsync("bob"), await app.AddPersonAsync("carol"));
        await app.MeetAsync(bob, ann);
        await app.MeetAsync(bob, carol);
        var group = (await app.Groups.CreateAsync(bob, new NewGroup("Trip", [ann.UserId, carol.UserId]), null, Cancel)).Value.Value.Chat.Id;
        var kept = await app.TellAsync(ann, group, "Where to?");
        const int said = Erasures.AtOnce + 30;
        for (var i = 0; i < said; i++)
            await app.TellAsync(bob, group, $"place {i}");
        Assert.Null((await app.Reactions.PutAsync(bob, group, kept.Message.Id, "❤️", Cancel)).Failure);
        var cursor = await app.Log.HeadAsync(carol.PrincipalId, Cancel);

        await EraseAsync(bob);
        await EraseAllAsync();

        var left = Assert.Single((await app.PeopleMessages.PageAsync(carol, group, null, false, 200, Cancel)).Value);
        Assert.Equal((kept.Message.Id, 0), (left.Message.Id, left.Reactions.Count));
        var members = (await app.PeopleChats.ListMembersAsync(carol, group, Cancel)).Value;
        Assert.Equal(["ann", "carol"], members.Select(member => member.DisplayName).Order());
        Assert.Single(members, member => member.Role == "owner");
        var told = (await FramesAsync(carol, cursor)).ToList();
        Assert.Contains(told, frame => frame is PeopleChatFrame { LoadsMessages: true });
        Assert.Contains(told, frame => frame is PeopleChatFrame { Members.Count: 2 });
        Assert.Contains(told, frame => frame is PeopleMessageFrame { Kind: "reaction.changed", Message.Reactions.Count: 0 });
        Assert.Equal(1, await CountAsync("SELECT message_count FROM conversations WHERE id = @id", group));
    }

    [Fact]
    public async Task Two_who_go_while_they_write_and_part_are_gone()
    {
        for (var i = 0; i < 5; i++)
        {
            var (ann, bob) = (await app.AddPersonAsync("ann"), await app.AddPersonAsync("bob"));
            var chat = await app.MeetAsync(ann, bob);
            var id = Assert.Single(await ListAsync(ann)).Id;

            await Task.WhenAll(
                EraseAsync(bob),
                EraseAsync(ann),
                app.PeopleTurns.SayAsync(ann, new PeopleMessageRequest(chat, "?"), Cancel),
                app.PeopleTurns.SayAsync(bob, new PeopleMessageRequest(chat, "!"), Cancel),
                app.Connections.RemoveAsync(ann, id, Cancel)
            );

            await EraseAllAsync();
            Assert.Equal(0, await CountAsync("SELECT count(*) FROM messages WHERE conversation_id = @id", chat));
            Assert.Equal(0, await CountAsync("SELECT count(*) FROM connections WHERE id = @id", id));
        }
    }

    private Task EraseAsync(Caller person) =>
        app.Database.WriteAsync(
            async session =>
            {
                await app.Belongings.EraseAsync(session, person.PrincipalId);
                return await session.ExecuteAsync("DELETE FROM users WHERE id = @UserId", new { person.UserId });
            },
            Cancel
        );

    private async Task EraseAllAsync()
    {
        while (await app.Belongings.EraseNextAsync(Erasures.AtOnce, Cancel)) { }
    }

    private async Task<Connection> AskAsync(Caller caller, Caller other) =>
        (await app.Connections.AskAsync(caller, email: null, other.UserId, key: null, Cancel)).Value.Value;

    private async Task<IReadOnlyList<Connection>> ListAsync(Caller caller) =>
        (await app.Connections.ListAsync(caller, status: null, after: null, 50, Cancel)).Value;

    private async Task<IReadOnlyList<FeedFrame>> FramesAsync(Caller caller, long cursor)
    {
        var frames = new List<FeedFrame>();
        while (await app.Feed.PollAsync(caller, cursor, TimeSpan.Zero, Cancel) is { Frames.Count: > 0 } page)
        {
            frames.AddRange(page.Frames);
            cursor = page.Cursor;
        }

        return frames;
    }

    private async Task<(long, long)> HeadsAsync(Caller one, Caller other) =>
        (await app.Log.HeadAsync(one.PrincipalId, Cancel), await app.Log.HeadAsync(other.PrincipalId, Cancel));

    private Task<long> CountAsync(string sql, string id) => app.Database.ReadAsync(session => session.CountAsync(sql, new { id }), Cancel);
}

public sealed class SqlitePeopleErasureTests(SqliteEngine app) : PeopleErasureTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresPeopleErasureTests(PostgresEngine app) : PeopleErasureTests(app), IClassFixture<PostgresEngine>;
