using System.Threading.Channels;
using Kith.Engine.Agents;
using Kith.Engine.Conversations;
using Kith.Engine.Idempotency;
using Kith.Engine.Turns;
using Kith.Engine.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kith.Engine.Tests.Idempotency;

/// <summary>What a key promises, on each database.</summary>
public abstract class IdempotencyTests
{
    private readonly EngineApp _app;

    protected IdempotencyTests(EngineApp app)
    {
        _app = app;
        app.Model.Reset();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_message_twenty_times_at_once_is_one_message_and_one_generation()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var pieces = Channel.CreateUnbounded<string>();
        _app.Model.Answer = ScriptedModel.Say(pieces.Reader);

        var sent = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(me, chat, "once", "k")));

        var turns = sent.Select(result => result.Value).ToList();
        var first = Assert.Single(turns, turn => !turn.IsReplay);
        Assert.All(turns, turn => Assert.Equal(first.TurnId, turn.TurnId));
        await _app.Model.NextCallAsync();
        foreach (var turn in turns.Where(turn => turn.IsReplay))
            Assert.Equal(first.TurnId, Assert.IsType<IdempotencyRunning>((await _app.Follower.AnswerAsync(turn, Cancel)).Failure).TurnId);
        pieces.Writer.Complete();
        await _app.FinishAsync(first);
        Assert.Equal(2, (await _app.ReadAsync(me, chat)).Count);
        Assert.False(_app.Model.HasCalls);
    }

    [Fact]
    public async Task The_same_agent_and_the_same_chat_twenty_times_at_once_are_made_once()
    {
        var me = await _app.AddPersonAsync();
        var input = new AgentInput("coach", "Coach", "You coach.", null, null, null, null, null, null, null, null);

        var agents = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _app.Agents.CreateAsync(me, input, Key("a"), Cancel)));
        var chats = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => _app.Conversations.CreateAsync(me, new NewConversation(), Key("c"), Cancel))
        );
        var sessions = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => _app.Sessions.StartAsync(me, null, "u", "aira", Key("s"), Cancel))
        );

        Assert.Single(agents, made => !made.Value.IsReplay);
        Assert.Single(agents.Select(made => made.Value.Value.Id).Distinct());
        Assert.Single(chats, made => !made.Value.IsReplay);
        Assert.Single(chats.Select(made => made.Value.Value.Id).Distinct());
        Assert.Single(sessions, made => !made.Value.IsReplay);
        Assert.Single(sessions.Select(made => made.Value.Value.Conversation.Id).Distinct());
        Assert.Equal(2, (await _app.Conversations.ListAsync(me, null, null, 10, Cancel)).Value.Count);
    }

    [Fact]
    public async Task A_key_and_what_it_names_are_stored_together_or_not_at_all()
    {
        var me = await _app.AddPersonAsync();

        // What an end of the process in the middle of the transaction leaves.
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            _app.Database.WriteAsync<int>(
                async session =>
                {
                    var made = await Once.MakeAsync(
                        session,
                        me.PrincipalId,
                        Key("k"),
                        _app.Database.Clock.NowMs(),
                        new Creation<Conversation>(
                            "conversation",
                            Make: () => _app.Conversations.CreateAsync(session, me, new NewConversation()),
                            IdOf: chat => chat.Id,
                            Open: id => ConversationCatalog.OpenAsync(session, me, id)
                        )
                    );
                    Assert.False(made.Value.IsReplay);
                    throw new InvalidOperationException("on purpose");
                },
                Cancel
            )
        );

        Assert.Equal(0, await CountKeysAsync(me));
        Assert.Empty((await _app.Conversations.ListAsync(me, null, null, 10, Cancel)).Value);
        Assert.False((await _app.Conversations.CreateAsync(me, new NewConversation(), Key("k"), Cancel)).Value.IsReplay);
    }

    [Fact]
    public async Task A_node_that_died_before_it_answered_has_answered_when_the_key_comes_again()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var first = (await SendAsync(me, chat, "did you get this?", "k")).Value;
        await _app.FinishAsync(first);
        await _app.Database.WriteAsync(
            s => s.ExecuteAsync("UPDATE turns SET state = 'running', node_id = 'node-k', lease_until = 1 WHERE id = @TurnId", first),
            Cancel
        );

        await _app.PassThroughNodeAsync("node-k");

        var again = (await SendAsync(me, chat, "did you get this?", "k")).Value;
        Assert.True(again.IsReplay);
        Assert.Equal(MessageStatus.Interrupted, (await _app.Follower.AnswerAsync(again, Cancel)).Value.AiMessage.Message.Status);
        Assert.Equal(2, (await _app.ReadAsync(me, chat)).Count);
    }

    [Fact]
    public async Task A_key_that_comes_with_another_request_is_refused_and_nothing_stored()
    {
        var me = await _app.AddPersonAsync();
        var (chat, other) = (await _app.StartChatAsync(me), await _app.StartChatAsync(me));
        await _app.FinishAsync((await SendAsync(me, chat, "one", "k")).Value);

        var refused = await SendAsync(me, other, "one", "k", hash: "of another path");

        Assert.IsType<IdempotencyMismatch>(refused.Failure);
        Assert.Empty(await _app.ReadAsync(me, other));
    }

    [Fact]
    public async Task A_request_that_was_refused_keeps_no_key()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var pieces = Channel.CreateUnbounded<string>();
        _app.Model.Answer = ScriptedModel.Say(pieces.Reader);
        var running = await _app.SayAsync(me, chat, "first");

        Assert.IsType<TurnRunning>((await SendAsync(me, chat, "second", "k")).Failure);
        pieces.Writer.Complete();
        await _app.FinishAsync(running);

        var accepted = (await SendAsync(me, chat, "second", "k")).Value;
        Assert.False(accepted.IsReplay);
        await _app.FinishAsync(accepted);
        Assert.Equal(4, (await _app.ReadAsync(me, chat)).Count);
    }

    [Fact]
    public async Task A_key_belongs_to_who_sent_it()
    {
        var (me, other) = (await _app.AddPersonAsync(), await _app.AddPersonAsync("mallory"));

        var mine = (await _app.Conversations.CreateAsync(me, new NewConversation("Mine"), Key("k"), Cancel)).Value;
        var theirs = (await _app.Conversations.CreateAsync(other, new NewConversation("Mine"), Key("k"), Cancel)).Value;

        Assert.False(theirs.IsReplay);
        Assert.NotEqual(mine.Value.Id, theirs.Value.Id);
    }

    [Fact]
    public async Task A_message_known_by_its_client_id_is_what_a_new_key_names()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var first = await _app.SayAsync(me, chat, "once", clientId: "c-1");
        await _app.FinishAsync(first);

        var named = (await SendAsync(me, chat, "once", "k", clientId: "c-1")).Value;
        var again = (await SendAsync(me, chat, "once", "k", clientId: "c-1")).Value;

        Assert.Equal((first.TurnId, true, false), (named.TurnId, named.IsRepeat, named.IsReplay));
        Assert.Equal((first.TurnId, true), (again.TurnId, again.IsReplay));
        Assert.Equal(2, (await _app.ReadAsync(me, chat)).Count);
    }

    [Fact]
    public async Task What_was_deleted_meanwhile_is_not_found()
    {
        var me = await _app.AddPersonAsync();
        var chat = (await _app.Conversations.CreateAsync(me, new NewConversation(), Key("chat"), Cancel)).Value.Value;
        await _app.FinishAsync((await SendAsync(me, chat, "hi", "turn")).Value);

        await _app.Conversations.DeleteAsync(me, chat.Id, Cancel);

        Assert.IsType<NotFound>((await SendAsync(me, chat, "hi", "turn")).Failure);
        Assert.IsType<NotFound>((await _app.Conversations.CreateAsync(me, new NewConversation(), Key("chat"), Cancel)).Failure);
    }

    [Fact]
    public async Task A_key_is_forgotten_after_a_day_and_its_rows_are_swept_in_bounded_pieces()
    {
        var me = await _app.AddPersonAsync();
        var first = (await _app.Conversations.CreateAsync(me, new NewConversation(), Key("old"), Cancel)).Value;
        var recent = (await _app.Conversations.CreateAsync(me, new NewConversation(), Key("recent"), Cancel)).Value;
        await AgeAsync(me, "old", TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));
        await AgeAsync(me, "recent", TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1));

        var again = (await _app.Conversations.CreateAsync(me, new NewConversation(), Key("old", "another hash"), Cancel)).Value;

        Assert.False(again.IsReplay);
        Assert.NotEqual(first.Value.Id, again.Value.Id);
        Assert.True((await _app.Conversations.CreateAsync(me, new NewConversation(), Key("recent"), Cancel)).Value.IsReplay);
        await _app.Database.WriteAsync(
            async session =>
            {
                for (var i = 0; i < 1_100; i++)
                    await IdempotencyStore.TakeAsync(session, me.PrincipalId, Key($"swept-{i}"), "conversation", expired: 0, now: 1);
                return 0;
            },
            Cancel
        );
        using var worker = new IdempotencyWorker(_app.Database, NullLogger<IdempotencyWorker>.Instance);
        Assert.Equal(1_100, await worker.SweepAsync(Cancel));
        Assert.Equal(2, await CountKeysAsync(me));
        Assert.Equal(
            recent.Value.Id,
            (await _app.Conversations.CreateAsync(me, new NewConversation(), Key("recent"), Cancel)).Value.Value.Id
        );
    }

    [Fact]
    public async Task Keys_go_with_their_principal()
    {
        var me = await _app.AddPersonAsync();
        await _app.Conversations.CreateAsync(me, new NewConversation(), Key("k"), Cancel);

        await _app.Database.WriteAsync(s => s.ExecuteAsync("DELETE FROM principals WHERE id = @PrincipalId", me), Cancel);

        Assert.Equal(0, await CountKeysAsync(me));
    }

    private Task<Result<AcceptedTurn>> SendAsync(
        Caller caller,
        Conversation chat,
        string text,
        string key,
        string hash = "hash",
        string? clientId = null
    ) => _app.Turns.StartAsync(caller, new TurnRequest(chat.Id, text, clientId, Key: Key(key, hash)), Cancel);

    private Task<long> CountKeysAsync(Caller caller) =>
        _app.Database.ReadAsync(
            s => s.CountAsync("SELECT count(*) FROM idempotency_keys WHERE principal_id = @PrincipalId", caller),
            Cancel
        );

    private Task<int> AgeAsync(Caller caller, string key, TimeSpan by) =>
        _app.Database.WriteAsync(
            s =>
                s.ExecuteAsync(
                    "UPDATE idempotency_keys SET created_at = created_at - @ms WHERE principal_id = @PrincipalId AND key = @key",
                    new
                    {
                        caller.PrincipalId,
                        key,
                        ms = (long)by.TotalMilliseconds,
                    }
                ),
            Cancel
        );

    private static IdempotencyKey Key(string key, string hash = "hash") => new(key, hash);
}

public sealed class SqliteIdempotencyTests(SqliteEngine app) : IdempotencyTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresIdempotencyTests(PostgresEngine app) : IdempotencyTests(app), IClassFixture<PostgresEngine>;
