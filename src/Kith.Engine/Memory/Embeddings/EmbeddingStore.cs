using Kith.Engine.Memory.Search;
using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Embeddings;

/// <summary>The SQL of vectors. They go with their documents.</summary>
internal static class EmbeddingStore
{
    /// <summary>Whether there is anything to compare with.</summary>
    public static async Task<bool> HasAnyAsync(ReadSession session, string principalId, string model) =>
        await session.CountAsync(
            """
            SELECT count(*) FROM (SELECT 1 FROM search_owners o JOIN embeddings e ON e.owner = o.number AND e.model = @model
                WHERE o.principal_id = @principalId LIMIT 1) found
            """,
            new { principalId, model }
        ) > 0;

    /// <summary>How many there are, and the number of the newest. It looks at each in the index.</summary>
    public static async Task<VectorStamp> StampAsync(ReadSession session, long owner, string model) =>
        (
            await session.FindAsync<VectorStamp>(
                "SELECT count(*) AS count, coalesce(max(sequence), 0) AS last FROM embeddings WHERE owner = @owner AND model = @model",
                new { owner, model }
            )
        )!;

    /// <summary>The first after this number.</summary>
    public static Task<IReadOnlyList<StoredVector>> ListVectorsAsync(
        ReadSession session,
        long owner,
        string model,
        long after,
        long limit
    ) =>
        session.QueryAsync<StoredVector>(
            """
            SELECT document, sequence, scale, vector FROM embeddings
            WHERE owner = @owner AND model = @model AND sequence > @after ORDER BY sequence LIMIT @limit
            """,
            new
            {
                owner,
                model,
                after,
                limit,
            }
        );

    public static Task<IReadOnlyList<long>> ListDocumentsAsync(ReadSession session, long owner, string model) =>
        session.QueryAsync<long>("SELECT document FROM embeddings WHERE owner = @owner AND model = @model", new { owner, model });

    /// <summary>Each in the place of what there was of its document. One whose document is gone meanwhile is left out.</summary>
    public static async Task PutAsync(WriteSession session, string model, IReadOnlyList<(long Document, QuantisedVector Vector)> vectors)
    {
        var sequence = await TakeNumbersAsync(session, vectors.Count) - vectors.Count;
        foreach (var (document, vector) in vectors)
        {
            await session.ExecuteLaterAsync(
                """
                INSERT INTO embeddings (document, owner, model, sequence, scale, vector)
                SELECT number, owner, @model, @sequence, @Scale, @Bytes FROM search_documents WHERE number = @document
                ON CONFLICT (document) DO UPDATE SET owner = excluded.owner, model = excluded.model, sequence = excluded.sequence,
                    scale = excluded.scale, vector = excluded.vector
                """,
                new
                {
                    document,
                    model,
                    sequence = ++sequence,
                    vector.Scale,
                    vector.Bytes,
                }
            );
        }
    }

    public static Task<int> DeleteAsync(WriteSession session, IEnumerable<long> documents) =>
        session.ExecuteAsync(
            $"DELETE FROM embeddings WHERE document IN (SELECT document FROM {session.Rows("documents", "document bigint")} r)",
            new { documents = SearchStore.Column(documents) }
        );

    /// <summary>What was one person's becomes another's, as what came last.</summary>
    public static async Task ClaimAsync(WriteSession session, long guest, long user)
    {
        var numbers = (
            await session.FindAsync<NumberRange>(
                "SELECT coalesce(min(sequence), 0) AS first, coalesce(max(sequence), 0) AS last FROM embeddings WHERE owner = @guest",
                new { guest }
            )
        )!;
        if (numbers.Last > 0)
        {
            var shift = await TakeNumbersAsync(session, numbers.Last - numbers.First + 1) - numbers.Last;
            await session.ExecuteAsync(
                "UPDATE embeddings SET owner = @user, sequence = sequence + @shift WHERE owner = @guest",
                new
                {
                    guest,
                    user,
                    shift,
                }
            );
        }

        await EmbeddingProgress.RecheckAsync(session, user);
    }

    /// <summary>The last of them. Who asks next waits until this transaction ends: so numbers are committed in their order.</summary>
    private static Task<long> TakeNumbersAsync(WriteSession session, long count) =>
        session.CountAsync("UPDATE search_numbers SET last = last + @count WHERE name = 'vector' RETURNING last", new { count });

    private sealed record NumberRange(long First, long Last);
}

/// <param name="Last">The number of the newest; 0 when there is none.</param>
internal sealed record VectorStamp(long Count, long Last);

/// <param name="Sequence">Its number: what is committed later has a higher one.</param>
internal sealed record StoredVector(long Document, long Sequence, double Scale, byte[] Vector);
