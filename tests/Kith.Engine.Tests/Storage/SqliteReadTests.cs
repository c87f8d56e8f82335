using System.Reflection;
using Kith.Engine.Storage;

namespace Kith.Engine.Tests.Storage;

/// <summary>The connections SQLite is read through.</summary>
public sealed class SqliteReadTests(SqliteTestDatabase fixture) : IClassFixture<SqliteTestDatabase>
{
    [Fact]
    public async Task A_connection_that_cant_leave_its_transaction_is_closed_and_not_used_again()
    {
        var cancel = TestContext.Current.CancellationToken;
        SqliteConnection? stuck = null;
        var open = 0;

        var read = await fixture.Database.ReadAsync(
            async session =>
            {
                var read = await session.CountAsync("SELECT count(*) FROM schema_migrations");
                stuck = Part<SqliteConnection>(session, "Statements");
                open = CountOpenFiles();
                var statements = Part<Dictionary<string, SqliteStatement>>(stuck, "_statements");
                statements["ROLLBACK"] = new SqliteStatement(Part<nint>(stuck, "_handle"), "ROLLBACK TO absent", out _);
                return read;
            },
            cancel
        );

        Assert.True(read > 0); // what was read is good
        Assert.Equal(OperatingSystem.IsLinux() ? open - 1 : open, CountOpenFiles());
        var next = await fixture.Database.ReadAsync(session => Task.FromResult(Part<SqliteConnection>(session, "Statements")), cancel);
        Assert.NotSame(stuck, next);
    }

    /// <summary>Each connection has the log open. Linux tells; elsewhere none are counted.</summary>
    private int CountOpenFiles() =>
        OperatingSystem.IsLinux()
            ? Directory.GetFiles("/proc/self/fd").Count(link => new FileInfo(link).LinkTarget == $"{fixture.File}-wal")
            : 0;

    private static T Part<T>(object of, string name)
    {
        const BindingFlags hidden = BindingFlags.Instance | BindingFlags.NonPublic;
        for (var type = of.GetType(); ; type = type.BaseType!)
        {
            if (type.GetProperty(name, hidden) is { } property)
                return (T)property.GetValue(of)!;
            if (type.GetField(name, hidden) is { } field)
                return (T)field.GetValue(of)!;
        }
    }
}
