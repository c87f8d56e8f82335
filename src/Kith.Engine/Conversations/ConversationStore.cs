using Kith.Engine.Storage;

namespace Kith.Engine.Conversations;

/// <summary>The SQL of conversations.</summary>
internal static class ConversationStore
{
    private const string Columns = """
        id, owner_id, agent_id, title, prompt, label, is_ongoing, status, archived, pinned, memory_enabled, message_count,
        user_message_count, total_tokens, created_at, updated_at, last_activity, ended_at, related_chat_id
        """;

    public static Task<Conversation?> FindAsync(ReadSession session, string id) =>
        session.FindAsync<Conversation>($"SELECT {Columns} FROM conversations WHERE id = @id", new { id });

    /// <summary>As <see cref="FindAsync"/>, and holds the row until the transaction ends.</summary>
    public static Task<Conversation?> LockAsync(WriteSession session, string id) =>
        session.FindAsync<Conversation>($"SELECT {Columns} FROM conversations WHERE id = @id{session.ForUpdate}", new { id });

    /// <summary>As above, for who only adds to it: its messages may be indexed meanwhile.</summary>
    public static Task<Conversation?> LockToAddAsync(WriteSession session, string id) =>
        session.FindAsync<Conversation>($"SELECT {Columns} FROM conversations WHERE id = @id{session.ForNoKeyUpdate}", new { id });

    /// <summary>Locks all of somebody's, in the order of their ids, which it answers.</summary>
    public static Task<IReadOnlyList<string>> LockAllAsync(WriteSession session, string ownerId) =>
        session.QueryAsync<string>(
            $"SELECT id FROM conversations WHERE owner_id = @ownerId ORDER BY id{session.ForUpdate}",
            new { ownerId }
        );

    /// <summary>Locks these, in the order of their ids.</summary>
    public static Task<IReadOnlyList<string>> LockAllAsync(WriteSession session, IEnumerable<string> ids) =>
        session.QueryAsync<string>(
            $"SELECT id FROM conversations WHERE {session.In("id", "ids")} ORDER BY id{session.ForUpdate}",
            new { ids = ReadSession.List(ids) }
        );

    /// <summary>Those of these that exist, in no order.</summary>
    public static Task<IReadOnlyList<Conversation>> ListAsync(ReadSession session, IEnumerable<string> ids) =>
        session.QueryAsync<Conversation>(
            $"SELECT {Columns} FROM conversations WHERE {session.In("id", "ids")}",
            new { ids = ReadSession.List(ids) }
        );

    /// <summary>
    /// Whose these are; until the transaction ends they stay theirs and are added to at most. Those that are gone are left out.
    /// </summary>
    public static Task<IReadOnlyList<ConversationOwner>> LockOwnersAsync(WriteSession session, IEnumerable<string> ids) =>
        session.QueryAsync<ConversationOwner>(
            $"SELECT id, owner_id FROM conversations WHERE {session.In("id", "ids")} ORDER BY id{session.ForKeyShare}",
            new { ids = ReadSession.List(ids) }
        );

    public static Task<Conversation?> FindOngoingAsync(ReadSession session, string ownerId) =>
        session.FindAsync<Conversation>(
            $"SELECT {Columns} FROM conversations WHERE owner_id = @ownerId AND is_ongoing = 1 AND status = 'active'",
            new { ownerId }
        );

    public static Task<long?> FindLastActivityAsync(ReadSession session, string ownerId) =>
        session.FindAsync<long?>(
            "SELECT last_activity FROM conversations WHERE owner_id = @ownerId AND message_count > 0 ORDER BY last_activity DESC LIMIT 1",
            new { ownerId }
        );

    /// <summary>In the order of their ids, after the given one.</summary>
    public static Task<IReadOnlyList<Conversation>> ListAsync(ReadSession session, string ownerId, string afterId, long limit) =>
        session.QueryAsync<Conversation>(
            $"SELECT {Columns} FROM conversations WHERE owner_id = @ownerId AND id > @afterId ORDER BY id LIMIT @limit",
            new
            {
                ownerId,
                afterId,
                limit,
            }
        );

    /// <summary>Newest activity first, after the given place; optionally only those with one agent.</summary>
    public static Task<IReadOnlyList<Conversation>> ListAsync(
        ReadSession session,
        string ownerId,
        string? agentId,
        (long LastActivity, string Id)? after,
        long limit
    ) =>
        session.QueryAsync<Conversation>(
            $"""
            SELECT {Columns} FROM conversations
            WHERE owner_id = @ownerId {(agentId is null ? "" : "AND agent_id = @agentId")}
                {(after is null ? "" : "AND (last_activity, id) < (@lastActivity, @id)")}
            ORDER BY last_activity DESC, id DESC LIMIT @limit
            """,
            new
            {
                ownerId,
                agentId,
                lastActivity = after?.LastActivity ?? 0,
                id = after?.Id ?? "",
                limit,
            }
        );

    /// <summary>False when the owner has an ongoing chat already and this would be a second one.</summary>
    public static async Task<bool> TryInsertAsync(WriteSession session, Conversation conversation) =>
        await session.ExecuteAsync(
            $"""
            INSERT INTO conversations ({Columns})
            VALUES (@Id, @OwnerId, @AgentId, @Title, @Prompt, @Label, @IsOngoing, @Status, @Archived, @Pinned, @MemoryEnabled,
                @MessageCount, @UserMessageCount, @TotalTokens, @CreatedAt, @UpdatedAt, @LastActivity, @EndedAt,
                @RelatedChatId)
            ON CONFLICT DO NOTHING
            """,
            conversation
        ) == 1;

    public static Task<int> UpdateAsync(WriteSession session, Conversation conversation) =>
        session.ExecuteAsync(
            """
            UPDATE conversations SET title = @Title, prompt = @Prompt, status = @Status, archived = @Archived, pinned = @Pinned,
                memory_enabled = @MemoryEnabled, updated_at = @UpdatedAt, last_activity = @LastActivity, ended_at = @EndedAt,
                related_chat_id = @RelatedChatId
            WHERE id = @Id
            """,
            conversation
        );

    /// <summary>Adds to the counters; sets the title where there is none yet.</summary>
    public static Task CountAsync(
        WriteSession session,
        string id,
        long messages,
        long userMessages,
        long tokens,
        string? firstTitle,
        long now
    ) =>
        session.ExecuteLaterAsync(
            """
            UPDATE conversations SET message_count = message_count + @messages, user_message_count = user_message_count + @userMessages,
                total_tokens = total_tokens + @tokens, title = coalesce(title, @firstTitle), updated_at = @now, last_activity = @now
            WHERE id = @id
            """,
            new
            {
                id,
                messages,
                userMessages,
                tokens,
                firstTitle,
                now,
            }
        );

    public static Task<int> RetitleAsync(WriteSession session, string id, string? title, long now) =>
        session.ExecuteAsync(
            "UPDATE conversations SET title = @title, updated_at = @now WHERE id = @id",
            new
            {
                id,
                title,
                now,
            }
        );

    /// <summary>Adds to the counters of messages; it is no activity.</summary>
    public static Task<int> RecountAsync(WriteSession session, string id, TextCount more, long now) =>
        session.ExecuteAsync(
            """
            UPDATE conversations SET message_count = message_count + @Messages, user_message_count = user_message_count + @UserMessages,
                updated_at = @now
            WHERE id = @id
            """,
            new
            {
                id,
                more.Messages,
                more.UserMessages,
                now,
            }
        );

    /// <summary>Adds to the counters of messages that were said earlier, the last of them then.</summary>
    public static Task<int> GrowAsync(WriteSession session, string id, TextCount more, long lastSaidAt, long now) =>
        session.ExecuteAsync(
            """
            UPDATE conversations SET message_count = message_count + @Messages, user_message_count = user_message_count + @UserMessages,
                updated_at = @now, last_activity = CASE WHEN last_activity < @lastSaidAt THEN @lastSaidAt ELSE last_activity END
            WHERE id = @id
            """,
            new
            {
                id,
                more.Messages,
                more.UserMessages,
                lastSaidAt,
                now,
            }
        );

    /// <summary>Gives it to somebody who is gone; nothing of it is learned or summed up any more.</summary>
    public static Task<int> ForsakeAsync(WriteSession session, string id, string nobody) =>
        session.ExecuteAsync("UPDATE conversations SET owner_id = @nobody, memory_enabled = 0 WHERE id = @id", new { id, nobody });

    /// <summary>Nothing of somebody's conversations is learned or summed up any more.</summary>
    public static Task<int> ForgetAllAsync(WriteSession session, string ownerId) =>
        session.ExecuteAsync("UPDATE conversations SET memory_enabled = 0 WHERE owner_id = @ownerId", new { ownerId });

    public static Task<IReadOnlyList<string>> ListIdsAsync(ReadSession session, string ownerId, long limit) =>
        session.QueryAsync<string>(
            "SELECT id FROM conversations WHERE owner_id = @ownerId ORDER BY last_activity, id LIMIT @limit",
            new { ownerId, limit }
        );

    public static Task<int> DeleteAsync(WriteSession session, string id) =>
        session.ExecuteAsync("DELETE FROM conversations WHERE id = @id", new { id });

    /// <summary>A guest's conversations become the user's; of two ongoing ones the user's stays the ongoing one.</summary>
    public static async Task ClaimAsync(WriteSession session, string guestId, string userId)
    {
        await session.ExecuteAsync(
            """
            UPDATE conversations SET is_ongoing = 0 WHERE owner_id = @guestId AND EXISTS
                (SELECT 1 FROM conversations o WHERE o.owner_id = @userId AND o.is_ongoing = 1 AND o.status = 'active')
            """,
            new { guestId, userId }
        );
        // By their conversations: nothing finds messages by their sender, and everybody else's would be read.
        await session.ExecuteAsync(
            """
            UPDATE messages SET sender_id = @userId WHERE sender_id = @guestId
                AND conversation_id IN (SELECT c.id FROM conversations c WHERE c.owner_id = @guestId)
            """,
            new { guestId, userId }
        );
        await session.ExecuteAsync("UPDATE conversations SET owner_id = @userId WHERE owner_id = @guestId", new { guestId, userId });
    }
}

/// <summary>Whose a conversation is.</summary>
internal sealed record ConversationOwner(string Id, string OwnerId);
