using Kith.Engine.People;
using Kith.Engine.People.Presence;
using Kith.Engine.Turns;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.People.Presence;

/// <summary>Who is told that somebody writes, on each database.</summary>
public abstract class TypingTests(EngineApp app)
{
    private readonly FakeClock _clock = new();
    private Typing? _typing;

    private Typing Typing => _typing ??= new Typing(app.Database, app.LiveHints, _clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_other_is_told_on_every_device_and_nobody_else()
    {
        var (ann, bob, chat) = await MeetAsync();
        var eve = await app.AddPersonAsync("eve");
        await app.MeetAsync(ann, eve);
        using var laptop = new Ears(app, bob);
        using var phone = new Ears(app, bob);
        using var own = new Ears(app, ann);
        using var others = new Ears(app, eve);

        Assert.Null((await Typing.TellAsync(ann, chat, isTyping: true, Cancel)).Failure);

        var told = new LiveHint(Typing: new PersonTyping(chat, ann.PrincipalId, true));
        Assert.Equal([told], laptop.Heard);
        Assert.Equal([told], phone.Heard);
        Assert.Empty(own.Heard);
        Assert.Empty(others.Heard);
    }

    [Fact]
    public async Task One_start_and_one_stop_are_told_in_two_seconds_and_a_stop_only_after_a_start()
    {
        var (ann, bob, chat) = await MeetAsync();
        using var ears = new Ears(app, bob);

        await TypeAsync(ann, chat, false);
        for (var i = 0; i < 10; i++)
        {
            await TypeAsync(ann, chat, true);
            await TypeAsync(ann, chat, false);
        }

        Assert.Equal([true, false], ears.Typed);
        _clock.Advance(Typing.Every);
        await TypeAsync(ann, chat, true);
        await TypeAsync(ann, chat, true);
        Assert.Equal([true, false, true], ears.Typed);
    }

    [Fact]
    public async Task At_once_from_many_devices_one_is_told()
    {
        var (ann, bob, chat) = await MeetAsync();
        using var ears = new Ears(app, bob);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TypeAsync(ann, chat, true)));

        Assert.Equal([true], ears.Typed);
    }

    [Fact]
    public async Task Nobody_is_told_across_a_block_whoever_blocks()
    {
        var (ann, bob, chat) = await MeetAsync();
        await app.Database.WriteAsync(session => BlockStore.PutAsync(session, ann.PrincipalId, bob.PrincipalId, 1), Cancel);
        using var anns = new Ears(app, ann);
        using var bobs = new Ears(app, bob);

        await TypeAsync(ann, chat, true);
        await TypeAsync(bob, chat, true);

        Assert.Empty(anns.Heard);
        Assert.Empty(bobs.Heard);
    }

    [Fact]
    public async Task Who_is_not_in_the_chat_finds_nothing()
    {
        var (ann, bob, chat) = await MeetAsync();
        var own = await app.StartChatAsync(ann);
        var eve = await app.AddPersonAsync("eve");
        using var ears = new Ears(app, bob);

        foreach (var isTyping in new[] { true, false })
        {
            Assert.Equal(new NotFound("chat"), (await Typing.TellAsync(eve, chat, isTyping, Cancel)).Failure);
            Assert.Equal(new NotFound("chat"), (await Typing.TellAsync(ann, own.Id, isTyping, Cancel)).Failure);
        }

        Assert.Empty(ears.Heard);
    }

    [Fact]
    public async Task A_live_feed_tells_it_between_what_the_log_keeps_and_a_poll_does_not()
    {
        var (ann, bob, chat) = await MeetAsync();
        await using var feed = app
            .Feed.FollowAsync(bob, await app.Log.HeadAsync(bob.PrincipalId, Cancel), null, null, Cancel)
            .GetAsyncEnumerator(Cancel);
        var next = feed.MoveNextAsync();

        await TypeAsync(ann, chat, true);

        Assert.True(await next);
        Assert.Equal(new PersonTypingFrame(chat, ann.PrincipalId, true), feed.Current);
        Assert.Empty((await app.Feed.PollAsync(bob, await app.Log.HeadAsync(bob.PrincipalId, Cancel), TimeSpan.Zero, Cancel)).Frames);
    }

    private async Task TypeAsync(Caller caller, string chat, bool isTyping) =>
        Assert.Null((await Typing.TellAsync(caller, chat, isTyping, Cancel)).Failure);

    private async Task<(Caller Ann, Caller Bob, string Chat)> MeetAsync()
    {
        var (ann, bob) = (await app.AddPersonAsync("ann"), await app.AddPersonAsync("bob"));
        return (ann, bob, await app.MeetAsync(ann, bob));
    }
}

public sealed class SqliteTypingTests(SqliteEngine app) : TypingTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresTypingTests(PostgresEngine app) : TypingTests(app), IClassFixture<PostgresEngine>;
