using Kith.Engine.Storage;

namespace Kith.Engine.Conversations.Members;

/// <summary>The SQL of chats between people and of who is in them.</summary>
internal static class PeopleChatStore
{
    public static Task<int> InsertAsync(WriteSession session, string id, string kind, string? pair) =>
        session.ExecuteAsync(
            "INSERT INTO people_chats (conversation_id, kind, pair, last_depth) VALUES (@id, @kind, @pair, 0)",
            new
            {
                id,
                kind,
                pair,
            }
        );

    public static Task<string?> FindByPairAsync(ReadSession session, string pair) =>
        session.FindAsync<string>("SELECT conversation_id FROM people_chats WHERE pair = @pair", new { pair });

    public static async Task<PeopleChat?> FindAsync(ReadSession session, string memberId, string id) =>
        (await ListAsync(session, memberId, [id])).SingleOrDefault();

    /// <summary>Those of these that somebody reads, in no order.</summary>
    public static Task<IReadOnlyList<PeopleChat>> ListAsync(ReadSession session, string memberId, IReadOnlyCollection<string> ids) =>
        session.QueryAsync<PeopleChat>(
            Select($"AND {session.In("conversation_id", "ids")}"),
            new { memberId, ids = ReadSession.List(ids) }
        );

    /// <summary>Those somebody reads, all or of one kind, the newest activity first, after the given place.</summary>
    public static Task<IReadOnlyList<PeopleChat>> ListAsync(
        ReadSession session,
        string memberId,
        string? kind,
        (long LastActivity, string Id)? after,
        long limit
    ) =>
        session.QueryAsync<PeopleChat>(
            $"""
            SELECT * FROM ({Select("")}) chats
            WHERE {(kind is null ? "true" : "kind = @kind")} AND {(after is null ? "true" : "(last_activity, id) < (@lastActivity, @id)")}
            ORDER BY last_activity DESC, id DESC LIMIT @limit
            """,
            new
            {
                memberId,
                kind,
                lastActivity = after?.LastActivity ?? 0,
                id = after?.Id ?? "",
                limit,
            }
        );

    /// <summary>The number of the next message; holds the chat until the transaction ends.</summary>
    public static Task<long> NextDepthAsync(WriteSession session, string id) =>
        session.FindAsync<long>(
            "UPDATE people_chats SET last_depth = last_depth + 1 WHERE conversation_id = @id RETURNING last_depth",
            new { id }
        );

    public static Task<long> LastDepthAsync(ReadSession session, string id) =>
        session.FindAsync<long>("SELECT last_depth FROM people_chats WHERE conversation_id = @id", new { id });

    /// <summary>Nobody is in it any more; its messages are left.</summary>
    public static Task<int> DeleteAsync(WriteSession session, string id) =>
        session.ExecuteAsync("DELETE FROM people_chats WHERE conversation_id = @id", new { id });

    private static string Select(string condition) =>
        $"""
            SELECT c.id, p.kind, c.title, me.role, me.from_depth, me.read_depth, me.ai_context,
                (SELECT count(*) FROM members m WHERE m.conversation_id = c.id AND m.state <> 'left') AS member_count,
                (SELECT count(*) FROM members m WHERE m.conversation_id = c.id AND m.state <> 'left' AND m.ai_context = 0) AS refusals,
                (SELECT count(*) FROM
                    (SELECT 1 AS one FROM messages x
                    WHERE x.conversation_id = c.id AND x.on_path = 1 AND x.depth > me.read_depth AND x.withheld = 0
                        AND (x.sender_id IS NULL OR x.sender_id <> me.principal_id)
                    LIMIT {PeopleChat.MostUnread}) unread) AS unread,
                me.last_message_id, coalesce(last.created_at, me.joined_at) AS last_activity, c.created_at
            FROM
                (SELECT conversation_id, principal_id, role, from_depth, read_depth, ai_context, joined_at,
                    (SELECT x.id FROM messages x
                    WHERE x.conversation_id = members.conversation_id AND x.on_path = 1 AND x.depth > members.from_depth
                        AND (x.withheld = 0 OR x.sender_id = members.principal_id)
                    ORDER BY x.depth DESC LIMIT 1) AS last_message_id
                FROM members WHERE principal_id = @memberId AND state = 'present' {condition}) me
            JOIN people_chats p ON p.conversation_id = me.conversation_id
            JOIN conversations c ON c.id = me.conversation_id
            LEFT JOIN messages last ON last.id = me.last_message_id
            """;
}
