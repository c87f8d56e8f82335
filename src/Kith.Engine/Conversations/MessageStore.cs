using Kith.Engine.Storage;

namespace Kith.Engine.Conversations;

/// <summary>The SQL of messages.</summary>
internal static class MessageStore
{
    private const string Columns = """
        id, conversation_id, parent_id, depth, on_path, sender_id, role, content, status, client_id, model, offline, confidence,
        sources, prompt_tokens, completion_tokens, created_at, edited_at, recalled, quoted
        """;

    public static Task<Message?> FindAsync(ReadSession session, string id) =>
        session.FindAsync<Message>($"SELECT {Columns} FROM messages WHERE id = @id", new { id });

    /// <summary>Those of these that exist, in no order.</summary>
    public static Task<IReadOnlyList<Message>> ListAsync(ReadSession session, IEnumerable<string> ids) =>
        session.QueryAsync<Message>($"SELECT {Columns} FROM messages WHERE {session.In("id", "ids")}", new { ids = ReadSession.List(ids) });

    /// <summary>Those of these that stand in somebody's conversations, in no order.</summary>
    public static Task<IReadOnlyList<Message>> ListOwnAsync(ReadSession session, string ownerId, IEnumerable<string> ids) =>
        session.QueryAsync<Message>(
            $"""
            SELECT {Columns} FROM messages
            WHERE {session.In(
                "id",
                "ids"
            )} AND EXISTS (SELECT 1 FROM conversations c WHERE c.id = conversation_id AND c.owner_id = @ownerId)
            """,
            new { ownerId, ids = ReadSession.List(ids) }
        );

    public static Task<Message?> FindByClientIdAsync(ReadSession session, string conversationId, string senderId, string clientId) =>
        session.FindAsync<Message>(
            $"SELECT {Columns} FROM messages WHERE conversation_id = @conversationId AND sender_id = @senderId AND client_id = @clientId",
            new
            {
                conversationId,
                senderId,
                clientId,
            }
        );

    /// <summary>The newest message of the active branch.</summary>
    public static Task<Message?> FindLeafAsync(ReadSession session, string conversationId) =>
        session.FindAsync<Message>(
            $"SELECT {Columns} FROM messages WHERE conversation_id = @conversationId AND on_path = 1 ORDER BY depth DESC LIMIT 1",
            new { conversationId }
        );

    /// <summary>A page of the active branch: depths in (after, before), in the order asked for.</summary>
    public static Task<IReadOnlyList<Message>> PageAsync(
        ReadSession session,
        string conversationId,
        long after,
        long before,
        bool newestFirst,
        long limit
    ) =>
        session.QueryAsync<Message>(
            $"""
            SELECT {Columns} FROM messages
            WHERE conversation_id = @conversationId AND on_path = 1 AND depth > @after AND depth < @before
            ORDER BY depth {(newestFirst ? "DESC" : "ASC")} LIMIT @limit
            """,
            new
            {
                conversationId,
                after,
                before,
                limit,
            }
        );

    /// <summary>The last messages of each active branch, by conversation and depth. Depths have no gaps there.</summary>
    public static Task<IReadOnlyList<Message>> ListNewestAsync(ReadSession session, IEnumerable<string> conversationIds, long limit) =>
        session.QueryAsync<Message>(
            $"""
            SELECT {Columns} FROM messages
            WHERE {session.In("conversation_id", "ids")} AND on_path = 1
                AND depth > (
                    SELECT max(last.depth) FROM messages last WHERE last.conversation_id = messages.conversation_id AND last.on_path = 1
                ) - @limit
            ORDER BY conversation_id, depth
            """,
            new { ids = ReadSession.List(conversationIds), limit }
        );

    /// <summary>The messages off the active branch at these depths: candidates for siblings. None in a chat without branches.</summary>
    /// <summary>Those on the active branch, or those off it, by depth, after a place.</summary>
    public static Task<IReadOnlyList<Message>> ListAsync(
        ReadSession session,
        string conversationId,
        long onPath,
        (long Depth, string Id) after,
        long limit
    ) =>
        session.QueryAsync<Message>(
            $"""
            SELECT {Columns} FROM messages
            WHERE conversation_id = @conversationId AND on_path = @onPath AND depth >= @depth AND (depth > @depth OR id > @id)
            ORDER BY depth, id LIMIT @limit
            """,
            new
            {
                conversationId,
                onPath,
                depth = after.Depth,
                id = after.Id,
                limit,
            }
        );

    public static Task<IReadOnlyList<MessagePlace>> OffPathAsync(ReadSession session, string conversationId, long least, long most) =>
        session.QueryAsync<MessagePlace>(
            """
            SELECT id, conversation_id, parent_id, created_at FROM messages
            WHERE conversation_id = @conversationId AND on_path = 0 AND depth >= @least AND depth <= @most
            """,
            new
            {
                conversationId,
                least,
                most,
            }
        );

    /// <summary>The messages that stand in the place of one of these, on whichever branch; these too.</summary>
    public static Task<IReadOnlyList<MessagePlace>> SiblingsAsync(ReadSession session, IReadOnlyCollection<Message> messages) =>
        session.QueryAsync<MessagePlace>(
            $"""
            SELECT m.id, m.conversation_id, m.parent_id, m.created_at
            FROM {session.Rows("parents", "conversation_id text", "id text")} parent
            CROSS JOIN messages m WHERE m.conversation_id = parent.conversation_id AND m.parent_id = parent.id
            UNION ALL
            SELECT id, conversation_id, parent_id, created_at FROM messages
            WHERE {session.In("conversation_id", "rooted")} AND on_path IN (0, 1) AND depth = 0
            """,
            new
            {
                parents = ReadSession.List(
                    messages
                        .Where(message => message.ParentId is not null)
                        .Select(message => (message.ConversationId, message.ParentId))
                        .Distinct()
                        .Select(parent => new[] { parent.ConversationId, parent.ParentId })
                ),
                rooted = ReadSession.List(
                    messages.Where(message => message.ParentId is null).Select(message => message.ConversationId).Distinct()
                ),
            }
        );

    /// <summary>How many messages follow this one, on whichever branch.</summary>
    public static Task<long> CountFollowingAsync(ReadSession session, string conversationId, string id) =>
        session.CountAsync(
            "SELECT count(*) FROM messages WHERE conversation_id = @conversationId AND parent_id = @id",
            new { conversationId, id }
        );

    /// <summary>The ids of the active branch, from its root.</summary>
    public static Task<IReadOnlyList<string>> ListPathAsync(ReadSession session, string conversationId, long limit) =>
        session.QueryAsync<string>(
            "SELECT id FROM messages WHERE conversation_id = @conversationId AND on_path = 1 ORDER BY depth LIMIT @limit",
            new { conversationId, limit }
        );

    public static async Task InsertAsync(WriteSession session, Message message)
    {
        await session.ExecuteLaterAsync(
            $"""
            INSERT INTO messages ({Columns})
            VALUES (@Id, @ConversationId, @ParentId, @Depth, @OnPath, @SenderId, @Role, @Content, @Status, @ClientId, @Model, @Offline,
                @Confidence, @Sources, @PromptTokens, @CompletionTokens, @CreatedAt, @EditedAt, @Recalled,
                @Quoted)
            """,
            message
        );
        await MessagesToIndex.AddAsync(session, message);
    }

    /// <summary>The final state of an answer.</summary>
    public static async Task FinishAsync(WriteSession session, Message message)
    {
        await session.ExecuteLaterAsync(
            """
            UPDATE messages SET content = @Content, status = @Status, model = @Model, offline = @Offline, confidence = @Confidence,
                sources = @Sources, prompt_tokens = @PromptTokens, completion_tokens = @CompletionTokens, recalled = @Recalled
            WHERE id = @Id
            """,
            message
        );
        await MessagesToIndex.AddAsync(session, message);
    }
}

/// <summary>Where a message stands in the tree.</summary>
internal sealed record MessagePlace(string Id, string ConversationId, string? ParentId, long CreatedAt);
