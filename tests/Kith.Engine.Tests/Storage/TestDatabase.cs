using Kith.Engine.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kith.Engine.Tests.Storage;

/// <summary>A migrated database of its own for one test class.</summary>
public abstract class TestDatabase : IAsyncLifetime
{
    private Database? _database;

    /// <summary>The open database. Skips the test that asks for it where there is no server for it.</summary>
    public Database Database
    {
        get
        {
            Assert.SkipUnless(IsAvailable, "KITH_TEST_POSTGRES is not set: no PostgreSQL here.");
            return _database ?? throw new InvalidOperationException("Not opened.");
        }
    }

    public virtual bool IsAvailable => true;

    /// <summary>The same database, opened once more as another node would.</summary>
    public abstract Database OpenAnother(ILogger? log = null);

    public virtual async ValueTask InitializeAsync()
    {
        if (!IsAvailable)
            return;
        _database = OpenAnother();
        await _database.OpenAsync(CancellationToken.None);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

public sealed class SqliteTestDatabase : TestDatabase
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kith-test-");

    public string File => Path.Combine(_folder.FullName, "kith.db");

    public override Database OpenAnother(ILogger? log = null) =>
        StorageRegistration.Open(new StorageOptions { Database = File }, TimeProvider.System, log);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

/// <summary>A fresh database on the server of KITH_TEST_POSTGRES (eng/test.sh starts one); skipped without.</summary>
public sealed class PostgresTestDatabase : TestDatabase
{
    private readonly string _name = $"kith_{Guid.NewGuid():N}";

    public override bool IsAvailable => Server is not null;

    private static string? Server => Environment.GetEnvironmentVariable("KITH_TEST_POSTGRES");

    public override Database OpenAnother(ILogger? log = null) =>
        StorageRegistration.Open(
            new StorageOptions { Database = new NpgsqlConnectionStringBuilder(Server) { Database = _name, MaxPoolSize = 10 }.ToString() },
            TimeProvider.System,
            log
        );

    public override async ValueTask InitializeAsync()
    {
        if (IsAvailable)
            await ExecuteAsync($"CREATE DATABASE {_name}");
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (IsAvailable)
            await ExecuteAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
