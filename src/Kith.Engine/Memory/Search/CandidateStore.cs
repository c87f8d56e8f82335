using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Search;

/// <summary>
/// Reads what documents are made of, as far as it may be recalled: only the person's own, messages on the active branches, nothing of
/// conversations whose memory is switched off. Which facts hold is decided where facts are.
/// </summary>
internal static class CandidateStore
{
    /// <summary>Where the messages of these documents stand; other documents are left out.</summary>
    public static async Task<IEnumerable<Place>> ListPlacesAsync(ReadSession session, string principalId, IEnumerable<long> documents)
    {
        // The owner is compared here: PostgreSQL would begin with all conversations of somebody it has no statistics of yet.
        var places = await session.QueryAsync<Place>(
            $"""
            SELECT m.conversation_id, m.depth, c.owner_id FROM {session.Rows("documents", "number bigint")} r
            CROSS JOIN search_documents d JOIN messages m ON m.id = d.message_id JOIN conversations c ON c.id = m.conversation_id
            WHERE d.number = r.number AND m.on_path = 1 AND c.memory_enabled = 1
            """,
            new { documents = SearchStore.Column(documents) }
        );
        return places.Where(place => place.OwnerId == principalId);
    }

    /// <summary>The indexed messages on the active branches in these stretches, which don't overlap.</summary>
    public static Task<IReadOnlyList<Candidate>> ListMessagesAsync(ReadSession session, IEnumerable<Stretch> stretches) =>
        session.QueryAsync<Candidate>(
            $"""
            SELECT d.number AS document, 'message' AS kind, m.id, m.created_at, m.conversation_id, m.depth, m.role, d.length, d.traits,
                i.name, i.external_id
            FROM {session.Rows("stretches", "conversation_id text", "first bigint", "last bigint")} r
            CROSS JOIN messages m JOIN search_documents d ON d.message_id = m.id LEFT JOIN imported_messages i ON i.message_id = m.id
            WHERE m.conversation_id = r.conversation_id AND m.on_path = 1 AND m.depth BETWEEN r.first AND r.last
            """,
            new { stretches = ReadSession.List(stretches.Select(s => new object[] { s.ConversationId, s.First, s.Last })) }
        );

    /// <summary>The facts among these documents, with the newest message each was learned from.</summary>
    public static Task<IReadOnlyList<FactDocument>> ListFactsAsync(ReadSession session, IEnumerable<long> documents) =>
        session.QueryAsync<FactDocument>(
            $"""
            SELECT d.fact_id, d.number AS document, d.length, d.traits,
                (SELECT max(s.message_id) FROM fact_sources s WHERE s.fact_id = d.fact_id AND s.ended_at IS NULL) AS message_id
            FROM {session.Rows("documents", "number bigint")} r
            CROSS JOIN search_documents d WHERE d.number = r.number AND d.fact_id IS NOT NULL
            """,
            new { documents = SearchStore.Column(documents) }
        );

    /// <summary>The summaries among these documents.</summary>
    public static Task<IReadOnlyList<Candidate>> ListSummariesAsync(ReadSession session, string principalId, IEnumerable<long> documents) =>
        session.QueryAsync<Candidate>(
            $"""
            SELECT d.number AS document, 'summary' AS kind, c.id, s.updated_at AS created_at, c.id AS conversation_id,
                CAST(-1 AS bigint) AS depth, CAST(NULL AS text) AS role, d.length, d.traits, CAST(NULL AS text) AS name,
                CAST(NULL AS text) AS external_id
            FROM {session.Rows("documents", "number bigint")} r
            CROSS JOIN search_documents d JOIN summaries s ON s.conversation_id = d.summary_of
            JOIN conversations c ON c.id = s.conversation_id
            JOIN messages m ON m.id = s.through_message_id AND m.on_path = 1
            WHERE d.number = r.number AND c.owner_id = @principalId AND c.memory_enabled = 1
            """,
            new { principalId, documents = SearchStore.Column(documents) }
        );

    public static Task<IReadOnlyList<DocumentText>> ListMessageTextsAsync(ReadSession session, IEnumerable<string> ids) =>
        session.QueryAsync<DocumentText>(
            $"SELECT id, content AS text FROM messages WHERE {session.In("id", "ids")}",
            new { ids = ReadSession.List(ids) }
        );

    public static Task<IReadOnlyList<DocumentText>> ListSummaryTextsAsync(ReadSession session, IEnumerable<string> conversationIds) =>
        session.QueryAsync<DocumentText>(
            $"SELECT conversation_id AS id, text FROM summaries WHERE {session.In("conversation_id", "ids")}",
            new { ids = ReadSession.List(conversationIds) }
        );
}

/// <summary>Where a message stands on the active branch.</summary>
internal sealed record Place(string ConversationId, long Depth, string OwnerId);

/// <summary>A piece of the active branch, from one depth through another.</summary>
internal sealed record Stretch(string ConversationId, long First, long Last);

internal sealed record FactDocument(string FactId, long Document, long Length, long Traits, string? MessageId);

internal sealed record DocumentText(string Id, string Text);
