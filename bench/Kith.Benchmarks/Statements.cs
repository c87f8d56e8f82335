using BenchmarkDotNet.Attributes;
using Kith.Engine;
using Kith.Engine.ChannelLayer;
using Kith.Engine.Conversations;
using Kith.Engine.Events;
using Kith.Engine.Storage;

namespace Kith.Benchmarks;

/// <summary>Reads and writes on SQLite, each a transaction; a write waits for the disk.</summary>
[MemoryDiagnoser]
public class Statements
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kith-bench-").FullName;
    private Database _database = null!;
    private EventLog _log = null!;

    /// <summary>Within one process nobody would wait for a task.</summary>
    [GlobalSetup]
    public void SetUp() => SetUpAsync().GetAwaiter().GetResult();

    private async Task SetUpAsync()
    {
        _database = StorageRegistration.Open(new StorageOptions { Database = Path.Combine(_folder, "kith.db") }, TimeProvider.System);
        await _database.OpenAsync(CancellationToken.None);
        _log = new EventLog(_database, new InProcessChannelLayer());
        await _database.WriteAsync(async session =>
        {
            await session.ExecuteAsync(
                """
                INSERT INTO users (id, display_name, role, is_anonymous, created_at, updated_at) VALUES ('u', 'U', 'user', 0, 0, 0);
                INSERT INTO principals (id, user_id, kind, created_at, last_seen_at) VALUES ('p', 'u', 'user', 0, 0);
                INSERT INTO conversations (id, owner_id, title, prompt, is_ongoing, status, archived, pinned, message_count, user_message_count,
                    total_tokens, created_at, updated_at, last_activity)
                VALUES ('c', 'p', 'A chat', 'You are a friend.', 0, 'active', 0, 0, 0, 0, 0, 0, 0, 0)
                """
            );
            for (var i = 0; i < 100; i++)
                await MessageStore.InsertAsync(session, Message($"m{i:D3}", i));
            return 0;
        });
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _database.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true)]
    public Task<int> ReadNothing() => _database.ReadAsync(_ => Task.FromResult(0));

    [Benchmark]
    public Task<Conversation?> ReadOneRow() => _database.ReadAsync(session => ConversationStore.FindAsync(session, "c"));

    [Benchmark]
    public Task<IReadOnlyList<Message>> ReadTwentyRows() =>
        _database.ReadAsync(session => MessageStore.PageAsync(session, "c", after: -1, before: 90, newestFirst: true, limit: 20));

    [Benchmark]
    public Task<IReadOnlyList<Message>> ReadAListOfTwo() =>
        _database.ReadAsync(session => MessageStore.ListAsync(session, ["m001", "m099"]));

    [Benchmark]
    public Task<Done> WriteOneRow() =>
        _database.WriteAsync(async session =>
        {
            await MessageStore.InsertAsync(session, Message(_database.Clock.NewId(), depth: 1_000));
            return default(Done);
        });

    /// <summary>Together they share what the disk takes.</summary>
    [Benchmark(OperationsPerInvoke = 100)]
    public Task WriteAHundredRowsAtOnce() => Task.WhenAll(Enumerable.Range(0, 100).Select(_ => WriteOneRow()));

    [Benchmark(OperationsPerInvoke = 100)]
    public Task AppendAHundredEventsAtOnce() =>
        Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(_ =>
                    _database.WriteAsync(async session =>
                    {
                        await _log.AppendAsync(session, ["p"], new NewEvent(EventKinds.ChatUpdated, "c", "c"));
                        return 0;
                    })
                )
        );

    private static Message Message(string id, long depth) =>
        new(
            id,
            "c",
            ParentId: null,
            depth,
            OnPath: 1,
            SenderId: "p",
            Roles.User,
            "Hello there, how was your day? Mine was long.",
            MessageStatus.Complete,
            ClientId: null,
            Model: null,
            Offline: 0,
            Confidence: null,
            Sources: null,
            PromptTokens: 0,
            CompletionTokens: 0,
            CreatedAt: 0,
            EditedAt: null
        );
}
