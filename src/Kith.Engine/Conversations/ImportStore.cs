using Kith.Engine.Storage;

namespace Kith.Engine.Conversations;

/// <summary>The SQL of what was imported: where it came from, and how much of it is here.</summary>
internal static class ImportStore
{
    private const string Columns = "conversation_id, messages, hash, last_message_id";

    /// <summary>The conversation that came with this key.</summary>
    public static Task<string?> FindConversationAsync(ReadSession session, string principalId, string key) =>
        session.FindAsync<string>(
            "SELECT conversation_id FROM imported_conversations WHERE principal_id = @principalId AND key = @key",
            new { principalId, key }
        );

    public static Task<ImportedSoFar?> FindAsync(ReadSession session, string conversationId) =>
        session.FindAsync<ImportedSoFar>(
            $"SELECT {Columns} FROM imported_conversations WHERE conversation_id = @conversationId",
            new { conversationId }
        );

    public static Task<int> InsertAsync(WriteSession session, string principalId, string? externalId, string key, ImportedSoFar none) =>
        session.ExecuteAsync(
            $"""
            INSERT INTO imported_conversations (principal_id, external_id, key, {Columns})
            VALUES (@principalId, @externalId, @key, @ConversationId, @Messages, @Hash, @LastMessageId)
            """,
            new
            {
                principalId,
                externalId,
                key,
                none.ConversationId,
                none.Messages,
                none.Hash,
                none.LastMessageId,
            }
        );

    /// <summary>When the conversation goes: it may come again.</summary>
    public static Task<int> DeleteAsync(WriteSession session, string conversationId) =>
        session.ExecuteAsync("DELETE FROM imported_conversations WHERE conversation_id = @conversationId", new { conversationId });

    /// <summary>Does nothing for a conversation that began here.</summary>
    public static Task<int> UpdateAsync(WriteSession session, ImportedSoFar now) =>
        session.ExecuteAsync(
            """
            UPDATE imported_conversations SET messages = @Messages, hash = @Hash, last_message_id = @LastMessageId
            WHERE conversation_id = @ConversationId
            """,
            now
        );

    /// <summary>The active branch as far as it has text that is final, from the root on.</summary>
    public static Task<IReadOnlyList<StoredText>> ListTextsAsync(ReadSession session, string conversationId) =>
        session.QueryAsync<StoredText>(
            """
            SELECT id, role, content FROM messages
            WHERE conversation_id = @conversationId AND on_path = 1 AND content <> '' AND status <> 'streaming' ORDER BY depth
            """,
            new { conversationId }
        );

    /// <summary>What these messages are called elsewhere, and by whom they were said; those that came from nowhere are left out.</summary>
    public static Task<IReadOnlyList<MessageOrigin>> ListOriginsAsync(ReadSession session, IEnumerable<string> messageIds) =>
        session.QueryAsync<MessageOrigin>(
            $"SELECT message_id, external_id, name FROM imported_messages WHERE {session.In("message_id", "ids")}",
            new { ids = ReadSession.List(messageIds) }
        );

    /// <summary>The messages of a conversation that are called so elsewhere.</summary>
    public static Task<IReadOnlyList<MessageOrigin>> ListByExternalIdAsync(
        ReadSession session,
        string conversationId,
        IEnumerable<string> externalIds
    ) =>
        session.QueryAsync<MessageOrigin>(
            $"""
            SELECT o.message_id, o.external_id, o.name FROM messages m JOIN imported_messages o ON o.message_id = m.id
            WHERE m.conversation_id = @conversationId AND m.on_path IN (0, 1) AND {session.In("o.external_id", "ids")}
            """,
            new { conversationId, ids = ReadSession.List(externalIds) }
        );

    /// <summary>What stands at these depths of the active branch.</summary>
    public static Task<IReadOnlyList<PlacedText>> ListAtAsync(ReadSession session, string conversationId, IEnumerable<long> depths) =>
        session.QueryAsync<PlacedText>(
            $"""
            SELECT m.id, m.depth, m.role, m.content FROM {session.Rows("depths", "depth bigint")} r
            CROSS JOIN messages m WHERE m.conversation_id = @conversationId AND m.on_path = 1 AND m.depth = r.depth
            """,
            new { conversationId, depths = ReadSession.List(depths.Select(depth => new[] { depth })) }
        );

    /// <summary>What a conversation is called elsewhere; null when it isn't.</summary>
    public static Task<string?> FindExternalIdAsync(ReadSession session, string conversationId) =>
        session.FindAsync<string>(
            "SELECT external_id FROM imported_conversations WHERE conversation_id = @conversationId",
            new { conversationId }
        );

    /// <summary>Messages, each after the one it follows.</summary>
    public static async Task InsertMessagesAsync(
        WriteSession session,
        IReadOnlyList<Message> messages,
        IReadOnlyList<MessageImport> origins
    )
    {
        await session.ExecuteAsync(
            $"""
            INSERT INTO messages (id, conversation_id, parent_id, depth, on_path, sender_id, role, content, status, model, offline, prompt_tokens,
                completion_tokens, created_at)
            SELECT id, conversation_id, parent_id, depth, on_path, sender_id, role, content, 'complete', model, 0, 0, 0, created_at
            FROM {session.Rows(
                "rows",
                "id text",
                "conversation_id text",
                "parent_id text",
                "depth bigint",
                "on_path bigint",
                "sender_id text",
                "role text",
                "content text",
                "model text",
                "created_at bigint"
            )} r
            """,
            new
            {
                rows = ReadSession.List(
                    messages.Select(m =>
                        new object?[]
                        {
                            m.Id,
                            m.ConversationId,
                            m.ParentId,
                            m.Depth,
                            m.OnPath,
                            m.SenderId,
                            m.Role,
                            m.Content,
                            m.Model,
                            m.CreatedAt,
                        }
                    )
                ),
            }
        );
        var named = messages
            .Zip(origins, (message, origin) => new[] { message.Id, origin.ExternalId, origin.Name })
            .Where(row => row[1] is not null || row[2] is not null)
            .ToList();
        if (named.Count > 0)
            await session.ExecuteAsync(
                $"""
                INSERT INTO imported_messages (message_id, external_id, name)
                SELECT message_id, external_id, name FROM {session.Rows("rows", "message_id text", "external_id text", "name text")} r
                """,
                new { rows = ReadSession.List(named) }
            );
    }
}

/// <summary>How much of a conversation came from elsewhere.</summary>
/// <param name="Messages">How many, from the first on.</param>
/// <param name="Hash">Of what they say.</param>
internal sealed record ImportedSoFar(string ConversationId, long Messages, string Hash, string? LastMessageId);

/// <summary>What a message says, and where it stands on the active branch.</summary>
internal sealed record PlacedText(string Id, long Depth, string Role, string Content);

/// <summary>Where a message came from.</summary>
internal sealed record MessageOrigin(string MessageId, string? ExternalId, string? Name);
