using Kith.Engine.Storage;
using Kith.Engine.Tests.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kith.Engine.Tests.Storage;

public sealed class StorageWorkerTests(SqliteTestDatabase fixture) : IClassFixture<SqliteTestDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_deleted_is_erased_several_times_a_minute()
    {
        var clock = new WatchedClock();
        await using var database = new CountingDatabase(clock);
        using var worker = new StorageWorker(database, NullLogger<StorageWorker>.Instance);
        await worker.StartAsync(Cancel);

        Assert.InRange(await clock.PassRetryDelayAsync(), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
        await database.Erased.WaitAsync(Cancel);
        clock.Advance(StorageWorker.Interval);
        await database.Erased.WaitAsync(Cancel);

        await worker.StopAsync(Cancel);
    }

    [Fact]
    public async Task Who_reads_meanwhile_is_not_disturbed_and_the_next_time_does_it()
    {
        await WriteAsync("CREATE TABLE t (a text)");
        await fixture.Database.ReadAsync(
            async session =>
            {
                Assert.Equal(0, await session.CountAsync("SELECT count(*) FROM t"));
                await WriteAsync("INSERT INTO t VALUES ('x')");
                await fixture.Database.EraseDeletedAsync(Cancel);
                Assert.True(new FileInfo($"{fixture.File}-wal").Length > 0);
                return Assert.IsType<long>(await session.CountAsync("SELECT count(*) FROM t"));
            },
            Cancel
        );

        await fixture.Database.EraseDeletedAsync(Cancel);

        Assert.Equal(0, new FileInfo($"{fixture.File}-wal").Length);
        Assert.Equal(1, await fixture.Database.ReadAsync(session => session.CountAsync("SELECT count(*) FROM t"), Cancel));
    }

    private Task<int> WriteAsync(string sql) => fixture.Database.WriteAsync(session => session.ExecuteAsync(sql), Cancel);

    private sealed class CountingDatabase(TimeProvider clock) : Database
    {
        public SemaphoreSlim Erased { get; } = new(0);

        public override TimeProvider Clock => clock;

        public override string Description => "none";

        public override Task<T> ReadAsync<T>(Func<ReadSession, Task<T>> read, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public override Task<T> WriteAsync<T>(Func<WriteSession, Task<T>> write, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public override Task OpenAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public override Task EraseDeletedAsync(CancellationToken cancellationToken)
        {
            Erased.Release();
            return Task.CompletedTask;
        }

        public override ValueTask DisposeAsync()
        {
            Erased.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
