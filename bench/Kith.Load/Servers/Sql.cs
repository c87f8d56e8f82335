using System.Data.Common;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace Kith.Load.Servers;

/// <summary>A look into Kith's database from outside.</summary>
internal static class Sql
{
    static Sql()
    {
        NativeLibrary.SetDllImportResolver(
            typeof(SQLite3Provider_e_sqlite3).Assembly,
            (name, _, _) => name == "e_sqlite3" ? NativeLibrary.Load("libsqlite3.so.0") : 0
        );
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
    }

    public static async Task<DbConnection> OpenAsync(Stage stage, CancellationToken cancellationToken)
    {
        DbConnection connection = stage.IsPostgres
            ? new NpgsqlConnection(stage.Database)
            : new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = stage.Database, Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    public static async Task<long> NumberAsync(
        this DbConnection connection,
        string sql,
        CancellationToken cancellationToken,
        params (string Name, object Value)[] parameters
    )
    {
        await using var command = Command(connection, sql, parameters);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken));
    }

    public static async Task ExecuteAsync(
        this DbConnection connection,
        string sql,
        CancellationToken cancellationToken,
        params (string Name, object Value)[] parameters
    )
    {
        await using var command = Command(connection, sql, parameters);
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The names of a table's columns, in their order.</summary>
    public static async Task<IReadOnlyList<string>> ColumnsAsync(
        this DbConnection connection,
        string table,
        CancellationToken cancellationToken
    )
    {
        await using var command = Command(connection, $"SELECT * FROM {table} LIMIT 0", []);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    private static DbCommand Command(DbConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
