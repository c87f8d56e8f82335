using BenchmarkDotNet.Attributes;
using Kith.Engine;
using Kith.Engine.ChannelLayer;
using Kith.Engine.Conversations;
using Kith.Engine.Memory;
using Kith.Engine.Memory.Embeddings;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Recall;
using Kith.Engine.Memory.Search;
using Kith.Engine.Models;
using Kith.Engine.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kith.Benchmarks;

/// <summary>What a turn waits for memory, on SQLite, for a person with 20,000 messages.</summary>
[MemoryDiagnoser]
public class Recalls
{
    private const int Messages = 20_000;

    private static readonly string[] s_words =
        "garden river telescope sister mountain coffee guitar window train kitchen winter painting letter island harbour bicycle".Split(
            ' '
        );

    private readonly string _folder = Directory.CreateTempSubdirectory("kith-bench-").FullName;
    private Database _database = null!;
    private Recaller _recaller = null!;

    [Params(0, 200, 2_000, 20_000)]
    public int Facts { get; set; }

    [GlobalSetup]
    public void SetUp() => SetUpAsync().GetAwaiter().GetResult();

    private async Task SetUpAsync()
    {
        _database = StorageRegistration.Open(new StorageOptions { Database = Path.Combine(_folder, $"{Facts}.db") }, TimeProvider.System);
        await _database.OpenAsync(CancellationToken.None);
        var now = _database.Clock.NowMs();
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
            for (var i = 0; i < Messages; i++)
                await MessageStore.InsertAsync(session, Message($"m{i:D5}", i, Sentence(i), now));
            for (var i = 0; i < Facts; i++)
            {
                await FactStore.InsertAsync(
                    session,
                    new Fact(
                        $"f{i:D5}",
                        "p",
                        FactKinds.Other,
                        "me",
                        $"Knows number {i}: {Sentence(i)}",
                        i % 4 == 0 ? $"slot:{i / 8}" : null,
                        0.5,
                        Sensitivities.Normal,
                        0,
                        0,
                        FactOrigins.Rules,
                        null,
                        null,
                        now,
                        now
                    )
                );
                await FactStore.AddSourceAsync(session, $"f{i:D5}", $"m{i:D5}");
            }

            return 0;
        });
        var index = new SearchIndex(_database, new InProcessChannelLayer(), NullLogger<SearchIndex>.Instance);
        await index.CatchUpAsync(CancellationToken.None);
        var model = EmbeddingModel.None(_database.Clock);
        var meanings = new MeaningReader(_database, model, NullLogger<MeaningReader>.Instance);
        _recaller = new Recaller(new MemorySearch(_database, index, meanings, new VectorCache(model)), meanings);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _database.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark]
    public Task<object> Question() => RecallAsync("Where did I leave the bicycle when we went to the island with my sister last winter?");

    [Benchmark]
    public Task<object> SmallTalk() => RecallAsync("Hi, good morning!");

    private Task<object> RecallAsync(string text) =>
        _database.ReadAsync<object>(async session =>
            await _recaller.RecallAsync(
                session,
                new RecallRequest(
                    "p",
                    Profile.Empty("p"),
                    Message("new", Messages, text, 0),
                    [],
                    await Guard.ReadAsync(session, new ModelReach(IsLocal: true), "p"),
                    _database.Clock.GetUtcNow()
                )
            )
        );

    private static string Sentence(int i) =>
        $"The {s_words[i % 16]} and the {s_words[i / 16 % 16]}, with {s_words[i / 256 % 16]} number {i}.";

    private static Message Message(string id, long depth, string text, long at) =>
        new(id, "c", null, depth, 1, "p", Roles.User, text, MessageStatus.Complete, null, null, 0, null, null, 0, 0, at, null);
}
