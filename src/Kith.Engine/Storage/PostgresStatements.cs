using System.Collections.Concurrent;
using System.Data;
using Npgsql;

namespace Kith.Engine.Storage;

/// <summary>Statements on one connection to PostgreSQL; Npgsql prepares those that come often.</summary>
internal sealed class PostgresStatements(NpgsqlConnection connection) : IStatements
{
    private static readonly ConcurrentDictionary<(string Sql, Type Type), Delegate> Readers = new();

    private readonly List<NpgsqlBatchCommand> _later = [];

    public bool IsPostgres => true;

    public async Task<List<T>> QueryAsync<T>(string sql, object? parameters, int most)
    {
        await using var batch = Batch(Command(sql, parameters));
        await using var reader = await batch.ExecuteReaderAsync(most == 1 ? CommandBehavior.SingleRow : CommandBehavior.Default);
        var row = new Row(reader);
        var rows = new List<T>();
        Func<IRow, T>? read = null;
        while (rows.Count < most && await reader.ReadAsync())
        {
            read ??= (Func<IRow, T>)Readers.GetOrAdd((sql, typeof(T)), static (_, row) => RowReader.For<T>(row), row);
            rows.Add(read(row));
        }

        return rows;
    }

    public async Task<int> ExecuteAsync(string sql, object? parameters)
    {
        if (parameters is null)
            return await ExecuteScriptAsync(sql);
        await using var batch = Batch(Command(sql, parameters));
        await batch.ExecuteNonQueryAsync();
        return (int)batch.BatchCommands[^1].RecordsAffected;
    }

    public Task ExecuteLaterAsync(string sql, object? parameters)
    {
        _later.Add(Command(sql, parameters));
        return Task.CompletedTask;
    }

    /// <summary>Commits together with what was left for later.</summary>
    public async Task CommitAsync()
    {
        await using var batch = Batch(new NpgsqlBatchCommand("COMMIT"));
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task<int> ExecuteScriptAsync(string sql)
    {
        if (_later.Count > 0)
        {
            await using var batch = Batch();
            await batch.ExecuteNonQueryAsync();
        }

        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>What was left for later, then this.</summary>
    private NpgsqlBatch Batch(params ReadOnlySpan<NpgsqlBatchCommand> commands)
    {
        var batch = new NpgsqlBatch(connection);
        foreach (var command in _later)
            batch.BatchCommands.Add(command);
        _later.Clear();
        foreach (var command in commands)
            batch.BatchCommands.Add(command);
        return batch;
    }

    private static NpgsqlBatchCommand Command(string sql, object? parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        if (parameters is object[] values)
        {
            for (var i = 0; i < values.Length; i++)
                command.Parameters.Add(new NpgsqlParameter($"p{i}", values[i]));
            return command;
        }

        foreach (var parameter in parameters is null ? [] : StatementParameter.Of(parameters.GetType()))
        {
            command.Parameters.Add(
                new NpgsqlParameter(parameter.Name, TypeOf(parameter)) { Value = parameter.Read(parameters!) ?? DBNull.Value }
            );
        }

        return command;
    }

    /// <summary>Also for null, of which the server couldn't tell the type.</summary>
    private static DbType TypeOf(StatementParameter parameter) =>
        parameter.Type == typeof(string) ? DbType.String
        : parameter.Type == typeof(long) ? DbType.Int64
        : parameter.Type == typeof(int) ? DbType.Int32
        : parameter.Type == typeof(double) ? DbType.Double
        : parameter.Type == typeof(byte[]) ? DbType.Binary
        : throw new NotSupportedException($"A parameter can't be {parameter.Type.Name}.");

    private sealed class Row(NpgsqlDataReader reader) : IRow
    {
        public int Columns => reader.FieldCount;

        public string Name(int column) => reader.GetName(column);

        public bool IsNull(int column) => reader.IsDBNull(column);

        public long Long(int column) => IsNull(column) ? 0 : reader.GetInt64(column);

        public double Double(int column) => IsNull(column) ? 0 : reader.GetDouble(column);

        public string? Text(int column) => IsNull(column) ? null : reader.GetString(column);

        public byte[]? Bytes(int column) => IsNull(column) ? null : reader.GetFieldValue<byte[]>(column);
    }
}
