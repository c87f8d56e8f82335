using BenchmarkDotNet.Attributes;
using Kith.Engine.Memory.Embeddings;
using Kith.Engine.Models;
using Kith.Engine.Storage;

namespace Kith.Benchmarks;

/// <summary>One vector against 100,000 of 1,536 dimensions: what one of them costs, in memory and with the database asked what is new.</summary>
[MemoryDiagnoser]
public class Vectors
{
    private const int Count = 100_000;
    private const int Dimensions = 1_536;

    private readonly string _folder = Directory.CreateTempSubdirectory("kith-bench-").FullName;
    private readonly EmbeddingModel _model = new("bench", client: null, new ModelReach(IsLocal: true), TimeProvider.System);
    private Database _database = null!;
    private VectorCache _cache = null!;
    private VectorCache _tooSmall = null!;
    private QuantisedVector _one = null!;
    private VectorBlock _all = null!;
    private double _best;

    [GlobalSetup]
    public void SetUp() => SetUpAsync().GetAwaiter().GetResult();

    private async Task SetUpAsync()
    {
        var random = new Random(1);
        _one = Make(random);
        List<StoredVector> rows = [];
        for (var i = 1; i <= Count; i++)
        {
            var vector = Make(random);
            rows.Add(new StoredVector(i, i, vector.Scale, vector.Bytes));
        }

        _all = VectorBlock.Of(rows).Single();
        (_cache, _tooSmall) = (new VectorCache(_model), new VectorCache(_model, mostBytes: 0));
        _database = StorageRegistration.Open(new StorageOptions { Database = Path.Combine(_folder, "kith.db") }, TimeProvider.System);
        await _database.OpenAsync(CancellationToken.None);
        await _database.WriteAsync(async session =>
        {
            await session.ExecuteAsync(
                """
                INSERT INTO users (id, display_name, role, is_anonymous, created_at, updated_at) VALUES ('u', 'U', 'user', 0, 0, 0);
                INSERT INTO principals (id, user_id, kind, created_at, last_seen_at) VALUES ('p', 'u', 'user', 0, 0);
                INSERT INTO search_owners (number, principal_id) VALUES (1, 'p')
                """
            );
            foreach (var row in rows)
            {
                await session.ExecuteAsync("INSERT INTO search_documents (number, owner, length, traits) VALUES (@Document, 1, 1, 0)", row);
                await session.ExecuteAsync(
                    """
                    INSERT INTO embeddings (document, owner, model, sequence, scale, vector)
                    VALUES (@Document, 1, 'bench', @Sequence, @Scale, @Vector)
                    """,
                    row
                );
            }

            return 0;
        });
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _database.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>As a search does it.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public double InMemory()
    {
        _best = 0;
        _all.Compare(_one, least: 0.3, (_, cosine) => _best = Math.Max(_best, cosine));
        return _best;
    }

    /// <summary>One number after the other.</summary>
    [Benchmark(OperationsPerInvoke = Count, Baseline = true)]
    public int OneByOne()
    {
        var best = 0;
        for (var i = 0; i < Count; i++)
            best = Math.Max(best, DotProduct.OneByOne(_one.Values, Of(i)));
        return best;
    }

    /// <summary>With the statement that tells whether anything changed, on SQLite.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public Task<double> Cached() => FindAsync(_cache);

    /// <summary>Of somebody who has more than the cache holds: all read from SQLite.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public Task<double> FromDatabase() => FindAsync(_tooSmall);

    private Task<double> FindAsync(VectorCache cache) =>
        _database.ReadAsync(async session =>
        {
            var best = 0.0;
            await cache.CompareAsync(session, owner: 1, _one, least: 0.3, (_, cosine) => best = Math.Max(best, cosine));
            return best;
        });

    private ReadOnlySpan<sbyte> Of(int i) => _all.Values.AsSpan(i * Dimensions, Dimensions);

    private static QuantisedVector Make(Random random) =>
        QuantisedVector.Of([.. Enumerable.Range(0, Dimensions).Select(_ => random.NextSingle() - 0.5f)]);
}
