using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kith.Engine.Storage;

/// <summary>
/// The store. SQL is written once, in the feature that owns the table, in the subset both databases share; what differs goes
/// through the sessions. A write delegate awaits nothing but its session and has no other effect, for it may be run again.
/// </summary>
public abstract partial class Database : IAsyncDisposable
{
    private long _statements;
    private long _waits;

    /// <summary>The clock all stored times come from: on PostgreSQL the database's own.</summary>
    public abstract TimeProvider Clock { get; }

    /// <summary>What is used and where, for a person; without credentials.</summary>
    public abstract string Description { get; }

    /// <summary>SQL statements run since the start. Tests assert on differences.</summary>
    public long Statements => Interlocked.Read(ref _statements);

    /// <summary>How often somebody waited for an answer of the database since the start: 0 on SQLite, which has nobody to wait for.</summary>
    public long Waits => Interlocked.Read(ref _waits);

    /// <summary>Reads from one consistent snapshot.</summary>
    /// <exception cref="StorageUnavailableException">The database can't answer now.</exception>
    public abstract Task<T> ReadAsync<T>(Func<ReadSession, Task<T>> read, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs <paramref name="write"/> in a transaction; when the task completes the change is durable. Nothing is kept when the
    /// delegate throws or answers with a <see cref="Failure"/>.
    /// </summary>
    /// <exception cref="OwnerGoneException">A row refers to one that is gone.</exception>
    /// <exception cref="StorageUnavailableException">The database can't take it now; nothing was kept, or, after a lost
    /// connection, the outcome is unknown.</exception>
    public abstract Task<T> WriteAsync<T>(Func<WriteSession, Task<T>> write, CancellationToken cancellationToken = default);

    /// <summary>Opens the database and applies the migrations that are missing, one node at a time.</summary>
    public abstract Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Takes what was deleted out of the files, as far as nobody is in the way. Nothing where the database does so by itself.</summary>
    /// <exception cref="StorageUnavailableException">The files can't be written now.</exception>
    public virtual Task EraseDeletedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public abstract ValueTask DisposeAsync();

    internal ILogger Log { get; init; } = NullLogger.Instance;

    internal void CountStatement() => Interlocked.Increment(ref _statements);

    internal void CountWait() => Interlocked.Increment(ref _waits);

    internal void ReportAfterCommit(Exception exception) => LogAfterCommit(Log, exception);

    [LoggerMessage(LogLevel.Error, "What was to be done after a commit failed; the change stands")]
    private static partial void LogAfterCommit(ILogger logger, Exception exception);
}
