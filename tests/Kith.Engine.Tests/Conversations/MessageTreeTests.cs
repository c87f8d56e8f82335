using System.Threading.Channels;
using Kith.Engine.Conversations;
using Kith.Engine.Turns;
using Kith.Engine.Users;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Tests.Conversations;

/// <summary>What editing, answering again, choosing and deleting promise, on each database.</summary>
public abstract class MessageTreeTests
{
    private readonly EngineApp _app;

    protected MessageTreeTests(EngineApp app)
    {
        _app = app;
        app.Model.Reset();
        app.Model.Answer = call => ScriptedModel.Say($"re: {call.Messages[^1].Text}")(call);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edited_message_is_a_new_branch_and_the_original_stays()
    {
        var (me, chat) = await StartAsync();
        var first = await _app.TalkAsync(me, chat, "one");
        await _app.TalkAsync(me, chat, "two");
        var original = first.UserMessage.Message;

        var edited = await _app.EditAsync(me, chat, original.Id, "uno");

        Assert.Equal(["uno", "re: uno"], await TextsAsync(me, chat));
        var message = edited.UserMessage.Message;
        Assert.Equal((0, 1, null), (message.Depth, message.OnPath, message.ParentId));
        Assert.Equal(message.CreatedAt, message.EditedAt);
        Assert.Null(edited.AiMessage.Message.EditedAt);
        Assert.Equal([original.Id, message.Id], edited.UserMessage.Siblings);
        var replayed = await _app.Follower.FinishAsync(first.TurnId, Cancel);
        Assert.Equal(0, replayed!.UserMessage.Message.OnPath);
        Assert.Equal(edited.UserMessage.Siblings, replayed.UserMessage.Siblings);
        await _app.SelectAsync(me, chat, original.Id);
        Assert.Equal(["one", "re: one", "two", "re: two"], await TextsAsync(me, chat));
        Assert.Equal(original, (await _app.ReadAsync(me, chat))[0].Message);
    }

    [Fact]
    public async Task An_edit_off_the_active_branch_brings_its_branch_back()
    {
        var (me, chat) = await StartAsync();
        var one = await _app.TalkAsync(me, chat, "one");
        var two = await _app.TalkAsync(me, chat, "two");
        await _app.EditAsync(me, chat, one.UserMessage.Message.Id, "uno");

        await _app.EditAsync(me, chat, two.UserMessage.Message.Id, "zwei");

        Assert.Equal(["one", "re: one", "zwei", "re: zwei"], await TextsAsync(me, chat));
        Assert.Equal((4, 2), await CountsAsync(me, chat));
    }

    [Fact]
    public async Task Only_the_persons_messages_can_be_edited()
    {
        var (me, chat) = await StartAsync();
        var said = await _app.TalkAsync(me, chat, "one");

        var refused = await _app.Turns.StartAsync(me, new TurnRequest(chat.Id, "x", Edits: said.AiMessage.Message.Id), Cancel);

        Assert.Contains("message", Assert.IsType<Invalid>(refused.Failure).Errors.Keys);
        Assert.Equal(2, (await _app.ReadAsync(me, chat)).Count);
    }

    [Fact]
    public async Task An_edit_sent_twice_with_one_client_id_answers_the_first()
    {
        var (me, chat) = await StartAsync();
        var original = (await _app.TalkAsync(me, chat, "one")).UserMessage.Message.Id;
        var request = new TurnRequest(chat.Id, "uno", "c-1", Edits: original);

        var first = (await _app.Turns.StartAsync(me, request, Cancel)).Value;
        await _app.FinishAsync(first);
        var again = (await _app.Turns.StartAsync(me, request, Cancel)).Value;

        Assert.Equal(first with { IsRepeat = true }, again);
        Assert.Equal(2, (await _app.ReadAsync(me, chat))[0].Siblings.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_new_answer_stands_beside_the_old_one_and_sees_what_is_above(bool byAnswer)
    {
        var (me, chat) = await StartAsync();
        await _app.TalkAsync(me, chat, "one");
        var two = await _app.TalkAsync(me, chat, "two");
        await _app.TalkAsync(me, chat, "three");
        _app.Model.Reset();
        _app.Model.Answer = ScriptedModel.Say("again");

        var again = await _app.AnswerAgainAsync(me, chat, (byAnswer ? two.AiMessage : two.UserMessage).Message.Id);

        Assert.Equal(["one", "re: one", "two", "again"], await TextsAsync(me, chat));
        Assert.Equal((4, 2), await CountsAsync(me, chat));
        Assert.Equal([two.AiMessage.Message.Id, again.AiMessage.Message.Id], again.AiMessage.Siblings);
        Assert.Equal(two.UserMessage.Message, again.UserMessage.Message);
        Assert.Equal(["one", "re: one", "two"], (await _app.Model.NextCallAsync()).Messages.Skip(1).Select(message => message.Text));
    }

    [Fact]
    public async Task Answering_again_off_the_active_branch_brings_its_branch_back()
    {
        var (me, chat) = await StartAsync();
        var one = await _app.TalkAsync(me, chat, "one");
        var two = await _app.TalkAsync(me, chat, "two");
        await _app.EditAsync(me, chat, one.UserMessage.Message.Id, "uno");

        await _app.AnswerAgainAsync(me, chat, two.AiMessage.Message.Id);

        Assert.Equal(["one", "re: one", "two", "re: two"], await TextsAsync(me, chat));
        Assert.Equal(2, (await _app.ReadAsync(me, chat))[3].Siblings.Count);
    }

    [Fact]
    public async Task A_turn_that_failed_is_tried_again_by_its_message()
    {
        var (me, chat) = await StartAsync();
        _app.Model.Answer = _ => AsyncEnumerable.Empty<ChatResponseUpdate>();
        var failed = await _app.TalkAsync(me, chat, "hello?");
        Assert.Equal(MessageStatus.Failed, failed.AiMessage.Message.Status);
        Assert.Equal((1, 1), await CountsAsync(me, chat));
        _app.Model.Answer = ScriptedModel.Say("here I am");

        var again = await _app.AnswerAgainAsync(me, chat, failed.UserMessage.Message.Id);

        Assert.Null(again.Failure);
        Assert.Equal(["hello?", "here I am"], await TextsAsync(me, chat));
        Assert.Equal((2, 1), await CountsAsync(me, chat));
    }

    [Fact]
    public async Task Choosing_goes_on_with_the_newest_message_at_each_step()
    {
        var (me, chat) = await StartAsync();
        var one = await _app.TalkAsync(me, chat, "one");
        var two = await _app.TalkAsync(me, chat, "two");
        await _app.EditAsync(me, chat, two.UserMessage.Message.Id, "zwei");
        await _app.SelectAsync(me, chat, two.AiMessage.Message.Id);
        Assert.Equal(["one", "re: one", "two", "re: two"], await TextsAsync(me, chat));

        var chosen = await _app.SelectAsync(me, chat, one.UserMessage.Message.Id);

        Assert.Equal(one.UserMessage.Message, chosen.Message);
        Assert.Equal(["one", "re: one", "zwei", "re: zwei"], await TextsAsync(me, chat));
    }

    [Fact]
    public async Task Deleting_takes_all_that_follows_and_the_newest_sibling_steps_in()
    {
        var (me, chat) = await StartAsync();
        var one = await _app.TalkAsync(me, chat, "one");
        await _app.TalkAsync(me, chat, "more of one");
        var two = await _app.EditAsync(me, chat, one.UserMessage.Message.Id, "two");
        var three = await _app.EditAsync(me, chat, one.UserMessage.Message.Id, "three");
        await _app.AnswerAgainAsync(me, chat, three.UserMessage.Message.Id);
        await _app.SelectAsync(me, chat, one.UserMessage.Message.Id);
        var spent = (await _app.OpenAsync(me, chat)).TotalTokens;

        await _app.DeleteAsync(me, chat, one.UserMessage.Message.Id);
        Assert.Equal(["three", "re: three"], await TextsAsync(me, chat));
        await _app.DeleteAsync(me, chat, three.UserMessage.Message.Id);
        Assert.Equal(["two", "re: two"], await TextsAsync(me, chat));
        await _app.DeleteAsync(me, chat, two.AiMessage.Message.Id);
        Assert.Equal(["two"], await TextsAsync(me, chat));
        Assert.Equal((1, 1), await CountsAsync(me, chat));
        await _app.DeleteAsync(me, chat, two.UserMessage.Message.Id);

        Assert.Empty(await _app.ReadAsync(me, chat));
        Assert.Equal((0, 0), await CountsAsync(me, chat));
        Assert.Equal(spent, (await _app.OpenAsync(me, chat)).TotalTokens);
        await _app.TalkAsync(me, chat, "a new beginning");
        Assert.Equal(["a new beginning", "re: a new beginning"], await TextsAsync(me, chat));
    }

    [Fact]
    public async Task Nothing_of_a_deleted_text_remains()
    {
        var (me, chat) = await StartAsync();
        await _app.TalkAsync(me, chat, "harmless");
        var secret = await _app.TalkAsync(me, chat, "the canary sings");
        var answer = secret.AiMessage.Message.Id;
        await _app.EditAsync(me, chat, secret.UserMessage.Message.Id, "never mind");
        Assert.NotEqual(0, await CanariesAsync(chat));

        await _app.DeleteAsync(me, chat, secret.UserMessage.Message.Id);

        Assert.Equal(0, await CanariesAsync(chat));
        Assert.Equal(
            0,
            await _app.Database.ReadAsync(
                s => s.CountAsync("SELECT count(*) FROM turns WHERE ai_message_id = @answer", new { answer }),
                Cancel
            )
        );
        Assert.Equal(["harmless", "re: harmless", "never mind", "re: never mind"], await TextsAsync(me, chat));
    }

    [Fact]
    public async Task A_title_that_is_the_words_of_a_deleted_message_goes_with_it()
    {
        var (me, chat) = await StartAsync();
        var first = (await _app.TalkAsync(me, chat, "the canary sings")).UserMessage.Message;
        var edited = (await _app.EditAsync(me, chat, first.Id, "never mind")).UserMessage.Message;
        Assert.Equal("The canary sings", (await _app.OpenAsync(me, chat)).Title);

        await _app.DeleteAsync(me, chat, first.Id);
        Assert.Equal("Never mind", (await _app.OpenAsync(me, chat)).Title);
        await _app.DeleteAsync(me, chat, edited.Id);
        Assert.Null((await _app.OpenAsync(me, chat)).Title);

        await _app.TalkAsync(me, chat, "anew");
        Assert.Equal("Anew", (await _app.OpenAsync(me, chat)).Title);
    }

    [Fact]
    public async Task A_title_of_ones_own_stays_when_messages_go()
    {
        var (me, chat) = await StartAsync();
        var first = (await _app.TalkAsync(me, chat, "the canary sings")).UserMessage.Message;
        var named = await _app.Conversations.ChangeAsync(me, chat.Id, new ConversationChange("Birds", null, null, null, null), Cancel);
        Assert.Equal("Birds", named.Value.Title);

        await _app.DeleteAsync(me, chat, first.Id);

        Assert.Equal("Birds", (await _app.OpenAsync(me, chat)).Title);
    }

    [Fact]
    public async Task A_client_id_whose_answer_was_deleted_says_so()
    {
        var (me, chat) = await StartAsync();
        var ended = await _app.FinishAsync(await _app.SayAsync(me, chat, "once", "c-1"));
        await _app.DeleteAsync(me, chat, ended.AiMessage.Message.Id);

        var repeat = await _app.Turns.StartAsync(me, new TurnRequest(chat.Id, "once", "c-1"), Cancel);

        Assert.IsType<AnswerDeleted>(repeat.Failure);
        await _app.AnswerAgainAsync(me, chat, ended.UserMessage.Message.Id);
        Assert.Equal(["once", "re: once"], await TextsAsync(me, chat));
    }

    [Fact]
    public async Task While_an_answer_is_written_the_tree_stays_as_it_is()
    {
        var (me, chat) = await StartAsync();
        var one = await _app.TalkAsync(me, chat, "one");
        var (said, answer) = (one.UserMessage.Message.Id, one.AiMessage.Message.Id);
        var pieces = Channel.CreateUnbounded<string>();
        _app.Model.Answer = ScriptedModel.Say(pieces.Reader);
        var turn = await _app.SayAsync(me, chat, "two");

        Failure?[] refused =
        [
            (await _app.Turns.StartAsync(me, new TurnRequest(chat.Id, "uno", Edits: said), Cancel)).Failure,
            (await _app.Turns.AnswerAgainAsync(me, chat.Id, answer, key: null, Cancel)).Failure,
            (await _app.Tree.SelectAsync(me, chat.Id, said, Cancel)).Failure,
            (await _app.Tree.DeleteAsync(me, chat.Id, said, Cancel)).Failure,
        ];

        Assert.All(refused, failure => Assert.Equal(turn.TurnId, Assert.IsType<TurnRunning>(failure).TurnId));
        var fork = await _app.ForkAsync(me, chat, turn.AiMessageId);
        Assert.Equal(["one", "re: one", "two"], await TextsAsync(me, fork));
        pieces.Writer.TryWrite("done");
        pieces.Writer.Complete();
        await _app.FinishAsync(turn);
        Assert.Equal(["one", "re: one", "two", "done"], await TextsAsync(me, chat));
        Assert.Equal((4, 2), await CountsAsync(me, chat));
    }

    [Fact]
    public async Task An_ended_chat_can_be_looked_through_and_tidied_but_says_nothing_more()
    {
        var (me, chat) = await StartAsync();
        var one = await _app.TalkAsync(me, chat, "one");
        var two = await _app.EditAsync(me, chat, one.UserMessage.Message.Id, "two");
        await _app.Conversations.EndAsync(me, chat.Id, Cancel);
        var (said, answer) = (one.UserMessage.Message.Id, one.AiMessage.Message.Id);

        Assert.IsType<ConversationEnded>((await _app.Turns.StartAsync(me, new TurnRequest(chat.Id, "x", Edits: said), Cancel)).Failure);
        Assert.IsType<ConversationEnded>((await _app.Turns.AnswerAgainAsync(me, chat.Id, answer, key: null, Cancel)).Failure);
        await _app.SelectAsync(me, chat, said);
        Assert.Equal(["one", "re: one"], await TextsAsync(me, chat));
        await _app.DeleteAsync(me, chat, two.UserMessage.Message.Id);
        Assert.Equal([said], (await _app.ReadAsync(me, chat))[0].Siblings);
        Assert.False((await _app.ForkAsync(me, chat, answer)).IsEnded);
    }

    [Fact]
    public async Task Somebody_elses_message_and_one_of_another_chat_look_like_none()
    {
        var (me, chat) = await StartAsync();
        var other = await _app.AddPersonAsync("mallory");
        var theirs = await _app.StartChatAsync(other);
        var mine = (await _app.TalkAsync(me, chat, "mine")).UserMessage.Message.Id;
        var second = await _app.StartChatAsync(me);

        foreach (var (caller, where) in new[] { (other, chat), (other, theirs), (me, second) })
        {
            var expected = where == chat ? new NotFound("chat") : new NotFound("message");
            Assert.Equal(expected, (await _app.Turns.StartAsync(caller, new TurnRequest(where.Id, "x", Edits: mine), Cancel)).Failure);
            Assert.Equal(expected, (await _app.Turns.AnswerAgainAsync(caller, where.Id, mine, key: null, Cancel)).Failure);
            Assert.Equal(expected, (await _app.Tree.SelectAsync(caller, where.Id, mine, Cancel)).Failure);
            Assert.Equal(expected, (await _app.Tree.DeleteAsync(caller, where.Id, mine, Cancel)).Failure);
            Assert.Equal(expected, (await _app.Forks.ForkAsync(caller, where.Id, mine, key: null, Cancel)).Failure);
        }

        Assert.Equal(new NotFound("message"), (await _app.Tree.SelectAsync(me, chat.Id, "nothing", Cancel)).Failure);
        Assert.Equal(["mine", "re: mine"], await TextsAsync(me, chat));
        Assert.Empty(await _app.ReadAsync(other, theirs));
    }

    [Fact]
    public async Task A_fork_begins_with_copies_and_goes_its_own_way()
    {
        var me = await _app.AddPersonAsync();
        var first = await _app.Turns.StartAsync(me, new TurnRequest(ConversationId: null, "one"), Cancel);
        var one = await _app.FinishAsync(first.Value);
        var chat = (await _app.Conversations.OpenAsync(me, first.Value.ConversationId, Cancel)).Value;
        Assert.Equal(1, chat.IsOngoing);
        await _app.FinishAsync(await _app.SayAsync(me, chat, "two", "c-1"));
        var last = (await _app.ReadAsync(me, chat))[3].Message;
        var other = await _app.EditAsync(me, chat, one.UserMessage.Message.Id, "uno");
        var before = await _app.OpenAsync(me, chat);

        var fork = await _app.ForkAsync(me, chat, last.Id);

        Assert.Equal(fork, await _app.OpenAsync(me, fork));
        Assert.Equal((before.AgentId, before.Prompt, before.Title), (fork.AgentId, fork.Prompt, fork.Title));
        Assert.Equal((0, 4, 2, 0), (fork.IsOngoing, fork.MessageCount, fork.UserMessageCount, fork.TotalTokens));
        var copies = (await _app.ReadAsync(me, fork)).Select(view => view.Message).ToList();
        await _app.SelectAsync(me, chat, last.Id);
        var originals = (await _app.ReadAsync(me, chat)).Select(view => view.Message).ToList();
        Assert.Equal(
            originals.Select(
                (message, i) =>
                    message with
                    {
                        Id = copies[i].Id,
                        ConversationId = fork.Id,
                        ParentId = i == 0 ? null : copies[i - 1].Id,
                        ClientId = null,
                    }
            ),
            copies
        );
        Assert.All(copies, copy => Assert.True(Guid.TryParseExact(copy.Id, "D", out var id) && id.Version == 7));
        Assert.Empty(copies.Select(copy => copy.Id).Intersect(originals.Select(message => message.Id)));
        await _app.TalkAsync(me, fork, "three");
        await _app.AnswerAgainAsync(me, fork, copies[1].Id);
        Assert.Equal(["one", "re: one"], await TextsAsync(me, fork));
        Assert.Equal(["one", "re: one", "two", "re: two"], await TextsAsync(me, chat));
        Assert.NotNull(other);
    }

    private async Task<(Caller Me, Conversation Chat)> StartAsync()
    {
        var me = await _app.AddPersonAsync();
        return (me, await _app.StartChatAsync(me));
    }

    private async Task<IEnumerable<string>> TextsAsync(Caller me, Conversation chat) =>
        (await _app.ReadAsync(me, chat)).Select(view => view.Message.Content);

    private async Task<(long, long)> CountsAsync(Caller me, Conversation chat) =>
        await _app.OpenAsync(me, chat) is var now ? (now.MessageCount, now.UserMessageCount) : default;

    private Task<long> CanariesAsync(Conversation chat) =>
        _app.Database.ReadAsync(
            s =>
                s.CountAsync(
                    """
                    SELECT (SELECT count(*) FROM messages WHERE conversation_id = @Id AND content LIKE '%canary%')
                        + (SELECT count(*) FROM turn_deltas WHERE deltas LIKE '%canary%')
                    """,
                    new { chat.Id }
                ),
            Cancel
        );
}

public sealed class SqliteMessageTreeTests(SqliteEngine app) : MessageTreeTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresMessageTreeTests(PostgresEngine app) : MessageTreeTests(app), IClassFixture<PostgresEngine>;
