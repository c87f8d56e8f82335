using Kith.Engine.Storage;
using Npgsql;

namespace Kith.Engine.Tests.Storage;

/// <summary>What PostgreSQL promises besides.</summary>
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
