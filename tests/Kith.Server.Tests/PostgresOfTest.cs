using Npgsql;

namespace Kith.Server.Tests;

/// <summary>A fresh database on the server of KITH_TEST_POSTGRES (eng/test.sh starts one).</summary>
internal sealed class PostgresOfTest : IAsyncDisposable
{
    public const string WhySkipped = "KITH_TEST_POSTGRES is not set: no PostgreSQL here.";

    private readonly string _name = $"kith_{Guid.NewGuid():N}";

    private static string? Server => Environment.GetEnvironmentVariable("KITH_TEST_POSTGRES");

    public static bool IsAvailable => Server is not null;

    public string ConnectionString => new NpgsqlConnectionStringBuilder(Server) { Database = _name, MaxPoolSize = 10 }.ToString();

    public static async Task<PostgresOfTest> CreateAsync()
    {
        var database = new PostgresOfTest();
        await ExecuteAsync($"CREATE DATABASE {database._name}");
        return database;
    }

    public async ValueTask DisposeAsync() => await ExecuteAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
