using System.Data;
using Npgsql;

namespace Kith.Engine.Storage;

/// <summary>PostgreSQL through a pool. Conflicts with other transactions run the write delegate again.</summary>
internal sealed class PostgresDatabase : Database
{
    private const int MostAttempts = 5;
    private const long MigrationLock = 0x4B697468; // "Kith"

    /// <summary>More than there are statements in the program.</summary>
    private const int MostPrepared = 500;

    /// <summary>
    /// Of one node. Each connection is a process of the server's with statements and caches of its own, so few that are busy do more than
    /// many; and three nodes fit into the 100 that PostgreSQL allows by default.
    /// </summary>
    private const int MostConnections = 20;

    /// <summary>
    /// Every statement is written to look things up by an index, row by row, as SQLite does it, which knows nothing else. PostgreSQL can't
    /// know: on tables that were empty when it planned, and for lists whose length it guesses, it would read whole tables or indexes, and
    /// keep such a plan; so joins are made in the order they are written. These are no ban: where there is no index it scans. Without them no
    /// plan is worth compiling.
    /// </summary>
    private const string Planner =
        "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c enable_material=off -c join_collapse_limit=1 -c jit=off";

    private readonly NpgsqlDataSource _source;
    private readonly DatabaseClock _clock;
    private readonly string _where;
    private string _version = "";

    public PostgresDatabase(string connectionString)
    {
        var builder = Settings(connectionString);
        _source = NpgsqlDataSource.Create(builder.ToString());
        _where = $"{builder.Database} at {builder.Host}";
        _clock = new DatabaseClock(SampleTimeAsync);
    }

    public override TimeProvider Clock => _clock;

    public override string Description => $"PostgreSQL {_version}, {_where}";

    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        await using (var connection = await ConnectAsync(cancellationToken))
            _version = connection.PostgreSqlVersion.ToString();
        await _clock.StartAsync(cancellationToken);
        await Migrator.ApplyAsync(this, "postgres", $"SELECT pg_advisory_xact_lock({MigrationLock})", cancellationToken);
    }

    public override async Task<T> ReadAsync<T>(Func<ReadSession, Task<T>> read, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var connection = await ConnectAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            var value = await read(new ReadSession(this, new PostgresStatements(this, connection)));
            CountWait();
            await transaction.CommitAsync(cancellationToken);
            return value;
        }
        catch (NpgsqlException e) when (IsUnavailable(e))
        {
            throw Unavailable(e);
        }
    }

    public override async Task<T> WriteAsync<T>(Func<WriteSession, Task<T>> write, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await WriteOnceAsync(write, cancellationToken);
            }
            catch (PostgresException e) when ((IsConflict(e) || IsTaken(e) || IsOrphan(e)) && attempt < MostAttempts)
            {
                continue;
            }
            catch (PostgresException e) when (IsOrphan(e))
            {
                throw new OwnerGoneException(e);
            }
            catch (NpgsqlException e) when (IsUnavailable(e) || e is PostgresException conflict && IsConflict(conflict))
            {
                throw Unavailable(e);
            }
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _clock.DisposeAsync();
        await _source.DisposeAsync();
    }

    /// <summary>What the connection string says, and for the rest what suits Kith.</summary>
    internal static NpgsqlConnectionStringBuilder Settings(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "kith" };
        if (settings.MaxAutoPrepare == 0)
            (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (MostPrepared, 2);
        if (!settings.ShouldSerialize("Maximum Pool Size"))
            settings.MaxPoolSize = MostConnections;
        // Nothing is set on a connection that outlives its transaction.
        settings.NoResetOnClose = true;
        // What the operator says comes last, and counts.
        settings.Options = $"{Planner} {settings.Options}".Trim();
        return settings;
    }

    private async Task<T> WriteOnceAsync<T>(Func<WriteSession, Task<T>> write, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var statements = new PostgresStatements(this, connection);
        var session = new WriteSession(this, statements);
        var value = await write(session);
        if (value is IResult { Failure: not null })
            return value;
        // From here on the change may be durable: a cancelled caller must not make the outcome unknown.
        await statements.CommitAsync();
        session.Committed();
        return value;
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken) =>
        await _source.OpenConnectionAsync(cancellationToken);

    private async Task<DateTimeOffset> SampleTimeAsync(CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)");
        return Time.FromMs((long)(await command.ExecuteScalarAsync(cancellationToken))!);
    }

    private static bool IsConflict(PostgresException e) =>
        e.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    /// <summary>Somebody inserted it after this write had looked: run again, it finds it.</summary>
    private static bool IsTaken(PostgresException e) => e.SqlState == PostgresErrorCodes.UniqueViolation;

    /// <summary>What it refers to was deleted after this write had looked: run again, it finds so, or there is nothing it looks for.</summary>
    private static bool IsOrphan(PostgresException e) => e.SqlState == PostgresErrorCodes.ForeignKeyViolation;

    private static bool IsUnavailable(NpgsqlException e) =>
        e is not PostgresException postgres
        || postgres.SqlState[..2] is "08" or "53" or "57" or "58"
        || postgres.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction;

    private static StorageUnavailableException Unavailable(NpgsqlException e) => new($"PostgreSQL: {e.Message}", e);
}
