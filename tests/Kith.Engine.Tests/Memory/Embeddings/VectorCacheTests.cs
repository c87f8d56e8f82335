using Kith.Engine.Memory.Embeddings;
using Kith.Engine.Memory.Search;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Memory.Embeddings;

/// <summary>What is kept of people's vectors in memory: bounded, and always what the database has, on each of them.</summary>
public abstract class VectorCacheTests(EngineApp app)
{
    private const int Each = 20;

    /// <summary>Of one person's vectors from the fake server.</summary>
    private const long Bytes = Each * (256 + 16);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(10 * Bytes)]
    [InlineData(2 * Bytes)]
    [InlineData(Bytes + 1)]
    [InlineData(Bytes / 2)]
    [InlineData(0)]
    public async Task It_holds_no_more_than_its_bound_and_finds_the_same(long bound)
    {
        await using var engine = await EmbeddingEngine.StartAsync(app);
        var people = new List<Caller>();
        for (var i = 0; i < 3; i++)
        {
            people.Add(await app.AddPersonAsync());
            await engine.TellAsync(people[i], [.. Enumerable.Range(0, Each).Select(n => $"person {i} number {n}")]);
        }

        var cache = new VectorCache(engine.Model, bound);
        foreach (var i in new[] { 0, 1, 2, 0, 0, 2, 1 })
        {
            Assert.Equal(Each, (await CompareAsync(cache, people[i])).Distinct().Count());
            Assert.InRange(cache.Bytes, 0, bound);
        }

        Assert.Equal(Math.Min(3, bound / Bytes) * Bytes, cache.Bytes);
    }

    [Fact]
    public async Task It_knows_what_another_node_writes_and_deletes()
    {
        await using var here = await EmbeddingEngine.StartAsync(app);
        await using var elsewhere = await EmbeddingEngine.StartAsync(app, here.Model.Name);
        var me = await app.AddPersonAsync();
        var (first, second) = (await elsewhere.TellAsync(me, "one", "two"), await elsewhere.TellAsync(me, "three"));
        Assert.Equal(3, (await CompareAsync(here.Vectors, me)).Count);

        await elsewhere.TellAsync(me, "four");
        Assert.Equal(4, (await CompareAsync(here.Vectors, me)).Count);
        await app.Conversations.DeleteAsync(me, first.Id, Cancel);
        Assert.Equal(2, (await CompareAsync(here.Vectors, me)).Count);
        var held = here.Vectors.Bytes;
        Assert.Equal(2 * (256 + 16), held);
        // As many as before, but others.
        await app.Conversations.DeleteAsync(me, second.Id, Cancel);
        await elsewhere.TellAsync(me, "five");
        Assert.Equal(await DocumentsAsync(me), (await CompareAsync(here.Vectors, me)).Order());
    }

    [Fact]
    public async Task Once_known_it_takes_one_statement_to_see_that_nothing_changed()
    {
        await using var engine = await EmbeddingEngine.StartAsync(app);
        var me = await app.AddPersonAsync();
        await engine.TellAsync(me, "one", "two");
        await CompareAsync(engine.Vectors, me);

        var owner = await OwnerAsync(me);
        var statements = app.Database.Statements;
        await CompareAsync(engine.Vectors, owner);

        Assert.Equal(1, app.Database.Statements - statements);
    }

    [Fact]
    public async Task Vectors_that_come_one_by_one_lie_together()
    {
        var vectors = OwnVectors.None;
        for (var i = 1; i <= VectorBlock.Usual + 1; i++)
            vectors = vectors.With([new StoredVector(i, i, 1, [1, 2, 3])]);
        vectors = vectors.With([new StoredVector(9_000, 9_000, 1, [1, 2])]);

        Assert.Equal([VectorBlock.Usual, 1, 1], vectors.Blocks.Select(block => block.Documents.Length));
        Assert.Equal((VectorBlock.Usual + 2, 9_000), (vectors.Count, vectors.Last));
        Assert.Equal([3, 3, 2], vectors.Blocks.Select(block => block.Dimensions));
        Assert.Equal([7L, 9_000L], vectors.Only(new HashSet<long> { 7, 9_000, 77_777 }).Blocks.SelectMany(block => block.Documents));
        await Task.CompletedTask;
    }

    private async Task<IReadOnlyList<long>> CompareAsync(VectorCache cache, Caller caller) =>
        await CompareAsync(cache, await OwnerAsync(caller));

    private Task<List<long>> CompareAsync(VectorCache cache, long owner) =>
        app.Database.ReadAsync(
            async session =>
            {
                var found = new List<long>();
                var to = QuantisedVector.Of(Enumerable.Repeat(1f, 256).ToArray());
                await cache.CompareAsync(session, owner, to, least: -1, (document, _) => found.Add(document));
                return found;
            },
            Cancel
        );

    private Task<long> OwnerAsync(Caller caller) =>
        app.Database.ReadAsync(async session => (await SearchStore.FindOwnerAsync(session, caller.PrincipalId))!.Value, Cancel);

    private async Task<IEnumerable<long>> DocumentsAsync(Caller caller)
    {
        var owner = await OwnerAsync(caller);
        return await app.Database.ReadAsync(
            session => session.QueryAsync<long>("SELECT document FROM embeddings WHERE owner = @owner ORDER BY document", new { owner }),
            Cancel
        );
    }
}

public sealed class SqliteVectorCacheTests(SqliteEngine app) : VectorCacheTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresVectorCacheTests(PostgresEngine app) : VectorCacheTests(app), IClassFixture<PostgresEngine>;
