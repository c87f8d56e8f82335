using Kith.Engine.Events;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Events;

/// <summary>What the log of a principal promises, on each database.</summary>
public abstract class EventLogTests(EngineApp app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_writers_at_once_leave_one_order_without_gaps()
    {
        var (a, b) = (await app.AddPersonAsync(), await app.AddPersonAsync());

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => AppendAsync($"s{i}", i % 2 == 0 ? [a, b] : [b, a])));

        var (ofA, ofB) = (await app.Log.ReadAsync(a.PrincipalId, 0, Cancel), await app.Log.ReadAsync(b.PrincipalId, 0, Cancel));
        Assert.Equal(Enumerable.Range(1, 120).Select(i => (long)i), ofA.Select(e => e.Seq));
        Assert.Equal(ofA.Select(e => e.SubjectId), ofB.Select(e => e.SubjectId));
        Assert.Equal(120, await app.Log.HeadAsync(a.PrincipalId, Cancel));
    }

    [Fact]
    public async Task Following_shows_what_was_and_then_what_comes()
    {
        var me = await app.AddPersonAsync();
        await AppendAsync("before", [me]);
        var seen = new List<string>();
        await foreach (var entry in app.Log.FollowAsync(me.PrincipalId, after: 1, Cancel))
        {
            seen.Add(entry.SubjectId);
            if (seen.Count == 1)
                await AppendAsync("after", [me]);
            if (seen.Count == 3)
                break;
        }

        Assert.Equal(["before-2", "after", "after-2"], seen);
    }

    [Fact]
    public async Task Nothing_is_logged_of_a_change_that_failed()
    {
        var me = await app.AddPersonAsync();

        await app.Database.WriteAsync<Result<Done>>(
            async session =>
            {
                await app.Log.AppendAsync(session, [me.PrincipalId], new NewEvent("chat.created", "c", "s"));
                return new NotFound("chat");
            },
            Cancel
        );

        Assert.Equal(0, await app.Log.HeadAsync(me.PrincipalId, Cancel));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    [InlineData(3, 2)]
    [InlineData(1_234, 14)]
    public async Task Many_events_at_once_keep_their_order_and_share_their_statements(int count, int statements)
    {
        var me = await app.AddPersonAsync();
        var before = app.Database.Statements;

        await app.Database.WriteAsync(
            async session =>
            {
                await app.Log.AppendAsync(
                    session,
                    [me.PrincipalId],
                    [.. Enumerable.Range(0, count).Select(i => new NewEvent("message.deleted", "c", $"s{i}"))]
                );
                return default(Done);
            },
            Cancel
        );

        Assert.Equal(statements, app.Database.Statements - before);
        Assert.Equal(count, await app.Log.HeadAsync(me.PrincipalId, Cancel));
        var seen = new List<LoggedEvent>();
        while (await app.Log.ReadAsync(me.PrincipalId, seen.Count, Cancel) is { Count: > 0 } page)
            seen.AddRange(page);
        Assert.Equal(Enumerable.Range(0, count).Select(i => ((long)i + 1, $"s{i}")), seen.Select(e => (e.Seq, e.SubjectId)));
    }

    private Task AppendAsync(string subject, Caller[] people) =>
        app.Database.WriteAsync(
            async session =>
            {
                await app.Log.AppendAsync(
                    session,
                    people.Select(person => person.PrincipalId),
                    new NewEvent("chat.created", "c", subject),
                    new NewEvent("chat.updated", "c", $"{subject}-2")
                );
                return default(Done);
            },
            Cancel
        );
}

public sealed class SqliteEventLogTests(SqliteEngine app) : EventLogTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresEventLogTests(PostgresEngine app) : EventLogTests(app), IClassFixture<PostgresEngine>;
