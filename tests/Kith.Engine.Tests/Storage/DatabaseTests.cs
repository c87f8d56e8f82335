using Kith.Engine.Storage;
using Npgsql;

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
    public async Task Rows_given_are_selected_from_with_their_types()
    {
        object[][] rows =
        [
            ["it's", 7L, "{\"a\":[1]}"],
            ["猫", long.MaxValue, ""],
            ["", -1L, "null"],
        ];

        var found = await Db.ReadAsync(
            session =>
                session.QueryAsync<GivenRow>(
                    $"SELECT name, size, note FROM {session.Rows("rows", "name text", "size bigint", "note text")} r ORDER BY size",
                    new { rows = ReadSession.List(rows) }
                ),
            TestContext.Current.CancellationToken
        );

        Assert.Equal([new GivenRow("", -1, "null"), new GivenRow("it's", 7, "{\"a\":[1]}"), new GivenRow("猫", long.MaxValue, "")], found);
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
    public async Task A_list_is_one_parameter()
    {
        var (a, b) = (await PutAsync("a"), await PutAsync("b"));

        var found = await Db.ReadAsync(
            session =>
                session.QueryAsync<string>(
                    $"SELECT purpose FROM secrets WHERE {session.In("id", "ids")} ORDER BY purpose",
                    new { ids = ReadSession.List([a, b, "it's not there"]) }
                ),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(["a", "b"], found);
    }

    [Theory]
    [InlineData("", 0.0, 0L)]
    [InlineData("Grüße 🍵", -1.5, long.MinValue)]
    [InlineData(null, null, null)]
    public async Task Values_come_back_as_they_went(string? text, double? number, long? count)
    {
        var sent = new Values(text, number, count, text is null ? null : []);

        var found = await RoundTripAsync(sent);

        Assert.Equivalent(sent, found);
    }

    [Fact]
    public async Task A_long_text_and_many_bytes_come_back_whole()
    {
        var sent = new Values(
            string.Concat(Enumerable.Repeat("ü🍵", 10_000)),
            1e300,
            1,
            [.. Enumerable.Range(0, 70_000).Select(i => (byte)i)]
        );

        var found = await RoundTripAsync(sent);

        Assert.Equal(sent.Text, found.Text);
        Assert.Equal(sent.Bytes, found.Bytes);
    }

    [Fact]
    public async Task The_same_words_can_ask_for_other_things()
    {
        const string sql = "SELECT CAST(@a AS bigint) AS first, CAST(@b AS bigint) AS second";

        var found = await Db.ReadAsync(
            async session =>
                (
                    await session.FindAsync<Pair>(sql, new { a = 1L, b = 2L }),
                    await session.FindAsync<long>(sql, new { b = 4L, a = 3L }),
                    await session.QueryAsync<Pair>(sql, new { a = 5L, b = (long?)null })
                ),
            TestContext.Current.CancellationToken
        );

        Assert.Equal((new Pair(1, 2), 3L), (found.Item1, found.Item2));
        Assert.Equal([new Pair(5, null)], found.Item3);
    }

    [Fact]
    public async Task A_parameter_without_a_value_is_an_error_and_harms_nobody_after()
    {
        await Assert.ThrowsAnyAsync<Exception>(() =>
            Db.ReadAsync(
                session => session.FindAsync<long>("SELECT CAST(@missing AS bigint)", new { other = 1L }),
                TestContext.Current.CancellationToken
            )
        );

        Assert.Equal(7, await Db.ReadAsync(session => session.CountAsync("SELECT 7"), TestContext.Current.CancellationToken));
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

    private Task<Values> RoundTripAsync(Values sent) =>
        Db.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    """
                    CREATE TABLE IF NOT EXISTS test_values (text_value text, number_value double precision, count_value bigint, bytes_value bytea);
                    DELETE FROM test_values
                    """
                );
                var inserted = await session.ExecuteAsync("INSERT INTO test_values VALUES (@Text, @Number, @Count, @Bytes)", sent);
                Assert.Equal(1, inserted);
                var found = await session.FindAsync<Values>(
                    "SELECT bytes_value AS bytes, count_value AS count, number_value AS number, text_value AS text FROM test_values"
                );
                return found!;
            },
            TestContext.Current.CancellationToken
        );

    private sealed record Values(string? Text, double? Number, long? Count, byte[]? Bytes);

    private sealed record Pair(long First, long? Second);

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

    private sealed record GivenRow(string Name, long Size, string Note);
}

public sealed class SqliteDatabaseTests(SqliteTestDatabase fixture) : DatabaseTests(fixture), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresDatabaseTests(PostgresTestDatabase fixture) : DatabaseTests(fixture), IClassFixture<PostgresTestDatabase>
{
    [Theory]
    [InlineData("Host=h", 20, 500, "")]
    [InlineData("Host=h;Maximum Pool Size=7;Max Auto Prepare=3", 7, 3, "")]
    [InlineData("Host=h;Maximum Pool Size=100;Options=-c jit=on", 100, 500, " -c jit=on")]
    public void What_the_connection_string_says_counts(string said, int connections, int prepared, string options)
    {
        var settings = PostgresDatabase.Settings(said);

        Assert.Equal((connections, prepared), (settings.MaxPoolSize, settings.MaxAutoPrepare));
        Assert.EndsWith($"-c jit=off{options}", settings.Options, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_are_looked_up_by_an_index_before_there_are_statistics()
    {
        var list = await ExplainAsync(session => $"SELECT state FROM turns WHERE {session.In("id", "ids")}");
        var join = await ExplainAsync(session =>
            $"SELECT m.role FROM {session.Rows("ids", "id text")} r CROSS JOIN messages m WHERE m.id = r.id"
        );

        Assert.Contains(list, line => line.Contains("turns_pkey", StringComparison.Ordinal));
        Assert.Contains(join, line => line.Contains("Nested Loop", StringComparison.Ordinal));
        Assert.Contains(join, line => line.Contains("messages_pkey", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_commit_that_may_be_lost_doesnt_wait_for_the_disk()
    {
        var (before, after) = await fixture.Database.WriteAsync(
            async session =>
            {
                const string show = "SELECT current_setting('synchronous_commit')";
                await session.ExecuteAsync("SET LOCAL synchronous_commit = on"); // the server of the tests has it off
                var before = await session.FindAsync<string>(show);
                await session.MayBeLostAsync();
                return (before, await session.FindAsync<string>(show));
            },
            Cancel
        );

        Assert.Equal(("on", "off"), (before, after));
    }

    [Fact]
    public async Task Rows_that_are_held_can_be_changed_by_others_but_not_deleted()
    {
        var id = await fixture.Database.WriteAsync(
            async session =>
            {
                var id = fixture.Database.Clock.NewId();
                await InsertLaterAsync(session, id, "held");
                return id;
            },
            Cancel
        );

        await fixture.Database.WriteAsync(
            async holder =>
            {
                await LockAsync(holder, id, holder.ForKeyShare);
                await fixture.Database.WriteAsync(other => LockAsync(other, id, $"{other.ForKeyShare} NOWAIT"), Cancel);
                await fixture.Database.WriteAsync(other => LockAsync(other, id, $"{other.ForNoKeyUpdate} NOWAIT"), Cancel);
                var refused = await Assert.ThrowsAsync<PostgresException>(() =>
                    fixture.Database.WriteAsync(other => LockAsync(other, id, $"{other.ForUpdate} NOWAIT"), Cancel)
                );
                Assert.Equal(PostgresErrorCodes.LockNotAvailable, refused.SqlState);
                return 0;
            },
            Cancel
        );
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task<IReadOnlyList<string>> ExplainAsync(Func<ReadSession, string> sql) =>
        fixture.Database.ReadAsync(
            session =>
                session.QueryAsync<string>(
                    $"EXPLAIN {sql(session)}",
                    new
                    {
                        ids = ReadSession.List([
                            ["a"],
                            new[] { "b" },
                        ]),
                    }
                ),
            Cancel
        );

    private static Task<string?> LockAsync(WriteSession session, string id, string how) =>
        session.FindAsync<string>($"SELECT id FROM secrets WHERE id = @id{how}", new { id });
}
