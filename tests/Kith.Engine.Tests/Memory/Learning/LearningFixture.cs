using System.Text.Json;
using System.Threading.Channels;
using Kith.Engine.Memory;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Learning;
using Kith.Engine.Models;
using Kith.Engine.Users;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kith.Engine.Tests.Memory.Learning;

/// <summary>Learning on one database, by a model that does as it is told or by rules.</summary>
public abstract class LearningFixture : IAsyncLifetime
{
    protected LearningFixture(EngineApp app)
    {
        App = app;
        app.Model.Reset();
    }

    protected EngineApp App { get; }

    /// <summary>The one that is asked what to learn.</summary>
    protected ScriptedModel Model { get; } = new();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What other tests left is not this one's.</summary>
    public async ValueTask InitializeAsync() =>
        await App.Database.WriteAsync(session => session.ExecuteAsync("DELETE FROM messages_to_learn"), Cancel);

    public ValueTask DisposeAsync()
    {
        Model.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected Learner WithModel() => With(Model);

    private protected Learner WithRules() => With(null);

    private protected Learner With(IChatClient? model, FakeClock? clock = null, LogLines? lines = null)
    {
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(lines ?? new LogLines()));
        var reach = new ModelReach(IsLocal: false);
        var background = new BackgroundModel(model, TimeProvider.System);
        return new Learner(
            App.Database,
            App.Log,
            App.Consolidator,
            new Extractor(background, clock ?? TimeProvider.System, logs.CreateLogger<Extractor>()),
            new Summariser(App.Database, background, reach),
            reach,
            NullLogger<Learner>.Instance
        );
    }

    protected static Func<ScriptedModel.Call, IAsyncEnumerable<ChatResponseUpdate>> Answer(
        string facts,
        string moods = "[]",
        string? title = null
    ) => ScriptedModel.Say($$"""{"facts":{{facts}},"moods":{{moods}},"title":{{JsonSerializer.Serialize(title)}}}""");

    /// <summary>Begins to learn, up to where the model is asked.</summary>
    private protected async Task<(ChannelWriter<string> Answer, Task Learning)> BeginAsync(Learner learner, CancellationToken? until = null)
    {
        var pieces = Channel.CreateUnbounded<string>();
        Model.Answer = ScriptedModel.Say(pieces.Reader);
        var learning = learner.LearnNextAsync(until ?? Cancel);
        await Model.NextCallAsync();
        return (pieces.Writer, learning);
    }

    protected static async Task FinishAsync(ChannelWriter<string> answer, string text)
    {
        await answer.WriteAsync(text, Cancel);
        answer.Complete();
    }

    protected static bool WantsTitle(ScriptedModel.Call call) =>
        JsonElement.Parse(call.Messages[^1].Text).GetProperty("title_wanted").GetBoolean();

    /// <summary>As if the time had passed until which messages are held.</summary>
    protected Task<int> RunOutAsync() =>
        App.Database.WriteAsync(session => session.ExecuteAsync("UPDATE messages_to_learn SET held_until = held_until - 3600000"), Cancel);

    protected Task<long> WaitingAsync() =>
        App.Database.ReadAsync(session => session.CountAsync("SELECT count(*) FROM messages_to_learn"), Cancel);

    protected Task<long> CountAsync(string sql, Caller who) =>
        App.Database.ReadAsync(session => session.CountAsync(sql, new { who.PrincipalId }), Cancel);

    protected Task<IReadOnlyList<KnownFact>> FactsAsync(Caller who) =>
        App.Database.ReadAsync(session => FactStore.ListAsync(session, who.PrincipalId), Cancel);

    protected async Task<string> LiveAsync(Caller who)
    {
        var now = App.Database.Clock.NowMs();
        var facts = await App.Database.ReadAsync(session => FactStore.ListLiveAsync(session, who.PrincipalId, now), Cancel);
        return string.Join(' ', facts.Select(fact => fact.Text).Order(StringComparer.Ordinal));
    }

    protected Task SwitchAsync(Caller who, bool memory) =>
        App.Profiles.PutAsync(who, new ProfileChange(null, null, null, memory, null, null), replace: false, Cancel);
}
