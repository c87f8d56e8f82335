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
