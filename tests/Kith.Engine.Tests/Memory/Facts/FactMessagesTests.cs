using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Learning;
using static Kith.Engine.Tests.Memory.Facts.Mind;

namespace Kith.Engine.Tests.Memory.Facts;

/// <summary>What was learned comes and goes with the messages it was learned from.</summary>
public abstract class FactMessagesTests(EngineApp app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edit_suspends_what_was_said_and_going_back_brings_it_back()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        var pune = await me.SayAsync(chat, Fact("Lives in Pune.", "home"));
        var goa = await me.EditAsync(chat, pune, Fact("Lives in Goa.", "home"));
        Assert.Equal("Lives in Goa.", await me.LiveAsync());
        Assert.True((await me.OneAsync("Lives in Pune.")).IsSuspended);
        Assert.Null((await me.OneAsync("Lives in Pune.")).SupersededBy);

        await app.SelectAsync(me.Caller, chat, pune);
        Assert.Equal("Lives in Pune.", await me.LiveAsync());
        await app.SelectAsync(me.Caller, chat, goa);
        Assert.Equal("Lives in Goa.", await me.LiveAsync());
    }

    [Fact]
    public async Task What_superseded_an_old_value_gives_it_back_when_it_leaves_however_many_there_were()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        await me.SayAsync(chat, Fact("Lives in Pune.", "home"));
        var delhi = await me.SayAsync(chat, Fact("Lives in Delhi.", "home"));
        await me.SayAsync(chat, Fact("Lives in Goa.", "home"));
        var kochi = await me.EditAsync(chat, delhi, Fact("Lives in Kochi.", "home"));
        Assert.Equal("Lives in Kochi.", await me.LiveAsync());

        await app.SelectAsync(me.Caller, chat, delhi);
        Assert.Equal("Lives in Goa.", await me.LiveAsync());
        await app.DeleteAsync(me.Caller, chat, delhi);
        Assert.Equal("Lives in Kochi.", await me.LiveAsync());
        await app.DeleteAsync(me.Caller, chat, kochi);
        Assert.Equal("Lives in Pune.", await me.LiveAsync());
        Assert.Null((await me.OneAsync("Lives in Pune.")).ValidUntil);
        Assert.Single(await me.AllAsync());
    }

    [Fact]
    public async Task What_ended_something_lets_it_go_on_when_it_leaves()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        await me.SayAsync(chat, Fact("Plays chess."));
        var over = await me.SayAsync(chat, Fact("Plays chess.", isOver: true));
        Assert.Equal("", await me.LiveAsync());
        await me.EditAsync(chat, over);
        Assert.Equal("Plays chess.", await me.LiveAsync());
        await app.SelectAsync(me.Caller, chat, over);
        Assert.Equal("", await me.LiveAsync());
    }

    [Fact]
    public async Task Asking_for_another_answer_changes_nothing_of_what_was_said()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        var first = await me.SayAsync(chat, Fact("Plays chess."));
        await me.SayAsync(chat, Fact("Likes tea."));
        await app.AnswerAgainAsync(me.Caller, chat, first);
        Assert.Equal("Plays chess.", await me.LiveAsync());
    }

    [Fact]
    public async Task A_fact_lives_as_long_as_one_message_says_it()
    {
        var me = await Mind.AddAsync(app);
        var (one, two) = (await me.StartChatAsync(), await me.StartChatAsync());
        var first = await me.SayAsync(one, Fact("Plays chess."));
        var second = await me.SayAsync(two, Fact("Plays chess."));
        await app.DeleteAsync(me.Caller, one, first);
        Assert.Equal([second], (await me.OneAsync("Plays chess.")).Sources);
        Assert.Null((await app.Conversations.DeleteAsync(me.Caller, two.Id, Cancel)).Failure);
        Assert.Empty(await me.AllAsync());
    }

    [Fact]
    public async Task A_message_that_only_says_it_is_over_keeps_nothing()
    {
        var me = await Mind.AddAsync(app);
        var (one, two) = (await me.StartChatAsync(), await me.StartChatAsync());
        var first = await me.SayAsync(one, Fact("Plays chess."));
        await me.SayAsync(two, Fact("Plays chess.", isOver: true));
        await app.DeleteAsync(me.Caller, one, first);
        Assert.Empty(await me.AllAsync());
    }

    [Fact]
    public async Task What_the_person_wrote_themselves_stays_when_messages_go()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        await me.TellAsync(new FactInput("Likes tea."));
        await me.SayAsync(chat, Fact("Likes tea."), Fact("Plays chess."), Fact("Sings."));
        await me.ChangeAsync("Plays chess.", new FactInput("Plays Go."));
        await me.ChangeAsync("Sings.", new FactInput(Pinned: true));
        Assert.Null((await app.Conversations.DeleteAsync(me.Caller, chat.Id, Cancel)).Failure);
        Assert.Equal("Likes tea. Plays Go.", await me.LiveAsync());
    }

    [Fact]
    public async Task A_fork_says_it_too()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        var message = await me.SayAsync(chat, Fact("Plays chess."));
        await me.SayAsync(chat, Fact("Likes tea."));
        await me.EditAsync(chat, message);
        Assert.Equal("", await me.LiveAsync());

        var fork = await app.ForkAsync(me.Caller, chat, message);
        Assert.Equal("Plays chess.", await me.LiveAsync());
        Assert.Null((await app.Conversations.DeleteAsync(me.Caller, chat.Id, Cancel)).Failure);
        Assert.Equal("Plays chess.", await me.LiveAsync());
        Assert.Single(await me.AllAsync());
        Assert.Null((await app.Conversations.DeleteAsync(me.Caller, fork.Id, Cancel)).Failure);
        Assert.Empty(await me.AllAsync());
    }

    [Fact]
    public async Task A_fork_of_what_was_edited_back_to_the_same_words_says_what_they_say()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        var first = await app.TalkAsync(me.Caller, chat, "I live in Pune.");
        var second = await app.EditAsync(me.Caller, chat, first.UserMessage.Message.Id, "I live in Pune.");
        foreach (var said in new[] { first, second })
            await me.LearnAsync(said.UserMessage.Message.Id, Fact("Lives in Pune."));

        await app.ForkAsync(me.Caller, chat, second.AiMessage.Message.Id);

        Assert.Equal(3, (await me.OneAsync("Lives in Pune.")).Sources.Count);
    }

    [Fact]
    public async Task A_mood_is_there_while_its_message_is()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        var message = await me.SayAsync(chat);
        await me.LearnAsync(message, new Learned([], new LearnedMood("happy", 0.8)));
        Assert.Single(await me.MoodsAsync());
        await me.EditAsync(chat, message);
        Assert.Empty(await me.MoodsAsync());
        await app.SelectAsync(me.Caller, chat, message);
        Assert.Single(await me.MoodsAsync());
        await app.DeleteAsync(me.Caller, chat, message);
        Assert.Empty(await me.MoodsAsync());
    }

    [Fact]
    public async Task What_is_known_of_a_guest_becomes_known_of_the_account()
    {
        var (guest, me) = (new Mind(app, await app.AddGuestAsync()), await Mind.AddAsync(app));
        await me.SayAsync(await me.StartChatAsync(), Fact("Likes tea."), Fact("Lives in Pune.", "home"));
        var chat = await guest.StartChatAsync();
        await guest.SayAsync(chat, Fact("Likes tea."), Fact("Plays chess."), Fact("Lives in Goa.", "home"));
        await guest.LearnAsync(await guest.SayAsync(chat), new Learned([], new LearnedMood("happy", 0.8)));

        await app.ClaimAsync(guest.Caller, me.Caller);

        Assert.Equal("Likes tea. Lives in Goa. Plays chess.", await me.LiveAsync());
        Assert.Equal(2, (await me.OneAsync("Likes tea.")).Sources.Count);
        Assert.Equal((await me.OneAsync("Lives in Goa.")).Fact.Id, (await me.OneAsync("Lives in Pune.")).SupersededBy);
        Assert.Single(await me.MoodsAsync());
        Assert.Empty(await guest.AllAsync());
    }

    [Fact]
    public async Task Facts_and_messages_change_at_once_without_getting_in_each_others_way()
    {
        var me = await Mind.AddAsync(app);
        var acts = new List<Func<Task>>();
        for (var i = 0; i < 6; i++)
        {
            var chat = await me.StartChatAsync();
            var message = await me.SayAsync(chat, Fact($"Knows thing {i}."), Fact("Plays chess."), Fact($"Lives in {i}.", "home"));
            var thing = (await me.OneAsync($"Knows thing {i}.")).Fact.Id;
            acts.Add(async () => Assert.Null((await app.Conversations.DeleteAsync(me.Caller, chat.Id, Cancel)).Failure));
            acts.Add(() => app.Facts.ForgetAsync(me.Caller, thing, Cancel));
            acts.Add(() => me.LearnAsync(message, Fact("Sings.")));
        }

        await Task.WhenAll(acts.Select(act => Task.Run(act, Cancel)));

        Assert.Empty(await me.AllAsync());
    }
}

public sealed class SqliteFactMessagesTests(SqliteEngine app) : FactMessagesTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresFactMessagesTests(PostgresEngine app) : FactMessagesTests(app), IClassFixture<PostgresEngine>;
