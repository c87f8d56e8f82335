using Kith.Engine.Storage;

namespace Kith.Engine.Conversations;

/// <summary>The SQL of the tree that messages form: their branches, and which one is active.</summary>
internal static class MessageTreeStore
{
    private const string Columns = "id, depth, on_path, role, CAST(CASE WHEN content = '' THEN 0 ELSE 1 END AS bigint) AS has_text";

    private const string Copied =
        "sender_id, role, content, status, model, offline, confidence, sources, prompt_tokens, completion_tokens, created_at, edited_at, quoted";

    /// <summary>
    /// What has to come to the active branch for it to lead through this message, from the root on: those above it and, if asked
    /// for, the newest child of each below it.
    /// </summary>
    public static Task<IReadOnlyList<BranchMessage>> ListMissingAsync(
        ReadSession session,
        string conversationId,
        string id,
        bool andBelow
    ) =>
        session.QueryAsync<BranchMessage>(
            $"""
            WITH RECURSIVE above (id, parent_id) AS (
                SELECT id, parent_id FROM messages WHERE id = @id AND on_path = 0
                UNION ALL
                SELECT parent.id, parent.parent_id FROM above JOIN messages parent ON parent.id = above.parent_id
                WHERE parent.on_path = 0
            ), below (id) AS (
                SELECT CAST(@id AS text) WHERE @andBelow = 1
                UNION ALL
                SELECT (SELECT child.id FROM messages child
                    WHERE child.conversation_id = @conversationId AND child.parent_id = below.id
                    ORDER BY child.created_at DESC, child.id DESC LIMIT 1)
                FROM below WHERE below.id IS NOT NULL
            )
            SELECT {Columns} FROM messages
            WHERE on_path = 0 AND id IN (SELECT id FROM above UNION SELECT id FROM below) ORDER BY depth
            """,
            new
            {
                conversationId,
                id,
                andBelow = andBelow ? 1L : 0,
            }
        );

    /// <summary>Takes everything from this depth on from the active branch.</summary>
    public static async Task<IReadOnlyList<BranchMessage>> LeavePathAsync(WriteSession session, string conversationId, long depth) =>
        InOrder(
            await session.QueryAsync<BranchMessage>(
                $"""
                UPDATE messages SET on_path = 0 WHERE conversation_id = @conversationId AND on_path = 1 AND depth >= @depth
                RETURNING {Columns}
                """,
                new { conversationId, depth }
            )
        );

    public static Task<int> JoinPathAsync(WriteSession session, IEnumerable<string> ids) =>
        session.ExecuteAsync($"UPDATE messages SET on_path = 1 WHERE {session.In("id", "ids")}", new { ids = ReadSession.List(ids) });

    /// <summary>The newest message that follows this one, or that begins the conversation.</summary>
    public static Task<string?> FindNewestChildAsync(ReadSession session, string conversationId, string? parentId) =>
        session.FindAsync<string>(
            $"""
            SELECT id FROM messages WHERE conversation_id = @conversationId AND {IsChild(parentId)}
            ORDER BY created_at DESC, id DESC LIMIT 1
            """,
            new { conversationId, parentId }
        );

    /// <summary>The message of the active branch that stands in the place of this one; null when there is none.</summary>
    public static Task<string?> FindActiveSiblingAsync(ReadSession session, Message message) =>
        session.FindAsync<string>(
            $"""
            SELECT id FROM messages
            WHERE conversation_id = @ConversationId AND on_path = 1 AND depth = @Depth AND {IsChild(message.ParentId)}
            """,
            message
        );

    /// <summary>A message with everything that follows from it, on all branches, from the top on.</summary>
    public static Task<IReadOnlyList<BranchMessage>> ListFollowingAsync(ReadSession session, string conversationId, string id) =>
        session.QueryAsync<BranchMessage>(
            $"""
            WITH RECURSIVE following (id) AS (
                SELECT CAST(@id AS text)
                UNION ALL
                SELECT child.id FROM following JOIN messages child
                    ON child.conversation_id = @conversationId AND child.parent_id = following.id
            )
            SELECT {Columns} FROM messages WHERE id IN (SELECT id FROM following) ORDER BY depth
            """,
            new { conversationId, id }
        );

    public static Task<IReadOnlyList<string>> ListTextsAsync(ReadSession session, IEnumerable<string> ids) =>
        session.QueryAsync<string>($"SELECT content FROM messages WHERE {session.In("id", "ids")}", new { ids = ReadSession.List(ids) });

    /// <summary>What the person said first on the active branch.</summary>
    public static Task<string?> FindFirstSaidAsync(ReadSession session, string conversationId) =>
        session.FindAsync<string>(
            """
            SELECT content FROM messages WHERE conversation_id = @conversationId AND on_path = 1 AND role = 'user'
            ORDER BY depth LIMIT 1
            """,
            new { conversationId }
        );

    /// <summary>Deletes the last messages of a conversation of which nobody sees anything any more; how many there were.</summary>
    public static Task<int> DeleteLastAsync(WriteSession session, string conversationId, long most) =>
        session.ExecuteAsync(
            """
            DELETE FROM messages WHERE id IN (
                SELECT id FROM messages WHERE conversation_id = @conversationId ORDER BY on_path DESC, depth DESC LIMIT @most)
            """,
            new { conversationId, most }
        );

    public static Task<int> DeleteAsync(WriteSession session, IEnumerable<string> ids) =>
        session.ExecuteAsync($"DELETE FROM messages WHERE {session.In("id", "ids")}", new { ids = ReadSession.List(ids) });

    /// <summary>
    /// Copies a message with those above it as the active branch of another conversation, but for an answer that is still being
    /// written. As a path has one message at each depth, the id of a copy is the prefix with its depth in seven digits.
    /// </summary>
    public static Task<int> CopyPathAsync(WriteSession session, string id, string toConversationId, string idPrefix) =>
        session.ExecuteAsync(
            $"""
            WITH RECURSIVE path (path_id, above_id) AS (
                SELECT id, parent_id FROM messages WHERE id = @id
                UNION ALL
                SELECT parent.id, parent.parent_id FROM path JOIN messages parent ON parent.id = path.above_id
            )
            INSERT INTO messages (id, conversation_id, parent_id, depth, on_path, {Copied})
            SELECT @idPrefix || substr(CAST(10000000 + depth AS text), 2), @toConversationId,
                CASE WHEN depth > 0 THEN @idPrefix || substr(CAST(10000000 + depth - 1 AS text), 2) END, depth, 1, {Copied}
            FROM path JOIN messages ON messages.id = path_id WHERE status <> 'streaming'
            """,
            new
            {
                id,
                toConversationId,
                idPrefix,
            }
        );

    /// <summary>The copies of these messages in a conversation that began as a copy: what stands at the same depth, said the
    /// same at the same time.</summary>
    public static Task<IReadOnlyList<MessageCopy>> ListCopiesAsync(ReadSession session, IEnumerable<string> ids, string copyId) =>
        session.QueryAsync<MessageCopy>(
            $"""
            SELECT m.id, c.id AS copy_id FROM {session.Rows("ids", "id text")} r CROSS JOIN messages m
            CROSS JOIN messages c
            WHERE m.id = r.id AND c.conversation_id = @copyId AND c.on_path = 1 AND c.depth = m.depth AND c.created_at = m.created_at
                AND c.content = m.content
            """,
            new { ids = ReadSession.List(ids.Select(id => new[] { id })), copyId }
        );

    public static async Task<TextCount> CountTextsAsync(ReadSession session, string conversationId) =>
        await session.FindAsync<TextCount>(
            """
            SELECT count(*) AS messages, CAST(coalesce(sum(CASE WHEN role = 'user' THEN 1 ELSE 0 END), 0) AS bigint) AS user_messages
            FROM messages WHERE conversation_id = @conversationId AND on_path = 1 AND content <> ''
            """,
            new { conversationId }
        ) ?? TextCount.None;

    private static string IsChild(string? parentId) => parentId is null ? "parent_id IS NULL" : "parent_id = @parentId";

    private static List<BranchMessage> InOrder(IEnumerable<BranchMessage> messages) => [.. messages.OrderBy(message => message.Depth)];
}

/// <summary>A message that comes to the active branch, or leaves it.</summary>
/// <param name="HasText">1 when it counts: an answer that failed has none.</param>
internal sealed record BranchMessage(string Id, long Depth, long OnPath, string Role, long HasText);

/// <summary>A message, and the one that was made of it.</summary>
internal sealed record MessageCopy(string Id, string CopyId);

/// <summary>Messages that have text, and how many of them are the person's.</summary>
internal sealed record TextCount(long Messages, long UserMessages)
{
    public static TextCount None { get; } = new(0, 0);
}
