using Kith.Engine.Conversations;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Search;
using Kith.Engine.Tests.Memory.Facts;

namespace Kith.Engine.Tests.Memory.Embeddings;

/// <summary>What is to stay here is told to no embedding model elsewhere, on each database.</summary>
public abstract class EmbeddingGuardTests(EngineApp app)
{
    /// <summary>Of this test alone: others use the same database, and their models are told of all people in it.</summary>
    private readonly string _canary = $"zebrafinch{Guid.NewGuid():N}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_never_told_elsewhere_neither_are_its_sources_answers_copies_and_summaries()
    {
        await using var engine = await EmbeddingEngine.StartAsync(app, isLocal: false);
        var (mind, chat) = await TellSecretAsync();
        await SumUpAsync(mind, chat, $"The code is {_canary}.");
        await mind.TellAsync(new FactInput($"Hides {_canary}.", Sensitivity: Sensitivities.LocalOnly));
        await app.ForkAsync(mind.Caller, chat, (await app.ReadAsync(mind.Caller, chat))[^1].Message.Id);

        await engine.CatchUpAsync();

        Assert.DoesNotContain(_canary, engine.Told, StringComparison.Ordinal);
        Assert.Contains("Hello", await engine.EmbeddedAsync(mind.Caller), StringComparison.Ordinal);
        Assert.DoesNotContain(_canary, await engine.EmbeddedAsync(mind.Caller), StringComparison.Ordinal);

        // Who is here may know.
        await using var here = await EmbeddingEngine.StartAsync(app);
        await here.CatchUpAsync();
        Assert.Contains(_canary, here.Told, StringComparison.Ordinal);
        Assert.Contains($"Hides {_canary}.", await here.EmbeddedAsync(mind.Caller), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_moves_elsewhere_keeps_no_vector_of_it()
    {
        var (mind, _) = await TellSecretAsync();
        await using var here = await EmbeddingEngine.StartAsync(app);
        await here.CatchUpAsync();
        Assert.Contains(_canary, await here.EmbeddedAsync(mind.Caller), StringComparison.Ordinal);

        await using var elsewhere = await EmbeddingEngine.StartAsync(app, here.Model.Name, isLocal: false);
        await elsewhere.CatchUpAsync();

        Assert.DoesNotContain(_canary, elsewhere.Told, StringComparison.Ordinal);
        Assert.DoesNotContain(_canary, await here.EmbeddedAsync(mind.Caller), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_labelled_later_loses_its_vectors_and_gets_them_again_without_the_label()
    {
        await using var engine = await EmbeddingEngine.StartAsync(app, isLocal: false);
        var (mind, chat) = await TellSecretAsync(Sensitivities.Normal);
        await SumUpAsync(mind, chat, $"The code is {_canary}.");
        await engine.CatchUpAsync();
        Assert.Equal(4, Count(await engine.EmbeddedAsync(mind.Caller)));

        await mind.ChangeAsync($"Has the safe code {_canary}.", new FactInput(Sensitivity: Sensitivities.LocalOnly));
        await engine.CatchUpAsync();
        Assert.Equal(0, Count(await engine.EmbeddedAsync(mind.Caller)));

        await mind.ChangeAsync($"Has the safe code {_canary}.", new FactInput(Sensitivity: Sensitivities.Normal));
        await engine.CatchUpAsync();
        Assert.Equal(4, Count(await engine.EmbeddedAsync(mind.Caller)));

        int Count(string texts) => texts.Split(_canary).Length - 1;
    }

    [Fact]
    public async Task What_is_learned_to_stay_here_loses_the_vector_of_its_message()
    {
        await using var engine = await EmbeddingEngine.StartAsync(app, isLocal: false);
        var mind = await Mind.AddAsync(app);
        var said = await app.TalkAsync(mind.Caller, await mind.StartChatAsync(), $"Never tell anybody {_canary}");
        await engine.CatchUpAsync();
        Assert.Contains(_canary, await engine.EmbeddedAsync(mind.Caller), StringComparison.Ordinal);

        await mind.LearnAsync(said.UserMessage.Message.Id, Mind.Fact("Has a secret.") with { Sensitivity = Sensitivities.LocalOnly });
        await engine.CatchUpAsync();

        Assert.DoesNotContain(_canary, await engine.EmbeddedAsync(mind.Caller), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_has_to_stay_here_is_looked_up_by_its_words()
    {
        await using var engine = await EmbeddingEngine.StartAsync(app, isLocal: false);
        var (mind, chat) = await TellSecretAsync();
        await engine.CatchUpAsync();
        var secret = (await app.ReadAsync(mind.Caller, chat)).Single(view =>
            view.Message.Content.Contains("My safe", StringComparison.Ordinal)
        );
        var asked = engine.Requests;

        Assert.NotEmpty(await engine.FindAsync(mind.Caller, secret.Message.Content));
        await engine.AnswerAgainAsync(mind.Caller, chat, secret.Message.Id);
        await engine.TalkAsync(mind.Caller, await mind.StartChatAsync(), secret.Message.Content);
        Assert.Equal(asked, engine.Requests);

        await engine.FindAsync(mind.Caller, "Which fiddle?");
        Assert.Equal(asked + 1, engine.Requests);
        Assert.DoesNotContain(_canary, engine.Told, StringComparison.Ordinal);
    }

    /// <summary>A chat in which a secret was told, answered with it, and learned.</summary>
    private async Task<(Mind Mind, Conversation Chat)> TellSecretAsync(string sensitivity = Sensitivities.LocalOnly)
    {
        var mind = await Mind.AddAsync(app);
        var chat = await mind.StartChatAsync();
        app.Model.Reset();
        await app.TalkAsync(mind.Caller, chat, "Hello");
        app.Model.Answer = ScriptedModel.Say($"So it is {_canary}!");
        var said = await app.TalkAsync(mind.Caller, chat, $"My safe code is {_canary}");
        app.Model.Reset();
        await mind.LearnAsync(said.UserMessage.Message.Id, Mind.Fact($"Has the safe code {_canary}.") with { Sensitivity = sensitivity });
        await app.Index.CatchUpAsync(Cancel);
        return (mind, chat);
    }

    private Task SumUpAsync(Mind mind, Conversation chat, string text) =>
        app.Database.WriteAsync(
            async session =>
            {
                var leaf = (await MessageStore.FindLeafAsync(session, chat.Id))!;
                await SummaryStore.PutAsync(session, chat.Id, new Summary(text, leaf.Id, leaf.Depth), now: 1);
                await SearchIndex.IndexSummaryAsync(session, mind.Caller.PrincipalId, chat.Id, text);
                return default(Done);
            },
            Cancel
        );
}

public sealed class SqliteEmbeddingGuardTests(SqliteEngine app) : EmbeddingGuardTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresEmbeddingGuardTests(PostgresEngine app) : EmbeddingGuardTests(app), IClassFixture<PostgresEngine>;
