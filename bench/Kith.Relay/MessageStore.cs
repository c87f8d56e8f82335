using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Kith.Relay;

/// <summary>
/// Messages in one SQLite file, as durable as Kith's: WAL, <c>synchronous=FULL</c>. One thread commits whatever waits as one transaction,
/// with one prepared command.
/// </summary>
internal sealed class MessageStore : IDisposable
{
    private const int MostPerCommit = 256;

    private readonly BlockingCollection<Write> _queue = [];
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _insert;
    private readonly Thread _thread;

    public MessageStore(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path }.ToString());
        _connection.Open();
        using (
            var create = Command(
                """
                PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
                CREATE TABLE IF NOT EXISTS messages (id text PRIMARY KEY, chat text NOT NULL, role text NOT NULL, content text NOT NULL, at bigint NOT NULL);
                CREATE INDEX IF NOT EXISTS messages_chat ON messages (chat, id);
                """
            )
        )
            create.ExecuteNonQuery();
        _begin = Command("BEGIN IMMEDIATE");
        _commit = Command("COMMIT");
        _insert = Command("INSERT INTO messages (id, chat, role, content, at) VALUES (@id, @chat, @role, @content, @at)");
        foreach (var name in new[] { "@id", "@chat", "@role", "@content" })
            _insert.Parameters.Add(name, SqliteType.Text);
        _insert.Parameters.Add("@at", SqliteType.Integer);
        _insert.Prepare();
        _thread = new Thread(Run) { Name = "Writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Completes when the message is durable.</summary>
    public Task InsertAsync(string id, string chat, string role, string content)
    {
        var write = new Write(id, chat, role, content, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _queue.Add(write);
        return write.Done.Task;
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        foreach (var command in new[] { _begin, _commit, _insert })
            command.Dispose();
        _connection.Dispose();
        _queue.Dispose();
    }

    private void Run()
    {
        var batch = new List<Write>(MostPerCommit);
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            batch.Clear();
            batch.Add(first);
            while (batch.Count < MostPerCommit && _queue.TryTake(out var next))
                batch.Add(next);
            _begin.ExecuteNonQuery();
            foreach (var write in batch)
                Insert(write);
            _commit.ExecuteNonQuery();
            foreach (var write in batch)
                write.Done.TrySetResult();
        }
    }

    private void Insert(Write write)
    {
        var parameters = _insert.Parameters;
        (parameters[0].Value, parameters[1].Value, parameters[2].Value) = (write.Id, write.Chat, write.Role);
        (parameters[3].Value, parameters[4].Value) = (write.Content, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        _insert.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql) => new(sql, _connection);

    private sealed record Write(string Id, string Chat, string Role, string Content, TaskCompletionSource Done);
}
