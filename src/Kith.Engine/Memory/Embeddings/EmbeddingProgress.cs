using Kith.Engine.Memory.Recall;
using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Embeddings;

/// <summary>
/// The SQL of what is looked at for embedding, and how far that got. Documents are numbered in the order in which they are committed, and
/// what is indexed anew gets a new number: so one number tells what was looked at.
/// </summary>
internal static class EmbeddingProgress
{
    /// <summary>The next documents: people who are to be looked at again come before what is new. Null when there is nothing.</summary>
    /// <param name="isLocal">Where it changed, all is looked at again.</param>
    public static async Task<DocumentRange?> FindNextAsync(ReadSession session, string model, bool isLocal)
    {
        var row = await session.FindAsync<NextRow>(
            """
            SELECT n.last, p.is_local, p.through, p.held_until, r.owner, r.through AS rechecked, r.asked
            FROM search_numbers n LEFT JOIN embedding_progress p ON p.model = @model
            LEFT JOIN embedding_rechecks r ON r.owner = (SELECT min(owner) FROM embedding_rechecks)
            WHERE n.name = 'document'
            """,
            new { model }
        );
        if (row is null)
            return null;
        var through = row.IsLocal == (isLocal ? 1 : 0) ? row.Through ?? 0 : 0;
        if (row is { Owner: { } owner, Rechecked: { } rechecked, Asked: { } asked })
            return new DocumentRange(owner, rechecked, row.Last, asked, row.HeldUntil ?? 0);
        return through < row.Last ? new DocumentRange(Owner: null, through, row.Last, Asked: 0, row.HeldUntil ?? 0) : null;
    }

    /// <summary>Holds the work for this model, unless somebody else does.</summary>
    public static async Task<bool> TakeAsync(WriteSession session, string model, bool isLocal, long now, long heldUntil)
    {
        var local = isLocal ? 1L : 0;
        await session.ExecuteAsync(
            """
            INSERT INTO embedding_progress (model, is_local, through, held_until) VALUES (@model, @local, 0, 0)
            ON CONFLICT (model) DO NOTHING
            """,
            new { model, local }
        );
        return await session.ExecuteAsync(
                """
                UPDATE embedding_progress SET held_until = @heldUntil, is_local = @local,
                    through = CASE WHEN is_local = @local THEN through ELSE 0 END
                WHERE model = @model AND held_until <= @now
                """,
                new
                {
                    model,
                    local,
                    now,
                    heldUntil,
                }
            ) > 0;
    }

    /// <summary>Goes on holding it, or, with 0, gives it back; false when it was not held any more.</summary>
    public static async Task<bool> HoldAsync(WriteSession session, string model, long heldUntil, long until) =>
        await session.ExecuteAsync(
            "UPDATE embedding_progress SET held_until = @until WHERE model = @model AND held_until = @heldUntil",
            new
            {
                model,
                heldUntil,
                until,
            }
        ) > 0;

    /// <summary>All up to there was looked at.</summary>
    public static async Task AdvanceAsync(WriteSession session, string model, DocumentRange range, long through)
    {
        if (range.Owner is not { } owner)
        {
            await session.ExecuteAsync("UPDATE embedding_progress SET through = @through WHERE model = @model", new { model, through });
            return;
        }

        // If it was asked for again meanwhile, it begins again.
        await session.ExecuteAsync(
            through < range.Last
                ? "UPDATE embedding_rechecks SET through = @through WHERE owner = @owner AND asked = @Asked"
                : "DELETE FROM embedding_rechecks WHERE owner = @owner AND asked = @Asked",
            new
            {
                owner,
                range.Asked,
                through,
            }
        );
    }

    /// <summary>What may be embedded of this person has changed: all of theirs is looked at again.</summary>
    public static Task<int> RecheckAsync(WriteSession session, string principalId) =>
        RecheckAsync(session, "number = (SELECT number FROM search_owners WHERE principal_id = @principalId)", new { principalId });

    /// <inheritdoc cref="RecheckAsync(WriteSession, string)"/>
    public static Task<int> RecheckAsync(WriteSession session, long owner) => RecheckAsync(session, "number = @owner", new { owner });

    /// <summary>The first documents of a range, with what it takes to decide what becomes of them.</summary>
    public static Task<IReadOnlyList<DocumentToEmbed>> ListAsync(ReadSession session, DocumentRange range, long limit) =>
        session.QueryAsync<DocumentToEmbed>(
            $"""
            SELECT d.number AS document, o.principal_id, d.message_id, d.fact_id, d.summary_of, coalesce(m.content, f.text, s.text) AS text,
                coalesce(s.through_depth, 0) AS depth, e.model,
                CAST(CASE WHEN p.kind NOT IN ('session', 'gone') AND coalesce(r.memory_enabled, 1) = 1 AND coalesce(c.memory_enabled, 1) = 1
                    AND coalesce(f.pending, 0) = 0 THEN 1 ELSE 0 END AS bigint) AS is_remembered
            FROM (SELECT number, owner, message_id, fact_id, summary_of FROM search_documents
                WHERE number > @After AND number <= @Last {(
                range.Owner is null ? "" : "AND owner = @Owner"
            )} ORDER BY number LIMIT @limit) d
            JOIN search_owners o ON o.number = d.owner JOIN principals p ON p.id = o.principal_id
            LEFT JOIN profiles r ON r.principal_id = p.id
            LEFT JOIN messages m ON m.id = d.message_id
            LEFT JOIN facts f ON f.id = d.fact_id
            LEFT JOIN summaries s ON s.conversation_id = d.summary_of
            LEFT JOIN conversations c ON c.id = coalesce(m.conversation_id, d.summary_of)
            LEFT JOIN embeddings e ON e.document = d.number
            ORDER BY d.number
            """,
            new
            {
                range.After,
                range.Last,
                Owner = range.Owner ?? 0,
                limit,
            }
        );

    /// <summary>Where no model was ever asked there is nothing to look at again.</summary>
    private static Task<int> RecheckAsync(WriteSession session, string which, object parameters) =>
        session.ExecuteAsync(
            $"""
            INSERT INTO embedding_rechecks (owner, through, asked)
            SELECT number, 0, 1 FROM search_owners WHERE {which} AND EXISTS (SELECT 1 FROM embedding_progress)
            ON CONFLICT (owner) DO UPDATE SET through = 0, asked = embedding_rechecks.asked + 1
            """,
            parameters
        );

    private sealed record NextRow(long Last, long? IsLocal, long? Through, long? HeldUntil, long? Owner, long? Rechecked, long? Asked);
}

/// <summary>Documents to look at: those after one number, through another.</summary>
/// <param name="Owner">Only this person's, who is looked at again; null for all.</param>
/// <param name="Asked">How often that was asked for.</param>
/// <param name="HeldUntil">Unix ms until when somebody is at it.</param>
internal sealed record DocumentRange(long? Owner, long After, long Last, long Asked, long HeldUntil);

/// <summary>A document that may be embedded.</summary>
/// <param name="Depth">How far the summary reaches; 0 for others.</param>
/// <param name="Model">Whose vector there is; null when there is none.</param>
/// <param name="IsRemembered">1 unless memory is off for the person or the conversation, or a fact waits for a yes.</param>
internal sealed record DocumentToEmbed(
    long Document,
    string PrincipalId,
    string? MessageId,
    string? FactId,
    string? SummaryOf,
    string Text,
    long Depth,
    string? Model,
    long IsRemembered
)
{
    public OwnSummary ToSummary() => new(SummaryOf!, Text, Depth, UpdatedAt: 0);
}
