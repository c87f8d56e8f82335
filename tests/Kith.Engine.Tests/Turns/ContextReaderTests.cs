using Kith.Engine.Conversations;
using Kith.Engine.Models;
using Kith.Engine.Tests.Memory.Facts;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Turns;

/// <summary>What a turn reads for its context, and what that costs, on each database.</summary>
public abstract class ContextReaderTests
{
    private readonly EngineApp _app;

    protected ContextReaderTests(EngineApp app)
    {
        _app = app;
        app.Model.Reset();
    }

    [Fact]
    public async Task The_model_is_told_how_many_other_answers_there_are()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var said = await _app.TalkAsync(me, chat, "Tell me a joke.");
        var again = await _app.AnswerAgainAsync(me, chat, said.AiMessage.Message.Id);
        await _app.AnswerAgainAsync(me, chat, again.AiMessage.Message.Id);
        await _app.EditAsync(me, chat, said.UserMessage.Message.Id, "Tell me a riddle.");
        await _app.TalkAsync(me, chat, "Another.");

        Assert.Equal(
            [null, 1, 2, null, null],
            [await OthersAsync(), await OthersAsync(), await OthersAsync(), await OthersAsync(), await OthersAsync()]
        );
    }

    [Fact]
    public async Task A_turn_that_remembers_waits_for_the_database_a_few_times_more_than_one_that_doesnt()
    {
        var mind = await Mind.AddAsync(_app);
        await mind.SayAsync(await mind.StartChatAsync(), Mind.Fact("Has a brass telescope."));
        var remembers = await _app.GrowChatAsync(mind.Caller, 40);
        var forgets = await _app.StartChatAsync(mind.Caller, new NewConversation(MemoryEnabled: false));
        await _app.TalkAsync(mind.Caller, remembers, "The telescope fell down.");
        await _app.Index.CatchUpAsync(TestContext.Current.CancellationToken);

        var (with, without) = (await CostAsync(mind.Caller, remembers), await CostAsync(mind.Caller, forgets));

        Assert.InRange(without, 0, 12);
        Assert.InRange(with - without, 0, 10);
    }

    /// <summary>Waits for the database in a turn, at least: a checkpoint or a sweep may come between.</summary>
    private async Task<long> CostAsync(Caller me, Conversation chat)
    {
        var costs = new List<long>();
        for (var i = 0; i < 6; i++)
        {
            var before = _app.Database.Waits;
            await _app.TalkAsync(me, chat, "Which telescope?");
            costs.Add(_app.Database.Waits - before);
        }

        return costs.Min();
    }

    private async Task<object?> OthersAsync() => (await _app.Model.NextCallAsync()).Options.AdditionalProperties?[ModelAnswer.OtherAnswers];
}

public sealed class SqliteContextReaderTests(SqliteEngine app) : ContextReaderTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresContextReaderTests(PostgresEngine app) : ContextReaderTests(app), IClassFixture<PostgresEngine>;
