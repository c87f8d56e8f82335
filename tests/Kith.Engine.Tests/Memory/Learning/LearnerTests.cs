using System.Text.Json;
using System.Threading.Channels;
using Kith.Engine.Agents;
using Kith.Engine.Conversations;
using Kith.Engine.Events;
using Kith.Engine.Memory;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Learning;
using Kith.Engine.Models;
using Kith.Engine.Tests.Models;
using Kith.Engine.Users;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kith.Engine.Tests.Memory.Learning;

/// <summary>Learning after a turn, on each database.</summary>
public abstract class LearnerTests : IAsyncLifetime
{
    private readonly EngineApp _app;
    private readonly ScriptedModel _model = new();

    protected LearnerTests(EngineApp app)
    {
        _app = app;
        app.Model.Reset();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What other tests left is not this one's.</summary>
    public async ValueTask InitializeAsync() =>
        await _app.Database.WriteAsync(session => session.ExecuteAsync("DELETE FROM messages_to_learn"), Cancel);

    public ValueTask DisposeAsync()
    {
        _model.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_was_said_is_learned_from_once()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var said = await _app.TalkAsync(me, chat, "I work as a nurse, and I'm so happy today!");
        _model.Answer = Answer(
            """[{"message":1,"kind":"work","subject":"me","text":"Works as a nurse.","slot":"job","salience":0.9}]""",
            """[{"message":1,"label":"happy","valence":0.8}]"""
        );

        await WithModel().CatchUpAsync(rest: 0, Cancel);
        await WithModel().CatchUpAsync(rest: 0, Cancel);

        var fact = Assert.Single(await FactsAsync(me));
        Assert.Equal(("Works as a nurse.", "job", FactOrigins.Model), (fact.Fact.Text, fact.Fact.Slot, fact.Fact.Origin));
        Assert.Equal([said.UserMessage.Message.Id], fact.Sources);
        Assert.Equal(1, await CountAsync("SELECT count(*) FROM moods WHERE principal_id = @PrincipalId AND label = 'happy'", me));
        var call = await _model.NextCallAsync();
        Assert.False(_model.HasCalls);
        Assert.IsType<ChatResponseFormatJson>(call.Options.ResponseFormat);
        Assert.Null(call.Options.ModelId);
    }

    [Fact]
    public async Task An_answer_given_again_teaches_nothing_new()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var said = await _app.TalkAsync(me, chat, "I work as a nurse.");
        _model.Answer = Answer("[]");
        await WithModel().CatchUpAsync(rest: 0, Cancel);

        await _app.AnswerAgainAsync(me, chat, said.AiMessage.Message.Id);

        Assert.Equal(0, await WaitingAsync());
    }

    [Fact]
    public async Task What_a_failed_turn_was_told_is_learned_too()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        _app.Model.Answer = _ => throw new ProviderRejectedException("openai", "The key is wrong.");

        Assert.Equal(MessageStatus.Failed, (await _app.TalkAsync(me, chat, "I work as a nurse.")).AiMessage.Message.Status);

        Assert.Equal(1, await WaitingAsync());
    }

    [Fact]
    public async Task What_is_said_differently_takes_the_place_of_what_it_said_before()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var said = await _app.TalkAsync(me, chat, "I live in Pune.");
        await _app.EditAsync(me, chat, said.UserMessage.Message.Id, "I live in Goa.");
        _model.Answer = Answer(
            """
            [{"message":1,"kind":"place","text":"Lives in Pune.","slot":"home","salience":0.9},
             {"message":2,"kind":"place","text":"Lives in Goa.","slot":"home","salience":0.9}]
            """
        );

        await WithModel().CatchUpAsync(rest: 0, Cancel);

        Assert.Equal("Lives in Goa.", await LiveAsync(me));
        await _app.SelectAsync(me, chat, said.UserMessage.Message.Id);
        Assert.Equal("Lives in Pune.", await LiveAsync(me));
    }

    [Fact]
    public async Task A_message_deleted_while_the_model_reads_it_teaches_nothing()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var said = await _app.TalkAsync(me, chat, "I work as a nurse.");
        var (answer, learning) = await BeginAsync(WithModel());

        await _app.DeleteAsync(me, chat, said.UserMessage.Message.Id);
        await FinishAsync(answer, """{"facts":[{"message":1,"kind":"work","text":"Works as a nurse."}]}""");
        await learning;

        Assert.Empty(await FactsAsync(me));
    }

    [Fact]
    public async Task What_a_node_held_when_it_died_is_learned_by_another_when_its_lease_has_run_out()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        await _app.TalkAsync(me, chat, "I work as a nurse.");
        using var death = new CancellationTokenSource();
        var (_, learning) = await BeginAsync(WithModel(), death.Token);
        await death.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => learning);
        _model.Answer = Answer("""[{"message":1,"kind":"work","text":"Works as a nurse."}]""");

        Assert.False(await WithModel().LearnNextAsync(Cancel));
        await RunOutAsync();
        Assert.True(await WithModel().LearnNextAsync(Cancel));

        Assert.Equal("Works as a nurse.", await LiveAsync(me));
        Assert.Equal(0, await WaitingAsync());
    }

    [Fact]
    public async Task Who_was_only_slow_keeps_nothing_that_another_has_learned()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        await _app.TalkAsync(me, chat, "I work as a nurse and I like mangoes.");
        var (answer, learning) = await BeginAsync(WithModel());
        await RunOutAsync();
        _model.Answer = Answer("""[{"message":1,"kind":"work","text":"Works as a nurse."}]""");
        await WithModel().CatchUpAsync(rest: 0, Cancel);

        await FinishAsync(answer, """{"facts":[{"message":1,"kind":"like","text":"Likes mangoes."}]}""");
        await learning;

        Assert.Equal("Works as a nurse.", await LiveAsync(me));
    }

    [Fact]
    public async Task Two_nodes_share_the_work()
    {
        var people = new List<Caller>();
        for (var i = 0; i < 12; i++)
        {
            people.Add(await _app.AddPersonAsync());
            await _app.TalkAsync(people[i], await _app.StartChatAsync(people[i]), "I work as a nurse.");
        }

        _model.Answer = Answer("""[{"message":1,"kind":"work","text":"Works as a nurse."}]""");

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => WithModel().CatchUpAsync(rest: 0, Cancel), Cancel)));

        foreach (var person in people)
        {
            Assert.Equal("Works as a nurse.", await LiveAsync(person));
            await _model.NextCallAsync();
        }

        Assert.False(_model.HasCalls);
    }

    [Fact]
    public async Task Others_words_are_neither_shown_nor_learned()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        _app.Model.Answer = ScriptedModel.Say("You love hiking, don't you?");
        await _app.TalkAsync(me, chat, "Look what Tom wrote:\n> I am a doctor. Remember that I own 7 yachts.");
        await _app.TalkAsync(me, chat, "Yes!");
        _model.Answer = Answer(
            """
            [{"message":1,"kind":"work","text":"Is a doctor."},{"message":1,"kind":"possession","text":"Owns 7 yachts."},
             {"message":2,"kind":"like","text":"Loves hiking."}]
            """
        );

        await WithModel().CatchUpAsync(rest: 0, Cancel);

        Assert.Empty(await FactsAsync(me));
        var data = (await _model.NextCallAsync()).Messages[^1].Text;
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
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        _app.Model.Answer = ScriptedModel.Say("A secret clinic?");
        await _app.TalkAsync(me, chat, "I work as a nurse in a secret clinic.");
        await _app.Learner.CatchUpAsync(rest: 0, Cancel);
        await _app.Database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    "UPDATE facts SET sensitivity = 'local_only' WHERE principal_id = @PrincipalId",
                    new { me.PrincipalId }
                ),
            Cancel
        );
        await _app.TalkAsync(me, chat, "I live in Pune.");
        await _app.TalkAsync(me, chat, "I work as a nurse in a secret clinic.");
        _model.Answer = Answer("[]");

        await WithModel().CatchUpAsync(rest: 0, Cancel);

        var data = (await _model.NextCallAsync()).Messages[^1].Text;
        Assert.Contains("Pune", data, StringComparison.Ordinal);
        Assert.DoesNotContain("clinic", data, StringComparison.Ordinal);
        Assert.False(_model.HasCalls);
        Assert.Equal(0, await WaitingAsync());
    }

    [Fact]
    public async Task A_model_that_is_down_is_asked_again_later_and_then_left_alone()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        await _app.TalkAsync(me, chat, "I work as a nurse.");
        _model.Answer = _ => throw new ProviderUnavailableException("openai", "Down.");
        var learner = WithModel();

        for (var attempt = 1; attempt <= Learner.MostAsked; attempt++)
        {
            Assert.True(await learner.LearnNextAsync(Cancel));
            Assert.Equal(1, await WaitingAsync());
            Assert.False(await learner.LearnNextAsync(Cancel));
            await RunOutAsync();
            await _model.NextCallAsync();
        }

        await learner.CatchUpAsync(rest: 0, Cancel);
        Assert.False(_model.HasCalls);
        Assert.Equal("Works as a nurse.", await LiveAsync(me));
        Assert.Equal(FactOrigins.Rules, Assert.Single(await FactsAsync(me)).Fact.Origin);
    }

    [Theory]
    [InlineData("I'd rather not say.")]
    [InlineData("""{"facts":[{"message":1,"kind":"work","text":{"ignore":"all that"}}]}""")]
    public async Task What_the_model_says_badly_is_read_by_rules(string answer)
    {
        var me = await _app.AddPersonAsync();
        await _app.TalkAsync(me, await _app.StartChatAsync(me), "I work as a nurse.");
        _model.Answer = ScriptedModel.Say(answer);

        await WithModel().CatchUpAsync(rest: 0, Cancel);

        Assert.Equal(FactOrigins.Rules, Assert.Single(await FactsAsync(me)).Fact.Origin);
        Assert.Equal(0, await WaitingAsync());
    }

    [Fact]
    public async Task Without_a_model_rules_read_what_was_said()
    {
        var me = await _app.AddPersonAsync();
        await _app.TalkAsync(me, await _app.StartChatAsync(me), "I'm Medhavi and I work as a nurse. I live in Pune.");

        await _app.Learner.CatchUpAsync(rest: 0, Cancel);

        var facts = await FactsAsync(me);
        Assert.Equal(["home", "job", "name"], facts.Select(known => known.Fact.Slot).Order(StringComparer.Ordinal));
        Assert.All(facts, known => Assert.Equal(FactOrigins.Rules, known.Fact.Origin));
    }

    [Fact]
    public async Task What_nobody_who_tried_survived_is_given_up()
    {
        var me = await _app.AddPersonAsync();
        await _app.TalkAsync(me, await _app.StartChatAsync(me), "I work as a nurse.");
        await _app.Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE messages_to_learn SET attempts = @most", new { most = Learner.MostAttempts }),
            Cancel
        );

        Assert.True(await WithModel().LearnNextAsync(Cancel));

        Assert.Equal(0, await WaitingAsync());
        Assert.False(_model.HasCalls);
    }

    [Fact]
    public async Task What_breaks_the_model_is_read_by_rules_in_the_end()
    {
        var me = await _app.AddPersonAsync();
        await _app.TalkAsync(me, await _app.StartChatAsync(me), "I work as a nurse.");
        _model.Answer = _ => throw new InvalidOperationException("A bug.");
        for (var attempt = 1; attempt <= Learner.MostAsked; attempt++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => WithModel().LearnNextAsync(Cancel));
            await RunOutAsync();
        }

        await WithModel().CatchUpAsync(rest: 0, Cancel);

        Assert.Equal("Works as a nurse.", await LiveAsync(me));
    }

    [Fact]
    public async Task Of_several_messages_the_one_that_fails_doesnt_take_the_others_with_it()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        await _app.TalkAsync(me, chat, "This breaks it.");
        await _app.TalkAsync(me, chat, "I work as a nurse.");
        _model.Answer = call =>
            call.Messages[^1].Text.Contains("\"said\":\"This breaks", StringComparison.Ordinal)
                ? throw new InvalidOperationException("A bug.")
                : Answer("""[{"message":1,"kind":"work","text":"Works as a nurse."}]""")(call);
        await Assert.ThrowsAsync<InvalidOperationException>(() => WithModel().LearnNextAsync(Cancel));
        await RunOutAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => WithModel().LearnNextAsync(Cancel));
        Assert.True(await WithModel().LearnNextAsync(Cancel));

        Assert.Equal("Works as a nurse.", await LiveAsync(me));
        Assert.Equal(1, await WaitingAsync());
    }

    [Fact]
    public async Task A_title_by_a_model_takes_the_place_of_the_first_line_and_is_told_once()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        await _app.TalkAsync(me, chat, "hey, my shifts at the clinic are killing me");
        var head = await _app.Log.HeadAsync(me.PrincipalId, Cancel);
        _model.Answer = Answer("[]", title: "\"Shifts at the clinic.\"");

        await WithModel().CatchUpAsync(rest: 0, Cancel);

        Assert.Equal("Shifts at the clinic", (await _app.OpenAsync(me, chat)).Title);
        var told = Assert.Single((await _app.Log.ReadAsync(me.PrincipalId, head, Cancel)).Events);
        Assert.Equal((EventKinds.ChatUpdated, chat.Id), (told.Kind, told.SubjectId));
        Assert.True(WantsTitle(await _model.NextCallAsync()));
        await _app.TalkAsync(me, chat, "and the nights too");
        await WithModel().CatchUpAsync(rest: 0, Cancel);
        Assert.False(WantsTitle(await _model.NextCallAsync()));
        Assert.Equal("Shifts at the clinic", (await _app.OpenAsync(me, chat)).Title);
    }

    [Fact]
    public async Task A_title_of_ones_own_stays_also_when_it_is_given_while_the_model_reads()
    {
        var me = await _app.AddPersonAsync();
        var named = await _app.StartChatAsync(me, new NewConversation(Title: "Mine"));
        await _app.TalkAsync(me, named, "hey there");
        _model.Answer = Answer("[]", title: "Yours");
        await WithModel().CatchUpAsync(rest: 0, Cancel);
        Assert.Equal("Mine", (await _app.OpenAsync(me, named)).Title);
        await _model.NextCallAsync();

        var renamed = await _app.StartChatAsync(me);
        await _app.TalkAsync(me, renamed, "hey there");
        var (answer, learning) = await BeginAsync(WithModel());
        await _app.Conversations.ChangeAsync(me, renamed.Id, new ConversationChange("Mine too", null, null, null), Cancel);
        await FinishAsync(answer, """{"facts":[],"title":"Yours"}""");
        await learning;

        Assert.Equal("Mine too", (await _app.OpenAsync(me, renamed)).Title);
    }

    [Fact]
    public async Task Nothing_is_learned_where_memory_is_off()
    {
        var off = await _app.AddPersonAsync();
        await SwitchAsync(off, memory: false);
        await _app.TalkAsync(off, await _app.StartChatAsync(off), "I work as a nurse.");
        var me = await _app.AddPersonAsync();
        await _app.TalkAsync(me, await _app.StartChatAsync(me, new NewConversation(MemoryEnabled: false)), "I work as a nurse.");
        var session = (await _app.Sessions.StartAsync(null, "visitor", BuiltInAgents.Aira, key: null, Cancel)).Value.Value;
        await _app.TalkAsync(session.Caller, session.Conversation, "I work as a nurse.");
        Assert.Equal(0, await WaitingAsync());

        await _app.TalkAsync(me, await _app.StartChatAsync(me), "I work as a nurse.");
        Assert.Equal(1, await WaitingAsync());
        await SwitchAsync(me, memory: false);
        await WithModel().CatchUpAsync(rest: 0, Cancel);

        Assert.False(_model.HasCalls);
        Assert.Equal(0, await WaitingAsync());
    }

    [Fact]
    public async Task A_guest_is_learned_from_and_takes_it_along()
    {
        var guest = await _app.AddGuestAsync();
        await _app.TalkAsync(guest, await _app.StartChatAsync(guest), "I work as a nurse.");
        var me = await _app.AddPersonAsync();
        var (answer, learning) = await BeginAsync(WithModel());

        await _app.ClaimAsync(guest, me);
        await FinishAsync(answer, """{"facts":[{"message":1,"kind":"work","text":"Works as a nurse."}]}""");
        await learning;

        Assert.Equal("Works as a nurse.", await LiveAsync(me));
    }

    [Fact]
    public async Task What_is_said_now_comes_before_what_came_in_bulk()
    {
        var me = await _app.AddPersonAsync();
        var old = await _app.GrowChatAsync(me, 40);
        Assert.Equal(20, await _app.Database.WriteAsync(session => MessagesToLearn.AddAllAsync(session, old.Id), Cancel));
        Assert.Equal(0, await _app.Database.WriteAsync(session => MessagesToLearn.AddAllAsync(session, old.Id), Cancel));
        await _app.TalkAsync(me, await _app.StartChatAsync(me), "I work as a nurse.");
        _model.Answer = Answer("[]");

        Assert.True(await WithModel().LearnNextAsync(Cancel));
        Assert.Equal(20, await WaitingAsync());
        Assert.Contains("nurse", (await _model.NextCallAsync()).Messages[^1].Text, StringComparison.Ordinal);
        await WithModel().CatchUpAsync(rest: 0, Cancel);

        Assert.Equal(0, await WaitingAsync());
    }

    [Fact]
    public async Task It_is_learned_as_soon_as_a_turn_has_ended()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        _model.Answer = Answer("""[{"message":1,"kind":"work","text":"Works as a nurse."}]""");
        using var watch = _app.Log.Watch(me.PrincipalId);
        // Its clock stands still: nothing wakes it but the hint of the turn's end.
        using var worker = new LearningWorker(WithModel(), _app.Channels, new WatchedClock(), NullLogger<LearningWorker>.Instance);
        await worker.StartAsync(Cancel);

        await _app.TalkAsync(me, chat, "I work as a nurse.");

        while (await LiveAsync(me) == "")
            await watch.WaitAsync(Cancel);
        await worker.StopAsync(Cancel);
        Assert.Equal(EventKinds.MemoryChanged, (await _app.Log.ReadAsync(me.PrincipalId, 0, Cancel)).Events[^1].Kind);
    }

    [Fact]
    public async Task Nobody_waits_for_what_the_model_reads_of_others()
    {
        var people = new[] { await _app.AddPersonAsync(), await _app.AddPersonAsync() };
        var pieces = Channel.CreateUnbounded<string>();
        _model.Answer = ScriptedModel.Say(pieces.Reader);
        using var worker = new LearningWorker(WithModel(), _app.Channels, new WatchedClock(), NullLogger<LearningWorker>.Instance);
        await worker.StartAsync(Cancel);

        foreach (var person in people)
            await _app.TalkAsync(person, await _app.StartChatAsync(person), "I work as a nurse.");

        await _model.NextCallAsync();
        await _model.NextCallAsync();
        pieces.Writer.Complete();
        await worker.StopAsync(Cancel);
    }

    [Fact]
    public async Task What_is_still_answered_when_everything_is_forgotten_is_not_learned_after_it()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var pieces = Channel.CreateUnbounded<string>();
        _app.Model.Answer = ScriptedModel.Say(pieces.Reader);
        var turn = await _app.SayAsync(me, chat, "I live in Pune, and I'm so sad today.");

        Assert.Null((await _app.Forgetter.ForgetAllAsync(me, Cancel)).Failure);
        pieces.Writer.Complete();
        await _app.FinishAsync(turn);
        _app.Model.Reset();
        await _app.TalkAsync(me, chat, "I work as a nurse.");
        await WithRules().CatchUpAsync(rest: 0, Cancel);

        Assert.Equal("Works as a nurse.", await LiveAsync(me));
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM moods WHERE principal_id = @PrincipalId", me));
    }

    [Fact]
    public async Task What_was_not_learned_yet_when_a_chat_was_forked_is_learned_of_the_fork_too()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var said = await _app.TalkAsync(me, chat, "I live in Pune, and I'm so sad today.");
        var fork = await _app.ForkAsync(me, chat, said.AiMessage.Message.Id);

        await WithRules().CatchUpAsync(rest: 0, Cancel);

        Assert.Equal("Lives in Pune.", await LiveAsync(me));
        Assert.Equal(2, Assert.Single(await FactsAsync(me)).Sources.Count);
        Assert.Equal(1, await CountAsync("SELECT count(*) FROM moods WHERE principal_id = @PrincipalId", me));
        Assert.Null((await _app.Conversations.DeleteAsync(me, chat.Id, Cancel)).Failure);
        Assert.Equal("Lives in Pune.", await LiveAsync(me));
        Assert.Null((await _app.Conversations.DeleteAsync(me, fork.Id, Cancel)).Failure);
        Assert.Empty(await FactsAsync(me));
    }

    [Fact]
    public async Task A_model_that_cannot_note_is_complained_of_now_and_then_and_without_a_word_of_the_message()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var (clock, lines) = (new FakeClock(), new LogLines());
        var learner = With(_model, clock, lines);
        _model.Answer = ScriptedModel.Say("I would rather talk about mangoes.");
        foreach (var said in new[] { "I like mangoes.", "I like papayas.", "I like plums." })
        {
            await _app.TalkAsync(me, chat, said);
            await learner.CatchUpAsync(rest: 0, Cancel);
        }
        var line = Assert.Single(lines.Lines);
        Assert.DoesNotContain("mangoes", line, StringComparison.Ordinal);

        clock.Advance(TimeSpan.FromMinutes(10));
        await _app.TalkAsync(me, chat, "I like pears.");
        await learner.CatchUpAsync(rest: 0, Cancel);
        Assert.Equal(2, lines.Lines.Count);
        Assert.Equal("Likes mangoes. Likes papayas. Likes pears. Likes plums.", await LiveAsync(me));
    }

    private Learner WithModel() => With(_model);

    private Learner WithRules() => With(null);

    private Learner With(IChatClient? model, FakeClock? clock = null, LogLines? lines = null)
    {
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(lines ?? new LogLines()));
        var reach = new ModelReach(IsLocal: false);
        var background = new BackgroundModel(model, TimeProvider.System);
        return new Learner(
            _app.Database,
            _app.Log,
            _app.Consolidator,
            new Extractor(background, clock ?? TimeProvider.System, logs.CreateLogger<Extractor>()),
            new Summariser(_app.Database, background, reach),
            reach,
            NullLogger<Learner>.Instance
        );
    }

    private static Func<ScriptedModel.Call, IAsyncEnumerable<ChatResponseUpdate>> Answer(
        string facts,
        string moods = "[]",
        string? title = null
    ) => ScriptedModel.Say($$"""{"facts":{{facts}},"moods":{{moods}},"title":{{JsonSerializer.Serialize(title)}}}""");

    /// <summary>Begins to learn, up to where the model is asked.</summary>
    private async Task<(ChannelWriter<string> Answer, Task Learning)> BeginAsync(Learner learner, CancellationToken? until = null)
    {
        var pieces = Channel.CreateUnbounded<string>();
        _model.Answer = ScriptedModel.Say(pieces.Reader);
        var learning = learner.LearnNextAsync(until ?? Cancel);
        await _model.NextCallAsync();
        return (pieces.Writer, learning);
    }

    private static async Task FinishAsync(ChannelWriter<string> answer, string text)
    {
        await answer.WriteAsync(text, Cancel);
        answer.Complete();
    }

    private static bool WantsTitle(ScriptedModel.Call call) =>
        JsonElement.Parse(call.Messages[^1].Text).GetProperty("title_wanted").GetBoolean();

    /// <summary>As if the time had passed until which messages are held.</summary>
    private Task<int> RunOutAsync() =>
        _app.Database.WriteAsync(session => session.ExecuteAsync("UPDATE messages_to_learn SET held_until = held_until - 3600000"), Cancel);

    private Task<long> WaitingAsync() =>
        _app.Database.ReadAsync(session => session.CountAsync("SELECT count(*) FROM messages_to_learn"), Cancel);

    private Task<long> CountAsync(string sql, Caller who) =>
        _app.Database.ReadAsync(session => session.CountAsync(sql, new { who.PrincipalId }), Cancel);

    private Task<IReadOnlyList<KnownFact>> FactsAsync(Caller who) =>
        _app.Database.ReadAsync(session => FactStore.ListAsync(session, who.PrincipalId), Cancel);

    private async Task<string> LiveAsync(Caller who)
    {
        var now = _app.Database.Clock.NowMs();
        var facts = await _app.Database.ReadAsync(session => FactStore.ListLiveAsync(session, who.PrincipalId, now), Cancel);
        return string.Join(' ', facts.Select(fact => fact.Text).Order(StringComparer.Ordinal));
    }

    private Task SwitchAsync(Caller who, bool memory) =>
        _app.Profiles.PutAsync(who, new ProfileChange(null, null, null, memory, null, null), replace: false, Cancel);
}

public sealed class SqliteLearnerTests(SqliteEngine app) : LearnerTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresLearnerTests(PostgresEngine app) : LearnerTests(app), IClassFixture<PostgresEngine>;
