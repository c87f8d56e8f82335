using Kith.Engine.Storage;

namespace Kith.Engine.Conversations.Members;

/// <summary>The SQL of reactions.</summary>
internal static class ReactionStore
{
    /// <summary>False when they had reacted so already.</summary>
    /// <param name="withheld">Nobody but they are to see it.</param>
    public static async Task<bool> PutAsync(
        WriteSession session,
        string messageId,
        string principalId,
        string emoji,
        bool withheld,
        long now
    ) =>
        await session.ExecuteAsync(
            """
            INSERT INTO reactions (message_id, principal_id, emoji, withheld, created_at)
            VALUES (@messageId, @principalId, @emoji, @withheld, @now)
            ON CONFLICT DO NOTHING
            """,
            new
            {
                messageId,
                principalId,
                emoji,
                withheld = withheld ? 1L : 0L,
                now,
            }
        ) == 1;

    /// <summary>Takes back the first of what somebody gave, wherever; what it was.</summary>
    public static async Task<IReadOnlyList<GivenReaction>> DeleteNextAsync(WriteSession session, string principalId, long most)
    {
        var given = await session.QueryAsync<GivenReaction>(
            """
            SELECT r.message_id, r.emoji, r.withheld, m.conversation_id FROM reactions r JOIN messages m ON m.id = r.message_id
            WHERE r.principal_id = @principalId ORDER BY r.message_id LIMIT @most
            """,
            new { principalId, most }
        );
        foreach (var one in given)
            await session.ExecuteLaterAsync(
                "DELETE FROM reactions WHERE message_id = @MessageId AND principal_id = @principalId AND emoji = @Emoji",
                new
                {
                    one.MessageId,
                    principalId,
                    one.Emoji,
                }
            );
        return given;
    }

    /// <summary>Whether it was withheld; null when they hadn't reacted so.</summary>
    public static Task<long?> DeleteAsync(WriteSession session, string messageId, string principalId, string emoji) =>
        session.FindAsync<long?>(
            "DELETE FROM reactions WHERE message_id = @messageId AND principal_id = @principalId AND emoji = @emoji RETURNING withheld",
            new
            {
                messageId,
                principalId,
                emoji,
            }
        );

    /// <summary>A guest's become the user's.</summary>
    public static Task<int> ClaimAsync(WriteSession session, string guestId, string userId) =>
        session.ExecuteAsync("UPDATE reactions SET principal_id = @userId WHERE principal_id = @guestId", new { guestId, userId });

    /// <summary>How many different ones somebody has given a message beside this one.</summary>
    public static Task<long> CountOthersAsync(ReadSession session, string messageId, string principalId, string emoji) =>
        session.CountAsync(
            "SELECT count(*) FROM reactions WHERE message_id = @messageId AND principal_id = @principalId AND emoji <> @emoji",
            new
            {
                messageId,
                principalId,
                emoji,
            }
        );

    /// <summary>Of these messages, each emoji once, the first given first, as far as somebody may see them.</summary>
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
                    FROM reactions WHERE {session.In("message_id", "ids")} AND (withheld = 0 OR principal_id = @principalId)
                    GROUP BY message_id, emoji ORDER BY message_id, min(created_at), emoji
                    """,
                    new { principalId, ids = ReadSession.List(messageIds) }
                );
        return rows.ToLookup(row => row.MessageId, row => new ReactionCount(row.Emoji, row.Given, row.Mine == 1), StringComparer.Ordinal);
    }

    /// <summary>As above, of messages that only one can have reacted to: who asks.</summary>
    public static async Task<ILookup<string, ReactionCount>> ListOwnAsync(ReadSession session, IReadOnlyCollection<string> messageIds) =>
        (
            await session.QueryAsync<OwnReactionRow>(
                $"SELECT message_id, emoji FROM reactions WHERE {session.In("message_id", "ids")} ORDER BY created_at, emoji",
                new { ids = ReadSession.List(messageIds) }
            )
        ).ToLookup(row => row.MessageId, row => new ReactionCount(row.Emoji, 1, Mine: true), StringComparer.Ordinal);

    private sealed record OwnReactionRow(string MessageId, string Emoji);

    private sealed record ReactionRow(string MessageId, string Emoji, long Given, long Mine);
}

/// <summary>An emoji that somebody gave a message.</summary>
internal sealed record GivenReaction(string MessageId, string ConversationId, string Emoji, long Withheld);
