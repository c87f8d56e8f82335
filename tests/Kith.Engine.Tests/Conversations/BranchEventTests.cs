using Kith.Engine.Conversations;
using Kith.Engine.Events;
using Kith.Engine.Turns;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Conversations;

/// <summary>What the log tells of a change of branches, on each database.</summary>
public abstract class BranchEventTests(EngineApp app)
{
    private const string Chat = "chat";
    private const string Turn = "turn";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_message_that_leaves_or_comes_is_told_in_the_order_of_the_branch()
    {
        var me = await app.AddPersonAsync();
        var chat = await app.StartChatAsync(me);
        var (u1, a1) = Ids(await app.TalkAsync(me, chat, "one"));
        var (u2, a2) = Ids(await app.TalkAsync(me, chat, "two"));
        var seen = await HeadAsync(me);

        var (u3, a3) = Ids(await app.EditAsync(me, chat, u2, "zwei"));
        seen = await ExpectAsync(
            seen,
            [(EventKinds.MessageDeleted, u2), (EventKinds.MessageDeleted, a2), (EventKinds.MessageCreated, u3), .. Answered]
        );
        var (_, a4) = Ids(await app.AnswerAgainAsync(me, chat, a2));
        seen = await ExpectAsync(
            seen,
            [(EventKinds.MessageDeleted, u3), (EventKinds.MessageDeleted, a3), (EventKinds.MessageUpdated, u2), .. Answered]
        );
        await app.SelectAsync(me, chat, a2);
        seen = await ExpectAsync(seen, [(EventKinds.MessageDeleted, a4), (EventKinds.MessageUpdated, a2)]);
        await app.SelectAsync(me, chat, a2);
        seen = await ExpectAsync(seen, []);
        await app.DeleteAsync(me, chat, a4);
        seen = await ExpectAsync(seen, [(EventKinds.MessageUpdated, a2)]);
        await app.DeleteAsync(me, chat, u2);
        seen = await ExpectAsync(
            seen,
            [
                (EventKinds.MessageDeleted, u2),
                (EventKinds.MessageDeleted, a2),
                (EventKinds.MessageUpdated, u3),
                (EventKinds.MessageUpdated, a3),
            ]
        );
        await app.DeleteAsync(me, chat, a3);
        seen = await ExpectAsync(seen, [(EventKinds.MessageDeleted, a3), (EventKinds.ChatUpdated, Chat)]);
        await app.DeleteAsync(me, chat, u1);
        await ExpectAsync(
            seen,
            [
                (EventKinds.MessageDeleted, u1),
                (EventKinds.MessageDeleted, a1),
                (EventKinds.MessageDeleted, u3),
                (EventKinds.ChatUpdated, Chat),
            ]
        );

        async Task<long> ExpectAsync(long after, (string Kind, string Subject)[] expected)
        {
            var news = (await app.Log.ReadAsync(me.PrincipalId, after, Cancel)).Events;
            Assert.Equal(
                expected,
                news.Select(e =>
                    (
                        e.Kind,
                        e.SubjectId == chat.Id ? Chat
                        : e.Kind.StartsWith("turn", StringComparison.Ordinal) ? Turn
                        : e.SubjectId
                    )
                )
            );
            Assert.All(news, e => Assert.Equal(chat.Id, e.ConversationId));
            return after + news.Count;
        }
    }

    [Fact]
    public async Task A_branch_with_another_number_of_texts_changes_the_chat()
    {
        var me = await app.AddPersonAsync();
        var chat = await app.StartChatAsync(me);
        var (u1, _) = Ids(await app.TalkAsync(me, chat, "one"));
        await app.TalkAsync(me, chat, "two");
        var (u3, _) = Ids(await app.EditAsync(me, chat, u1, "uno"));
        var seen = await HeadAsync(me);

        await app.SelectAsync(me, chat, u1);

        var news = (await app.Log.ReadAsync(me.PrincipalId, seen, Cancel)).Events;
        Assert.Equal(7, news.Count);
        Assert.Equal((EventKinds.MessageDeleted, u3), (news[0].Kind, news[0].SubjectId));
        Assert.Equal((EventKinds.ChatUpdated, chat.Id), (news[^1].Kind, news[^1].SubjectId));
        Assert.Equal(4, (await app.OpenAsync(me, chat)).MessageCount);
    }

    [Fact]
    public async Task A_fork_is_told_as_a_new_chat_and_then_its_messages()
    {
        var me = await app.AddPersonAsync();
        var chat = await app.StartChatAsync(me);
        var (_, answer) = Ids(await app.TalkAsync(me, chat, "one"));
        var seen = await HeadAsync(me);

        var fork = await app.ForkAsync(me, chat, answer);

        var told = (await app.Log.ReadAsync(me.PrincipalId, seen, Cancel)).Events;
        var copies = (await app.ReadAsync(me, fork)).Select(view => view.Message.Id).ToList();
        Assert.Equal(
            [(EventKinds.ChatCreated, fork.Id), (EventKinds.MessageCreated, copies[0]), (EventKinds.MessageCreated, copies[1])],
            told.Select(e => (e.Kind, e.SubjectId))
        );
        Assert.All(told, e => Assert.Equal(fork.Id, e.ConversationId));
    }

    [Fact]
    public async Task A_long_fork_is_told_as_a_new_chat_whose_messages_are_to_be_loaded()
    {
        var me = await app.AddPersonAsync();
        var chat = await app.GrowChatAsync(me, ConversationCatalog.MostTold + 2);
        var last = (await app.ReadAsync(me, chat))[^1].Message.Id;
        var seen = await HeadAsync(me);

        var fork = await app.ForkAsync(me, chat, last);

        var only = Assert.Single((await app.Log.ReadAsync(me.PrincipalId, seen, Cancel)).Events);
        Assert.Equal((EventKinds.ChatCreated, fork.Id, NewEvent.AllMessages), (only.Kind, only.ConversationId, only.SubjectId));
    }

    private static (string Kind, string Subject)[] Answered =>
        [(EventKinds.TurnStarted, Turn), (EventKinds.ChatUpdated, Chat), (EventKinds.TurnEnded, Turn), (EventKinds.ChatUpdated, Chat)];

    private static (string User, string Answer) Ids(TurnEnded turn) => (turn.UserMessage.Message.Id, turn.AiMessage.Message.Id);

    private Task<long> HeadAsync(Caller me) => app.Log.HeadAsync(me.PrincipalId, Cancel);
}

public sealed class SqliteBranchEventTests(SqliteEngine app) : BranchEventTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresBranchEventTests(PostgresEngine app) : BranchEventTests(app), IClassFixture<PostgresEngine>;
