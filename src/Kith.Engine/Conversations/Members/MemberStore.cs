using Kith.Engine.Storage;

namespace Kith.Engine.Conversations.Members;

/// <summary>The SQL of who is in a chat.</summary>
internal static class MemberStore
{
    /// <summary>Comes in, or comes back: what they have seen before is theirs again.</summary>
    public static Task<int> PutAsync(
        WriteSession session,
        string conversationId,
        string principalId,
        string role,
        string state,
        long now
    ) =>
        session.ExecuteAsync(
            """
            INSERT INTO members (conversation_id, principal_id, role, state, joined_at, from_depth, read_depth, delivered_depth,
                told_read_depth, told_delivered_depth, ai_context)
            SELECT @conversationId, @principalId, @role, @state, @now, last_depth, last_depth, last_depth, last_depth, last_depth, 1
            FROM people_chats WHERE conversation_id = @conversationId
            ON CONFLICT (conversation_id, principal_id) DO UPDATE SET state = excluded.state
            """,
            new
            {
                conversationId,
                principalId,
                role,
                state,
                now,
            }
        );

    /// <summary>Those who read it: who is told of what happens in it.</summary>
    public static Task<IReadOnlyList<string>> ListPresentAsync(ReadSession session, string conversationId) =>
        session.QueryAsync<string>(
            "SELECT principal_id FROM members WHERE conversation_id = @conversationId AND state = 'present' ORDER BY principal_id",
            new { conversationId }
        );

    /// <summary>Those who are in it as its members see it, who came first before who came later; by chat.</summary>
    public static Task<IReadOnlyList<MemberRow>> ListAsync(ReadSession session, IReadOnlyCollection<string> conversationIds) =>
        session.QueryAsync<MemberRow>(
            $"""
            SELECT conversation_id, principal_id, role, state, joined_at, from_depth, told_read_depth, told_delivered_depth
            FROM members WHERE {session.In("conversation_id", "ids")} AND state <> 'left' ORDER BY joined_at, principal_id
            """,
            new { ids = ReadSession.List(conversationIds) }
        );

    /// <summary>Those of these chats that are direct, each with the other one who is in it.</summary>
    public static Task<IReadOnlyList<OtherRow>> ListOthersAsync(
        ReadSession session,
        string memberId,
        IReadOnlyCollection<string> conversationIds
    ) =>
        session.QueryAsync<OtherRow>(
            $"""
            SELECT m.conversation_id, m.principal_id FROM members m
            JOIN people_chats p ON p.conversation_id = m.conversation_id AND p.kind = 'direct'
            WHERE {session.In("m.conversation_id", "ids")} AND m.principal_id <> @memberId
            """,
            new { memberId, ids = ReadSession.List(conversationIds) }
        );

    public static Task<int> SetStateAsync(WriteSession session, string conversationId, string state) =>
        session.ExecuteAsync("UPDATE members SET state = @state WHERE conversation_id = @conversationId", new { conversationId, state });

    /// <summary>How far somebody has read; never back. True when it moved.</summary>
    public static async Task<bool> ReadAsync(WriteSession session, string conversationId, string principalId, long depth) =>
        await session.ExecuteAsync(
            """
            UPDATE members SET read_depth = @depth, delivered_depth = CASE WHEN delivered_depth < @depth THEN @depth ELSE delivered_depth END
            WHERE conversation_id = @conversationId AND principal_id = @principalId AND read_depth < @depth
            """,
            new
            {
                conversationId,
                principalId,
                depth,
            }
        ) == 1;
}

/// <summary>The other one of a direct chat.</summary>
internal sealed record OtherRow(string ConversationId, string PrincipalId);

/// <summary>Somebody in a chat.</summary>
internal sealed record MemberRow(
    string ConversationId,
    string PrincipalId,
    string Role,
    string State,
    long JoinedAt,
    long FromDepth,
    long ToldReadDepth,
    long ToldDeliveredDepth
);
