using Kith.Engine.Conversations;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Conversations;

/// <summary>What changing branches costs at the end of a long chat, on each database.</summary>
public abstract class LongChatTests(EngineApp app)
{
    private const int Tries = 5;

    [Fact]
    public async Task A_change_at_the_end_runs_as_many_statements_as_in_a_short_chat()
    {
        var me = await app.AddPersonAsync();

        // Already longer than what a context has room for: from there on there may be a summary to look for.
        var inShort = await CostsAsync(me, await app.GrowChatAsync(me, 40));
        var inLong = await CostsAsync(me, await app.GrowChatAsync(me, 2_000));

        Assert.Equal(inShort, inLong);
        Assert.InRange(inLong.Select, 1, 12);
        Assert.InRange(inLong.Delete, 1, 16);
    }

    /// <summary>What each change at the end costs at least: a checkpoint or a sweep may come between.</summary>
    private async Task<Costs> CostsAsync(Caller me, Conversation chat)
    {
        var least = new Costs(long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue);
        for (var i = 0; i < Tries; i++)
        {
            var said = await app.TalkAsync(me, chat, "the end");
            var (user, answer) = (said.UserMessage.Message.Id, said.AiMessage.Message.Id);
            least = new Costs(
                Math.Min(least.Edit, await CountAsync(() => app.EditAsync(me, chat, user, "another end"))),
                Math.Min(least.Again, await CountAsync(() => app.AnswerAgainAsync(me, chat, answer))),
                Math.Min(least.Select, await CountAsync(() => app.SelectAsync(me, chat, answer))),
                Math.Min(least.Delete, await CountAsync(() => app.DeleteAsync(me, chat, user)))
            );
        }

        return least;
    }

    private async Task<long> CountAsync(Func<Task> change)
    {
        var before = app.Database.Statements;
        await change();
        return app.Database.Statements - before;
    }

    private sealed record Costs(long Edit, long Again, long Select, long Delete);
}

public sealed class SqliteLongChatTests(SqliteEngine app) : LongChatTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresLongChatTests(PostgresEngine app) : LongChatTests(app), IClassFixture<PostgresEngine>;
