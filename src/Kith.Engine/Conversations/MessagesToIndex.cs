using Kith.Engine.Storage;

namespace Kith.Engine.Conversations;

/// <summary>
/// The messages whose text isn't indexed yet: committed with the text, gone when it is indexed. Whoever indexes takes some in a transaction;
/// a row is taken once, however many nodes there are.
/// </summary>
internal static class MessagesToIndex
{
    /// <summary>
    /// After a text was written, in the same transaction. The row is locked even if it is there already, so that whoever is indexing the
    /// former text waits and reads this one. An answer in flight, and one that failed, is left out.
    /// </summary>
    public static async Task AddAsync(WriteSession session, Message message)
    {
        if (
            message
            is not { Role: Roles.User or Roles.Assistant, Status: not (MessageStatus.Streaming or MessageStatus.Failed), Content: not "" }
        )
            return;
        await AddAsync(session, message.Id, message.Content.Length);
    }

    /// <summary>As above, for what is to be indexed whatever it is.</summary>
    public static Task AddAsync(WriteSession session, string messageId, long length) =>
        session.ExecuteLaterAsync(
            """
            INSERT INTO messages_to_index (message_id, length) VALUES (@messageId, @length)
            ON CONFLICT (message_id) DO UPDATE SET length = excluded.length
            """,
            new { messageId, length }
        );

    /// <summary>All messages of a conversation that was just made, or those that were just added to it, from this depth on.</summary>
    public static Task<int> AddAllAsync(WriteSession session, string conversationId, long fromDepth = 0) =>
        session.ExecuteAsync(
            """
            INSERT INTO messages_to_index (message_id, length)
            SELECT id, length(content) FROM messages
            WHERE conversation_id = @conversationId AND on_path IN (0, 1) AND depth >= @fromDepth
                AND role IN ('user', 'assistant') AND status NOT IN ('streaming', 'failed') AND content <> ''
            """,
            new { conversationId, fromDepth }
        );

    /// <summary>The oldest ones.</summary>
    public static Task<IReadOnlyList<MessageToIndex>> ListAsync(ReadSession session, long limit) =>
        session.QueryAsync<MessageToIndex>(
            """
            SELECT q.message_id AS id, m.conversation_id, q.length FROM
                (SELECT message_id, length FROM messages_to_index ORDER BY message_id LIMIT @limit) q
            JOIN messages m ON m.id = q.message_id ORDER BY q.message_id
            """,
            new { limit }
        );

    /// <summary>
    /// Takes those of these messages that nobody else took, oldest first, with the person each belongs to. Their conversations are held
    /// until the transaction ends: they don't change hands meanwhile.
    /// </summary>
    public static async Task<IReadOnlyList<TakenMessage>> TakeAsync(WriteSession session, IReadOnlyList<MessageToIndex> messages)
    {
        var owners = (
            await ConversationStore.LockOwnersAsync(session, messages.Select(m => m.ConversationId).Distinct(StringComparer.Ordinal))
        ).ToDictionary(conversation => conversation.Id, conversation => conversation.OwnerId, StringComparer.Ordinal);
        var taken = await session.QueryAsync<string>(
            $"DELETE FROM messages_to_index WHERE {session.In("message_id", "ids")} RETURNING message_id",
            new { ids = ReadSession.List(messages.Select(m => m.Id)) }
        );
        var texts = await session.QueryAsync<MessageText>(
            $"SELECT id, conversation_id, content FROM messages WHERE {session.In("id", "taken")} ORDER BY created_at, id",
            new { taken = ReadSession.List(taken) }
        );
        return [.. texts.Select(text => new TakenMessage(text.Id, owners[text.ConversationId], text.Content))];
    }

    /// <summary>It isn't indexed until its text changes.</summary>
    public static Task<int> DropAsync(WriteSession session, string messageId) =>
        session.ExecuteAsync("DELETE FROM messages_to_index WHERE message_id = @messageId", new { messageId });

    private sealed record MessageText(string Id, string ConversationId, string Content);
}

/// <param name="Length">Characters.</param>
internal sealed record MessageToIndex(string Id, string ConversationId, long Length);

internal sealed record TakenMessage(string Id, string OwnerId, string Content);
