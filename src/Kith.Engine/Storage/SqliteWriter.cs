using System.Collections.Concurrent;

namespace Kith.Engine.Storage;

/// <summary>
/// The only connection that writes. Its thread takes whatever is waiting and commits it as one transaction (group commit): one that
/// fails takes nothing with it, and nobody is answered before the commit is durable.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int MostPerCommit = 256;

    private readonly BlockingCollection<Job> _queue = [];
    private readonly SqliteDatabase _database;
    private readonly SqliteConnection _connection;
    private readonly Thread _thread;
    private long _lastChangeAt;

    public SqliteWriter(SqliteDatabase database, SqliteConnection connection)
    {
        _database = database;
        _connection = connection;
        _thread = new Thread(Run) { Name = "SQLite writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>How long nothing was changed. Workers look for something to do in writes that mostly find nothing.</summary>
    public TimeSpan IdleTime => _database.Clock.GetElapsedTime(Interlocked.Read(ref _lastChangeAt));

    public Task<T> WriteAsync<T>(Func<WriteSession, Task<T>> write, CancellationToken cancellationToken)
    {
        var pending = new Pending<T>(write, cancellationToken);
        Add(pending);
        return pending.Task;
    }

    /// <summary>Does something while nobody writes: who wants to waits until it is done.</summary>
    public Task RunAloneAsync(Action work)
    {
        var alone = new Alone(work);
        Add(alone);
        return alone.Task;
    }

    private void Add(Job job)
    {
        try
        {
            _queue.Add(job, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new StorageUnavailableException("The database is closing.");
        }
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _connection.Dispose();
        _queue.Dispose();
    }

    private void Run()
    {
        var batch = new List<Pending>(MostPerCommit);
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            batch.Clear();
            var next = first;
            for (; next is Pending write; next = batch.Count < MostPerCommit && _queue.TryTake(out var another) ? another : null)
            {
                if (!write.TryCancel())
                    batch.Add(write);
            }

            if (batch.Count > 0)
                Commit(batch);
            (next as Alone)?.Run();
        }
    }

    private void Commit(List<Pending> batch)
    {
        var before = _connection.Changes;
        try
        {
            _connection.Execute("BEGIN IMMEDIATE");
            if (batch.TrueForAll(RunTogether))
                _connection.Execute("COMMIT");
            else
                CommitOthers(batch);
        }
#pragma warning disable CA1031 // Whatever it is, those who wait must hear of it, and the thread must live for those who come.
        catch (Exception e)
#pragma warning restore CA1031
        {
            TryRollback();
            var failure = e is SqliteException sqlite ? sqlite.Unavailable() : e;
            foreach (var write in batch)
                write.Fail(failure);
            return;
        }

        if (_connection.Changes != before)
            Interlocked.Exchange(ref _lastChangeAt, _database.Clock.GetTimestamp());
        foreach (var write in batch)
            write.Complete();
    }

    /// <summary>
    /// Runs it without a savepoint, for which SQLite copies every page it changes. False when it left something that has to be undone:
    /// only a failure that was returned before any change left nothing.
    /// </summary>
    private bool RunTogether(Pending write)
    {
        var before = _connection.Changes;
        return write.Run(NewSession()) || (!write.HasThrown && _connection.Changes == before);
    }

    /// <summary>Undoes everything; if others waited with the one that failed, runs all again, each in a savepoint of its own.</summary>
    private void CommitOthers(List<Pending> batch)
    {
        Rollback();
        if (batch.Count == 1)
            return;
        _connection.Execute("BEGIN IMMEDIATE");
        foreach (var write in batch)
            RunInSavepoint(write);
        _connection.Execute("COMMIT");
    }

    /// <summary>Throws only when the whole transaction is gone, as SQLite itself rolls back when the disk is full.</summary>
    private void RunInSavepoint(Pending write)
    {
        _connection.Execute("SAVEPOINT w");
        if (!write.Run(NewSession()) && _connection.IsInTransaction)
            _connection.Execute("ROLLBACK TO w");
        _connection.Execute("RELEASE w");
    }

    private void Rollback()
    {
        if (_connection.IsInTransaction)
            _connection.Execute("ROLLBACK");
    }

    private void TryRollback()
    {
        try
        {
            Rollback();
        }
        catch (SqliteException)
        {
            // Then the next transaction can't begin either, and this is tried again.
        }
    }

    private WriteSession NewSession() => new(_database, _connection);

    private abstract class Job;

    private sealed class Alone(Action work) : Job
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Task => _done.Task;

        public void Run()
        {
            try
            {
                work();
                _done.SetResult();
            }
#pragma warning disable CA1031 // Whatever it is, it belongs to who waits for it, not to this thread.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _done.SetException(e);
            }
        }
    }

    private abstract class Pending : Job
    {
        /// <summary>Ends it before it has begun, if its caller gave up.</summary>
        public abstract bool TryCancel();

        /// <summary>Runs the delegate; false when nothing of it is to be kept.</summary>
        public abstract bool Run(WriteSession session);

        /// <summary>Whether the last run ended in an exception.</summary>
        public abstract bool HasThrown { get; }

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

        public override bool TryCancel() => cancellationToken.IsCancellationRequested && _done.TrySetCanceled(cancellationToken);

        public override bool HasThrown => _exception is not null;

        public override bool Run(WriteSession session)
        {
            (_session, _exception) = (session, null);
            try
            {
                _value = write(session).GetAwaiter().GetResult();
                return _value is not IResult { Failure: not null };
            }
#pragma warning disable CA1031 // Whatever the delegate throws belongs to its caller, not to this thread.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _exception = e is SqliteException sqlite ? sqlite.Translate() : e;
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
