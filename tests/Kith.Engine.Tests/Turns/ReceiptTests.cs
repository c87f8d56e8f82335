using System.Threading.Channels;
using Kith.Engine.Conversations;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Recall;
using Kith.Engine.Tests.Memory.Facts;
using Kith.Engine.Turns;
using Microsoft.Extensions.DependencyInjection;

namespace Kith.Engine.Tests.Turns;

/// <summary>What is told and kept of what a turn recalled, on each database.</summary>
public abstract class ReceiptTests
{
    private readonly EngineApp _app;

    protected ReceiptTests(EngineApp app)
    {
        _app = app;
        app.Model.Reset();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_told_before_the_first_token_on_every_node_and_afterwards()
    {
        var (mind, chat) = await TellAsync();
        var pieces = Channel.CreateUnbounded<string>();
        _app.Model.Answer = ScriptedModel.Say(pieces.Reader);
        await using var other = _app.BuildAnother(_app.Database, new TurnsOptions { NodeId = "node-z" });
        var follower = other.GetRequiredService<TurnFollower>();
        await using var feed = _app
            .Feed.FollowAsync(mind.Caller, await _app.Log.HeadAsync(mind.Caller.PrincipalId, Cancel), null, null, Cancel)
            .GetAsyncEnumerator(Cancel);
        var turn = await _app.SayAsync(mind.Caller, chat, "Which telescope?");

        // Nothing is written yet, and here it is known already.
        var here = (RecallFrame)await NextAsync(feed, frame => frame is RecallFrame or DeltaFrame);
        await pieces.Writer.WriteAsync("one", Cancel);
        Assert.IsType<DeltaFrame>(await NextAsync(feed, frame => frame is RecallFrame or DeltaFrame));
        await using var elsewhere = follower.FollowAsync(turn.TurnId, from: 0, Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await elsewhere.MoveNextAsync());
        var there = Assert.IsType<TurnRecalled>(elsewhere.Current);
        Assert.True(await elsewhere.MoveNextAsync());
        Assert.Equal(new TurnDelta(turn.TurnId, 0, "one"), elsewhere.Current);
        pieces.Writer.Complete();
        Assert.Equal(2, (await _app.FinishAsync(turn)).AiMessage.Message.Recalled);
        var later = await _app.Follower.FollowAsync(turn.TurnId, from: 0, Cancel).ToListAsync(Cancel);
        var goneOn = await _app.Follower.FollowAsync(turn.TurnId, from: 1, Cancel).ToListAsync(Cancel);

        Assert.Equal(["Has a brass telescope.", "The telescope fell down"], here.Items.Select(item => item.Text).Order());
        Assert.Equal([nameof(TurnRecalled), nameof(TurnDelta), nameof(TurnEnded)], later.Select(frame => frame.GetType().Name));
        Assert.Equal([nameof(TurnEnded)], goneOn.Select(frame => frame.GetType().Name));
        var receipt = (await _app.Receipts.OpenAsync(mind.Caller, turn.TurnId, Cancel)).Value;
        foreach (var items in new[] { there.Items, ((TurnRecalled)later[0]).Items, receipt.Items })
            Assert.Equal(here.Items.Select(Words), items.Select(Words));
    }

    [Fact]
    public async Task It_keeps_no_text_and_what_is_gone_is_gone_from_it()
    {
        var (mind, chat) = await TellAsync();
        var turn = await _app.SayAsync(mind.Caller, chat, "Which telescope?");
        await _app.FinishAsync(turn);
        var kept = await _app.Database.ReadAsync(
            session => session.FindAsync<string>("SELECT items FROM turn_recalls WHERE turn_id = @TurnId", new { turn.TurnId }),
            Cancel
        );
        var before = (await _app.Receipts.OpenAsync(mind.Caller, turn.TurnId, Cancel)).Value;

        Assert.Equal(2, before.Items.Count);
        Assert.DoesNotContain("telescope", kept, StringComparison.OrdinalIgnoreCase);

        var message = before.Items.Single(item => item.Kind == "message");
        var said = (await _app.Conversations.OpenAsync(mind.Caller, message.ConversationId!, Cancel)).Value;
        await _app.DeleteAsync(mind.Caller, said, message.Id);
        Assert.Equal(["fact"], (await ReadAsync(mind, turn)).Select(item => item.Kind));

        await _app.Database.WriteAsync(
            session => FactStore.DeleteAsync(session, before.Items.Single(item => item.Kind == "fact").Id),
            Cancel
        );
        Assert.Empty(await ReadAsync(mind, turn));
        Assert.Equal(before.Tokens, (await _app.Receipts.OpenAsync(mind.Caller, turn.TurnId, Cancel)).Value.Tokens);
    }

    [Fact]
    public async Task A_turn_that_fails_has_one_and_a_deleted_answer_takes_it_along()
    {
        var (mind, chat) = await TellAsync();
        _app.Model.Answer = _ => throw new InvalidOperationException("broken");
        var turn = await _app.SayAsync(mind.Caller, chat, "Which telescope?");
        await _app.FinishAsync(turn);

        Assert.Equal(2, (await ReadAsync(mind, turn)).Count);
        await _app.DeleteAsync(mind.Caller, chat, turn.UserMessageId);
        Assert.IsType<NotFound>((await _app.Receipts.OpenAsync(mind.Caller, turn.TurnId, Cancel)).Failure);
        Assert.Equal(
            0,
            await _app.Database.ReadAsync(
                session => session.CountAsync("SELECT count(*) FROM turn_recalls WHERE turn_id = @TurnId", new { turn.TurnId }),
                Cancel
            )
        );
    }

    [Fact]
    public async Task An_answer_tells_how_much_it_was_given()
    {
        var (mind, chat) = await TellAsync();
        var nothing = await _app.TalkAsync(mind.Caller, chat, "Hello there!");
        var something = await _app.TalkAsync(mind.Caller, chat, "Which telescope?");
        var fork = await _app.ForkAsync(mind.Caller, chat, something.AiMessage.Message.Id);

        Assert.Equal([0, 0, 0, 2], (await _app.ReadAsync(mind.Caller, chat)).Select(view => view.Message.Recalled));
        Assert.Equal(0, nothing.AiMessage.Message.Recalled);
        // A copy has no receipt.
        Assert.All(await _app.ReadAsync(mind.Caller, fork), view => Assert.Equal(0, view.Message.Recalled));
    }

    [Fact]
    public async Task An_answer_that_a_dead_node_left_tells_how_much_it_was_given()
    {
        var (mind, chat) = await TellAsync();
        var pieces = Channel.CreateUnbounded<string>();
        _app.Model.Answer = ScriptedModel.Say(pieces.Reader);
        var turn = await _app.SayAsync(mind.Caller, chat, "Which telescope?");
        await pieces.Writer.WriteAsync("half", Cancel);
        await using (var told = _app.Follower.FollowAsync(turn.TurnId, from: 0, Cancel).GetAsyncEnumerator(Cancel))
            Assert.True(await told.MoveNextAsync() && await told.MoveNextAsync());
        while ((await ReadAsync(mind, turn)).Count == 0)
            await Task.Yield();

        await _app.PassThroughNodeAsync("node-a");
        pieces.Writer.Complete();

        var left = await _app.FinishAsync(turn);
        Assert.Equal((MessageStatus.Interrupted, 2), (left.AiMessage.Message.Status, left.AiMessage.Message.Recalled));
    }

    [Fact]
    public async Task A_context_is_no_larger_in_a_chat_of_ten_thousand_messages()
    {
        var (mind, _) = await TellAsync();
        var tokens = new List<int>();
        foreach (var count in new[] { 10, 20, 100, 1_000, 10_000 })
        {
            var chat = await _app.GrowChatAsync(mind.Caller, count);
            _app.Model.Reset();
            await _app.TalkAsync(mind.Caller, chat, "Which telescope?");
            var call = await _app.Model.NextCallAsync();
            tokens.Add(call.Messages.Sum(message => TokenCount.Estimate(message.Text)));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"tokens of a context: {string.Join(", ", tokens)}");
        Assert.True(tokens[0] < tokens[1]);
        Assert.All(tokens.Skip(1), count => Assert.Equal(tokens[1], count));
    }

    /// <summary>A person who told of a telescope, once to be learned, and a chat that doesn't know of it.</summary>
    private async Task<(Mind Mind, Conversation Chat)> TellAsync()
    {
        var mind = await Mind.AddAsync(_app);
        var told = await mind.StartChatAsync();
        await mind.SayAsync(told, Mind.Fact("Has a brass telescope."));
        await _app.TalkAsync(mind.Caller, told, "The telescope fell down");
        await _app.Index.CatchUpAsync(Cancel);
        return (mind, await mind.StartChatAsync());
    }

    private async Task<IReadOnlyList<RecalledItem>> ReadAsync(Mind mind, AcceptedTurn turn) =>
        (await _app.Receipts.OpenAsync(mind.Caller, turn.TurnId, Cancel)).Value.Items;

    private static async Task<FeedFrame> NextAsync(IAsyncEnumerator<FeedFrame> feed, Func<FeedFrame, bool> isWanted)
    {
        while (await feed.MoveNextAsync())
        {
            if (isWanted(feed.Current))
                return feed.Current;
        }

        throw new InvalidOperationException("The feed ended.");
    }

    private static string Words(RecalledItem item) => $"{item with { Why = [] }} {string.Join('|', item.Why)}";
}

public sealed class SqliteReceiptTests(SqliteEngine app) : ReceiptTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresReceiptTests(PostgresEngine app) : ReceiptTests(app), IClassFixture<PostgresEngine>;
