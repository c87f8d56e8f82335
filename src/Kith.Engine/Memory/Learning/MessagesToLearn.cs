using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Learning;

/// <summary>
/// The messages of people nothing was learned from yet: committed with them, gone in the transaction that keeps what was learned. Who learns
/// holds some for a while; if they go down meanwhile, somebody else takes them after that.
/// </summary>
internal static class MessagesToLearn
{
    /// <summary>Nobody holds it. Those due longest come first, so what was just said comes before what came in bulk.</summary>
    private const long AtOnce = 0;

    private const long InBulk = 1;

    /// <summary>
    /// When a turn is closed: what the person said in it. Nothing where there is nothing to learn: memory is off, an anonymous session, a message
    /// that was there before the turn and is only answered again.
    /// </summary>
    public static Task AddAsync(WriteSession session, string messageId, long turnStartedAt) =>
        session.ExecuteLaterAsync(
            Insert("m.id = @messageId AND m.created_at = @turnStartedAt"),
            new
            {
                messageId,
                turnStartedAt,
                due = AtOnce,
            }
        );

    /// <summary>
    /// What the person said in a conversation that was just made with its messages, or in what was just added to it, from this depth on. It
    /// waits until there is nothing else to do.
    /// </summary>
    public static Task<int> AddAllAsync(WriteSession session, string conversationId, long fromDepth = 0) =>
        session.ExecuteAsync(
            Insert("m.conversation_id = @conversationId AND m.on_path = 1 AND m.depth >= @fromDepth"),
            new
            {
                conversationId,
                fromDepth,
                due = InBulk,
            }
        );

    /// <summary>Those of a conversation.</summary>
    public static Task<IReadOnlyList<string>> ListAsync(ReadSession session, string conversationId) =>
        session.QueryAsync<string>(
            "SELECT message_id FROM messages_to_learn WHERE conversation_id = @conversationId",
            new { conversationId }
        );

    /// <summary>Copies of some, which say the same: it is learned of them too, so that it holds when the others are gone.</summary>
    public static Task<int> AddCopiesAsync(WriteSession session, IEnumerable<string> ids) =>
        session.ExecuteAsync(Insert(session.In("m.id", "ids")), new { ids = ReadSession.List(ids), due = InBulk });

    /// <summary>
    /// Holds the next ones that are due, those due longest first, unless others just took them: together with the first those that, like
    /// it, were never tried; one that was goes by itself, for one of them may be what went wrong. Null when none is due.
    /// </summary>
    /// <param name="ofOne">Of one conversation alone.</param>
    public static async Task<IReadOnlyList<MessageToLearn>?> TakeAsync(
        WriteSession session,
        bool ofOne,
        long most,
        long now,
        long heldUntil
    )
    {
        const string due = "FROM messages_to_learn q WHERE q.held_until <= @now";
        const string first = "ORDER BY q.held_until, q.message_id LIMIT";
        var next = await session.FindAsync<MessageToLearn>(
            $"SELECT q.message_id, q.conversation_id, q.held_until, q.attempts {due} {first} 1",
            new { now }
        );
        if (next is null)
            return null;
        var alike =
            next.Attempts > 0 ? "q.message_id = @MessageId"
            : ofOne ? "q.attempts = 0 AND q.conversation_id = @ConversationId"
            : "q.attempts = 0";
        return await session.QueryAsync<MessageToLearn>(
            $"""
            UPDATE messages_to_learn SET held_until = @heldUntil, attempts = attempts + 1
            WHERE held_until <= @now AND message_id IN (SELECT q.message_id {due} AND {alike} {first} @most)
            RETURNING message_id, conversation_id, held_until, attempts
            """,
            new
            {
                next.ConversationId,
                next.MessageId,
                most,
                now,
                heldUntil,
            }
        );
    }

    /// <summary>Takes those that are still held until then off the list.</summary>
    public static Task RemoveAsync(WriteSession session, IEnumerable<string> ids, long heldUntil) =>
        session.ExecuteLaterAsync(
            $"DELETE FROM messages_to_learn WHERE {session.In("message_id", "ids")} AND held_until = @heldUntil",
            new { ids = ReadSession.List(ids), heldUntil }
        );

    /// <summary>As above; false when this one isn't held until then any more.</summary>
    public static async Task<bool> TryRemoveAsync(WriteSession session, string id, long heldUntil) =>
        await session.FindAsync<string>(
            "DELETE FROM messages_to_learn WHERE message_id = @id AND held_until = @heldUntil RETURNING message_id",
            new { id, heldUntil }
        )
            is not null;

    /// <summary>Takes all of a person's off the list, whoever holds them.</summary>
    public static Task<int> RemoveAllAsync(WriteSession session, string ownerId) =>
        session.ExecuteAsync(
            "DELETE FROM messages_to_learn WHERE conversation_id IN (SELECT id FROM conversations WHERE owner_id = @ownerId)",
            new { ownerId }
        );

    /// <summary>Gives back what is held until then, to be tried again later.</summary>
    public static Task<int> ReturnAsync(WriteSession session, IEnumerable<string> ids, long heldUntil, long until) =>
        session.ExecuteAsync(
            $"UPDATE messages_to_learn SET held_until = @until WHERE {session.In("message_id", "ids")} AND held_until = @heldUntil",
            new
            {
                ids = ReadSession.List(ids),
                heldUntil,
                until,
            }
        );

    private static string Insert(string which) =>
        $"""
            INSERT INTO messages_to_learn (message_id, conversation_id, held_until, attempts)
            SELECT m.id, m.conversation_id, CAST(@due AS bigint), 0 FROM messages m
            JOIN conversations c ON c.id = m.conversation_id AND c.memory_enabled = 1
            JOIN principals p ON p.id = c.owner_id AND p.kind <> 'session'
            LEFT JOIN profiles f ON f.principal_id = c.owner_id
            WHERE {which} AND m.role = 'user' AND m.sender_id = c.owner_id AND m.content <> '' AND coalesce(f.memory_enabled, 1) = 1
            ON CONFLICT DO NOTHING
            """;
}

/// <param name="HeldUntil">Unix ms until when somebody is at it; in the past when nobody is.</param>
/// <param name="Attempts">How often it was begun.</param>
internal sealed record MessageToLearn(string MessageId, string ConversationId, long HeldUntil, long Attempts);
