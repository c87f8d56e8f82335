using Kith.Engine.Storage;

namespace Kith.Engine.Tests.Storage;

/// <summary>What every database promises; one short subclass each.</summary>
public abstract class DatabaseTests(TestDatabase fixture)
{
    private const string InsertSecret = "INSERT INTO secrets (id, purpose, secret, created_at) VALUES (@id, @purpose, @secret, 0)";

    private Database Db => fixture.Database;

    [Fact]
    public async Task A_write_is_there_when_it_was_answered()
    {
        var id = await PutAsync("kept");

        Assert.Equal("kept", await FindAsync(id));
    }

    [Fact]
    public async Task Nothing_is_kept_of_a_write_that_throws_or_fails()
    {
        var thrown = NewId();
        var failed = NewId();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Db.WriteAsync<int>(
                async session =>
                {
                    await InsertAsync(session, thrown, "no");
                    throw new InvalidOperationException("on purpose");
                },
                TestContext.Current.CancellationToken
            )
        );
        var result = await Db.WriteAsync<Result<int>>(
            async session =>
            {
                await InsertAsync(session, failed, "no");
                return new NotFound("thing");
            },
            TestContext.Current.CancellationToken
        );

        Assert.NotNull(result.Failure);
        Assert.Null(await FindAsync(thrown));
        Assert.Null(await FindAsync(failed));
    }

    [Fact]
    public async Task What_is_left_for_later_is_done_before_the_next_statement_and_before_the_commit()
    {
        var (first, second) = (NewId(), NewId());

        var (seen, changed) = await Db.WriteAsync(
            async session =>
            {
                await InsertLaterAsync(session, first, "first");
                await InsertLaterAsync(session, second, "second");
                var seen = await session.QueryAsync<string>(
                    "SELECT purpose FROM secrets WHERE id IN (@first, @second) ORDER BY purpose",
                    new { first, second }
                );
                await session.ExecuteLaterAsync(
                    "UPDATE secrets SET purpose = 'changed' WHERE id IN (@first, @second)",
                    new { first, second }
                );
                var changed = await session.ExecuteAsync(
                    "UPDATE secrets SET purpose = 'again' WHERE id = @first AND purpose = 'changed'",
                    new { first }
                );
                await session.ExecuteLaterAsync("UPDATE secrets SET purpose = 'at last' WHERE id = @second", new { second });
                return (seen, changed);
            },
            TestContext.Current.CancellationToken
        );

        Assert.Equal(["first", "second"], seen);
        Assert.Equal(1, changed);
        Assert.Equal("again", await FindAsync(first));
        Assert.Equal("at last", await FindAsync(second));
    }

    [Fact]
    public async Task Several_statements_in_one_text_come_after_what_was_left_for_later()
    {
        var (id, other) = (NewId(), NewId());

        await Db.WriteAsync(
            async session =>
            {
                await InsertLaterAsync(session, id, "x");
                return await session.ExecuteAsync(
                    $"UPDATE secrets SET purpose = 'y' WHERE id = '{id}'; UPDATE secrets SET id = '{other}' WHERE id = '{id}' AND purpose = 'y'"
                );
            },
            TestContext.Current.CancellationToken
        );

        Assert.Equal("y", await FindAsync(other));
    }

    [Fact]
    public async Task What_fails_later_undoes_the_write_and_is_told()
    {
        var id = NewId();
        var told = false;

        await Assert.ThrowsAsync<OwnerGoneException>(() =>
            Db.WriteAsync(
                async session =>
                {
                    await InsertAsync(session, id, "no");
                    await session.ExecuteLaterAsync(
                        "INSERT INTO principals (id, user_id, kind, created_at, last_seen_at) VALUES (@id, 'nobody', 'guest', 0, 0)",
                        new { id }
                    );
                    session.AfterCommit(() => told = true);
                    return 0;
                },
                TestContext.Current.CancellationToken
            )
        );

        Assert.Null(await FindAsync(id));
        Assert.False(told);
        await PutAsync("and it goes on");
    }

    [Fact]
    public async Task Writes_that_wait_together_fail_alone()
    {
        var good = NewId();
        var bad = NewId();
        var writes = Enumerable
            .Range(0, 40)
            .Select(i =>
                Db.WriteAsync(
                    async session =>
                    {
                        await InsertAsync(
                            session,
                            i == 7 ? bad
                                : i == 8 ? good
                                : NewId(),
                            "x"
                        );
                        return i == 7 ? throw new InvalidOperationException("on purpose") : i;
                    },
                    TestContext.Current.CancellationToken
                )
            )
            .ToList();

        await Assert.ThrowsAsync<InvalidOperationException>(() => writes[7]);
        writes.RemoveAt(7);
        await Task.WhenAll(writes);

        Assert.Null(await FindAsync(bad));
        Assert.Equal("x", await FindAsync(good));
    }

    [Fact]
    public async Task What_was_asked_for_after_the_commit_runs_once_and_only_then()
    {
        var ran = 0;
        var id = NewId();
        await Db.WriteAsync(
            async session =>
            {
                await InsertAsync(session, id, "x");
                session.AfterCommit(() => ran++);
                return 0;
            },
            TestContext.Current.CancellationToken
        );
        await Db.WriteAsync<Result<int>>(
            session =>
            {
                session.AfterCommit(() => ran++);
                return Task.FromResult<Result<int>>(new NotFound("thing"));
            },
            TestContext.Current.CancellationToken
        );

        Assert.Equal(1, ran);
    }

    [Fact]
    public async Task Who_waits_with_a_write_that_fails_is_told_once()
    {
        var told = 0;
        var writes = Enumerable
            .Range(0, 40)
            .Select(i =>
                Db.WriteAsync<Result<int>>(
                    async session =>
                    {
                        await InsertAsync(session, NewId(), "x");
                        session.AfterCommit(() => Interlocked.Increment(ref told));
                        return i % 2 == 0 ? i : new NotFound("thing");
                    },
                    TestContext.Current.CancellationToken
                )
            );

        var results = await Task.WhenAll(writes);

        Assert.Equal(20, results.Count(result => result.Failure is null));
        Assert.Equal(20, told);
    }

    [Fact]
    public async Task What_fails_after_the_commit_takes_nothing_with_it_and_is_logged()
    {
        var cancel = TestContext.Current.CancellationToken;
        var log = new LogLines();
        await using var logging = fixture.OpenAnother(log);
        await logging.OpenAsync(cancel);
        var id = NewId();
        var ran = false;

        var answer = await logging.WriteAsync(
            async session =>
            {
                await InsertAsync(session, id, "x");
                session.AfterCommit(() => throw new InvalidOperationException("on purpose"));
                session.AfterCommit(() => ran = true);
                return 7;
            },
            cancel
        );

        Assert.Equal(7, answer);
        Assert.True(ran);
        Assert.Equal("x", await FindAsync(id));
        Assert.Contains("on purpose", Assert.Single(log.Lines), StringComparison.Ordinal);
        Assert.Equal(1, await logging.WriteAsync(session => InsertAsync(session, NewId(), "and it goes on"), cancel));
    }

    [Fact]
    public async Task A_hundred_counters_at_once_leave_no_gap()
    {
        var id = NewId();
        var numbers = await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(_ =>
                    Db.WriteAsync(
                        session =>
                            session.CountAsync(
                                "INSERT INTO sign_in_failures (key_hash, failures, first_at, last_at) VALUES (@id, 1, 0, 0) "
                                    + "ON CONFLICT (key_hash) DO UPDATE SET failures = sign_in_failures.failures + 1 RETURNING failures",
                                new { id }
                            ),
                        TestContext.Current.CancellationToken
                    )
                )
        );

        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), numbers.Order());
    }

    [Fact]
    public async Task Those_who_look_and_insert_the_same_at_once_find_the_first()
    {
        var cancel = TestContext.Current.CancellationToken;
        await fixture.Database.WriteAsync(session => session.ExecuteAsync("CREATE TABLE taken (name text PRIMARY KEY)"), cancel);

        var inserted = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    fixture.Database.WriteAsync(
                        async session =>
                            await session.CountAsync("SELECT count(*) FROM taken") == 0
                            && await session.ExecuteAsync("INSERT INTO taken (name) VALUES ('it')") == 1,
                        cancel
                    )
                )
        );

        Assert.Single(inserted, first => first);
    }

    [Fact]
    public async Task Opening_again_migrates_nothing_twice()
    {
        var before = await Db.ReadAsync(s => s.CountAsync("SELECT count(*) FROM schema_migrations"), TestContext.Current.CancellationToken);
        await using var again = fixture.OpenAnother();
        await Task.WhenAll(
            again.OpenAsync(TestContext.Current.CancellationToken),
            Db.ReadAsync(s => s.CountAsync("SELECT 1"), TestContext.Current.CancellationToken)
        );

        Assert.Equal(
            before,
            await again.ReadAsync(s => s.CountAsync("SELECT count(*) FROM schema_migrations"), TestContext.Current.CancellationToken)
        );
    }

    private string NewId() => Db.Clock.NewId();

    private async Task<string> PutAsync(string purpose)
    {
        var id = NewId();
        await Db.WriteAsync(session => InsertAsync(session, id, purpose), TestContext.Current.CancellationToken);
        return id;
    }

    private static Task<int> InsertAsync(WriteSession session, string id, string purpose) =>
        session.ExecuteAsync(InsertSecret, Secret(id, purpose));

    protected static Task InsertLaterAsync(WriteSession session, string id, string purpose) =>
        session.ExecuteLaterAsync(InsertSecret, Secret(id, purpose));

    private static object Secret(string id, string purpose) =>
        new
        {
            id,
            purpose,
            secret = new byte[] { 1, 2 },
        };

    private Task<string?> FindAsync(string id) =>
        Db.ReadAsync(
            session => session.FindAsync<string>("SELECT purpose FROM secrets WHERE id = @id", new { id }),
            TestContext.Current.CancellationToken
        );
}

public sealed class SqliteDatabaseTests(SqliteTestDatabase fixture) : DatabaseTests(fixture), IClassFixture<SqliteTestDatabase>;
