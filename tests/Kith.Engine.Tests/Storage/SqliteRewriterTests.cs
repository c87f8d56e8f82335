using System.Text;
using Kith.Engine.Storage;

namespace Kith.Engine.Tests.Storage;

public sealed class SqliteRewriterTests : IDisposable
{
    private const string Canary = "zebrafinch4711";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kith-test-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder.FullName, "kith.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(1, 0, 0, false)]
    [InlineData(1, 3, 2, true)] // a pause
    [InlineData(1, 30, 0, true)] // no pause, but it has waited long enough
    [InlineData(65, 86_399, 299, false)]
    [InlineData(65, 86_400, 1, false)]
    [InlineData(65, 86_400, 2, true)] // no long pause, but it has waited long enough
    [InlineData(65, 300, 300, true)]
    public void When_it_is_due(int megabytes, int secondsAgo, int idleSeconds, bool isDue) =>
        Assert.Equal(
            isDue,
            SqliteRewriter.IsDue(megabytes * 1024L * 1024, TimeSpan.FromSeconds(secondsAgo), TimeSpan.FromSeconds(idleSeconds))
        );

    [Fact]
    public async Task After_an_erasure_no_copy_stays_in_an_unused_part_of_a_page()
    {
        var clock = new FakeClock();
        await using var database = await OpenAsync(clock);
        await FillAsync(database);
        Assert.True(await IsInFileAsync(database));
        await WriteAsync(database, $"DELETE FROM t WHERE a LIKE '{Canary}%'");

        await database.WriteAsync(
            async session =>
            {
                await session.MarkErasedAsync();
                return default(Done);
            },
            Cancel
        );
        clock.Advance(SqliteRewriter.ShortPause);

        Assert.False(await IsInFileAsync(database));
        Assert.Equal(0, await database.ReadAsync(session => session.CountAsync("SELECT count(*) FROM erased"), Cancel));
        Assert.True(await database.ReadAsync(session => session.CountAsync("SELECT count(*) FROM t"), Cancel) > 100);
    }

    [Fact]
    public async Task Who_looks_for_something_to_change_and_finds_nothing_ends_no_pause()
    {
        var clock = new FakeClock();
        await using var database = await OpenAsync(clock);
        await FillAsync(database);
        await database.WriteAsync(
            async session =>
            {
                await session.MarkErasedAsync();
                return default(Done);
            },
            Cancel
        );
        clock.Advance(SqliteRewriter.ShortPause);
        await WriteAsync(database, "UPDATE t SET a = 'x' WHERE a = 'nothing'");

        await database.EraseDeletedAsync(Cancel);

        Assert.Equal(0, await database.ReadAsync(session => session.CountAsync("SELECT count(*) FROM erased"), Cancel));
    }

    [Fact]
    public async Task It_is_not_forgotten_over_a_restart_and_nothing_is_done_where_nothing_was_erased()
    {
        var clock = new FakeClock();
        await using (var database = await OpenAsync(clock))
        {
            await FillAsync(database);
            await WriteAsync(database, $"DELETE FROM t WHERE a LIKE '{Canary}%'");
            clock.Advance(SqliteRewriter.LongPause);
            await database.EraseDeletedAsync(Cancel);
            Assert.True(await FreePagesAsync(database) > 0);
            await database.WriteAsync(
                async session =>
                {
                    await session.MarkErasedAsync();
                    return default(Done);
                },
                Cancel
            );
        }

        await using var again = await OpenAsync(clock);
        clock.Advance(SqliteRewriter.LongestWait);
        await again.EraseDeletedAsync(Cancel);

        Assert.Equal(0, await FreePagesAsync(again));
    }

    [Fact]
    public async Task Who_writes_meanwhile_waits_and_who_reads_does_not()
    {
        var clock = new FakeClock();
        await using var database = await OpenAsync(clock);
        await FillAsync(database);
        await database.ReadAsync(
            async session =>
            {
                var before = await session.CountAsync("SELECT count(*) FROM t");
                await database.WriteAsync(
                    async write =>
                    {
                        await write.MarkErasedAsync();
                        return default(Done);
                    },
                    Cancel
                );
                clock.Advance(SqliteRewriter.LongestWait);
                var writes = Enumerable.Range(0, 20).Select(i => WriteAsync(database, $"INSERT INTO t VALUES ('later {i}')")).ToList();
                await database.EraseDeletedAsync(Cancel);
                await Task.WhenAll(writes);
                Assert.Equal(before, await session.CountAsync("SELECT count(*) FROM t"));
                return 0;
            },
            Cancel
        );

        Assert.Equal(20, await database.ReadAsync(session => session.CountAsync("SELECT count(*) FROM t WHERE a LIKE 'later%'"), Cancel));
        Assert.Equal(0, await database.ReadAsync(session => session.CountAsync("SELECT count(*) FROM erased"), Cancel));
    }

    private async Task<Database> OpenAsync(FakeClock clock)
    {
        var database = StorageRegistration.Open(new StorageOptions { Database = File }, clock);
        await database.OpenAsync(Cancel);
        return database;
    }

    private static async Task FillAsync(Database database)
    {
        await WriteAsync(database, "CREATE TABLE t (a text PRIMARY KEY) WITHOUT ROWID");
        for (var i = 0; i < 400; i++)
            await WriteAsync(
                database,
                $"INSERT INTO t VALUES ('{(i % 4 == 0 ? Canary : "word")}{i * 7919 % 400:D4}{new string('x', 40)}')"
            );
    }

    private static Task<long> FreePagesAsync(Database database) =>
        database.ReadAsync(session => session.CountAsync("SELECT freelist_count FROM pragma_freelist_count"), Cancel);

    private static Task<int> WriteAsync(Database database, string sql) => database.WriteAsync(session => session.ExecuteAsync(sql), Cancel);

    private async Task<bool> IsInFileAsync(Database database)
    {
        await database.EraseDeletedAsync(Cancel);
        var bytes = await System.IO.File.ReadAllBytesAsync(File, Cancel);
        return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Canary)) >= 0;
    }
}
