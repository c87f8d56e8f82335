using System.Collections.Concurrent;

namespace Kith.Engine.Storage;

/// <summary>One SQLite file in WAL mode: many readers with a snapshot each, and one writer (<see cref="SqliteWriter"/>).</summary>
internal sealed class SqliteDatabase(string path, TimeProvider clock) : Database
{
    /// <summary>Connections nobody reads with now: as many as ever read at the same time.</summary>
    private readonly ConcurrentStack<SqliteConnection> _idle = new();

    private SqliteWriter? _writer;
    private SqliteRewriter? _rewriter;
    private string _version = "";

    public override TimeProvider Clock => clock;

    public override string Description => $"SQLite {_version}, {path}";

    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        _version = SqliteLibrary.Load();
        try
        {
            CreatePrivate(path);
            var connection = new SqliteConnection(path);
            connection.Execute(
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY"
            );
            _writer = new SqliteWriter(this, connection);
            _rewriter = new SqliteRewriter(path, _writer, clock);
        }
        catch (SqliteException e)
        {
            throw new StorageUnavailableException($"The database {path} can't be opened: {e.Message}", e);
        }

        await Migrator.ApplyAsync(this, "sqlite", lockSql: null, cancellationToken);
    }

    public override async Task<T> ReadAsync<T>(Func<ReadSession, Task<T>> read, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var connection = _idle.TryPop(out var idle) ? idle : new SqliteConnection(path);
            try
            {
                connection.Execute("BEGIN");
                return await read(new ReadSession(this, connection));
            }
            finally
            {
                GiveBack(connection);
            }
        }
        catch (SqliteException e) when (e.IsUnavailable)
        {
            throw e.Unavailable();
        }
    }

    public override Task<T> WriteAsync<T>(Func<WriteSession, Task<T>> write, CancellationToken cancellationToken = default) =>
        _writer is { } writer
            ? writer.WriteAsync(write, cancellationToken)
            : throw new InvalidOperationException("The database is not open.");

    /// <summary>
    /// Brings the log of what was written to its end and empties it: it has everything that was deleted, and on a quiet server it would
    /// keep that for ever. After an erasure the file is written anew first, when that is in nobody's way.
    /// </summary>
    public override async Task EraseDeletedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await (_rewriter?.RewriteAsync() ?? Task.CompletedTask);
        }
        finally
        {
            await EmptyLogAsync(cancellationToken);
        }
    }

    private Task EmptyLogAsync(CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                if (new FileInfo(path + "-wal") is not { Exists: true, Length: > 0 })
                    return;
                try
                {
                    using var connection = new SqliteConnection(path);
                    // Writers wait while it waits for readers.
                    connection.Execute("PRAGMA busy_timeout=100");
                    connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
                }
                catch (SqliteException e) when (e.IsUnavailable)
                {
                    throw e.Unavailable();
                }
            },
            cancellationToken
        );

    public override ValueTask DisposeAsync()
    {
        _writer?.Dispose();
        while (_idle.TryPop(out var connection))
            connection.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>One that can't leave its transaction is of no use to the next: it is closed, which ends both. What was read is good.</summary>
    private void GiveBack(SqliteConnection connection)
    {
        try
        {
            if (connection.IsInTransaction)
                connection.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            connection.Dispose();
            return;
        }

        _idle.Push(connection);
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
