using Microsoft.Data.Sqlite;

namespace Kith.Engine.Storage;

/// <summary>One SQLite file in WAL mode: many readers with a snapshot each, and one writer (<see cref="SqliteWriter"/>).</summary>
internal sealed class SqliteDatabase(string path, TimeProvider clock) : Database
{
    private readonly string _connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Pooling = true,
        DefaultTimeout = 5,
    }.ToString();

    private SqliteWriter? _writer;
    private string _version = "";

    public override TimeProvider Clock => clock;

    public override string Description => $"SQLite {_version}, {path}";

    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        _version = SqliteLibrary.Load();
        try
        {
            CreatePrivate(path);
            var connection = new SqliteConnection(_connectionString);
            await connection.OpenAsync(cancellationToken);
            SqliteWriter.Execute(
                connection,
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA busy_timeout=5000; "
                    + "PRAGMA temp_store=MEMORY"
            );
            _writer = new SqliteWriter(this, connection);
        }
        catch (SqliteException e)
        {
            throw new StorageUnavailableException($"The database {path} can't be opened: {e.Message}", e);
        }

        await Migrator.ApplyAsync(this, lockSql: null, cancellationToken);
    }

    public override async Task<T> ReadAsync<T>(Func<ReadSession, Task<T>> read, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await using var connection = new SqliteConnection(_connectionString);
            await connection.OpenAsync(cancellationToken);
            SqliteWriter.Execute(connection, "BEGIN");
            try
            {
                return await read(new ReadSession(this, connection, isPostgres: false));
            }
            finally
            {
                SqliteWriter.Execute(connection, "ROLLBACK");
            }
        }
        catch (SqliteException e) when (SqliteLibrary.IsUnavailable(e))
        {
            throw SqliteLibrary.Unavailable(e);
        }
    }

    public override Task<T> WriteAsync<T>(Func<WriteSession, Task<T>> write, CancellationToken cancellationToken = default) =>
        _writer is { } writer
            ? writer.WriteAsync(write, cancellationToken)
            : throw new InvalidOperationException("The database is not open.");

    public override ValueTask DisposeAsync()
    {
        _writer?.Dispose();
        SqliteConnection.ClearPool(new SqliteConnection(_connectionString));
        return ValueTask.CompletedTask;
    }

    /// <summary>SQLite gives its -wal and -shm files the mode of the database file.</summary>
    private static void CreatePrivate(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        if (File.Exists(path))
            return;
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(path, options).Dispose();
    }
}
