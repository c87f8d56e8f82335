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

        var (ofA, ofB) = (await ReadAllAsync(a, 0), await ReadAllAsync(b, 0));
        Assert.Equal(Enumerable.Range(1, 120).Select(i => (long)i), ofA.Select(e => e.Seq));
        Assert.Equal(ofA.Select(e => e.SubjectId), ofB.Select(e => e.SubjectId));
        Assert.Equal(120, await app.Log.HeadAsync(a.PrincipalId, Cancel));
    }

    [Fact]
    public async Task Not_all_have_to_be_told_the_same()
    {
        var (a, b, c) = (await app.AddPersonAsync(), await app.AddPersonAsync(), await app.AddPersonAsync());

        await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    app.Database.WriteAsync(
                        async session =>
                        {
                            var (both, one) = (new NewEvent("k", "c", $"both{i}"), new NewEvent("k", "c", $"one{i}"));
                            var all = i % 2 == 0 ? [a.PrincipalId, b.PrincipalId] : new[] { b.PrincipalId, a.PrincipalId };
                            await app.Log.AppendAsync(
                                session,
                                new Telling(all, both),
                                new Telling([b.PrincipalId], one),
                                new Telling([c.PrincipalId])
                            );
                            return default(Done);
                        },
                        Cancel
                    )
                )
        );

        var (ofA, ofB) = (await ReadAllAsync(a, 0), await ReadAllAsync(b, 0));
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), ofA.Select(e => e.Seq));
        Assert.Equal(Enumerable.Range(1, 40).Select(i => (long)i), ofB.Select(e => e.Seq));
        Assert.Equal(ofA.SelectMany(e => new[] { e.SubjectId, e.SubjectId.Replace("both", "one") }), ofB.Select(e => e.SubjectId));
        Assert.Empty(await ReadAllAsync(c, 0));
    }

    [Fact]
    public async Task Who_watches_is_woken_by_what_comes()
    {
        var me = await app.AddPersonAsync();
        await AppendAsync("before", [me]);
        using var watch = app.Log.Watch(me.PrincipalId);
        var waiting = watch.WaitAsync(Cancel);
        Assert.False(waiting.IsCompleted);

        await AppendAsync("after", [me]);
        await waiting;

        Assert.Equal(["before-2", "after", "after-2"], (await ReadAllAsync(me, after: 1)).Select(e => e.SubjectId));
    }

    [Fact]
    public async Task A_log_loses_its_oldest_entries_and_its_numbers_go_on()
    {
        var me = await app.AddPersonAsync();
        await AppendAsync("old", [me]);
        Assert.False(await app.Log.TrimAsync(Cancel));
        Assert.Equal(2, (await ReadAllAsync(me, after: 0)).Count);
        await AgeAsync(me, upTo: 2);
        await AppendAsync("new", [me]);

        Assert.False(await app.Log.TrimAsync(Cancel));

        Assert.Equal([3L, 4L], (await ReadAllAsync(me, after: 2)).Select(e => e.Seq));
        await AssertCutAsync(me, head: 4, 0, 1);
        await AgeAsync(me, upTo: 4);
        await app.Log.TrimAsync(Cancel);
        await AssertCutAsync(me, head: 4, 0, 2, 3);
        Assert.False((await app.Log.ReadAsync(me.PrincipalId, after: 4, Cancel)).IsCut);
        await AppendAsync("newest", [me]);
        Assert.Equal([5L, 6L], (await ReadAllAsync(me, after: 4)).Select(e => e.Seq));
    }

    [Fact]
    public async Task What_is_kept_has_no_gaps_though_a_clock_went_wrong()
    {
        var me = await app.AddPersonAsync();
        await AppendAsync("one", [me]);
        await AppendAsync("two", [me]);
        await app.Database.WriteAsync(
            s => s.ExecuteAsync("UPDATE events SET at = 1 WHERE principal_id = @PrincipalId AND seq = 3", me),
            Cancel
        );

        await app.Log.TrimAsync(Cancel);

        await AssertCutAsync(me, head: 4, 0, 1, 2);
        Assert.Equal([4L], (await ReadAllAsync(me, after: 3)).Select(e => e.Seq));
    }

    [Fact]
    public async Task Forgetting_goes_in_rounds()
    {
        var me = await app.AddPersonAsync();
        await app.Database.WriteAsync(
            async session =>
            {
                var many = Enumerable.Range(0, 501).Select(i => new NewEvent("chat.updated", "c", $"{i}"));
                await app.Log.AppendAsync(session, [me.PrincipalId], [.. many]);
                return default(Done);
            },
            Cancel
        );
        Assert.Equal(Enumerable.Range(0, 501).Select(i => $"{i}"), (await ReadAllAsync(me, 0)).Select(e => e.SubjectId));
        await AgeAsync(me, upTo: 501);

        Assert.True(await app.Log.TrimAsync(Cancel));
        Assert.Equal(501, (await ReadAllAsync(me, after: 500)).Single().Seq);
        Assert.False(await app.Log.TrimAsync(Cancel));

        await AssertCutAsync(me, head: 501, 500);
    }

    [Fact]
    public async Task A_cursor_of_no_log_is_told_apart_from_a_quiet_one()
    {
        var me = await app.AddPersonAsync();
        await AssertCutAsync(me, head: 0, -1, 1);
        await AppendAsync("something", [me]);

        await AssertCutAsync(me, head: 2, -1, 3, long.MaxValue);
        Assert.Equal(new LogPage([], 2, IsCut: false), await app.Log.ReadAsync(me.PrincipalId, 2, Cancel) with { Events = [] });
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

        var used = await app.Database.WriteAsync(
            async session =>
            {
                var before = app.Database.Statements;
                await app.Log.AppendAsync(
                    session,
                    [me.PrincipalId],
                    [.. Enumerable.Range(0, count).Select(i => new NewEvent("message.deleted", "c", $"s{i}"))]
                );
                return app.Database.Statements - before;
            },
            Cancel
        );

        Assert.Equal(statements, used);
        Assert.Equal(count, await app.Log.HeadAsync(me.PrincipalId, Cancel));
        var seen = await ReadAllAsync(me, after: 0);
        Assert.Equal(Enumerable.Range(0, count).Select(i => ((long)i + 1, $"s{i}")), seen.Select(e => (e.Seq, e.SubjectId)));
    }

    private async Task AssertCutAsync(Caller me, long head, params long[] cursors)
    {
        foreach (var cursor in cursors)
        {
            var page = await app.Log.ReadAsync(me.PrincipalId, cursor, Cancel);
            Assert.True(page.IsCut, $"cursor {cursor}");
            Assert.Empty(page.Events);
            Assert.Equal(head, page.Cursor);
        }
    }

    private async Task<List<LoggedEvent>> ReadAllAsync(Caller me, long after)
    {
        var all = new List<LoggedEvent>();
        for (var isFull = true; isFull; )
        {
            var page = await app.Log.ReadAsync(me.PrincipalId, after, Cancel);
            Assert.False(page.IsCut);
            all.AddRange(page.Events);
            (after, isFull) = (page.Cursor, page.IsFull);
        }

        return all;
    }

    /// <summary>As if they had happened long ago.</summary>
    private Task AgeAsync(Caller me, long upTo) =>
        app.Database.WriteAsync(
            s =>
                s.ExecuteAsync("UPDATE events SET at = 1 WHERE principal_id = @PrincipalId AND seq <= @upTo", new { me.PrincipalId, upTo }),
            Cancel
        );

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
