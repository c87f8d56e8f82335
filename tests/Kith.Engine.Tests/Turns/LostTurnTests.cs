using System.Threading.Channels;
using Kith.Engine.Conversations;
using Kith.Engine.Turns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kith.Engine.Tests.Turns;

/// <summary>What becomes of a turn whose node dies, or is taken for dead, on each database.</summary>
public abstract class LostTurnTests
{
    private readonly EngineApp _app;

    protected LostTurnTests(EngineApp app)
    {
        _app = app;
        app.Model.Reset();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_dead_node_left_is_closed_as_interrupted_with_what_it_had()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var turn = await LeaveRunningAsync(chat, nodeId: "node-b", leaseUntil: long.MaxValue);

        await _app.PassThroughNodeAsync("node-b");

        var ended = await _app.Follower.FinishAsync(turn, Cancel);
        Assert.Equal(MessageStatus.Interrupted, ended?.AiMessage.Message.Status);
        Assert.Equal("as far as ", ended?.AiMessage.Message.Content);
    }

    [Fact]
    public async Task A_turn_whose_lease_ran_out_is_closed_by_any_node()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var turn = await LeaveRunningAsync(chat, nodeId: "node-c", leaseUntil: 1);

        await _app.PassThroughNodeAsync("node-d");

        Assert.Equal(MessageStatus.Interrupted, (await _app.Follower.FinishAsync(turn, Cancel))?.AiMessage.Message.Status);
    }

    [Fact]
    public async Task A_runner_that_was_only_slow_keeps_its_turn()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        // A reaper looks, at a time when the lease has run out. Before it closes, the runner renews.
        var leaseUntil = long.MaxValue - 2;
        var id = await LeaveRunningAsync(chat, nodeId: "node-f", leaseUntil);
        var seen = Assert.Single(
            await _app.Database.ReadAsync(s => TurnStore.ListLostAsync(s, now: leaseUntil + 1, formerNodeId: null), Cancel),
            turn => turn.Id == id
        );
        await _app.Database.WriteAsync(s => TurnStore.TryRenewAsync(s, id, seen.Fence, leaseUntil: long.MaxValue), Cancel);
        var closer = new TurnCloser(_app.Database, _app.Log);

        Assert.False(await closer.CloseLostAsync(seen, new AnswerOutcome(MessageStatus.Interrupted)));

        Assert.True((await _app.Follower.OpenAsync(me, id, Cancel)).Value.IsRunning);
        Assert.True(
            await closer.CloseAsync(
                seen,
                new AnswerOutcome(MessageStatus.Complete),
                recalled: [],
                written: true,
                ["as far", " as ", "possible"]
            )
        );
        Assert.Equal("as far as possible", (await _app.Follower.FinishAsync(id, Cancel))?.AiMessage.Message.Content);
    }

    [Fact]
    public async Task A_checkpoint_that_was_stored_though_it_seemed_lost_is_not_written_twice()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var turn = await LeaveRunningAsync(chat, nodeId: "node-e", leaseUntil: long.MaxValue);

        await _app.Database.WriteAsync(
            async s =>
            {
                await TurnStore.AppendDeltasAsync(s, turn, firstIndex: 0, ["as far", " as ", "can be"]);
                return default(Done);
            },
            Cancel
        );

        await _app.PassThroughNodeAsync("node-e");
        Assert.Equal("as far as can be", (await _app.Follower.FinishAsync(turn, Cancel))?.AiMessage.Message.Content);
    }

    [Fact]
    public async Task A_turn_that_is_closed_after_a_checkpoint_was_lost_has_all_of_its_deltas_once()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var id = await LeaveRunningAsync(chat, nodeId: "node-h", leaseUntil: long.MaxValue);
        string[] deltas = ["as far", " as ", "one", " can", " see", "."];
        var turn = await _app.Database.WriteAsync(
            async s =>
            {
                await TurnStore.AppendDeltasAsync(s, id, firstIndex: 4, [" see"]); // 2 and 3 are gone
                return (await TurnStore.FindAsync(s, id))!;
            },
            Cancel
        );
        Assert.Equal(["as far", " as "], await ReadDeltasAsync(id));

        Assert.True(
            await new TurnCloser(_app.Database, _app.Log).CloseAsync(
                turn,
                new AnswerOutcome(MessageStatus.Complete),
                recalled: [],
                written: true,
                deltas
            )
        );

        Assert.Equal(deltas, await ReadDeltasAsync(id));
        Assert.Equal("as far as one can see.", (await _app.Follower.FinishAsync(id, Cancel))?.AiMessage.Message.Content);
    }

    [Fact]
    public async Task What_a_dead_node_left_with_a_gap_is_kept_up_to_there()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var id = await LeaveRunningAsync(chat, nodeId: "node-i", leaseUntil: long.MaxValue);
        await _app.Database.WriteAsync(
            async s =>
            {
                await TurnStore.AppendDeltasAsync(s, id, firstIndex: 3, ["see"]);
                return default(Done);
            },
            Cancel
        );

        await _app.PassThroughNodeAsync("node-i");

        Assert.Equal("as far as ", (await _app.Follower.FinishAsync(id, Cancel))?.AiMessage.Message.Content);
    }

    [Fact]
    public async Task A_stream_stores_again_what_was_lost_when_the_database_broke_down()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var id = await LeaveRunningAsync(chat, nodeId: "node-j", leaseUntil: long.MaxValue);
        var turn = await _app.Database.ReadAsync(async s => (await TurnStore.FindAsync(s, id))!, Cancel);
        var breaks = false;
        using var live = new LiveTurn(me, turn, chat, userMessage: null!);
        live.Recall([]);
        var options = new TurnsOptions { Checkpoint = TimeSpan.FromHours(1) };
        await using var checkpoints = new TurnCheckpoints(
            new BreakableDatabase(_app.Database, () => false, () => breaks),
            live,
            options,
            NullLogger.Instance
        );
        live.Add("one");
        await checkpoints.WriteAsync();
        await _app.Database.WriteAsync(s => s.ExecuteAsync("DELETE FROM turn_deltas WHERE turn_id = @id", new { id }), Cancel);
        live.Add(" two");

        breaks = true;
        await checkpoints.WriteAsync();
        breaks = false;
        await checkpoints.WriteAsync();
        live.Add(" three");
        await checkpoints.WriteAsync();

        Assert.Equal(["one", " two", " three"], await ReadDeltasAsync(id));
        Assert.Equal(3, checkpoints.Written);
    }

    [Fact]
    public async Task A_runner_that_lost_its_turn_writes_nothing_more()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var pieces = Channel.CreateUnbounded<string>();
        _app.Model.Answer = ScriptedModel.Say(pieces.Reader);
        var turn = await _app.SayAsync(me, chat, "hold on");
        await pieces.Writer.WriteAsync("mine", Cancel);
        await _app.Database.WriteAsync(
            s => s.ExecuteAsync("UPDATE turns SET state = 'interrupted', fence = fence + 1 WHERE id = @TurnId", turn),
            Cancel
        );
        await pieces.Writer.WriteAsync(" still", Cancel);

        await _app.FinishAsync(turn);

        Assert.Equal("", (await _app.ReadAsync(me, chat))[1].Message.Content);
        pieces.Writer.Complete();
    }

    [Fact]
    public async Task An_answer_that_can_not_be_stored_yet_keeps_its_lease()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var first = _app.Database.Clock.NowMs() + 60_000;
        var id = await LeaveRunningAsync(chat, nodeId: "node-g", first);
        var (turn, message) = await _app.Database.ReadAsync(
            async s => ((await TurnStore.FindAsync(s, id))!, (await MessageStore.FindAsync(s, id + "user"))!),
            Cancel
        );
        // Storing the whole answer fails, what keeps the lease gets through, storing goes on failing for a while.
        var (writes, isMended) = (0, false);
        var failedAgain = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var services = _app.BuildAnother(
            new BreakableDatabase(_app.Database, () => false, Fails),
            new TurnsOptions { Lease = TimeSpan.FromMinutes(10), Checkpoint = TimeSpan.FromHours(1) }
        );
        var live = new LiveTurn(me, turn, chat, message);

        services.GetRequiredService<TurnRunner>().Run(live);

        await failedAgain.Task.WaitAsync(Cancel);
        var waiting = (await _app.Follower.OpenAsync(me, id, Cancel)).Value;
        Assert.True(waiting.IsRunning);
        Assert.True(waiting.LeaseUntil > first);
        Volatile.Write(ref isMended, true);
        await live.Ended.WaitAsync(Cancel);
        var answer = (await _app.Follower.FinishAsync(id, Cancel))!.AiMessage.Message;
        Assert.Equal((MessageStatus.Complete, "Hello there!"), (answer.Status, answer.Content));

        bool Fails()
        {
            var write = Interlocked.Increment(ref writes);
            if (write >= 3)
                failedAgain.TrySetResult();
            return write == 1 || (write >= 3 && !Volatile.Read(ref isMended));
        }
    }

    private Task<IReadOnlyList<string>> ReadDeltasAsync(string turnId) =>
        _app.Database.ReadAsync(s => TurnStore.ReadDeltasAsync(s, turnId, from: 0), Cancel);

    private async Task<string> LeaveRunningAsync(Conversation chat, string nodeId, long leaseUntil)
    {
        var id = _app.Database.Clock.NewId();
        await _app.Database.WriteAsync(
            async session =>
            {
                foreach (var (role, content, status, depth) in new[] { ("user", "hi", "complete", 0L), ("assistant", "", "streaming", 1L) })
                {
                    await session.ExecuteAsync(
                        """
                        INSERT INTO messages (id, conversation_id, depth, on_path, role, content, status, offline, prompt_tokens,
                            completion_tokens, created_at)
                        VALUES (@mid, @Id, @depth, 1, @role, @content, @status, 0, 0, 0, 0)
                        """,
                        new
                        {
                            mid = id + role,
                            chat.Id,
                            depth,
                            role,
                            content,
                            status,
                        }
                    );
                }

                await session.ExecuteAsync(
                    """
                    INSERT INTO turns (id, conversation_id, user_message_id, ai_message_id, state, node_id, fence, lease_until, started_at)
                    VALUES (@id, @chatId, @user, @ai, 'running', @nodeId, 1, @leaseUntil, 0)
                    """,
                    new
                    {
                        id,
                        chatId = chat.Id,
                        user = id + "user",
                        ai = id + "assistant",
                        nodeId,
                        leaseUntil,
                    }
                );
                return await session.ExecuteAsync(
                    "INSERT INTO turn_deltas (turn_id, first_index, deltas) VALUES (@id, 0, @deltas)",
                    new { id, deltas = """["as far"," as "]""" }
                );
            },
            Cancel
        );
        return id;
    }
}

public sealed class SqliteLostTurnTests(SqliteEngine app) : LostTurnTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresLostTurnTests(PostgresEngine app) : LostTurnTests(app), IClassFixture<PostgresEngine>;
