using System.Threading.Channels;
using Kith.Engine.Conversations;
using Kith.Engine.Events;
using Kith.Engine.Turns;
using Kith.Engine.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Kith.Engine.Tests.Turns;

/// <summary>What a person sees of their log, on each database.</summary>
public abstract class FeedTests
{
    private readonly EngineApp _app;

    protected FeedTests(EngineApp app)
    {
        _app = app;
        app.Model.Reset();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_turn_is_told_from_its_message_to_its_end()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        await _app.TalkAsync(me, chat, "Hi Aira");

        var page = await PollAsync(me, after: 0);

        Assert.Equal(
            [
                nameof(ConversationFrame),
                nameof(MessageFrame),
                nameof(TurnStartedFrame),
                nameof(ConversationFrame),
                nameof(TurnDoneFrame),
                nameof(ConversationFrame),
            ],
            page.Frames.Select(frame => frame.GetType().Name)
        );
        Assert.Equal(Enumerable.Range(1, 6).Select(seq => (long?)seq), page.Frames.Select(frame => frame.Cursor));
        Assert.Equal(6, page.Cursor);
        var started = page.Frames.OfType<TurnStartedFrame>().Single();
        Assert.Equal("Hello there!", started.Answer.Message.Content);
        var chats = page.Frames.OfType<ConversationFrame>().Select(frame => frame.Conversation!.MessageCount);
        Assert.Equal([2L, 2L, 2L], chats);
    }

    [Fact]
    public async Task The_ongoing_chat_begins_with_its_first_message_in_one_piece_of_the_log()
    {
        var me = await _app.AddPersonAsync();
        var answer = Channel.CreateUnbounded<string>();
        _app.Model.Answer = ScriptedModel.Say(answer.Reader);
        var appended = 0;
        using var subscription = _app.Channels.Subscribe($"log:{me.PrincipalId}", _ => appended++);

        var turn = (await _app.Turns.StartAsync(me, new TurnRequest(ConversationId: null, "Hi Aira"), Cancel)).Value;

        Assert.Equal(1, appended);
        Assert.Equal(
            [EventKinds.ChatCreated, EventKinds.MessageCreated, EventKinds.TurnStarted, EventKinds.ChatUpdated],
            (await _app.Log.ReadAsync(me.PrincipalId, after: 0, Cancel)).Events.Select(one => one.Kind)
        );
        answer.Writer.Complete();
        await _app.FinishAsync(turn);
        var next = (await _app.Turns.StartAsync(me, new TurnRequest(ConversationId: null, "Still there?"), Cancel)).Value;
        await _app.FinishAsync(next);
        Assert.Equal(turn.ConversationId, next.ConversationId);
    }

    [Fact]
    public async Task A_failed_turn_tells_the_answer_it_left_and_why()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        _app.Model.Answer = _ => throw new InvalidOperationException("broken");
        var turn = await _app.SayAsync(me, chat, "Hi");
        await _app.FinishAsync(turn);

        var frames = (await PollAsync(me, after: 0)).Frames;

        var left = frames.OfType<MessageChangeFrame>().Single();
        Assert.Equal((EventKinds.MessageUpdated, MessageStatus.Failed), (left.Kind, left.Message!.Message.Status));
        var done = frames.OfType<TurnDoneFrame>().Single();
        Assert.Equal("internal", done.Failure!.Code);
        Assert.True(left.Cursor < done.Cursor);
    }

    [Fact]
    public async Task What_left_the_active_branch_is_told_as_gone_and_nothing_else_of_it()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var ended = await _app.TalkAsync(me, chat, "Hi");
        var (there, gone, never) = (ended.UserMessage.Message.Id, ended.AiMessage.Message.Id, Guid.NewGuid().ToString());
        var from = await _app.Log.HeadAsync(me.PrincipalId, Cancel);
        await _app.Database.WriteAsync(s => s.ExecuteAsync("UPDATE messages SET on_path = 0 WHERE id = @gone", new { gone }), Cancel);
        await AppendAsync(
            me,
            chat,
            [
                .. from kind in new[] { EventKinds.MessageCreated, EventKinds.MessageUpdated, EventKinds.MessageDeleted }
                from id in new[] { there, gone, never }
                select new NewEvent(kind, chat.Id, id),
            ]
        );

        var frames = (await PollAsync(me, from)).Frames;

        Assert.Equal(there, Assert.IsType<MessageFrame>(frames[0]).Message.Message.Id);
        var changed = Assert.IsType<MessageChangeFrame>(frames[1]);
        Assert.Equal((EventKinds.MessageUpdated, there, there), (changed.Kind, changed.MessageId, changed.Message!.Message.Id));
        Assert.Equal(
            [(EventKinds.MessageDeleted, gone), (EventKinds.MessageDeleted, never)],
            frames.Skip(2).Cast<MessageChangeFrame>().Where(frame => frame.Message is null).Select(frame => (frame.Kind, frame.MessageId))
        );
        Assert.Equal(4, frames.Count);
        Assert.Empty((await PollAsync(me, after: 0)).Frames.OfType<TurnStartedFrame>());
    }

    [Fact]
    public async Task Nothing_is_seen_of_a_chat_that_is_somebody_elses_or_gone()
    {
        var (me, other) = (await _app.AddPersonAsync(), await _app.AddPersonAsync());
        var theirs = await _app.StartChatAsync(other);
        var ended = await _app.TalkAsync(other, theirs, "private");
        var turnIds = (await PollAsync(other, after: 0)).Frames.OfType<TurnDoneFrame>().Select(done => done.TurnId);
        await AppendAsync(
            me,
            theirs,
            [
                new NewEvent(EventKinds.ChatUpdated, theirs.Id, theirs.Id),
                new NewEvent(EventKinds.MessageCreated, theirs.Id, ended.AiMessage.Message.Id),
                new NewEvent(EventKinds.MessageDeleted, theirs.Id, "nothing"),
                new NewEvent(EventKinds.TurnStarted, theirs.Id, turnIds.Single()),
                new NewEvent(EventKinds.TurnEnded, theirs.Id, turnIds.Single()),
            ]
        );
        var mine = await _app.StartChatAsync(me);
        await _app.TalkAsync(me, mine, "soon gone");
        (await _app.Conversations.DeleteAsync(me, mine.Id, Cancel)).Try(out _, out _);

        var page = await PollAsync(me, after: 0);

        var frame = Assert.IsType<ConversationFrame>(Assert.Single(page.Frames));
        Assert.Equal((EventKinds.ChatDeleted, mine.Id, null), (frame.Kind, frame.ConversationId, frame.Conversation));
        Assert.Equal(await _app.Log.HeadAsync(me.PrincipalId, Cancel), page.Cursor);
    }

    [Fact]
    public async Task A_long_log_comes_in_pages_and_a_cursor_it_does_not_know_is_told()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        await AppendAsync(me, chat, [.. Enumerable.Repeat(new NewEvent(EventKinds.ChatUpdated, chat.Id, chat.Id), 149)]);

        var first = await PollAsync(me, after: 0);
        var second = await PollAsync(me, first.Cursor);

        Assert.Equal((100, 100L, 50, 150L), (first.Frames.Count, first.Cursor, second.Frames.Count, second.Cursor));
        var lost = await PollAsync(me, after: 151);
        Assert.Equal(new ResyncFrame(150), Assert.Single(lost.Frames));
        Assert.Equal(150, lost.Cursor);
        Assert.Equal(new FeedPage([], 150), await PollAsync(me, after: null) with { Frames = [] });
    }

    [Fact]
    public async Task Who_waits_hears_of_the_first_event_or_stops_waiting()
    {
        var me = await _app.AddPersonAsync();
        using var enough = new CancellationTokenSource();
        var waiting = _app.Feed.PollAsync(me, after: 0, TimeSpan.FromMinutes(1), Cancel);

        await _app.StartChatAsync(me);

        Assert.Equal(1, (await waiting).Cursor);
        var impatient = _app.Feed.PollAsync(me, after: 1, TimeSpan.FromMinutes(1), enough.Token);
        await enough.CancelAsync();
        Assert.Equal(new FeedPage([], 1), await impatient with { Frames = [] });
    }

    [Fact]
    public async Task A_follower_whose_cursor_was_forgotten_is_told_and_goes_on_from_now()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        await _app.Database.WriteAsync(s => s.ExecuteAsync("UPDATE events SET at = 1 WHERE principal_id = @PrincipalId", me), Cancel);
        await _app.Log.TrimAsync(Cancel);
        await using var frames = Follow(me, after: 0).GetAsyncEnumerator(Cancel);

        Assert.True(await frames.MoveNextAsync());
        Assert.Equal(new ResyncFrame(1), frames.Current);
        await _app.Conversations.EndAsync(me, chat.Id, Cancel);
        Assert.True(await frames.MoveNextAsync());
        Assert.Equal(2, Assert.IsType<ConversationFrame>(frames.Current).Seq);
    }

    [Fact]
    public async Task Who_comes_while_an_answer_is_written_is_told_all_of_it()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var pieces = Channel.CreateUnbounded<string>();
        _app.Model.Answer = ScriptedModel.Say(pieces.Reader);
        var turn = await _app.SayAsync(me, chat, "tell me");
        await pieces.Writer.WriteAsync("Once ", Cancel);
        var head = await _app.Log.HeadAsync(me.PrincipalId, Cancel);

        var comes = new TaskCompletionSource();
        var late = CollectAsync(me, head, turns: null, comes);
        var early = CollectAsync(me, after: 0, turns: null);
        await comes.Task.WaitAsync(Cancel);
        await pieces.Writer.WriteAsync("upon", Cancel);
        await WaitForAsync(turn.TurnId, deltas: 2);
        pieces.Writer.Complete();

        Assert.Equal("Once upon", TextOf(await late));
        var all = await early;
        Assert.Equal("Once upon", TextOf(all));
        var started = all.FindIndex(frame => frame is TurnStartedFrame);
        Assert.True(started >= 0 && started < all.FindIndex(frame => frame is TypingFrame or DeltaFrame));
    }

    [Fact]
    public async Task A_follower_of_an_answer_written_elsewhere_is_told_at_once_that_the_database_is_away()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var pieces = Channel.CreateUnbounded<string>();
        _app.Model.Answer = ScriptedModel.Say(pieces.Reader);
        var turn = await _app.SayAsync(me, chat, "tell me");
        await pieces.Writer.WriteAsync("Once ", Cancel);
        var head = await _app.Log.HeadAsync(me.PrincipalId, Cancel);
        var isAway = false;
        await using var elsewhere = _app.BuildAnother(
            new BreakableDatabase(_app.Database, () => Interlocked.Exchange(ref isAway, false)),
            new TurnsOptions()
        );
        var seen = new Dictionary<string, int>(StringComparer.Ordinal) { [turn.TurnId] = 0 };
        var following = elsewhere.GetRequiredService<Feed>().FollowAsync(me, head, conversationId: null, seen, Cancel);
        await using var frames = following.GetAsyncEnumerator(Cancel);
        while (await frames.MoveNextAsync() && frames.Current is not DeltaFrame { Text: "Once " }) { }

        Volatile.Write(ref isAway, true);

        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await frames.MoveNextAsync());
        pieces.Writer.Complete();
        await _app.FinishAsync(turn);
    }

    [Fact]
    public async Task An_answer_that_is_written_while_a_guest_is_claimed_goes_on_at_the_new_owners()
    {
        var (user, guest) = (await _app.AddPersonAsync(), await _app.AddGuestAsync());
        var chat = await _app.StartChatAsync(guest);
        await _app.TalkAsync(guest, chat, "first");
        var pieces = Channel.CreateUnbounded<string>();
        _app.Model.Answer = ScriptedModel.Say(pieces.Reader);
        var turn = await _app.SayAsync(guest, chat, "second");
        await pieces.Writer.WriteAsync("half ", Cancel);
        var seen = CollectAsync(user, after: 0);

        await _app.ClaimAsync(guest, user);
        await pieces.Writer.WriteAsync("and half", Cancel);
        pieces.Writer.Complete();

        var frames = await seen;
        Assert.Equal("half and half", TextOf(frames));
        Assert.Equal(chat.Id, Assert.IsType<ConversationFrame>(frames[0]).ConversationId);
        var told = frames.OfType<MessageFrame>().Select(frame => frame.Message.Message);
        Assert.Equal(["first", "Hello there!", "second"], told.Take(3).Select(message => message.Content));
        var done = frames.OfType<TurnDoneFrame>().Single();
        Assert.Equal((turn.TurnId, "half and half"), (done.TurnId, done.Answer.Message.Content));
    }

    [Fact]
    public async Task A_live_follower_costs_a_fixed_number_of_statements_a_turn()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var (alone, followed) = (new List<long>(), new List<long>());
        for (var i = 0; i < 6; i++)
            alone.Add(await CountAsync(() => _app.TalkAsync(me, chat, $"message {i}")));
        await using var frames = Follow(me, await _app.Log.HeadAsync(me.PrincipalId, Cancel)).GetAsyncEnumerator(Cancel);
        for (var i = 0; i < 6; i++)
            followed.Add(
                await CountAsync(async () =>
                {
                    var turn = _app.TalkAsync(me, chat, $"followed {i}");
                    while (await frames.MoveNextAsync() && frames.Current is not TurnDoneFrame) { }
                    await turn;
                })
            );

        // Two pages of six each, and one and an empty one more when the second half of a page is read on its own.
        Assert.InRange(followed.Min() - alone.Min(), 1, 12);
        Assert.InRange(followed.Max() - alone.Min(), 1, 20);
    }

    private async Task<long> CountAsync(Func<Task> act)
    {
        var before = _app.Database.Statements;
        await act();
        return _app.Database.Statements - before;
    }

    private Task<FeedPage> PollAsync(Caller me, long? after) => _app.Feed.PollAsync(me, after, TimeSpan.Zero, Cancel);

    private IAsyncEnumerable<FeedFrame> Follow(Caller me, long after, IReadOnlyDictionary<string, int>? turns = null) =>
        _app.Feed.FollowAsync(me, after, conversationId: null, turns, Cancel);

    /// <summary>Everything until a turn is done.</summary>
    private async Task<List<FeedFrame>> CollectAsync(
        Caller me,
        long after,
        IReadOnlyDictionary<string, int>? turns = null,
        TaskCompletionSource? first = null
    )
    {
        var seen = new List<FeedFrame>();
        await foreach (var frame in Follow(me, after, turns))
        {
            seen.Add(frame);
            first?.TrySetResult();
            if (frame is TurnDoneFrame { Answer.Message: var answer } && answer.Content != "Hello there!")
                break;
        }

        return seen;
    }

    private async Task WaitForAsync(string turnId, int deltas)
    {
        await foreach (var frame in _app.Follower.FollowAsync(turnId, 0, Cancel))
        {
            if (frame is TurnDelta delta && delta.Index == deltas - 1)
                return;
        }
    }

    private static string TextOf(IEnumerable<FeedFrame> frames) => string.Concat(frames.OfType<DeltaFrame>().Select(delta => delta.Text));

    private Task AppendAsync(Caller me, Conversation chat, NewEvent[] events) =>
        _app.Database.WriteAsync(
            async session =>
            {
                await ConversationCatalog.OpenToWriteAsync(session, me, chat.Id);
                await _app.Log.AppendAsync(session, [me.PrincipalId], events);
                return default(Done);
            },
            Cancel
        );
}

public sealed class SqliteFeedTests(SqliteEngine app) : FeedTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresFeedTests(PostgresEngine app) : FeedTests(app), IClassFixture<PostgresEngine>;
