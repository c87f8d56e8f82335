using Kith.Engine.Storage;

namespace Kith.Engine.Tests.Storage;

/// <summary>What statements take and answer, alike on each database.</summary>
public abstract class StatementTests(TestDatabase fixture)
{
    private Database Db => fixture.Database;

    [Fact]
    public async Task A_list_is_one_parameter()
    {
        var found = await Db.ReadAsync(
            session =>
                session.QueryAsync<string>(
                    $"SELECT word FROM {session.Rows("rows", "word text")} r WHERE {session.In("word", "ids")} ORDER BY word",
                    new
                    {
                        rows = ReadSession.List(new[] { new[] { "a" }, ["b"], ["c"] }),
                        ids = ReadSession.List(["b", "a", "it's not there"]),
                    }
                ),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(["a", "b"], found);
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
    public async Task What_is_read_together_has_its_own_answers()
    {
        var (sum, words, (nothing, last)) = await Db.ReadAsync(
            session =>
                session.TogetherAsync(
                    () => CountUpAsync(session, 5),
                    () => session.QueryAsync<string>($"SELECT word FROM {session.Rows("rows", "word text")} r ORDER BY word", s_words),
                    () =>
                        session.TogetherAsync(
                            () => session.FindAsync<string>($"SELECT word FROM {session.Rows("rows", "word text")} r WHERE false", s_words),
                            () => CountUpAsync(session, 2)
                        )
                ),
            TestContext.Current.CancellationToken
        );

        Assert.Equal((5, 2), (sum, last));
        Assert.Equal(["a", "b"], words);
        Assert.Null(nothing);
    }

    [Fact]
    public async Task What_is_read_together_takes_as_many_waits_as_the_longest()
    {
        var before = Db.Waits;
        await Db.ReadAsync(session => CountUpAsync(session, 4), TestContext.Current.CancellationToken);
        var alone = Db.Waits - before;

        await Db.ReadAsync(
            session =>
                session.TogetherAsync(
                    () => CountUpAsync(session, 1),
                    () => CountUpAsync(session, 4),
                    async () =>
                    {
                        Assert.Empty(await session.TogetherAsync(Array.Empty<Func<Task<long>>>()));
                        return await session.TogetherAsync(() => CountUpAsync(session, 2), () => Task.FromResult(1L));
                    },
                    () => CountUpAsync(session, 3)
                ),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(alone, Db.Waits - before - alone);
    }

    [Fact]
    public async Task One_that_fails_among_those_read_together_is_told_and_harms_nobody_after()
    {
        await Assert.ThrowsAnyAsync<Exception>(() =>
            Db.ReadAsync(
                session =>
                    session.TogetherAsync(
                        () => CountUpAsync(session, 3),
                        async () =>
                        {
                            await CountUpAsync(session, 1);
                            return await session.CountAsync("SELECT nothing FROM nowhere");
                        },
                        () => CountUpAsync(session, 2)
                    ),
                TestContext.Current.CancellationToken
            )
        );
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Db.ReadAsync(
                session =>
                    session.TogetherAsync<long, long>(
                        () => CountUpAsync(session, 3),
                        () => throw new InvalidOperationException("on purpose")
                    ),
                TestContext.Current.CancellationToken
            )
        );

        Assert.Equal(7, await Db.ReadAsync(session => session.CountAsync("SELECT 7"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_write_reads_together_what_it_has_written()
    {
        var (first, second, count) = (Db.Clock.NewId(), Db.Clock.NewId(), 0L);

        await Db.WriteAsync(
            async session =>
            {
                foreach (var id in new[] { first, second })
                    await session.ExecuteLaterAsync(
                        "INSERT INTO secrets (id, purpose, secret, created_at) VALUES (@id, @id, @secret, 0)",
                        new { id, secret = new byte[] { 1 } }
                    );
                (var found, count) = await session.TogetherAsync(
                    () =>
                        session.FindAsync<string>(
                            "UPDATE secrets SET purpose = 'changed' WHERE id = @first RETURNING purpose",
                            new { first }
                        ),
                    () => session.CountAsync("SELECT count(*) FROM secrets WHERE id IN (@first, @second)", new { first, second })
                );
                return found;
            },
            TestContext.Current.CancellationToken
        );

        Assert.Equal(2, count);
    }

    private static readonly object s_words = new { rows = ReadSession.List(new[] { new[] { "b" }, ["a"] }) };

    /// <summary>So many statements, one after another.</summary>
    private static async Task<long> CountUpAsync(ReadSession session, long times)
    {
        var count = 0L;
        while (count < times)
            count = await session.CountAsync("SELECT CAST(@count AS bigint) + 1", new { count });
        return count;
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

    private sealed record GivenRow(string Name, long Size, string Note);
}

public sealed class SqliteStatementTests(SqliteTestDatabase fixture) : StatementTests(fixture), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresStatementTests(PostgresTestDatabase fixture) : StatementTests(fixture), IClassFixture<PostgresTestDatabase>;
