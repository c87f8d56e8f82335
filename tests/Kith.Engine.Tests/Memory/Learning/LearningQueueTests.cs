using System.Threading.Channels;
using Kith.Engine.Events;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Learning;
using Kith.Engine.Models;
using Kith.Engine.Tests.Models;
using Kith.Engine.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kith.Engine.Tests.Memory.Learning;

/// <summary>Who learns from what, when, and what happens when that fails.</summary>
public abstract class LearningQueueTests(EngineApp app) : LearningFixture(app)
{
    [Fact]
    public async Task What_a_node_held_when_it_died_is_learned_by_another_when_its_lease_has_run_out()
    {
        var me = await App.AddPersonAsync();
        var chat = await App.StartChatAsync(me);
        await App.TalkAsync(me, chat, "I work as a nurse.");
        using var death = new CancellationTokenSource();
        var (_, learning) = await BeginAsync(WithModel(), death.Token);
        await death.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => learning);
        Model.Answer = Answer("""[{"message":1,"kind":"work","text":"Works as a nurse."}]""");

        Assert.False(await WithModel().LearnNextAsync(Cancel));
        await RunOutAsync();
        Assert.True(await WithModel().LearnNextAsync(Cancel));

        Assert.Equal("Works as a nurse.", await LiveAsync(me));
        Assert.Equal(0, await WaitingAsync());
    }

    [Fact]
    public async Task Who_was_only_slow_keeps_nothing_that_another_has_learned()
    {
        var me = await App.AddPersonAsync();
        var chat = await App.StartChatAsync(me);
        await App.TalkAsync(me, chat, "I work as a nurse and I like mangoes.");
        var (answer, learning) = await BeginAsync(WithModel());
        await RunOutAsync();
        Model.Answer = Answer("""[{"message":1,"kind":"work","text":"Works as a nurse."}]""");
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
            people.Add(await App.AddPersonAsync());
            await App.TalkAsync(people[i], await App.StartChatAsync(people[i]), "I work as a nurse.");
        }

        Model.Answer = Answer("""[{"message":1,"kind":"work","text":"Works as a nurse."}]""");

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => WithModel().CatchUpAsync(rest: 0, Cancel), Cancel)));

        foreach (var person in people)
        {
            Assert.Equal("Works as a nurse.", await LiveAsync(person));
            await Model.NextCallAsync();
        }

        Assert.False(Model.HasCalls);
    }

    [Fact]
    public async Task A_model_that_is_down_is_asked_again_later_and_then_left_alone()
    {
        var me = await App.AddPersonAsync();
        var chat = await App.StartChatAsync(me);
        await App.TalkAsync(me, chat, "I work as a nurse.");
        Model.Answer = _ => throw new ProviderUnavailableException("openai", "Down.");
        var learner = WithModel();

        for (var attempt = 1; attempt <= Learner.MostAsked; attempt++)
        {
            Assert.True(await learner.LearnNextAsync(Cancel));
            Assert.Equal(1, await WaitingAsync());
            Assert.False(await learner.LearnNextAsync(Cancel));
            await RunOutAsync();
            await Model.NextCallAsync();
        }

        await learner.CatchUpAsync(rest: 0, Cancel);
        Assert.False(Model.HasCalls);
        Assert.Equal("Works as a nurse.", await LiveAsync(me));
        Assert.Equal(FactOrigins.Rules, Assert.Single(await FactsAsync(me)).Fact.Origin);
    }

    [Fact]
    public async Task What_nobody_who_tried_survived_is_given_up()
    {
        var me = await App.AddPersonAsync();
        await App.TalkAsync(me, await App.StartChatAsync(me), "I work as a nurse.");
        await App.Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE messages_to_learn SET attempts = @most", new { most = Learner.MostAttempts }),
            Cancel
        );

        Assert.True(await WithModel().LearnNextAsync(Cancel));

        Assert.Equal(0, await WaitingAsync());
        Assert.False(Model.HasCalls);
    }

    [Fact]
    public async Task What_breaks_the_model_is_read_by_rules_in_the_end()
    {
        var me = await App.AddPersonAsync();
        await App.TalkAsync(me, await App.StartChatAsync(me), "I work as a nurse.");
        Model.Answer = _ => throw new InvalidOperationException("A bug.");
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
        var me = await App.AddPersonAsync();
        var chat = await App.StartChatAsync(me);
        await App.TalkAsync(me, chat, "This breaks it.");
        await App.TalkAsync(me, chat, "I work as a nurse.");
        Model.Answer = call =>
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
    public async Task What_is_said_now_comes_before_what_came_in_bulk()
    {
        var me = await App.AddPersonAsync();
        var old = await App.GrowChatAsync(me, 40);
        Assert.Equal(20, await App.Database.WriteAsync(session => MessagesToLearn.AddAllAsync(session, old.Id), Cancel));
        Assert.Equal(0, await App.Database.WriteAsync(session => MessagesToLearn.AddAllAsync(session, old.Id), Cancel));
        await App.TalkAsync(me, await App.StartChatAsync(me), "I work as a nurse.");
        Model.Answer = Answer("[]");

        Assert.True(await WithModel().LearnNextAsync(Cancel));
        Assert.Equal(20, await WaitingAsync());
        Assert.Contains("nurse", (await Model.NextCallAsync()).Messages[^1].Text, StringComparison.Ordinal);
        await WithModel().CatchUpAsync(rest: 0, Cancel);

        Assert.Equal(0, await WaitingAsync());
    }

    [Fact]
    public async Task It_is_learned_as_soon_as_a_turn_has_ended()
    {
        var me = await App.AddPersonAsync();
        var chat = await App.StartChatAsync(me);
        Model.Answer = Answer("""[{"message":1,"kind":"work","text":"Works as a nurse."}]""");
        using var watch = App.Log.Watch(me.PrincipalId);
        // Its clock stands still: nothing wakes it but the hint of the turn's end.
        using var worker = new LearningWorker(WithModel(), App.Channels, new WatchedClock(), NullLogger<LearningWorker>.Instance);
        await worker.StartAsync(Cancel);

        await App.TalkAsync(me, chat, "I work as a nurse.");

        while (await LiveAsync(me) == "")
            await watch.WaitAsync(Cancel);
        await worker.StopAsync(Cancel);
        Assert.Equal(EventKinds.MemoryChanged, (await App.Log.ReadAsync(me.PrincipalId, 0, Cancel)).Events[^1].Kind);
    }

    [Fact]
    public async Task Nobody_waits_for_what_the_model_reads_of_others()
    {
        var people = new[] { await App.AddPersonAsync(), await App.AddPersonAsync() };
        var pieces = Channel.CreateUnbounded<string>();
        Model.Answer = ScriptedModel.Say(pieces.Reader);
        using var worker = new LearningWorker(WithModel(), App.Channels, new WatchedClock(), NullLogger<LearningWorker>.Instance);
        await worker.StartAsync(Cancel);

        foreach (var person in people)
            await App.TalkAsync(person, await App.StartChatAsync(person), "I work as a nurse.");

        await Model.NextCallAsync();
        await Model.NextCallAsync();
        pieces.Writer.Complete();
        await worker.StopAsync(Cancel);
    }

    [Fact]
    public async Task Rules_read_what_was_said_in_several_chats_at_once()
    {
        var (me, other) = (await App.AddPersonAsync(), await App.AddPersonAsync());
        await App.TalkAsync(me, await App.StartChatAsync(me), "I live in Pune.");
        await App.TalkAsync(me, await App.StartChatAsync(me), "I work as a nurse.");
        var off = await App.StartChatAsync(other);
        await App.TalkAsync(other, off, "I have a dog called Bruno.");
        await App.Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE conversations SET memory_enabled = 0 WHERE id = @Id", new { off.Id }),
            Cancel
        );
        await App.TalkAsync(other, await App.StartChatAsync(other), "I live in Oslo.");

        Assert.True(await WithRules().LearnNextAsync(Cancel));
        Assert.False(await WithRules().LearnNextAsync(Cancel));

        Assert.Equal("Lives in Pune. Works as a nurse.", await LiveAsync(me));
        Assert.Equal("Lives in Oslo.", await LiveAsync(other));
        Assert.Equal(0, await WaitingAsync());
    }

    [Fact]
    public async Task What_says_nothing_costs_few_waits_however_many_there_are()
    {
        var people = new[] { await App.AddPersonAsync(), await App.AddPersonAsync() };
        var one = await CheapestAsync(() => CostAsync(people[..1], 1));
        var several = await CheapestAsync(() => CostAsync(people, 3));

        Assert.Equal(one, several);
        Assert.InRange(several, 0, 9);
    }

    /// <summary>Workers may ask something between.</summary>
    private static async Task<long> CheapestAsync(Func<Task<long>> measure)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 3; i++)
            least = Math.Min(least, await measure());
        return least;
    }

    /// <summary>Waits for the database until what each of them says so often is read.</summary>
    private async Task<long> CostAsync(Caller[] people, int times)
    {
        foreach (var person in people)
        {
            var chat = await App.StartChatAsync(person);
            for (var i = 0; i < times; i++)
                await App.TalkAsync(person, chat, "Hello there, how was your day?");
        }

        var before = App.Database.Waits;
        await WithRules().CatchUpAsync(rest: 0, Cancel);
        return App.Database.Waits - before;
    }
}

public sealed class SqliteLearningQueueTests(SqliteEngine app) : LearningQueueTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresLearningQueueTests(PostgresEngine app) : LearningQueueTests(app), IClassFixture<PostgresEngine>;
