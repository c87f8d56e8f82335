using Kith.Engine.Conversations.Members;
using Kith.Engine.Events;
using Kith.Engine.People;
using Kith.Engine.Turns;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.People;

/// <summary>Answering messages with pictures, on each database.</summary>
public abstract class ReactionTests(EngineApp app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reaction_is_seen_by_both_counted_once_and_taken_back()
    {
        var (ann, bob, chat, said) = await SayAsync();

        Assert.Equal([new ReactionCount("👍", 1, true)], (await PutAsync(bob, chat, said, "👍")).Reactions);
        Assert.Equal([new ReactionCount("👍", 1, true)], (await PutAsync(bob, chat, said, "👍")).Reactions);
        Assert.Equal([new ReactionCount("👍", 2, true)], (await PutAsync(ann, chat, said, "👍")).Reactions);
        await PutAsync(bob, chat, said, "❤️");

        Assert.Equal([new ReactionCount("👍", 2, true), new ReactionCount("❤️", 1, false)], await ReadAsync(ann, chat, said));
        foreach (var _ in "ab")
            Assert.Null((await app.Reactions.DeleteAsync(bob, chat, said, "👍", Cancel)).Failure);
        Assert.Equal([new ReactionCount("👍", 1, false), new ReactionCount("❤️", 1, true)], await ReadAsync(bob, chat, said));
    }

    [Fact]
    public async Task Only_a_change_is_told_and_to_both()
    {
        var (ann, bob, chat, said) = await SayAsync();
        var from = (Ann: await HeadAsync(ann), Bob: await HeadAsync(bob));

        await PutAsync(bob, chat, said, "👍");
        await PutAsync(bob, chat, said, "👍");
        await app.Reactions.DeleteAsync(ann, chat, said, "👍", Cancel);

        foreach (var (reader, after, mine) in new[] { (ann, from.Ann, false), (bob, from.Bob, true) })
        {
            var frame = Assert.IsType<PeopleMessageFrame>(
                Assert.Single((await app.Feed.PollAsync(reader, after, TimeSpan.Zero, Cancel)).Frames)
            );
            Assert.Equal(EventKinds.ReactionChanged, frame.Kind);
            Assert.Equal([new ReactionCount("👍", 1, mine)], frame.Message!.Reactions);
        }
    }

    [Fact]
    public async Task An_answer_in_ones_own_chat_takes_reactions_too()
    {
        var me = await app.AddPersonAsync();
        var chat = await app.StartChatAsync(me);
        var answer = (await app.TalkAsync(me, chat, "Hello")).AiMessage.Message.Id;
        var from = await HeadAsync(me);

        var reacted = (await app.Reactions.PutInOwnAsync(me, chat.Id, answer, "🎉", Cancel)).Value;

        Assert.Equal([new ReactionCount("🎉", 1, true)], reacted.Reactions);
        Assert.Equal([new ReactionCount("🎉", 1, true)], (await app.ReadAsync(me, chat))[1].Reactions);
        var frame = Assert.IsType<MessageChangeFrame>(Assert.Single((await app.Feed.PollAsync(me, from, TimeSpan.Zero, Cancel)).Frames));
        Assert.Equal((EventKinds.ReactionChanged, "🎉"), (frame.Kind, Assert.Single(frame.Message!.Reactions).Emoji));
        Assert.Null((await app.Reactions.DeleteInOwnAsync(me, chat.Id, answer, "🎉", Cancel)).Failure);
        Assert.Empty((await app.ReadAsync(me, chat))[1].Reactions);
    }

    [Fact]
    public async Task A_guest_who_becomes_somebody_keeps_them()
    {
        var guest = await app.AddGuestAsync();
        var chat = await app.StartChatAsync(guest);
        var answer = (await app.TalkAsync(guest, chat, "Hello")).AiMessage.Message.Id;
        await app.Reactions.PutInOwnAsync(guest, chat.Id, answer, "🎉", Cancel);
        var me = await app.AddPersonAsync();

        await app.ClaimAsync(guest, me);

        Assert.Equal([new ReactionCount("🎉", 1, true)], (await app.ReadAsync(me, chat))[1].Reactions);
        Assert.Null((await app.Reactions.DeleteInOwnAsync(me, chat.Id, answer, "🎉", Cancel)).Failure);
        Assert.Empty((await app.ReadAsync(me, chat))[1].Reactions);
    }

    [Fact]
    public async Task Who_is_not_in_it_can_neither_react_nor_tell_that_it_is_there()
    {
        var (ann, bob, chat, said) = await SayAsync();
        var eve = await app.AddPersonAsync("eve");
        var ofEve = await app.MeetAsync(eve, ann);
        var own = await app.StartChatAsync(ann);

        Assert.Equal(new NotFound("chat"), (await app.Reactions.PutAsync(eve, chat, said, "👍", Cancel)).Failure);
        Assert.Equal(new NotFound("message"), (await app.Reactions.PutAsync(eve, ofEve, said, "👍", Cancel)).Failure);
        Assert.Equal(new NotFound("message"), (await app.Reactions.DeleteAsync(ann, ofEve, said, "👍", Cancel)).Failure);
        Assert.Equal(new NotFound("chat"), (await app.Reactions.PutInOwnAsync(ann, chat, said, "👍", Cancel)).Failure);
        Assert.Equal(new NotFound("message"), (await app.Reactions.PutInOwnAsync(ann, own.Id, said, "👍", Cancel)).Failure);
        Assert.Equal(new NotFound("chat"), (await app.Reactions.PutInOwnAsync(eve, own.Id, said, "👍", Cancel)).Failure);
        Assert.Empty(await ReadAsync(bob, chat, said));
    }

    [Fact]
    public async Task One_person_gives_a_message_twenty_at_most()
    {
        var (_, bob, chat, said) = await SayAsync();
        var emoji = Enumerable.Range(0, Reactions.MostOfOne + 1).Select(i => char.ConvertFromUtf32(0x1F600 + i)).ToList();
        foreach (var one in emoji.SkipLast(1))
            await PutAsync(bob, chat, said, one);

        Assert.IsType<Invalid>((await app.Reactions.PutAsync(bob, chat, said, emoji[^1], Cancel)).Failure);
        await PutAsync(bob, chat, said, emoji[0]);

        Assert.Equal(emoji.SkipLast(1), (await ReadAsync(bob, chat, said)).Select(reaction => reaction.Emoji));
    }

    [Fact]
    public async Task Given_to_somebody_who_blocks_one_only_oneself_sees_it()
    {
        var (ann, bob, chat, said) = await SayAsync();
        await PutAsync(bob, chat, said, "👍");
        await app.Database.WriteAsync(session => BlockStore.PutAsync(session, ann.PrincipalId, bob.PrincipalId, 1), Cancel);
        var (annsHead, bobsHead) = (await HeadAsync(ann), await HeadAsync(bob));

        await PutAsync(bob, chat, said, "❤️");
        Assert.IsType<Blocking>((await app.Reactions.PutAsync(ann, chat, said, "👋", Cancel)).Failure);

        Assert.Equal(["👍", "❤️"], (await ReadAsync(bob, chat, said)).Select(reaction => reaction.Emoji));
        Assert.Equal(["👍"], (await ReadAsync(ann, chat, said)).Select(reaction => reaction.Emoji));
        Assert.Equal((annsHead, bobsHead + 1), (await HeadAsync(ann), await HeadAsync(bob)));

        await app.Database.WriteAsync(session => BlockStore.DeleteAsync(session, ann.PrincipalId, bob.PrincipalId), Cancel);
        await app.Reactions.DeleteAsync(bob, chat, said, "❤️", Cancel);
        Assert.Equal((annsHead, bobsHead + 2), (await HeadAsync(ann), await HeadAsync(bob)));
    }

    private async Task<(Caller Ann, Caller Bob, string Chat, string Said)> SayAsync()
    {
        var (ann, bob) = (await app.AddPersonAsync("ann"), await app.AddPersonAsync("bob"));
        var chat = await app.MeetAsync(ann, bob);
        return (ann, bob, chat, (await app.TellAsync(ann, chat, "Hello, Bob.")).Message.Id);
    }

    private async Task<PeopleMessageView> PutAsync(Caller caller, string chat, string message, string emoji) =>
        (await app.Reactions.PutAsync(caller, chat, message, emoji, Cancel)).Value;

    private async Task<IReadOnlyList<ReactionCount>> ReadAsync(Caller caller, string chat, string message) =>
        (await app.PeopleMessages.PageAsync(caller, chat, null, false, 50, Cancel))
            .Value.Single(view => view.Message.Id == message)
            .Reactions;

    private Task<long> HeadAsync(Caller caller) => app.Log.HeadAsync(caller.PrincipalId, Cancel);
}

public sealed class SqliteReactionTests(SqliteEngine app) : ReactionTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresReactionTests(PostgresEngine app) : ReactionTests(app), IClassFixture<PostgresEngine>;
