using Kith.Engine.Storage;

namespace Kith.Engine.Conversations.Members;

/// <summary>The SQL of reactions.</summary>
internal static class ReactionStore
{
    /// <summary>False when they had reacted so already.</summary>
    public static async Task<bool> PutAsync(WriteSession session, string messageId, string principalId, string emoji, long now) =>
        await session.ExecuteAsync(
            """
            INSERT INTO reactions (message_id, principal_id, emoji, created_at) VALUES (@messageId, @principalId, @emoji, @now)
            ON CONFLICT DO NOTHING
            """,
            new
            {
                messageId,
                principalId,
                emoji,
                now,
            }
        ) == 1;

    /// <summary>False when they hadn't reacted so.</summary>
    public static async Task<bool> DeleteAsync(WriteSession session, string messageId, string principalId, string emoji) =>
        await session.ExecuteAsync(
            "DELETE FROM reactions WHERE message_id = @messageId AND principal_id = @principalId AND emoji = @emoji",
            new
            {
                messageId,
                principalId,
                emoji,
            }
        ) == 1;

    /// <summary>How many different ones somebody has given a message.</summary>
    public static Task<long> CountAsync(ReadSession session, string messageId, string principalId) =>
        session.CountAsync(
            "SELECT count(*) FROM reactions WHERE message_id = @messageId AND principal_id = @principalId",
            new { messageId, principalId }
        );

    /// <summary>Of these messages, each emoji once, the first given first.</summary>
    public static async Task<ILookup<string, ReactionCount>> ListAsync(
        ReadSession session,
        string principalId,
        IReadOnlyCollection<string> messageIds
    )
    {
        var rows =
            messageIds.Count == 0
                ? []
                : await session.QueryAsync<ReactionRow>(
                    $"""
                    SELECT message_id, emoji, count(*) AS given, CAST(max(CASE WHEN principal_id = @principalId THEN 1 ELSE 0 END) AS bigint) AS mine
                    FROM reactions WHERE {session.In("message_id", "ids")}
                    GROUP BY message_id, emoji ORDER BY message_id, min(created_at), emoji
                    """,
                    new { principalId, ids = ReadSession.List(messageIds) }
                );
        return rows.ToLookup(row => row.MessageId, row => new ReactionCount(row.Emoji, row.Given, row.Mine == 1), StringComparer.Ordinal);
    }

    private sealed record ReactionRow(string MessageId, string Emoji, long Given, long Mine);
}
