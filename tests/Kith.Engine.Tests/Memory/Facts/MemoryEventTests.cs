using System.Text.Json;
using Kith.Engine.Conversations;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Learning;
using Kith.Engine.Turns;
using static Kith.Engine.Tests.Memory.Facts.Mind;

namespace Kith.Engine.Tests.Memory.Facts;

/// <summary>What was known before, with the events since, is what is known: for everything that learning does.</summary>
public abstract class MemoryEventTests(EngineApp app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Learning_and_hearing_it_again() =>
        HoldAsync(
            async (me, chat) =>
            {
                await me.SayAsync(chat, Fact("Likes tea."), Fact("Plays chess."), Secret("Has asthma."));
                await me.SayAsync(chat, Fact("Likes tea."));
                await me.LearnAsync(await me.SayAsync(chat), new Learned([], new LearnedMood("sad", -1)));
            }
        );

    [Fact]
    public Task Superseding_ending_and_beginning_again() =>
        HoldAsync(
            async (me, chat) =>
            {
                await me.SayAsync(chat, Fact("Lives in Goa.", "home"), Fact("Knew.", isOver: true));
                await me.SayAsync(chat, Fact("Lives in Pune.", "home"), Fact("Knew."));
                await me.SayAsync(chat, Fact("Works.", "job"));
                await me.SayAsync(chat, Fact("Works.", "job", isOver: true));
            }
        );

    [Fact]
    public Task A_new_value_that_leaves_with_its_branch() =>
        HoldAsync(
            async (me, chat) =>
            {
                var goa = await me.SayAsync(chat, Fact("Lives in Goa.", "home"), Fact("Knew.", isOver: true));
                var other = await me.EditAsync(chat, goa, Fact("Lives in Kochi.", "home"));
                await app.SelectAsync(me.Caller, chat, goa);
                await app.DeleteAsync(me.Caller, chat, goa);
                await app.AnswerAgainAsync(me.Caller, chat, other);
            }
        );

    [Fact]
    public async Task Nothing_is_told_when_nothing_changes()
    {
        var me = await Mind.AddAsync(app);
        var message = await me.SayAsync(await me.StartChatAsync(), Fact("Likes tea."));
        var cursor = await app.Log.HeadAsync(me.Caller.PrincipalId, Cancel);
        await me.LearnAsync(message, Fact("Likes tea."));
        Assert.Equal(cursor, await app.Log.HeadAsync(me.Caller.PrincipalId, Cancel));
    }

    [Fact]
    public async Task A_socket_of_one_chat_hears_nothing_of_memory()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        await me.SayAsync(chat, Fact("Likes tea."));
        var last = await me.SayAsync(chat);
        await foreach (var frame in app.Feed.FollowAsync(me.Caller, after: 0, chat.Id, turns: null, Cancel))
        {
            Assert.IsNotType<MemoryFrame>(frame);
            if (frame is TurnDoneFrame done && done.Answer.Message.ParentId == last)
                break;
        }
    }

    private async Task HoldAsync(Func<Mind, Conversation, Task> change)
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        await me.SayAsync(chat, Fact("Lives in Pune.", "home"), Fact("Knew."));
        var cursor = await app.Log.HeadAsync(me.Caller.PrincipalId, Cancel);
        var old = await ReadAsync(me);

        await change(me, chat);

        var fresh = await ReadAsync(me);
        Assert.NotEqual(fresh, old);
        for (var last = -1L; last != cursor; )
        {
            last = cursor;
            var page = await app.Feed.PollAsync(me.Caller, cursor, TimeSpan.Zero, Cancel);
            foreach (var frame in page.Frames.OfType<MemoryFrame>())
            {
                old.Remove(frame.Id);
                if (frame.Fact is { } fact)
                    old[frame.Id] = Text(fact);
                if (frame.Mood is { } mood)
                    old[frame.Id] = Text(mood);
            }

            cursor = page.Cursor;
        }

        Assert.Equal(fresh, old);
    }

    private static async Task<SortedDictionary<string, string>> ReadAsync(Mind me)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var known in await me.AllAsync())
            all[known.Fact.Id] = Text(known);
        foreach (var mood in await me.MoodsAsync())
            all[mood.Id] = Text(mood);
        return all;
    }

    private static string Text<T>(T one) => JsonSerializer.Serialize(one);
}

public sealed class SqliteMemoryEventTests(SqliteEngine app) : MemoryEventTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresMemoryEventTests(PostgresEngine app) : MemoryEventTests(app), IClassFixture<PostgresEngine>;
