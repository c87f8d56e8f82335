using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Search;

/// <summary>
/// Reads what documents are made of, as far as it may be recalled: of the person's own and not switched off, messages on the active
/// branch, facts that hold.
/// </summary>
internal static class CandidateStore
{
    public static Task<IReadOnlyList<Candidate>> ListMessagesAsync(ReadSession session, string principalId, IEnumerable<long> documents) =>
        session.QueryAsync<Candidate>(
            $"""
            SELECT d.number AS document, 'message' AS kind, m.id, m.content AS text, m.created_at, m.conversation_id, m.depth, m.role,
                i.name, m.id AS message_id, i.external_id
            FROM {session.Rows("documents", "number bigint")} r
            CROSS JOIN search_documents d JOIN messages m ON m.id = d.message_id JOIN conversations c ON c.id = m.conversation_id
            LEFT JOIN imported_messages i ON i.message_id = m.id
            WHERE d.number = r.number AND m.on_path = 1 AND c.owner_id = @principalId AND c.memory_enabled = 1
            """,
            new { documents = SearchStore.Column(documents), principalId }
        );

    /// <param name="now">Unix milliseconds.</param>
    public static Task<IReadOnlyList<Candidate>> ListFactsAsync(
        ReadSession session,
        string principalId,
        IEnumerable<long> documents,
        long now
    ) =>
        session.QueryAsync<Candidate>(
            $"""
            SELECT d.number AS document, 'fact' AS kind, f.id, f.text, f.created_at, CAST(NULL AS text) AS conversation_id,
                CAST(-1 AS bigint) AS depth, CAST(NULL AS text) AS role, CAST(NULL AS text) AS name,
                (SELECT max(s.message_id) FROM fact_sources s WHERE s.fact_id = f.id) AS message_id, CAST(NULL AS text) AS external_id
            FROM {session.Rows("documents", "number bigint")} r
            CROSS JOIN search_documents d JOIN facts f ON f.id = d.fact_id
            WHERE d.number = r.number AND f.principal_id = @principalId AND f.pending = 0 AND f.superseded_by IS NULL
                AND (f.valid_until IS NULL OR f.valid_until > @now)
                AND (f.origin = 'person' OR EXISTS (
                    SELECT 1 FROM fact_sources s JOIN messages m ON m.id = s.message_id WHERE s.fact_id = f.id AND m.on_path = 1))
            """,
            new
            {
                documents = SearchStore.Column(documents),
                principalId,
                now,
            }
        );

    public static Task<IReadOnlyList<Candidate>> ListSummariesAsync(ReadSession session, string principalId, IEnumerable<long> documents) =>
        session.QueryAsync<Candidate>(
            $"""
            SELECT d.number AS document, 'summary' AS kind, c.id, s.text, s.updated_at AS created_at, c.id AS conversation_id,
                CAST(-1 AS bigint) AS depth, CAST(NULL AS text) AS role, CAST(NULL AS text) AS name,
                CAST(NULL AS text) AS message_id, CAST(NULL AS text) AS external_id
            FROM {session.Rows("documents", "number bigint")} r
            CROSS JOIN search_documents d JOIN summaries s ON s.conversation_id = d.summary_of
            JOIN conversations c ON c.id = s.conversation_id
            WHERE d.number = r.number AND c.owner_id = @principalId AND c.memory_enabled = 1
            """,
            new { documents = SearchStore.Column(documents), principalId }
        );
}
