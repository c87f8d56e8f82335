using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kith.Engine.Storage;

/// <summary>
/// The only connection that writes. Its thread takes whatever is waiting and commits it as one transaction (group commit): each
/// write has a savepoint of its own, so one that fails takes nothing with it, and nobody is answered before the commit is durable.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int MostPerCommit = 256;

    private readonly BlockingCollection<Pending> _queue = [];
    private readonly SqliteDatabase _database;
    private readonly SqliteConnection _connection;
    private readonly Thread _thread;

    public SqliteWriter(SqliteDatabase database, SqliteConnection connection)
    {
        _database = database;
        _connection = connection;
        _thread = new Thread(Run) { Name = "SQLite writer", IsBackground = true };
        _thread.Start();
    }

    public Task<T> WriteAsync<T>(Func<WriteSession, Task<T>> write, CancellationToken cancellationToken)
    {
        var pending = new Pending<T>(write, cancellationToken);
        try
        {
            _queue.Add(pending, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new StorageUnavailableException("The database is closing.");
        }

        return pending.Task;
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _connection.Dispose();
        _queue.Dispose();
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void Run()
    {
        var batch = new List<Pending>(MostPerCommit);
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            batch.Clear();
            batch.Add(first);
            while (batch.Count < MostPerCommit && _queue.TryTake(out var next))
                batch.Add(next);
            Commit(batch);
        }
    }

    private void Commit(List<Pending> batch)
    {
        try
        {
            Execute(_connection, "BEGIN IMMEDIATE");
            foreach (var write in batch)
                RunInSavepoint(write);
            Execute(_connection, "COMMIT");
        }
        catch (SqliteException e)
        {
            if (IsInTransaction)
                Execute(_connection, "ROLLBACK");
            var failure = SqliteLibrary.Unavailable(e);
            foreach (var write in batch)
                write.Fail(failure);
            return;
        }

        foreach (var write in batch)
            write.Complete();
    }

    /// <summary>Throws only when the whole transaction is gone, as SQLite itself rolls back when the disk is full.</summary>
    private void RunInSavepoint(Pending write)
    {
        Execute(_connection, "SAVEPOINT w");
        var keep = write.Run(new WriteSession(_database, _connection, isPostgres: false));
        if (!keep && IsInTransaction)
            Execute(_connection, "ROLLBACK TO w");
        Execute(_connection, "RELEASE w");
    }

    private bool IsInTransaction => raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    private abstract class Pending
    {
        /// <summary>Runs the delegate; false when nothing of it is to be kept.</summary>
        public abstract bool Run(WriteSession session);

        public abstract void Complete();

        public abstract void Fail(Exception exception);
    }

    private sealed class Pending<T>(Func<WriteSession, Task<T>> write, CancellationToken cancellationToken) : Pending
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private WriteSession? _session;
        private T? _value;
        private Exception? _exception;

        public Task<T> Task => _done.Task;

        public override bool Run(WriteSession session)
        {
            _session = session;
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                _value = write(session).GetAwaiter().GetResult();
                return _value is not IResult { Failure: not null };
            }
#pragma warning disable CA1031 // Whatever the delegate throws belongs to its caller, not to this thread.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _exception = e is SqliteException sqlite && SqliteLibrary.IsUnavailable(sqlite) ? SqliteLibrary.Unavailable(sqlite) : e;
                return false;
            }
        }

        public override void Complete()
        {
            if (_exception is null && _value is not IResult { Failure: not null })
                _session!.Committed();
            if (_exception is OperationCanceledException)
                _done.TrySetCanceled(cancellationToken);
            else if (_exception is not null)
                _done.TrySetException(_exception);
            else
                _done.TrySetResult(_value!);
        }

        public override void Fail(Exception exception) => _done.TrySetException(_exception ?? exception);
    }
}
