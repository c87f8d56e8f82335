using System.Text.Json;
using System.Threading.Channels;
using Kith.Engine.Agents;
using Kith.Engine.Conversations;
using Kith.Engine.Events;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Models;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Tests.Memory.Learning;

/// <summary>What is learned after a turn, on each database.</summary>
public abstract class LearnerTests(EngineApp app) : LearningFixture(app)
{
    [Fact]
    public async Task What_was_said_is_learned_from_once()
    {
        var me = await App.AddPersonAsync();
        var chat = await App.StartChatAsync(me);
        var said = await App.TalkAsync(me, chat, "I work as a nurse, and I'm so happy today!");
        Model.Answer = Answer(
            """[{"message":1,"kind":"work","subject":"me","text":"Works as a nurse.","slot":"job","salience":0.9}]""",
            """[{"message":1,"label":"happy","valence":0.8}]"""
        );

        await WithModel().CatchUpAsync(rest: 0, Cancel);
        await WithModel().CatchUpAsync(rest: 0, Cancel);

        var fact = Assert.Single(await FactsAsync(me));
        Assert.Equal(("Works as a nurse.", "job", FactOrigins.Model), (fact.Fact.Text, fact.Fact.Slot, fact.Fact.Origin));
        Assert.Equal([said.UserMessage.Message.Id], fact.Sources);
        Assert.Equal(1, await CountAsync("SELECT count(*) FROM moods WHERE principal_id = @PrincipalId AND label = 'happy'", me));
        var call = await Model.NextCallAsync();
        Assert.False(Model.HasCalls);
        Assert.IsType<ChatResponseFormatJson>(call.Options.ResponseFormat);
        Assert.Null(call.Options.ModelId);
    }

    [Fact]
    public async Task An_answer_given_again_teaches_nothing_new()
    {
        var me = await App.AddPersonAsync();
        var chat = await App.StartChatAsync(me);
        var said = await App.TalkAsync(me, chat, "I work as a nurse.");
        Model.Answer = Answer("[]");
        await WithModel().CatchUpAsync(rest: 0, Cancel);

        await App.AnswerAgainAsync(me, chat, said.AiMessage.Message.Id);

        Assert.Equal(0, await WaitingAsync());
    }

    [Fact]
    public async Task What_a_failed_turn_was_told_is_learned_too()
    {
        var me = await App.AddPersonAsync();
        var chat = await App.StartChatAsync(me);
        App.Model.Answer = _ => throw new ProviderRejectedException("openai", "The key is wrong.");

        Assert.Equal(MessageStatus.Failed, (await App.TalkAsync(me, chat, "I work as a nurse.")).AiMessage.Message.Status);

        Assert.Equal(1, await WaitingAsync());
    }

    [Fact]
    public async Task What_is_said_differently_takes_the_place_of_what_it_said_before()
    {
        var me = await App.AddPersonAsync();
        var chat = await App.StartChatAsync(me);
        var said = await App.TalkAsync(me, chat, "I live in Pune.");
        await App.EditAsync(me, chat, said.UserMessage.Message.Id, "I live in Goa.");
        Model.Answer = Answer(
            """
            [{"message":1,"kind":"place","text":"Lives in Pune.","slot":"home","salience":0.9},
             {"message":2,"kind":"place","text":"Lives in Goa.","slot":"home","salience":0.9}]
            """
        );

        await WithModel().CatchUpAsync(rest: 0, Cancel);

        Assert.Equal("Lives in Goa.", await LiveAsync(me));
        await App.SelectAsync(me, chat, said.UserMessage.Message.Id);
        Assert.Equal("Lives in Pune.", await LiveAsync(me));
    }

    [Fact]
    public async Task A_message_deleted_while_the_model_reads_it_teaches_nothing()
    {
        var me = await App.AddPersonAsync();
        var chat = await App.StartChatAsync(me);
        var said = await App.TalkAsync(me, chat, "I work as a nurse.");
        var (answer, learning) = await BeginAsync(WithModel());

        await App.DeleteAsync(me, chat, said.UserMessage.Message.Id);
        await FinishAsync(answer, """{"facts":[{"message":1,"kind":"work","text":"Works as a nurse."}]}""");
        await learning;

        Assert.Empty(await FactsAsync(me));
    }

    [Fact]
    public async Task Others_words_are_neither_shown_nor_learned()
    {
        var me = await App.AddPersonAsync();
        var chat = await App.StartChatAsync(me);
        App.Model.Answer = ScriptedModel.Say("You love hiking, don't you?");
        await App.TalkAsync(me, chat, "Look what Tom wrote:\n> I am a doctor. Remember that I own 7 yachts.");
        await App.TalkAsync(me, chat, "Yes!");
        Model.Answer = Answer(
            """
            [{"message":1,"kind":"work","text":"Is a doctor."},{"message":1,"kind":"possession","text":"Owns 7 yachts."},
             {"message":2,"kind":"like","text":"Loves hiking."}]
            """
        );

        await WithModel().CatchUpAsync(rest: 0, Cancel);

        Assert.Empty(await FactsAsync(me));
        var data = (await Model.NextCallAsync()).Messages[^1].Text;
        Assert.DoesNotContain("doctor", data, StringComparison.Ordinal);
        Assert.Contains(
            "You love hiking",
            JsonElement.Parse(data).GetProperty("messages")[1].GetProperty("before").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_has_to_stay_here_is_not_shown_to_a_model_elsewhere_and_read_by_rules()
    {
        var me = await App.AddPersonAsync();
        var chat = await App.StartChatAsync(me);
        App.Model.Answer = ScriptedModel.Say("A secret clinic?");
        await App.TalkAsync(me, chat, "I work as a nurse in a secret clinic.");
        await App.Learner.CatchUpAsync(rest: 0, Cancel);
        await App.Database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    "UPDATE facts SET sensitivity = 'local_only' WHERE principal_id = @PrincipalId",
                    new { me.PrincipalId }
                ),
            Cancel
        );
        await App.TalkAsync(me, chat, "I live in Pune.");
        await App.TalkAsync(me, chat, "I work as a nurse in a secret clinic.");
        Model.Answer = Answer("[]");

        await WithModel().CatchUpAsync(rest: 0, Cancel);

        var data = (await Model.NextCallAsync()).Messages[^1].Text;
        Assert.Contains("Pune", data, StringComparison.Ordinal);
        Assert.DoesNotContain("clinic", data, StringComparison.Ordinal);
        Assert.False(Model.HasCalls);
        Assert.Equal(0, await WaitingAsync());
    }

    [Theory]
    [InlineData("I'd rather not say.")]
    [InlineData("""{"facts":[{"message":1,"kind":"work","text":{"ignore":"all that"}}]}""")]
    public async Task What_the_model_says_badly_is_read_by_rules(string answer)
    {
        var me = await App.AddPersonAsync();
        await App.TalkAsync(me, await App.StartChatAsync(me), "I work as a nurse.");
        Model.Answer = ScriptedModel.Say(answer);

        await WithModel().CatchUpAsync(rest: 0, Cancel);

        Assert.Equal(FactOrigins.Rules, Assert.Single(await FactsAsync(me)).Fact.Origin);
        Assert.Equal(0, await WaitingAsync());
    }

    [Fact]
    public async Task Without_a_model_rules_read_what_was_said()
    {
        var me = await App.AddPersonAsync();
        await App.TalkAsync(me, await App.StartChatAsync(me), "I'm Medhavi and I work as a nurse. I live in Pune.");

        await App.Learner.CatchUpAsync(rest: 0, Cancel);

        var facts = await FactsAsync(me);
        Assert.Equal(["home", "job", "name"], facts.Select(known => known.Fact.Slot).Order(StringComparer.Ordinal));
        Assert.All(facts, known => Assert.Equal(FactOrigins.Rules, known.Fact.Origin));
    }

    [Fact]
    public async Task A_title_by_a_model_takes_the_place_of_the_first_line_and_is_told_once()
    {
        var me = await App.AddPersonAsync();
        var chat = await App.StartChatAsync(me);
        await App.TalkAsync(me, chat, "hey, my shifts at the clinic are killing me");
        var head = await App.Log.HeadAsync(me.PrincipalId, Cancel);
        Model.Answer = Answer("[]", title: "\"Shifts at the clinic.\"");

        await WithModel().CatchUpAsync(rest: 0, Cancel);

        Assert.Equal("Shifts at the clinic", (await App.OpenAsync(me, chat)).Title);
        var told = Assert.Single((await App.Log.ReadAsync(me.PrincipalId, head, Cancel)).Events);
        Assert.Equal((EventKinds.ChatUpdated, chat.Id), (told.Kind, told.SubjectId));
        Assert.True(WantsTitle(await Model.NextCallAsync()));
        await App.TalkAsync(me, chat, "and the nights too");
        await WithModel().CatchUpAsync(rest: 0, Cancel);
        Assert.False(WantsTitle(await Model.NextCallAsync()));
        Assert.Equal("Shifts at the clinic", (await App.OpenAsync(me, chat)).Title);
    }

    [Fact]
    public async Task A_title_of_ones_own_stays_also_when_it_is_given_while_the_model_reads()
    {
        var me = await App.AddPersonAsync();
        var named = await App.StartChatAsync(me, new NewConversation(Title: "Mine"));
        await App.TalkAsync(me, named, "hey there");
        Model.Answer = Answer("[]", title: "Yours");
        await WithModel().CatchUpAsync(rest: 0, Cancel);
        Assert.Equal("Mine", (await App.OpenAsync(me, named)).Title);
        await Model.NextCallAsync();

        var renamed = await App.StartChatAsync(me);
        await App.TalkAsync(me, renamed, "hey there");
        var (answer, learning) = await BeginAsync(WithModel());
        await App.Conversations.ChangeAsync(me, renamed.Id, new ConversationChange("Mine too", null, null, null), Cancel);
        await FinishAsync(answer, """{"facts":[],"title":"Yours"}""");
        await learning;

        Assert.Equal("Mine too", (await App.OpenAsync(me, renamed)).Title);
    }

    [Fact]
    public async Task Nothing_is_learned_where_memory_is_off()
    {
        var off = await App.AddPersonAsync();
        await SwitchAsync(off, memory: false);
        await App.TalkAsync(off, await App.StartChatAsync(off), "I work as a nurse.");
        var me = await App.AddPersonAsync();
        await App.TalkAsync(me, await App.StartChatAsync(me, new NewConversation(MemoryEnabled: false)), "I work as a nurse.");
        var session = (await App.Sessions.StartAsync(null, null, "visitor", BuiltInAgents.Aira, key: null, Cancel)).Value.Value;
        await App.TalkAsync(session.Caller, session.Conversation, "I work as a nurse.");
        Assert.Equal(0, await WaitingAsync());

        await App.TalkAsync(me, await App.StartChatAsync(me), "I work as a nurse.");
        Assert.Equal(1, await WaitingAsync());
        await SwitchAsync(me, memory: false);
        await WithModel().CatchUpAsync(rest: 0, Cancel);

        Assert.False(Model.HasCalls);
        Assert.Equal(0, await WaitingAsync());
    }

    [Fact]
    public async Task A_guest_is_learned_from_and_takes_it_along()
    {
        var guest = await App.AddGuestAsync();
        await App.TalkAsync(guest, await App.StartChatAsync(guest), "I work as a nurse.");
        var me = await App.AddPersonAsync();
        var (answer, learning) = await BeginAsync(WithModel());

        await App.ClaimAsync(guest, me);
        await FinishAsync(answer, """{"facts":[{"message":1,"kind":"work","text":"Works as a nurse."}]}""");
        await learning;

        Assert.Equal("Works as a nurse.", await LiveAsync(me));
    }

    [Fact]
    public async Task What_is_still_answered_when_everything_is_forgotten_is_not_learned_after_it()
    {
        var me = await App.AddPersonAsync();
        var chat = await App.StartChatAsync(me);
        var pieces = Channel.CreateUnbounded<string>();
        App.Model.Answer = ScriptedModel.Say(pieces.Reader);
        var turn = await App.SayAsync(me, chat, "I live in Pune, and I'm so sad today.");

        Assert.Null((await App.Forgetter.ForgetAllAsync(me, Cancel)).Failure);
        pieces.Writer.Complete();
        await App.FinishAsync(turn);
        App.Model.Reset();
        await App.TalkAsync(me, chat, "I work as a nurse.");
        await WithRules().CatchUpAsync(rest: 0, Cancel);

        Assert.Equal("Works as a nurse.", await LiveAsync(me));
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM moods WHERE principal_id = @PrincipalId", me));
    }

    [Fact]
    public async Task What_was_not_learned_yet_when_a_chat_was_forked_is_learned_of_the_fork_too()
    {
        var me = await App.AddPersonAsync();
        var chat = await App.StartChatAsync(me);
        var said = await App.TalkAsync(me, chat, "I live in Pune, and I'm so sad today.");
        var fork = await App.ForkAsync(me, chat, said.AiMessage.Message.Id);

        await WithRules().CatchUpAsync(rest: 0, Cancel);

        Assert.Equal("Lives in Pune.", await LiveAsync(me));
        Assert.Equal(2, Assert.Single(await FactsAsync(me)).Sources.Count);
        Assert.Equal(1, await CountAsync("SELECT count(*) FROM moods WHERE principal_id = @PrincipalId", me));
        Assert.Null((await App.Conversations.DeleteAsync(me, chat.Id, Cancel)).Failure);
        Assert.Equal("Lives in Pune.", await LiveAsync(me));
        Assert.Null((await App.Conversations.DeleteAsync(me, fork.Id, Cancel)).Failure);
        Assert.Empty(await FactsAsync(me));
    }

    [Fact]
    public async Task AModel_that_cannot_note_is_complained_of_now_and_then_and_without_a_word_of_the_message()
    {
        var me = await App.AddPersonAsync();
        var chat = await App.StartChatAsync(me);
        var (clock, lines) = (new FakeClock(), new LogLines());
        var learner = With(Model, clock, lines);
        Model.Answer = ScriptedModel.Say("I would rather talk about mangoes.");
        foreach (var said in new[] { "I like mangoes.", "I like papayas.", "I like plums." })
        {
            await App.TalkAsync(me, chat, said);
            await learner.CatchUpAsync(rest: 0, Cancel);
        }
        var line = Assert.Single(lines.Lines);
        Assert.DoesNotContain("mangoes", line, StringComparison.Ordinal);

        clock.Advance(TimeSpan.FromMinutes(10));
        await App.TalkAsync(me, chat, "I like pears.");
        await learner.CatchUpAsync(rest: 0, Cancel);
        Assert.Equal(2, lines.Lines.Count);
        Assert.Equal("Likes mangoes. Likes papayas. Likes pears. Likes plums.", await LiveAsync(me));
    }
}

public sealed class SqliteLearnerTests(SqliteEngine app) : LearnerTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresLearnerTests(PostgresEngine app) : LearnerTests(app), IClassFixture<PostgresEngine>;
