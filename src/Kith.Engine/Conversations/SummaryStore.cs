using Kith.Engine.Storage;

namespace Kith.Engine.Conversations;

/// <summary>A conversation's older part in a few sentences.</summary>
/// <param name="ThroughMessageId">The last message it covers; it begins at the root.</param>
/// <param name="ThroughDepth">How deep that one stands.</param>
internal sealed record Summary(string Text, string ThroughMessageId, long ThroughDepth);

/// <summary>The SQL of summaries.</summary>
internal static class SummaryStore
{
    /// <summary>The summary of the active branch; null when there is none. One of another branch isn't it, and is it again when that one is active.</summary>
    public static Task<Summary?> FindAsync(ReadSession session, string conversationId) =>
        session.FindAsync<Summary>(
            """
            SELECT s.text, s.through_message_id, s.through_depth FROM summaries s
            JOIN messages m ON m.id = s.through_message_id AND m.on_path = 1 WHERE s.conversation_id = @conversationId
            """,
            new { conversationId }
        );

    /// <summary>How many messages of the active branch come after those its summary covers.</summary>
    public static Task<long> CountUncoveredAsync(ReadSession session, string conversationId) =>
        session.CountAsync(
            """
            SELECT coalesce((SELECT m.depth FROM messages m
                    WHERE m.conversation_id = @conversationId AND m.on_path = 1 ORDER BY m.depth DESC LIMIT 1), -1)
                - coalesce((SELECT s.through_depth FROM summaries s
                    JOIN messages m ON m.id = s.through_message_id AND m.on_path = 1 WHERE s.conversation_id = @conversationId), -1)
            """,
            new { conversationId }
        );

    /// <summary>Instead of the one there is, whichever branch that is of.</summary>
    public static Task<int> PutAsync(WriteSession session, string conversationId, Summary summary, long now) =>
        session.ExecuteAsync(
            """
            INSERT INTO summaries (conversation_id, text, through_message_id, through_depth, updated_at)
            VALUES (@conversationId, @Text, @ThroughMessageId, @ThroughDepth, @now)
            ON CONFLICT (conversation_id) DO UPDATE SET text = excluded.text, through_message_id = excluded.through_message_id,
                through_depth = excluded.through_depth, updated_at = excluded.updated_at
            """,
            new
            {
                conversationId,
                summary.Text,
                summary.ThroughMessageId,
                summary.ThroughDepth,
                now,
            }
        );

    /// <summary>Deletes those that cover one of these messages, which go with everything that follows from them.</summary>
    public static Task<int> DeleteThroughAsync(WriteSession session, IEnumerable<string> messageIds) =>
        session.ExecuteAsync(
            $"DELETE FROM summaries WHERE {session.In("through_message_id", "ids")}",
            new { ids = ReadSession.List(messageIds) }
        );

    public static Task<int> DeleteAsync(WriteSession session, string conversationId) =>
        session.ExecuteAsync("DELETE FROM summaries WHERE conversation_id = @conversationId", new { conversationId });

    /// <summary>Deletes those of all conversations of a person.</summary>
    public static Task<int> DeleteAllAsync(WriteSession session, string ownerId) =>
        session.ExecuteAsync(
            "DELETE FROM summaries WHERE conversation_id IN (SELECT id FROM conversations WHERE owner_id = @ownerId)",
            new { ownerId }
        );
}
