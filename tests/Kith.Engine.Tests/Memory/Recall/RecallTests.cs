using Kith.Engine.Conversations;
using Kith.Engine.Memory;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Recall;
using Kith.Engine.Memory.Search;
using Kith.Engine.Tests.Memory.Facts;
using Kith.Engine.Turns;
using Kith.Engine.Users;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Tests.Memory.Recall;

/// <summary>What a turn recalls, as the model is told it and as its receipt shows it, on each database.</summary>
public abstract class RecallTests(EngineApp app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_learned_in_one_chat_is_known_in_another()
    {
        var mind = await Mind.AddAsync(app);
        await mind.SayAsync(
            await mind.StartChatAsync(),
            Mind.Fact("Has a sister called Priya.", kind: FactKinds.Family),
            Mind.Fact("Hates coriander.")
        );

        var (prompt, turn) = await AskAsync(mind.Caller, await mind.StartChatAsync(), "Do you know my sister?");

        Assert.Contains("] Has a sister called Priya.", prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("coriander", prompt, StringComparison.Ordinal);
        var item = Assert.Single(await ReceiptAsync(mind.Caller, turn));
        Assert.Equal((MemoryKinds.Fact, "Has a sister called Priya."), (item.Kind, item.Text));
        Assert.Equal(["matches: sister", "about: family", "today"], item.Why);
        Assert.InRange(item.Tokens, 5, 40);
    }

    [Fact]
    public async Task What_is_pinned_is_always_known_and_small_talk_recalls_nothing_else()
    {
        var mind = await Mind.AddAsync(app);
        await mind.SayAsync(
            await mind.StartChatAsync(),
            Mind.Fact("Has a peanut allergy."),
            Mind.Fact("Says hello in Tamil.") with
            {
                Salience = 1,
            }
        );
        await ExecuteAsync("UPDATE facts SET pinned = 1 WHERE text LIKE '%peanut%' AND principal_id = @PrincipalId", mind.Caller);

        var (prompt, turn) = await AskAsync(mind.Caller, await mind.StartChatAsync(), "Hello there, good morning!");

        Assert.Contains("peanut", prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("Tamil", prompt, StringComparison.Ordinal);
        Assert.Equal("pinned", Assert.Single(await ReceiptAsync(mind.Caller, turn)).Why[0]);
    }

    [Fact]
    public async Task What_no_longer_holds_or_waits_for_a_yes_is_not_recalled_nor_what_was_said_of_it()
    {
        var mind = await Mind.AddAsync(app);
        var chat = await mind.StartChatAsync();
        await mind.SayAsync(chat, Mind.Fact("Lives in Pune, the city.", slot: "home"));
        await mind.SayAsync(chat, Mind.Fact("Lives in Berlin, the city.", slot: "home"));
        await mind.SayAsync(chat, Mind.Secret("Is ill in the city."));
        var gone = await mind.SayAsync(chat, Mind.Fact("Loves the city of Rome."));
        await app.EditAsync(mind.Caller, chat, gone, "Never mind.");
        var told = await app.TalkAsync(mind.Caller, chat, "The city makes me cough");
        await mind.LearnAsync(told.UserMessage.Message.Id, Mind.Secret("Coughs in the city."));
        await app.Index.CatchUpAsync(Cancel);

        var (prompt, _) = await AskAsync(mind.Caller, await mind.StartChatAsync(), "Which city is it that I live in?");

        Assert.Contains("Berlin", prompt, StringComparison.Ordinal);
        Assert.All(["Pune", "ill in", "Rome", "Coughs", "cough"], words => Assert.DoesNotContain(words, prompt, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Neither_an_answer_nor_a_summary_tells_what_waits_for_a_yes()
    {
        var mind = await Mind.AddAsync(app);
        var chat = await mind.StartChatAsync();
        app.Model.Answer = ScriptedModel.Say("A lighthouse with asthma, then.");
        var told = await app.TalkAsync(mind.Caller, chat, "I have asthma since the lighthouse");
        await mind.LearnAsync(told.UserMessage.Message.Id, Mind.Secret("Has asthma."));
        await SumUpAsync(mind.Caller, chat, told.AiMessage.Message, "The lighthouse gave them asthma.");
        await app.Index.CatchUpAsync(Cancel);

        var (before, _) = await AskAsync(mind.Caller, await mind.StartChatAsync(), "What about that lighthouse?");
        await mind.ChangeAsync("Has asthma.", new FactInput { Pending = false });
        var (after, _) = await AskAsync(mind.Caller, await mind.StartChatAsync(), "What about that lighthouse?");

        Assert.DoesNotContain("asthma", before, StringComparison.Ordinal);
        Assert.Contains("The lighthouse gave them asthma.", after, StringComparison.Ordinal);
        Assert.Contains("A lighthouse with asthma, then.", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_said_elsewhere_is_quoted_with_who_said_it_and_when()
    {
        var me = await app.AddPersonAsync();
        app.Model.Answer = ScriptedModel.Say("A telescope is what one buys once.");
        await app.TalkAsync(me, await app.StartChatAsync(me), "I bought a telescope in Lisbon");
        app.Model.Reset();
        await app.Index.CatchUpAsync(Cancel);

        var (prompt, turn) = await AskAsync(me, await app.StartChatAsync(me), "Where did I buy that telescope?");

        var day = app.Database.Clock.GetUtcNow().ToString("yyyy-MM-dd");
        Assert.Contains($"- [{day}] the user wrote: \u201cI bought a telescope in Lisbon\u201d", prompt, StringComparison.Ordinal);
        Assert.Contains($"- [{day}] you wrote: \u201cA telescope is", prompt, StringComparison.Ordinal);
        var item = (await ReceiptAsync(me, turn))[0];
        Assert.Equal((MemoryKinds.Message, item.MessageId), (item.Kind, item.Id));
        Assert.Contains(
            item.Why,
            reason => reason.StartsWith("matches: ", StringComparison.Ordinal) && reason.Contains("telescope", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_fact_comes_instead_of_the_message_it_was_learned_from()
    {
        var mind = await Mind.AddAsync(app);
        var said = await app.TalkAsync(mind.Caller, await mind.StartChatAsync(), "My telescope is an old Dobsonian");
        await mind.LearnAsync(said.UserMessage.Message.Id, Mind.Fact("Has an old Dobsonian telescope."));
        await app.Index.CatchUpAsync(Cancel);

        var (_, turn) = await AskAsync(mind.Caller, await mind.StartChatAsync(), "What telescope have I got?");

        Assert.Equal("Has an old Dobsonian telescope.", Assert.Single(await ReceiptAsync(mind.Caller, turn)).Text);
    }

    [Fact]
    public async Task Of_this_chat_only_what_the_context_has_no_room_for_is_recalled()
    {
        var me = await app.AddPersonAsync();
        var chat = await app.StartChatAsync(me);
        await app.TalkAsync(me, chat, "My telescope is a Dobsonian");
        await app.Index.CatchUpAsync(Cancel);

        Assert.Empty(await ReceiptAsync(me, (await AskAsync(me, chat, "Is the telescope good?")).Turn));
        for (var i = 0; i < 10; i++)
            await app.TalkAsync(me, chat, $"Number {i}");
        await app.Index.CatchUpAsync(Cancel);
        var (prompt, turn) = await AskAsync(me, chat, "How is my telescope?");

        Assert.Equal("My telescope is a Dobsonian", (await ReceiptAsync(me, turn))[0].Text);
        Assert.Contains("\u201cMy telescope is a Dobsonian\u201d", prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_summary_of_another_chat_is_recalled_and_of_this_one_it_takes_the_place_of_what_is_older()
    {
        var me = await app.AddPersonAsync();
        var other = await app.GrowChatAsync(me, 4);
        await SumUpAsync(me, other, through: 3, "They compared telescopes for beginners.");
        var chat = await app.GrowChatAsync(me, 60);
        await SumUpAsync(me, chat, through: 30, "They planned a journey.");

        var (prompt, turn) = await AskAsync(me, chat, "Which telescope shall I take?");

        Assert.Contains("an earlier chat, summed up: They compared telescopes", prompt, StringComparison.Ordinal);
        Assert.Contains("<kith:summary>\nThey planned a journey.\n</kith:summary>", prompt, StringComparison.Ordinal);
        Assert.Equal(
            (MemoryKinds.Summary, other.Id),
            (await ReceiptAsync(me, turn)).Select(item => (item.Kind, item.ConversationId)).Single()
        );
    }

    [Fact]
    public async Task Nothing_is_recalled_where_memory_is_off()
    {
        var mind = await Mind.AddAsync(app);
        var me = mind.Caller;
        await mind.SayAsync(await mind.StartChatAsync(), Mind.Fact("Has a telescope."));
        var silent = await app.StartChatAsync(me, new NewConversation(MemoryEnabled: false));
        await app.TalkAsync(me, silent, "The telescope in the attic is a secret");
        await app.Index.CatchUpAsync(Cancel);

        var (inSilent, _) = await AskAsync(me, silent, "Which telescope is mine?");
        var (elsewhere, _) = await AskAsync(me, await mind.StartChatAsync(), "Which telescope is mine, and what about the attic?");
        await app.Profiles.PutAsync(me, new ProfileChange(null, null, null, MemoryEnabled: false, null, null), replace: false, Cancel);
        var (off, turn) = await AskAsync(me, await mind.StartChatAsync(), "Which telescope is mine?");

        Assert.DoesNotContain("kith:memories", inSilent.Replace("<kith:…>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("Has a telescope.", elsewhere, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", elsewhere, StringComparison.Ordinal);
        Assert.DoesNotContain("Has a telescope.", off, StringComparison.Ordinal);
        Assert.Empty(await ReceiptAsync(me, turn));
    }

    [Fact]
    public async Task An_anonymous_session_has_no_memory()
    {
        var me = (await app.AddPersonAsync()) with { Kind = PrincipalKind.Session };
        var mind = new Mind(app, me);
        await mind.SayAsync(await mind.StartChatAsync(), Mind.Fact("Has a telescope."));

        var (prompt, _) = await AskAsync(me, await app.StartChatAsync(me), "Which telescope is mine?");

        Assert.DoesNotContain("Has a telescope.", prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_elses_memory_is_never_told()
    {
        var (mind, other) = (await Mind.AddAsync(app), await Mind.AddAsync(app));
        await other.SayAsync(await other.StartChatAsync(), Mind.Fact("Hides canary-fact in the telescope."));
        await app.TalkAsync(other.Caller, await other.StartChatAsync(), "My telescope hides canary-message");
        var theirs = await other.StartChatAsync();
        var said = await app.TalkAsync(other.Caller, theirs, "hello");
        await SumUpAsync(other.Caller, theirs, said.AiMessage.Message, "A telescope, canary-summary.");
        await ExecuteAsync("UPDATE facts SET pinned = 1 WHERE principal_id = @PrincipalId", other.Caller);
        await app.Index.CatchUpAsync(Cancel);

        var (prompt, turn) = await AskAsync(mind.Caller, await mind.StartChatAsync(), "What hides the telescope?");
        var (theirPrompt, theirTurn) = await AskAsync(other.Caller, await other.StartChatAsync(), "What hides the telescope?");

        Assert.DoesNotContain("canary", prompt, StringComparison.Ordinal);
        Assert.Empty(await ReceiptAsync(mind.Caller, turn));
        Assert.All(
            ["canary-fact", "canary-message", "canary-summary"],
            canary => Assert.Contains(canary, theirPrompt, StringComparison.Ordinal)
        );
        Assert.IsType<NotFound>((await app.Receipts.OpenAsync(mind.Caller, theirTurn.TurnId, Cancel)).Failure);
        Assert.IsType<NotFound>(
            (await app.Receipts.OpenOfAnswerAsync(mind.Caller, theirTurn.ConversationId, theirTurn.AiMessageId, Cancel)).Failure
        );
        Assert.IsType<NotFound>(
            (await app.Receipts.OpenOfAnswerAsync(mind.Caller, turn.ConversationId, theirTurn.AiMessageId, Cancel)).Failure
        );
    }

    [Fact]
    public async Task What_stands_in_the_profile_is_not_repeated_and_a_name_that_was_told_stands_there()
    {
        var mind = await Mind.AddAsync(app);
        await app.Profiles.PutAsync(
            mind.Caller,
            new ProfileChange(null, null, System.Text.Json.JsonElement.Parse("""{"job":"nurse"}"""), null, null, null),
            replace: false,
            Cancel
        );
        await mind.SayAsync(
            await mind.StartChatAsync(),
            Mind.Fact("Works as a nurse.", kind: FactKinds.Work),
            Mind.Fact("Works night shifts.", kind: FactKinds.Work),
            Mind.Fact("Is called Zelda.", slot: "name", kind: FactKinds.Name)
        );

        var (prompt, turn) = await AskAsync(mind.Caller, await mind.StartChatAsync(), "What do you know about me and my work?");

        Assert.Contains("name: Zelda", prompt, StringComparison.Ordinal);
        Assert.Equal(["Works night shifts."], (await ReceiptAsync(mind.Caller, turn)).Select(item => item.Text));
    }

    [Fact]
    public async Task Recall_that_fails_costs_no_answer()
    {
        var mind = await Mind.AddAsync(app);
        await mind.SayAsync(await mind.StartChatAsync(), Mind.Fact("Has a telescope."));
        var chat = await mind.StartChatAsync();
        await ExecuteAsync("ALTER TABLE search_owners RENAME TO gone_for_now", mind.Caller);
        try
        {
            var ended = await app.TalkAsync(mind.Caller, chat, "Which telescope is mine?");

            Assert.Equal("Hello there!", ended.AiMessage.Message.Content);
        }
        finally
        {
            await ExecuteAsync("ALTER TABLE gone_for_now RENAME TO search_owners", mind.Caller);
        }

        Assert.Single(await ReceiptAsync(mind.Caller, (await AskAsync(mind.Caller, chat, "Which telescope is mine?")).Turn));
    }

    [Fact]
    public async Task Small_talk_costs_one_statement_and_a_question_a_bounded_number()
    {
        var mind = await Mind.AddAsync(app);
        var me = mind.Caller;
        var told = await mind.StartChatAsync();
        for (var i = 0; i < 30; i++)
            await mind.SayAsync(told, Mind.Fact($"Has telescope number {i}, bought in town {i}.", kind: FactKinds.Possession));
        await app.Index.CatchUpAsync(Cancel);
        const string Long =
            "Which of the telescopes bought in that town near the river, with the brass tube and the wooden stand, was it again?";

        var silent = await LeastCostAsync(me, "hi", memory: false);
        var smallTalk = await LeastCostAsync(me, "hi", memory: true);
        var question = await LeastCostAsync(me, Long, memory: true);

        // Whether there is a name, something pinned or planned.
        Assert.Equal(silent + 1, smallTalk);
        Assert.InRange(question - silent, 10, 30);
    }

    private async Task<long> LeastCostAsync(Caller me, string text, bool memory)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 4; i++)
        {
            var chat = await app.StartChatAsync(me, new NewConversation(MemoryEnabled: memory));
            var before = app.Database.Statements;
            await app.TalkAsync(me, chat, text);
            least = Math.Min(least, app.Database.Statements - before);
        }

        app.Model.Reset();
        return least;
    }

    private async Task<(string Prompt, AcceptedTurn Turn)> AskAsync(Caller caller, Conversation chat, string question)
    {
        app.Model.Reset();
        var turn = await app.SayAsync(caller, chat, question);
        var call = await app.Model.NextCallAsync();
        await app.FinishAsync(turn);
        return (call.Messages.First(message => message.Role == ChatRole.System).Text, turn);
    }

    private async Task<IReadOnlyList<RecalledItem>> ReceiptAsync(Caller caller, AcceptedTurn turn)
    {
        var receipt = (await app.Receipts.OpenAsync(caller, turn.TurnId, Cancel)).Value;
        var ofAnswer = (await app.Receipts.OpenOfAnswerAsync(caller, turn.ConversationId, turn.AiMessageId, Cancel)).Value;
        Assert.Equal(receipt.Items.Select(item => item.Id), ofAnswer.Items.Select(item => item.Id));
        Assert.Equal(receipt.Tokens, receipt.Items.Sum(item => item.Tokens));
        return receipt.Items;
    }

    private async Task SumUpAsync(Caller me, Conversation chat, int through, string text) =>
        await SumUpAsync(me, chat, (await app.ReadAsync(me, chat)).Single(view => view.Message.Depth == through).Message, text);

    private Task SumUpAsync(Caller me, Conversation chat, Message through, string text) =>
        app.Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    """
                    INSERT INTO summaries (conversation_id, text, through_message_id, through_depth, updated_at)
                    VALUES (@Id, @text, @through, @Depth, @now)
                    """,
                    new
                    {
                        chat.Id,
                        text,
                        through = through.Id,
                        through.Depth,
                        now = app.Database.Clock.NowMs(),
                    }
                );
                await SearchIndex.IndexSummaryAsync(session, me.PrincipalId, chat.Id, text);
                return 0;
            },
            Cancel
        );

    private Task ExecuteAsync(string sql, Caller caller) =>
        app.Database.WriteAsync(session => session.ExecuteAsync(sql, new { caller.PrincipalId }), Cancel);
}

public sealed class SqliteRecallTests(SqliteEngine app) : RecallTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresRecallTests(PostgresEngine app) : RecallTests(app), IClassFixture<PostgresEngine>;
