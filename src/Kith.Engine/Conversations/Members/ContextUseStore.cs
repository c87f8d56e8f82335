using Kith.Engine.Storage;

namespace Kith.Engine.Conversations.Members;

/// <summary>The SQL of what AI chats read of chats between people.</summary>
internal static class ContextUseStore
{
    private const string Columns = "id, conversation_id, principal_id, messages, created_at";

    public static Task InsertAsync(WriteSession session, ContextUse use) =>
        session.ExecuteLaterAsync(
            $"INSERT INTO context_uses ({Columns}) VALUES (@Id, @ConversationId, @PrincipalId, @Messages, @CreatedAt)",
            use
        );

    /// <summary>Those of these that somebody may see, in no order.</summary>
    public static Task<IReadOnlyList<ContextUse>> ListAsync(ReadSession session, string memberId, IReadOnlyCollection<string> ids) =>
        session.QueryAsync<ContextUse>(
            $"SELECT {Columns} FROM context_uses u WHERE {session.In("u.id", "ids")} AND {IsSeen}",
            new { memberId, ids = ReadSession.List(ids) }
        );

    /// <summary>Those of a chat that somebody may see, the newest first, after the given one.</summary>
    public static Task<IReadOnlyList<ContextUse>> ListAsync(
        ReadSession session,
        string conversationId,
        string memberId,
        string? after,
        long limit
    ) =>
        session.QueryAsync<ContextUse>(
            $"""
            SELECT {Columns} FROM context_uses u
            WHERE u.conversation_id = @conversationId AND {(after is null ? "true" : "u.id < @after")} AND {IsSeen}
            ORDER BY u.id DESC LIMIT @limit
            """,
            new
            {
                conversationId,
                memberId,
                after,
                limit,
            }
        );

    /// <summary>As with messages: who comes later sees what comes from then on.</summary>
    private const string IsSeen = """
        EXISTS (SELECT 1 FROM members m WHERE m.conversation_id = u.conversation_id AND m.principal_id = @memberId
            AND m.state = 'present' AND u.created_at >= m.joined_at)
        """;
}
