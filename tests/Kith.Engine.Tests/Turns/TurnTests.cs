using System.Threading.Channels;
using Kith.Engine.Conversations;
using Kith.Engine.Models;
using Kith.Engine.Turns;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Tests.Turns;

/// <summary>What a turn promises, on each database.</summary>
public abstract class TurnTests
{
    private readonly EngineApp _app;

    protected TurnTests(EngineApp app)
    {
        _app = app;
        app.Model.Reset();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_and_its_answer_are_kept()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);

        var ended = await _app.TalkAsync(me, chat, "Hi Aira");

        Assert.Null(ended.Failure);
        Assert.Equal("Hello there!", ended.AiMessage.Message.Content);
        Assert.Equal(MessageStatus.Complete, ended.AiMessage.Message.Status);
        Assert.Equal("scripted", ended.AiMessage.Message.Model);
        Assert.Equal(ended.UserMessage.Message.Id, ended.AiMessage.Message.ParentId);
        Assert.Equal(["Hi Aira", "Hello there!"], (await _app.ReadAsync(me, chat)).Select(m => m.Message.Content));
        var now = (await _app.Conversations.OpenAsync(me, chat.Id, Cancel)).Value;
        Assert.Equal(2, now.MessageCount);
        Assert.Equal(1, now.UserMessageCount);
        Assert.Equal("Hi Aira", now.Title);
        Assert.True(now.TotalTokens > 0);
    }

    [Fact]
    public async Task The_message_is_durable_before_the_model_is_called()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        IReadOnlyList<MessageView> seen = [];
        _app.Model.Answer = call => SeeAsync();

        var ended = await _app.TalkAsync(me, chat, "first things first");

        Assert.Null(ended.Failure);
        Assert.Equal(["first things first", ""], seen.Select(m => m.Message.Content));

        async IAsyncEnumerable<ChatResponseUpdate> SeeAsync()
        {
            seen = await _app.ReadAsync(me, chat);
            yield return ScriptedModel.Piece("ok");
        }
    }

    [Fact]
    public async Task Whoever_follows_sees_every_delta_once_and_in_order()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var pieces = Channel.CreateUnbounded<string>();
        _app.Model.Answer = ScriptedModel.Say(pieces.Reader);
        var turn = await _app.SayAsync(me, chat, "count");
        var early = CollectAsync(turn.TurnId, 0);
        for (var i = 0; i < 50; i++)
            await pieces.Writer.WriteAsync($"{i} ", Cancel);
        var middle = CollectAsync(turn.TurnId, 20);
        pieces.Writer.Complete();

        var ended = await _app.FinishAsync(turn);
        var late = CollectAsync(turn.TurnId, 0);

        foreach (var (deltas, from) in new[] { (await early, 0), (await middle, 20), (await late, 0) })
        {
            Assert.Equal(Enumerable.Range(from, 50 - from), deltas.Select(d => d.Index));
            Assert.EndsWith(string.Concat(deltas.Select(d => d.Text)), ended.AiMessage.Message.Content, StringComparison.Ordinal);
        }

        Assert.Equal(ended.AiMessage.Message.Content, string.Concat((await early).Select(d => d.Text)));
    }

    [Fact]
    public async Task Stopping_a_turn_keeps_what_was_already_streamed()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var pieces = Channel.CreateUnbounded<string>();
        _app.Model.Answer = ScriptedModel.Say(pieces.Reader);
        var turn = await _app.SayAsync(me, chat, "tell me a long story");
        await pieces.Writer.WriteAsync("Once upon", Cancel);
        await foreach (var frame in _app.Follower.FollowAsync(turn.TurnId, 0, Cancel))
        {
            if (frame is TurnDelta)
                break;
        }

        var ended = (await _app.Stopper.StopAsync(me, turn.TurnId, Cancel)).Value;

        Assert.Null(ended.Failure);
        Assert.Equal(MessageStatus.Stopped, ended.AiMessage.Message.Status);
        Assert.Equal("Once upon", ended.AiMessage.Message.Content);
        Assert.True((await LastCallAsync()).CancellationToken.IsCancellationRequested, "the model was told");
        var again = (await _app.Stopper.StopAsync(me, turn.TurnId, Cancel)).Value;
        Assert.Equal(MessageStatus.Stopped, again.AiMessage.Message.Status);
    }

    [Fact]
    public async Task One_turn_at_a_time_in_a_chat()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var pieces = Channel.CreateUnbounded<string>();
        _app.Model.Answer = ScriptedModel.Say(pieces.Reader);
        var first = await _app.SayAsync(me, chat, "one");

        var second = await _app.Turns.StartAsync(me, new TurnRequest(chat.Id, "two"), Cancel);

        Assert.Equal(first.TurnId, Assert.IsType<TurnRunning>(second.Failure).TurnId);
        Assert.Equal(2, (await _app.ReadAsync(me, chat)).Count);
        pieces.Writer.Complete();
        await _app.FinishAsync(first);
    }

    [Fact]
    public async Task The_same_client_id_twenty_times_at_once_is_one_message()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);

        var accepted = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _app.SayAsync(me, chat, "once", "c-1")));

        Assert.Single(accepted.Select(turn => turn.TurnId).Distinct());
        Assert.Single(accepted, turn => !turn.IsRepeat);
        await _app.FinishAsync(accepted[0]);
        Assert.Equal(2, (await _app.ReadAsync(me, chat)).Count);
    }

    [Fact]
    public async Task A_provider_that_fails_leaves_the_message_and_says_so()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        _app.Model.Answer = _ => Throw(new ProviderRejectedException("openai", "The key was refused."));

        var ended = await _app.TalkAsync(me, chat, "hello?");

        Assert.Equal("provider_unavailable", ended.Failure?.Code);
        Assert.Equal("The key was refused.", ended.Failure?.Detail);
        Assert.Equal(MessageStatus.Failed, ended.AiMessage.Message.Status);
        Assert.Equal("hello?", (await _app.ReadAsync(me, chat))[0].Message.Content);
        _app.Model.Answer = null;
        Assert.Null((await _app.TalkAsync(me, chat, "and now?")).Failure);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_kept_as_interrupted()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        _app.Model.Answer = _ => Throw(new ProviderInterruptedException("openai", "It went silent."), "half an ans");

        var ended = await _app.TalkAsync(me, chat, "go on");

        Assert.Null(ended.Failure);
        Assert.Equal(MessageStatus.Interrupted, ended.AiMessage.Message.Status);
        Assert.Equal("half an ans", ended.AiMessage.Message.Content);
    }

    [Fact]
    public async Task A_bug_in_a_model_ends_the_turn_as_failed()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        _app.Model.Answer = _ => Throw(new InvalidOperationException("secret detail"));

        var ended = await _app.TalkAsync(me, chat, "go on");

        Assert.Equal("internal", ended.Failure?.Code);
        Assert.DoesNotContain("secret", ended.Failure?.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_elses_chat_and_turn_look_like_nothing()
    {
        var (me, other) = (await _app.AddPersonAsync(), await _app.AddPersonAsync("mallory"));
        var chat = await _app.StartChatAsync(me);
        var turn = await _app.SayAsync(me, chat, "private");
        await _app.FinishAsync(turn);

        Assert.IsType<NotFound>((await _app.Conversations.OpenAsync(other, chat.Id, Cancel)).Failure);
        Assert.IsType<NotFound>((await _app.Turns.StartAsync(other, new TurnRequest(chat.Id, "hi"), Cancel)).Failure);
        Assert.IsType<NotFound>((await _app.Stopper.StopAsync(other, turn.TurnId, Cancel)).Failure);
        Assert.IsType<NotFound>((await _app.Follower.OpenAsync(other, turn.TurnId, Cancel)).Failure);
        Assert.IsType<NotFound>((await _app.Conversations.DeleteAsync(other, chat.Id, Cancel)).Failure);
        Assert.Equal(2, (await _app.ReadAsync(me, chat)).Count);
    }

    [Fact]
    public async Task Nothing_can_be_said_in_an_ended_chat()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        await _app.Conversations.EndAsync(me, chat.Id, Cancel);

        var refused = await _app.Turns.StartAsync(me, new TurnRequest(chat.Id, "still there?"), Cancel);

        Assert.IsType<ConversationEnded>(refused.Failure);
        Assert.Empty(await _app.ReadAsync(me, chat));
    }

    [Fact]
    public async Task Deleting_a_chat_while_its_answer_is_written_leaves_nothing()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var pieces = Channel.CreateUnbounded<string>();
        _app.Model.Answer = ScriptedModel.Say(pieces.Reader);
        var turn = await _app.SayAsync(me, chat, "soon gone");
        await pieces.Writer.WriteAsync("I was about to", Cancel);

        Assert.Null((await _app.Conversations.DeleteAsync(me, chat.Id, Cancel)).Failure);
        pieces.Writer.Complete();

        Assert.Null(await _app.Follower.FinishAsync(turn.TurnId, Cancel));
        Assert.Equal(
            0,
            await _app.Database.ReadAsync(s => s.CountAsync("SELECT count(*) FROM messages WHERE conversation_id = @Id", chat), Cancel)
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData("a\0b")]
    [InlineData("bell \a")]
    [InlineData("half a pair", true)]
    public async Task Text_that_is_none_is_refused_and_nothing_stored(string? text, bool endsInHalfAPair = false)
    {
        // An attribute can't hold it.
        if (endsInHalfAPair)
            text += "\ud83d";
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);

        var refused = await _app.Turns.StartAsync(me, new TurnRequest(chat.Id, text), Cancel);

        Assert.Contains("content", Assert.IsType<Invalid>(refused.Failure).Errors.Keys);
        Assert.Empty(await _app.ReadAsync(me, chat));
    }

    [Fact]
    public async Task A_surrogate_pair_that_comes_in_two_pieces_stays_whole()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        _app.Model.Answer = ScriptedModel.Say("smile \ud83d", "\ude00", " null\0byte");

        var turn = await _app.SayAsync(me, chat, "emoji");

        Assert.Equal("smile 😀 nullbyte", (await _app.FinishAsync(turn)).AiMessage.Message.Content);
        Assert.Equal(["smile ", "😀", " nullbyte"], (await CollectAsync(turn.TurnId, 0)).Select(d => d.Text));
    }

    [Fact]
    public async Task Half_a_character_whose_other_half_never_comes_is_replaced()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        _app.Model.Answer = ScriptedModel.Say("a \ud83d b", "\ude00 c", " d \ud83d");

        var turn = await _app.SayAsync(me, chat, "halves");

        Assert.Equal("a \ufffd b\ufffd c d ", (await _app.FinishAsync(turn)).AiMessage.Message.Content);
    }

    [Theory]
    [InlineData(-7)]
    [InlineData(long.MaxValue)]
    public async Task A_token_count_that_can_be_none_is_estimated_instead(long count)
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        _app.Model.Answer = _ =>
            new[]
            {
                ScriptedModel.Piece("four words it says"),
                new ChatResponseUpdate(
                    ChatRole.Assistant,
                    [new UsageContent(new UsageDetails { InputTokenCount = count, OutputTokenCount = count })]
                ),
            }.ToAsyncEnumerable();

        await _app.TalkAsync(me, chat, "how many?");
        var answer = (await _app.TalkAsync(me, chat, "and now?")).AiMessage.Message;

        Assert.InRange(answer.PromptTokens, 1, 10_000);
        Assert.InRange(answer.CompletionTokens, 1, 10_000);
        Assert.InRange((await _app.Conversations.OpenAsync(me, chat.Id, Cancel)).Value.TotalTokens, 2, 40_000);
    }

    [Fact]
    public async Task A_turn_costs_a_fixed_number_of_statements_however_long_the_chat()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        _app.Model.Answer = null;
        var costs = new List<long>();
        for (var i = 0; i < 12; i++)
        {
            var before = _app.Database.Statements;
            await _app.TalkAsync(me, chat, $"message {i}");
            costs.Add(_app.Database.Statements - before);
        }

        // The first one also gives the title; a checkpoint may come between; other tests of this class don't run meanwhile.
        Assert.InRange(costs.Skip(1).Min(), 1, 30);
        Assert.True(costs[^1] <= costs[1] + 3, $"statements per turn: {string.Join(", ", costs)}");
    }

    [Fact]
    public async Task The_pieces_of_an_answer_go_after_a_day_and_the_answer_stays()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var old = await _app.SayAsync(me, chat, "yesterday");
        await _app.FinishAsync(old);
        var recent = await _app.SayAsync(me, chat, "today");
        await _app.FinishAsync(recent);
        var tomorrow = _app.Database.Clock.NowMs() + 86_400_000;
        await _app.Database.WriteAsync(
            s => s.ExecuteAsync("UPDATE turns SET ended_at = @tomorrow WHERE id = @TurnId", new { tomorrow, recent.TurnId }),
            Cancel
        );

        await _app.Database.WriteAsync(s => TurnStore.SweepDeltasAsync(s, before: tomorrow, mostTurns: 1_000), Cancel);

        Assert.Empty(await CollectAsync(old.TurnId, 0));
        Assert.NotEmpty(await CollectAsync(recent.TurnId, 0));
        Assert.Equal("Hello there!", (await _app.FinishAsync(old)).AiMessage.Message.Content);
    }

    private async Task<List<TurnDelta>> CollectAsync(string turnId, int from)
    {
        var deltas = new List<TurnDelta>();
        await foreach (var frame in _app.Follower.FollowAsync(turnId, from, Cancel))
        {
            if (frame is TurnDelta delta)
                deltas.Add(delta);
        }

        return deltas;
    }

    private async Task<ScriptedModel.Call> LastCallAsync() => await _app.Model.NextCallAsync();

#pragma warning disable CS1998 // An iterator that only throws.
    private static async IAsyncEnumerable<ChatResponseUpdate> Throw(Exception exception, string? first = null)
    {
        if (first is not null)
            yield return ScriptedModel.Piece(first);
        throw exception;
    }
#pragma warning restore CS1998
}

public sealed class SqliteTurnTests(SqliteEngine app) : TurnTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresTurnTests(PostgresEngine app) : TurnTests(app), IClassFixture<PostgresEngine>;
