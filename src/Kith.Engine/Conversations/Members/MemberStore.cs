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
                told_read_depth, told_delivered_depth, own_read_depth, own_delivered_depth, ai_context)
            SELECT @conversationId, @principalId, @role, @state, @now,
                last_depth, last_depth, last_depth, last_depth, last_depth, last_depth, last_depth, 1
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

    /// <summary>
    /// Come into a group, or come again, and see what comes from then on; what they allowed before stands. Who is in it stays as they are.
    /// How many came.
    /// </summary>
    public static Task<int> JoinAsync(WriteSession session, string conversationId, IEnumerable<NewMember> members, string role, long now) =>
        session.ExecuteAsync(
            $"""
            INSERT INTO members (conversation_id, principal_id, role, state, joined_at, from_depth, read_depth, delivered_depth,
                told_read_depth, told_delivered_depth, own_read_depth, own_delivered_depth, ai_context)
            SELECT @conversationId, m.principal_id, @role, m.state, @now,
                last_depth, last_depth, last_depth, last_depth, last_depth, last_depth, last_depth, 1
            FROM {session.Rows("members", "principal_id text", "state text")} m JOIN people_chats ON conversation_id = @conversationId
            WHERE true
            ON CONFLICT (conversation_id, principal_id) DO UPDATE SET role = excluded.role, state = excluded.state,
                joined_at = excluded.joined_at, from_depth = excluded.from_depth, read_depth = excluded.read_depth,
                delivered_depth = excluded.delivered_depth, told_read_depth = excluded.told_read_depth,
                told_delivered_depth = excluded.told_delivered_depth, own_read_depth = excluded.own_read_depth,
                own_delivered_depth = excluded.own_delivered_depth
            WHERE members.state = 'left'
            """,
            new
            {
                conversationId,
                members = ReadSession.List(members.Select(member => new[] { member.PrincipalId, member.State })),
                role,
                now,
            }
        );

    /// <summary>Goes out of a group. False when they weren't in it.</summary>
    public static async Task<bool> LeaveAsync(WriteSession session, string conversationId, string principalId) =>
        await session.ExecuteAsync(
            """
            UPDATE members SET state = 'left', role = 'member'
            WHERE conversation_id = @conversationId AND principal_id = @principalId AND state <> 'left'
            """,
            new { conversationId, principalId }
        ) == 1;

    public static Task<int> SetRoleAsync(WriteSession session, string conversationId, string principalId, string role) =>
        session.ExecuteAsync(
            "UPDATE members SET role = @role WHERE conversation_id = @conversationId AND principal_id = @principalId",
            new
            {
                conversationId,
                principalId,
                role,
            }
        );

    /// <summary>Whether somebody allows that AI chats read it. False when that is as it was.</summary>
    public static async Task<bool> SetAiContextAsync(WriteSession session, string conversationId, string principalId, long allowed) =>
        await session.ExecuteAsync(
            """
            UPDATE members SET ai_context = @allowed
            WHERE conversation_id = @conversationId AND principal_id = @principalId AND ai_context <> @allowed
            """,
            new
            {
                conversationId,
                principalId,
                allowed,
            }
        ) == 1;

    /// <summary>All chats that somebody is or was in, in the order of their ids.</summary>
    public static Task<IReadOnlyList<MemberChat>> ListChatsAsync(ReadSession session, string principalId) =>
        session.QueryAsync<MemberChat>(
            """
            SELECT p.conversation_id AS id, p.kind, m.state FROM members m JOIN people_chats p ON p.conversation_id = m.conversation_id
            WHERE m.principal_id = @principalId ORDER BY p.conversation_id
            """,
            new { principalId }
        );

    /// <summary>Those who read it: who is told of what happens in it.</summary>
    public static Task<IReadOnlyList<string>> ListPresentAsync(ReadSession session, string conversationId) =>
        session.QueryAsync<string>(
            "SELECT principal_id FROM members WHERE conversation_id = @conversationId AND state = 'present' ORDER BY principal_id",
            new { conversationId }
        );

    /// <summary>Those who are in it as its members see it, who came first before who came later; by chat.</summary>
    /// <param name="viewerId">Who sees of themselves more than others do.</param>
    public static Task<IReadOnlyList<MemberRow>> ListAsync(
        ReadSession session,
        IReadOnlyCollection<string> conversationIds,
        string viewerId = ""
    ) =>
        session.QueryAsync<MemberRow>(
            $"""
            SELECT conversation_id, principal_id, role, state, joined_at, from_depth,
                CASE WHEN principal_id = @viewerId THEN own_read_depth ELSE told_read_depth END AS read_depth,
                CASE WHEN principal_id = @viewerId THEN own_delivered_depth ELSE told_delivered_depth END AS delivered_depth
            FROM members WHERE {session.In("conversation_id", "ids")} AND state <> 'left' ORDER BY joined_at, principal_id
            """,
            new { ids = ReadSession.List(conversationIds), viewerId }
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

    /// <summary>The others who read a direct chat somebody reads: whom they may write to.</summary>
    public static Task<IReadOnlyList<string>> ListCompanionsAsync(ReadSession session, string principalId) =>
        session.QueryAsync<string>(
            """
            SELECT other.principal_id FROM members me
            JOIN people_chats p ON p.conversation_id = me.conversation_id AND p.kind = 'direct'
            JOIN members other ON other.conversation_id = me.conversation_id AND other.principal_id <> me.principal_id
            WHERE me.principal_id = @principalId AND me.state = 'present' AND other.state = 'present'
            """,
            new { principalId }
        );

    /// <summary>What has reached somebody, as they see it themselves or as the others do; never back. True when it moved.</summary>
    public static async Task<bool> DeliverAsync(
        WriteSession session,
        string conversationId,
        string principalId,
        long depth,
        string seenBy
    ) =>
        await session.ExecuteAsync(
            $"""
            UPDATE members SET {seenBy}_delivered_depth = @depth,
                delivered_depth = CASE WHEN delivered_depth < @depth THEN @depth ELSE delivered_depth END
            WHERE conversation_id = @conversationId AND principal_id = @principalId AND state = 'present'
                AND {seenBy}_delivered_depth < @depth
            """,
            new
            {
                conversationId,
                principalId,
                depth,
            }
        ) == 1;

    /// <summary>How far somebody has read is seen by themselves or by the others. True when that is news to them.</summary>
    public static async Task<bool> TellReadAsync(WriteSession session, string conversationId, string principalId, string seenBy) =>
        await session.ExecuteAsync(
            $"""
            UPDATE members SET {seenBy}_read_depth = read_depth,
                {seenBy}_delivered_depth = CASE WHEN {seenBy}_delivered_depth < read_depth THEN read_depth ELSE {seenBy}_delivered_depth END
            WHERE conversation_id = @conversationId AND principal_id = @principalId AND {seenBy}_read_depth < read_depth
            """,
            new { conversationId, principalId }
        ) == 1;

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

/// <summary>Who sees how far somebody is: the beginning of the columns that say it.</summary>
internal static class SeenBy
{
    public const string Others = "told";
    public const string Oneself = "own";
}

/// <param name="State">One of <see cref="MemberStates"/>.</param>
internal sealed record NewMember(string PrincipalId, string State);

/// <summary>A chat that somebody is or was in.</summary>
internal sealed record MemberChat(string Id, string Kind, string State);

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
    long ReadDepth,
    long DeliveredDepth
);
