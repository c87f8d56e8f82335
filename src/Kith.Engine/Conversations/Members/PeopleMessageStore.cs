using Kith.Engine.Storage;

namespace Kith.Engine.Conversations.Members;

/// <summary>The SQL of messages between people. Nobody sees what came before them, nor what was withheld from all but its sender.</summary>
internal static class PeopleMessageStore
{
    private const string Columns =
        "id, conversation_id, depth, sender_id, agent_id, content, status, client_id, reply_to, withheld, created_at, edited_at";

    /// <summary>Those of these that somebody may see, in no order.</summary>
    public static Task<IReadOnlyList<PeopleMessage>> ListAsync(ReadSession session, string memberId, IReadOnlyCollection<string> ids) =>
        session.QueryAsync<PeopleMessage>(
            $"""
            SELECT {Columns} FROM messages x
            WHERE {session.In("x.id", "ids")} AND (x.withheld = 0 OR x.sender_id = @memberId) AND EXISTS
                (SELECT 1 FROM members m WHERE m.conversation_id = x.conversation_id AND m.principal_id = @memberId
                    AND m.state = 'present' AND x.depth > m.from_depth)
            """,
            new { memberId, ids = ReadSession.List(ids) }
        );

    /// <summary>A page of what somebody may see: depths in (after, before), in the order asked for.</summary>
    public static Task<IReadOnlyList<PeopleMessage>> PageAsync(
        ReadSession session,
        string conversationId,
        string memberId,
        long after,
        long before,
        bool newestFirst,
        long limit
    ) =>
        session.QueryAsync<PeopleMessage>(
            $"""
            SELECT {Columns} FROM messages
            WHERE conversation_id = @conversationId AND on_path = 1 AND depth > @after AND depth < @before
                AND (withheld = 0 OR sender_id = @memberId)
            ORDER BY depth {(newestFirst ? "DESC" : "ASC")} LIMIT @limit
            """,
            new
            {
                conversationId,
                memberId,
                after,
                before,
                limit,
            }
        );

    /// <summary>
    /// The newest of what somebody may see that a model may read: depths in (after, before). Not what is being written, nor what somebody
    /// said who forbade it and left.
    /// </summary>
    public static Task<IReadOnlyList<PeopleMessage>> ListReadableAsync(
        ReadSession session,
        string conversationId,
        string memberId,
        long after,
        long before,
        long limit
    ) =>
        session.QueryAsync<PeopleMessage>(
            $"""
            SELECT {Columns} FROM messages
            WHERE conversation_id = @conversationId AND on_path = 1 AND depth > @after AND depth < @before
                AND (withheld = 0 OR sender_id = @memberId) AND content <> '' AND status <> 'streaming'
                AND NOT EXISTS
                    (SELECT 1 FROM members m WHERE m.conversation_id = messages.conversation_id AND m.principal_id = messages.sender_id
                        AND m.ai_context = 0)
            ORDER BY depth DESC LIMIT @limit
            """,
            new
            {
                conversationId,
                memberId,
                after,
                before,
                limit,
            }
        );

    public static Task<string?> FindByClientIdAsync(ReadSession session, string conversationId, string senderId, string clientId) =>
        session.FindAsync<string>(
            "SELECT id FROM messages WHERE conversation_id = @conversationId AND sender_id = @senderId AND client_id = @clientId",
            new
            {
                conversationId,
                senderId,
                clientId,
            }
        );

    /// <summary>What somebody said, wherever: the first of it.</summary>
    public static Task<IReadOnlyList<SentMessage>> ListOfSenderAsync(ReadSession session, string senderId, long limit) =>
        session.QueryAsync<SentMessage>(
            """
            SELECT id, conversation_id, withheld FROM messages
            WHERE sender_id = @senderId AND withheld IS NOT NULL ORDER BY conversation_id LIMIT @limit
            """,
            new { senderId, limit }
        );

    public static async Task InsertAsync(WriteSession session, PeopleMessage message)
    {
        await session.ExecuteLaterAsync(
            """
            INSERT INTO messages (id, conversation_id, depth, on_path, sender_id, agent_id, role, content, status, client_id, reply_to,
                withheld, offline, prompt_tokens, completion_tokens, created_at)
            VALUES (@Id, @ConversationId, @Depth, 1, @SenderId, @AgentId, @Role, @Content, @Status, @ClientId, @ReplyTo,
                @Withheld, 0, 0, 0, @CreatedAt)
            """,
            new
            {
                message.Id,
                message.ConversationId,
                message.Depth,
                message.SenderId,
                message.AgentId,
                Role = message.AgentId is null ? Roles.User : Roles.Assistant,
                message.Content,
                message.Status,
                message.ClientId,
                message.ReplyTo,
                message.Withheld,
                message.CreatedAt,
            }
        );
        if (message.AgentId is null)
            await MessagesToIndex.AddAsync(session, message.Id, message.Content.Length);
    }

    /// <summary>The agent it calls is to answer it when it has time; null: it does, or won't.</summary>
    public static Task AwaitAsync(WriteSession session, string id, string? agentId) =>
        session.ExecuteLaterAsync("UPDATE messages SET awaited_agent_id = @agentId WHERE id = @id", new { id, agentId });

    /// <summary>The first message of a chat that an agent is to answer yet.</summary>
    public static Task<AwaitingMessage?> FindAwaitingAsync(ReadSession session, string conversationId) =>
        session.FindAsync<AwaitingMessage>(
            """
            SELECT id, sender_id, awaited_agent_id AS agent_id FROM messages
            WHERE conversation_id = @conversationId AND awaited_agent_id IS NOT NULL ORDER BY depth LIMIT 1
            """,
            new { conversationId }
        );

    public static async Task ChangeAsync(WriteSession session, string id, string content, long now)
    {
        await session.ExecuteLaterAsync(
            "UPDATE messages SET content = @content, edited_at = @now WHERE id = @id",
            new
            {
                id,
                content,
                now,
            }
        );
        await MessagesToIndex.AddAsync(session, id, content.Length);
    }
}

/// <summary>A message that an agent is to answer yet.</summary>
internal sealed record AwaitingMessage(string Id, string SenderId, string AgentId);

/// <summary>Where a message of somebody's stands.</summary>
internal sealed record SentMessage(string Id, string ConversationId, long Withheld);
