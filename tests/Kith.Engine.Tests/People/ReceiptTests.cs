using Kith.Engine.Conversations.Members;
using Kith.Engine.Events;
using Kith.Engine.People;
using Kith.Engine.People.Receipts;
using Kith.Engine.Turns;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.People;

/// <summary>What has reached whom, and who has read what, on each database.</summary>
public abstract class ReceiptTests(EngineApp app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reading_is_told_to_both_and_clears_the_count_of_the_readers_devices()
    {
        var (ann, bob, chat) = await MeetAsync();
        await app.TellAsync(ann, chat, "one");
        var second = await app.TellAsync(ann, chat, "two");
        Assert.Equal(2, await UnreadAsync(bob, chat));
        var from = (Ann: await HeadAsync(ann), Bob: await HeadAsync(bob));

        await ReadAsync(bob, chat, second);

        Assert.Equal(0, await UnreadAsync(bob, chat));
        Assert.Equal((2L, 2L), await DepthsAsync(ann, chat, bob));
        var told = await FramesAsync(ann, from.Ann);
        Assert.Equal((bob.PrincipalId, 2L, 2L), Of(Assert.IsType<ReadChangedFrame>(Assert.Single(told))));
        var own = await FramesAsync(bob, from.Bob);
        Assert.Equal((bob.PrincipalId, 2L, 2L), Of(Assert.IsType<ReadChangedFrame>(own[0])));
        Assert.Equal((EventKinds.ChatUpdated, 0L), (Chat(own[1]).Kind, Chat(own[1]).Chat.Chat.Unread));
        Assert.Equal(2, own.Count);
    }

    [Fact]
    public async Task Reading_never_goes_back_and_twice_is_once()
    {
        var (ann, bob, chat) = await MeetAsync();
        var first = await app.TellAsync(ann, chat, "one");
        var second = await app.TellAsync(ann, chat, "two");
        await ReadAsync(bob, chat, second);
        var from = (Ann: await HeadAsync(ann), Bob: await HeadAsync(bob));

        await ReadAsync(bob, chat, first);
        await ReadAsync(bob, chat, second);

        Assert.Equal((2L, 2L), await DepthsAsync(ann, chat, bob));
        Assert.Equal(from, (await HeadAsync(ann), await HeadAsync(bob)));
    }

    [Fact]
    public async Task Who_answers_has_read_and_says_so_when_they_read_again()
    {
        var (ann, bob, chat) = await MeetAsync();
        await app.TellAsync(ann, chat, "one");
        var answer = await app.TellAsync(bob, chat, "two");
        Assert.Equal(0, await UnreadAsync(bob, chat));

        await ReadAsync(bob, chat, answer);

        Assert.Equal((2L, 2L), await DepthsAsync(ann, chat, bob));
    }

    [Fact]
    public async Task Only_a_message_one_may_see_can_be_read()
    {
        var (ann, bob, chat) = await MeetAsync();
        var said = await app.TellAsync(ann, chat, "one");
        var eve = await app.AddPersonAsync("eve");
        var other = await app.MeetAsync(eve, bob);

        Assert.Equal(new NotFound("chat"), (await app.Reads.ReadAsync(eve, chat, said.Message.Id, Cancel)).Failure);
        Assert.Equal(new NotFound("chat"), (await app.Reads.ReadAsync(eve, chat, null, Cancel)).Failure);
        Assert.Equal(new NotFound("message"), (await app.Reads.ReadAsync(eve, other, said.Message.Id, Cancel)).Failure);
        Assert.Equal(new NotFound("message"), (await app.Reads.ReadAsync(bob, other, said.Message.Id, Cancel)).Failure);
        Assert.IsType<Invalid>((await app.Reads.ReadAsync(bob, chat, null, Cancel)).Failure);
        Assert.Equal((0L, 0L), await DepthsAsync(ann, chat, bob));
    }

    [Fact]
    public async Task What_a_device_was_given_is_told_soon_and_once()
    {
        var (ann, bob, chat) = await MeetAsync();
        await app.TellAsync(ann, chat, "one");
        await app.TellAsync(ann, chat, "two");
        var from = await HeadAsync(ann);

        await GiveAsync(bob);

        var told = await FramesAsync(ann, from, TimeSpan.FromSeconds(20));
        Assert.Equal((bob.PrincipalId, 0L, 2L), Of(Assert.IsType<ReadChangedFrame>(Assert.Single(told))));
        Assert.Equal((0L, 2L), await DepthsAsync(bob, chat, bob));
        from = await HeadAsync(ann);
        await GiveAsync(bob);
        await GiveAsync(ann);
        await app.Deliveries.WriteAsync(Cancel);
        Assert.Equal(from, await HeadAsync(ann));
    }

    [Fact]
    public async Task Behind_a_block_each_is_told_of_themselves_alone()
    {
        var (ann, bob, chat) = await MeetAsync();
        var said = await app.TellAsync(bob, chat, "before");
        var other = await app.TellAsync(ann, chat, "before");
        await BlockAsync(ann, bob);
        await app.TellAsync(bob, chat, "withheld");
        var from = (Ann: await HeadAsync(ann), Bob: await HeadAsync(bob));

        await GiveAsync(ann);
        await GiveAsync(bob);
        await app.Deliveries.WriteAsync(Cancel);
        await ReadAsync(ann, chat, said);
        await ReadAsync(bob, chat, other);

        Assert.Equal((0L, 0L), await DepthsAsync(bob, chat, ann));
        Assert.Equal((0L, 0L), await DepthsAsync(ann, chat, bob));
        // Each sees of themselves what they would see otherwise: that nothing came of it would tell them.
        foreach (var (me, head, read) in new[] { (ann, from.Ann, 2L), (bob, from.Bob, 3L) })
        {
            Assert.Equal((read, read), await DepthsAsync(me, chat, me));
            Assert.All(
                await FramesAsync(me, head),
                frame => Assert.Equal((me.PrincipalId, read, read), Of(Assert.IsType<ReadChangedFrame>(frame)))
            );
        }
    }

    [Fact]
    public async Task In_a_large_group_each_knows_it_of_themselves_alone()
    {
        var people = new List<Caller>();
        for (var i = 0; i <= ReadReceipts.MostMembers; i++)
            people.Add(await app.AddPersonAsync($"person {i}"));
        var chat = await app.MeetAsync(people[0], people[1]);
        await app.Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE people_chats SET kind = 'group' WHERE conversation_id = @chat", new { chat }),
            Cancel
        );
        foreach (var person in people.Skip(2))
            await app.Database.WriteAsync(
                session => MemberStore.PutAsync(session, chat, person.PrincipalId, MemberRoles.Member, MemberStates.Present, 1),
                Cancel
            );
        var said = await app.TellAsync(people[0], chat, "to all");
        var from = (await HeadAsync(people[0]), await HeadAsync(people[2]));

        await ReadAsync(people[2], chat, said);

        Assert.Equal(0, await UnreadAsync(people[2], chat));
        Assert.Equal((0L, 0L), await DepthsAsync(people[0], chat, people[2]));
        Assert.Equal((from.Item1, from.Item2 + 1), (await HeadAsync(people[0]), await HeadAsync(people[2])));
    }

    [Fact]
    public async Task Reading_at_once_on_many_devices_ends_with_the_furthest()
    {
        var (ann, bob, chat) = await MeetAsync();
        var said = new List<PeopleMessageView>();
        for (var i = 0; i < 12; i++)
            said.Add(await app.TellAsync(ann, chat, $"{i}"));

        await Task.WhenAll(said.Select(message => ReadAsync(bob, chat, message)));

        Assert.Equal((12L, 12L), await DepthsAsync(ann, chat, bob));
        Assert.Equal(0, await UnreadAsync(bob, chat));
    }

    /// <summary>A device takes everything there is.</summary>
    private async Task GiveAsync(Caller caller)
    {
        foreach (var frame in await FramesAsync(caller, 0))
            app.Feed.NoteGiven(caller, frame);
    }

    private async Task ReadAsync(Caller caller, string chat, PeopleMessageView message) =>
        Assert.Null((await app.Reads.ReadAsync(caller, chat, message.Message.Id, Cancel)).Failure);

    private async Task<(Caller Ann, Caller Bob, string Chat)> MeetAsync()
    {
        var (ann, bob) = (await app.AddPersonAsync("ann"), await app.AddPersonAsync("bob"));
        return (ann, bob, await app.MeetAsync(ann, bob));
    }

    private Task<bool> BlockAsync(Caller one, Caller other) =>
        app.Database.WriteAsync(session => BlockStore.PutAsync(session, one.PrincipalId, other.PrincipalId, 1), Cancel);

    private async Task<long> UnreadAsync(Caller caller, string chat) =>
        (await app.PeopleChats.OpenAsync(caller, chat, Cancel)).Value.Chat.Unread;

    /// <summary>How far somebody has read, and what has reached them, as somebody sees it.</summary>
    private async Task<(long Read, long Delivered)> DepthsAsync(Caller viewer, string chat, Caller of)
    {
        var members = (await app.PeopleChats.ListMembersAsync(viewer, chat, Cancel)).Value;
        var member = members.Single(member => member.Id == of.PrincipalId);
        return (member.ReadDepth, member.DeliveredDepth);
    }

    private async Task<IReadOnlyList<FeedFrame>> FramesAsync(Caller caller, long after, TimeSpan wait = default) =>
        (await app.Feed.PollAsync(caller, after, wait, Cancel)).Frames;

    private Task<long> HeadAsync(Caller caller) => app.Log.HeadAsync(caller.PrincipalId, Cancel);

    private static (string, long, long) Of(ReadChangedFrame frame) =>
        (frame.Member.Id, frame.Member.ReadDepth, frame.Member.DeliveredDepth);

    private static PeopleChatFrame Chat(FeedFrame frame) => Assert.IsType<PeopleChatFrame>(frame);
}

public sealed class SqliteReceiptTests(SqliteEngine app) : ReceiptTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresReceiptTests(PostgresEngine app) : ReceiptTests(app), IClassFixture<PostgresEngine>;
