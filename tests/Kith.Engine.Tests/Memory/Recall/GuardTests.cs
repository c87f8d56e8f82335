using Kith.Engine.Conversations;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Recall;
using Kith.Engine.Memory.Search;
using Kith.Engine.Tests.Memory.Facts;
using Kith.Engine.Turns;
using Kith.Engine.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Kith.Engine.Tests.Memory.Recall;

/// <summary>
/// What is to stay on this machine is in no prompt for a provider elsewhere: not as a fact, not as what was said, answered, copied or
/// summed up. On each database.
/// </summary>
public abstract class GuardTests(EngineApp app)
{
    private const string Canary = "canary";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_to_stay_here_is_in_no_prompt_for_a_provider_elsewhere()
    {
        var (mind, chat) = await TellSecretAsync();
        var me = mind.Caller;
        var other = await mind.StartChatAsync();

        await AssertSilentAsync(me, chat, "And now? Which safe code was it?"); // in the history
        await AssertSilentAsync(me, other, "Which safe code is it?"); // recalled
        var fork = await app.ForkAsync(me, chat, (await app.ReadAsync(me, chat))[3].Message.Id);
        await AssertSilentAsync(me, fork, "Which safe code was it?"); // copied
        await app.Index.CatchUpAsync(Cancel);
        await AssertSilentAsync(me, other, "Please, which safe code is it?"); // copied, and recalled

        var prompt = await PromptAsync(me, chat, "Go on");
        Assert.Equal(2, prompt.Split(Guard.Placeholder).Length - 1);
    }

    [Fact]
    public async Task A_message_that_is_to_stay_here_is_not_told_when_it_is_answered_again()
    {
        var (mind, chat) = await TellSecretAsync();
        var secret = (await app.ReadAsync(mind.Caller, chat))[2].Message;
        app.Model.Reset();

        await app.AnswerAgainAsync(mind.Caller, chat, secret.Id);

        Assert.DoesNotContain(Canary, Text(await app.Model.NextCallAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_summary_of_what_is_to_stay_here_is_not_told()
    {
        var (mind, chat) = await TellSecretAsync();
        var me = mind.Caller;
        for (var i = 0; i < 12; i++)
            await app.TalkAsync(me, chat, $"Number {i}");
        await SumUpAsync(me, chat, through: 4, $"The safe code is {Canary}.");
        var fork = await app.ForkAsync(me, chat, (await app.ReadAsync(me, chat))[^1].Message.Id);
        await SumUpAsync(me, fork, through: 4, $"The safe code is {Canary}.");

        await AssertSilentAsync(me, chat, "What did we talk about?");
        await AssertSilentAsync(me, fork, "What did we talk about?");
        await AssertSilentAsync(me, await mind.StartChatAsync(), "Which safe code is it?");
    }

    [Fact]
    public async Task An_answer_that_knew_it_is_not_told_either_once_a_provider_elsewhere_answers()
    {
        var mind = await Mind.AddAsync(app);
        var me = mind.Caller;
        await AddOwnAsync(me, $"Opens the safe with {Canary}.");
        await using var services = app.BuildAnother(app.Database, new TurnsOptions { NodeId = "node-b" }, isLocal: true);
        var chat = await mind.StartChatAsync();
        app.Model.Reset();
        app.Model.Answer = ScriptedModel.Say($"With {Canary}.");
        var turn = (
            await services.GetRequiredService<TurnIntake>().StartAsync(me, new TurnRequest(chat.Id, "What opens the safe?"), Cancel)
        ).Value;
        await services.GetRequiredService<TurnFollower>().FinishAsync(turn.TurnId, Cancel);

        // Who is here may know.
        Assert.Contains(Canary, Text(await app.Model.NextCallAsync()), StringComparison.Ordinal);
        await app.Index.CatchUpAsync(Cancel);
        await AssertSilentAsync(me, chat, "And what opens the safe again?");
        await AssertSilentAsync(me, await mind.StartChatAsync(), "What opens the safe?");
    }

    [Fact]
    public async Task Without_memory_it_stays_here_all_the_same()
    {
        var (mind, chat) = await TellSecretAsync();
        await app.Conversations.ChangeAsync(
            mind.Caller,
            chat.Id,
            new ConversationChange(null, null, null, null, MemoryEnabled: false),
            Cancel
        );

        await AssertSilentAsync(mind.Caller, chat, "Which safe code was it?");
    }

    /// <summary>A chat in which a secret was told, answered with it, and learned.</summary>
    private async Task<(Mind Mind, Conversation Chat)> TellSecretAsync()
    {
        var mind = await Mind.AddAsync(app);
        var chat = await mind.StartChatAsync();
        await app.TalkAsync(mind.Caller, chat, "Hello");
        app.Model.Answer = ScriptedModel.Say($"So it is {Canary}!");
        var said = await app.TalkAsync(mind.Caller, chat, $"My safe code is {Canary}");
        app.Model.Reset();
        await mind.LearnAsync(said.UserMessage.Message.Id, Mind.Fact($"Has the safe code {Canary}."));
        await app.Database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    "UPDATE facts SET sensitivity = 'local_only', pinned = 1 WHERE principal_id = @PrincipalId",
                    new { mind.Caller.PrincipalId }
                ),
            Cancel
        );
        await app.Index.CatchUpAsync(Cancel);
        return (mind, chat);
    }

    private async Task AssertSilentAsync(Caller me, Conversation chat, string question) =>
        Assert.DoesNotContain(Canary, await PromptAsync(me, chat, question), StringComparison.Ordinal);

    private async Task<string> PromptAsync(Caller me, Conversation chat, string question)
    {
        app.Model.Reset();
        await app.TalkAsync(me, chat, question);
        return Text(await app.Model.NextCallAsync());
    }

    private static string Text(ScriptedModel.Call call) => string.Join('\n', call.Messages.Select(message => message.Text));

    private Task AddOwnAsync(Caller me, string text) =>
        app.Database.WriteAsync(
            async session =>
            {
                await FactStore.InsertAsync(
                    session,
                    new Fact(
                        app.Database.Clock.NewId(),
                        me.PrincipalId,
                        FactKinds.Other,
                        "me",
                        text,
                        Slot: null,
                        Salience: 0.5,
                        Sensitivities.LocalOnly,
                        Pinned: 0,
                        Pending: 0,
                        FactOrigins.Person,
                        ValidFrom: null,
                        ValidUntil: null,
                        app.Database.Clock.NowMs(),
                        app.Database.Clock.NowMs()
                    )
                );
                return default(Done);
            },
            Cancel
        );

    private async Task SumUpAsync(Caller me, Conversation chat, int through, string text)
    {
        var last = (await app.ReadAsync(me, chat)).Single(view => view.Message.Depth == through).Message;
        await app.Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    """
                    INSERT INTO summaries (conversation_id, text, through_message_id, through_depth, updated_at)
                    VALUES (@ConversationId, @text, @Id, @Depth, @CreatedAt)
                    """,
                    new
                    {
                        last.ConversationId,
                        text,
                        last.Id,
                        last.Depth,
                        last.CreatedAt,
                    }
                );
                await SearchIndex.IndexSummaryAsync(session, me.PrincipalId, chat.Id, text);
                return 0;
            },
            Cancel
        );
    }
}

public sealed class SqliteGuardTests(SqliteEngine app) : GuardTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresGuardTests(PostgresEngine app) : GuardTests(app), IClassFixture<PostgresEngine>;
