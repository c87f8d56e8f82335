using System.Collections.Concurrent;
using System.Data;
using Npgsql;

namespace Kith.Engine.Storage;

/// <summary>Statements on one connection to PostgreSQL; Npgsql prepares those that come often.</summary>
internal sealed class PostgresStatements(Database database, NpgsqlConnection connection) : IStatements
{
    private static readonly ConcurrentDictionary<(string Sql, Type Type), Delegate> Readers = new();

    private readonly List<NpgsqlBatchCommand> _later = [];
    private readonly Lock _gate = new();
    private Round _round = new();

    /// <summary>Who may ask something before an answer comes: one, or as many as read together.</summary>
    private int _running = 1;

    public bool IsPostgres => true;

    public async Task<List<T>> QueryAsync<T>(string sql, object? parameters, int most)
    {
        var question = new Question<T>(sql, Command(sql, parameters), most);
        await Ask(question);
        return question.Rows;
    }

    public async Task TogetherAsync(IReadOnlyList<Func<Task>> reads)
    {
        var left = reads.Count;
        if (left == 0)
            return;
        lock (_gate)
            _running += left - 1;
        await Task.WhenAll(reads.Select(RunAsync));

        async Task RunAsync(Func<Task> read)
        {
            try
            {
                await read();
            }
            finally
            {
                // The last one makes room for who waits for all.
                if (Interlocked.Decrement(ref left) > 0)
                    Leave();
            }
        }
    }

    public async Task<int> ExecuteAsync(string sql, object? parameters)
    {
        if (_running > 1)
            throw new InvalidOperationException("Only reads are made together.");
        if (parameters is null)
            return await ExecuteScriptAsync(sql);
        await using var batch = Batch(Command(sql, parameters));
        await batch.ExecuteNonQueryAsync();
        return (int)batch.BatchCommands[^1].RecordsAffected;
    }

    public Task ExecuteLaterAsync(string sql, object? parameters)
    {
        var command = Command(sql, parameters);
        lock (_gate)
            _later.Add(command);
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

        database.CountWait();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Completes with the answer, which comes once everybody who reads together has asked.</summary>
    private Task Ask(Question question)
    {
        Round round;
        lock (_gate)
        {
            round = _round;
            round.Questions.Add(question);
        }

        SendIfComplete();
        return round.Sending;
    }

    private void Leave()
    {
        lock (_gate)
            _running--;
        SendIfComplete();
    }

    private void SendIfComplete()
    {
        Round round;
        lock (_gate)
        {
            if (_round.Questions.Count == 0 || _round.Questions.Count < _running)
                return;
            round = _round;
            _round = new Round();
        }

        round.Send(SendAsync(round.Questions));
    }

    private async Task SendAsync(IReadOnlyList<Question> questions)
    {
        await using var batch = Batch([.. questions.Select(question => question.Command)]);
        await using var reader = await batch.ExecuteReaderAsync();
        foreach (var question in questions)
        {
            await question.ReadAsync(reader);
            await reader.NextResultAsync();
        }
    }

    /// <summary>What was left for later, then this.</summary>
    private NpgsqlBatch Batch(params ReadOnlySpan<NpgsqlBatchCommand> commands)
    {
        database.CountWait();
        var batch = new NpgsqlBatch(connection);
        lock (_gate)
        {
            foreach (var command in _later)
                batch.BatchCommands.Add(command);
            _later.Clear();
        }

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

    /// <summary>What is asked at the same time, in one batch.</summary>
    private sealed class Round
    {
        private readonly TaskCompletionSource<Task> _sending = new();

        public List<Question> Questions { get; } = [];

        /// <summary>Completes when all are answered.</summary>
        public Task Sending => _sending.Task.Unwrap();

        public void Send(Task sending) => _sending.SetResult(sending);
    }

    private abstract class Question(NpgsqlBatchCommand command)
    {
        public NpgsqlBatchCommand Command => command;

        public abstract Task ReadAsync(NpgsqlDataReader reader);
    }

    private sealed class Question<T>(string sql, NpgsqlBatchCommand command, int most) : Question(command)
    {
        public List<T> Rows { get; } = [];

        public override async Task ReadAsync(NpgsqlDataReader reader)
        {
            var row = new Row(reader);
            Func<IRow, T>? read = null;
            while (Rows.Count < most && await reader.ReadAsync())
            {
                read ??= (Func<IRow, T>)Readers.GetOrAdd((sql, typeof(T)), static (_, row) => RowReader.For<T>(row), row);
                Rows.Add(read(row));
            }
        }
    }

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
