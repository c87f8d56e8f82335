using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Recall;

/// <summary>The SQL of what is recalled, and of what is kept back.</summary>
internal static class RecallStore
{
    /// <summary>The facts that are to stay here, with the messages that said them, on whichever branch. There is an index of just these.</summary>
    public static Task<IReadOnlyList<GuardedFact>> ListLocalOnlyAsync(ReadSession session, string principalId) =>
        session.QueryAsync<GuardedFact>(
            """
            SELECT f.id AS fact_id, s.message_id, m.content FROM facts f
            LEFT JOIN fact_sources s ON s.fact_id = f.id LEFT JOIN messages m ON m.id = s.message_id
            WHERE f.principal_id = @principalId AND f.sensitivity = 'local_only'
            """,
            new { principalId }
        );

    /// <summary>
    /// The facts that may matter for a question: pinned, important, of a kind that is asked for, planned for these days, or with a word in
    /// common; and the name. It looks at every fact of the person, but reads only these, at most so many.
    /// </summary>
    /// <param name="parts">Of words, in small letters.</param>
    /// <param name="from">Unix milliseconds.</param>
    public static Task<IReadOnlyList<string>> ListFactIdsAsync(
        ReadSession session,
        string principalId,
        IEnumerable<string> parts,
        IEnumerable<string> kinds,
        double important,
        long from,
        long until,
        long limit
    ) =>
        session.QueryAsync<string>(
            $"""
            WITH parts AS MATERIALIZED (SELECT part FROM {session.Rows("parts", "part text")} r)
            SELECT id FROM (
                SELECT f.id, f.kind, f.pinned, f.salience, f.valid_from, f.updated_at,
                    (SELECT count(*) FROM parts p WHERE lower(f.text) LIKE '%' || p.part || '%') AS matches
                FROM facts f WHERE f.principal_id = @principalId AND f.pending = 0) known
            WHERE pinned = 1 OR salience >= @important OR matches > 0 OR kind = 'name' OR {session.In("kind", "kinds")}
                OR (kind IN ('plan', 'event') AND valid_from >= @from AND valid_from < @until)
            ORDER BY pinned DESC, matches DESC, salience DESC, updated_at DESC, id LIMIT @limit
            """,
            new
            {
                principalId,
                parts = ReadSession.List(parts.Select(part => new[] { part })),
                kinds = ReadSession.List(kinds),
                important,
                from,
                until,
                limit,
            }
        );

    /// <summary>Those of these messages that say something which waits for the person's yes, or answer it.</summary>
    public static Task<IReadOnlyList<string>> ListPendingAsync(ReadSession session, string principalId, IEnumerable<string> messageIds) =>
        session.QueryAsync<string>(
            $"""
            SELECT s.message_id FROM fact_sources s JOIN facts f ON f.id = s.fact_id
            WHERE {session.In("s.message_id", "ids")} AND f.principal_id = @principalId AND f.pending = 1
            UNION SELECT m.id FROM messages m JOIN fact_sources s ON s.message_id = m.parent_id JOIN facts f ON f.id = s.fact_id
            WHERE {session.In("m.id", "ids")} AND m.role = 'assistant' AND f.principal_id = @principalId AND f.pending = 1
            """,
            new { principalId, ids = ReadSession.List(messageIds) }
        );

    /// <summary>Of the conversations of these summaries those in which, as far as it reaches, something was said that waits for the person's yes.</summary>
    public static Task<IReadOnlyList<string>> ListPendingAsync(
        ReadSession session,
        string principalId,
        IEnumerable<OwnSummary> summaries
    ) =>
        session.QueryAsync<string>(
            $"""
            SELECT DISTINCT m.conversation_id FROM facts f JOIN fact_sources s ON s.fact_id = f.id JOIN messages m ON m.id = s.message_id
            JOIN {session.Rows("rows", "id text", "depth bigint")} r ON r.id = m.conversation_id AND m.depth <= r.depth
            WHERE f.principal_id = @principalId AND f.pending = 1
            """,
            new
            {
                principalId,
                rows = ReadSession.List(summaries.Select(summary => new object[] { summary.ConversationId, summary.ThroughDepth })),
            }
        );

    /// <summary>Of the conversations of these summaries those in which one of these texts was said, on whichever branch, as far as it reaches.</summary>
    public static Task<IReadOnlyList<string>> ListSayingAsync(
        ReadSession session,
        IEnumerable<OwnSummary> summaries,
        IEnumerable<string> texts
    ) =>
        session.QueryAsync<string>(
            $"""
            SELECT DISTINCT m.conversation_id FROM {session.Rows("rows", "id text", "depth bigint")} r
            CROSS JOIN messages m WHERE m.conversation_id = r.id AND m.depth <= r.depth AND {session.In("m.content", "texts")}
            """,
            new
            {
                rows = ReadSession.List(summaries.Select(summary => new object[] { summary.ConversationId, summary.ThroughDepth })),
                texts = ReadSession.List(texts),
            }
        );

    /// <summary>The summaries of the active branches of those of these conversations that are the person's.</summary>
    public static Task<IReadOnlyList<OwnSummary>> ListSummariesAsync(
        ReadSession session,
        string principalId,
        IEnumerable<string> conversationIds
    ) =>
        session.QueryAsync<OwnSummary>(
            $"""
            SELECT s.conversation_id, s.text, s.through_depth, s.updated_at FROM summaries s
            JOIN conversations c ON c.id = s.conversation_id JOIN messages m ON m.id = s.through_message_id
            WHERE {session.In("s.conversation_id", "ids")} AND c.owner_id = @principalId AND m.on_path = 1
            """,
            new { principalId, ids = ReadSession.List(conversationIds) }
        );
}

/// <summary>What a conversation was about.</summary>
/// <param name="ThroughDepth">How deep the last message stands that it covers.</param>
internal sealed record OwnSummary(string ConversationId, string Text, long ThroughDepth, long UpdatedAt);
