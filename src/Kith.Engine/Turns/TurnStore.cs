using System.Text.Json;
using Kith.Engine.Storage;

namespace Kith.Engine.Turns;

/// <summary>The SQL of turns.</summary>
internal static class TurnStore
{
    private const string Columns = """
        id, conversation_id, user_message_id, ai_message_id, state, error_code, error_detail, node_id, fence, lease_until,
        started_at, ended_at
        """;

    public static Task<Turn?> FindAsync(ReadSession session, string id) =>
        session.FindAsync<Turn>($"SELECT {Columns} FROM turns WHERE id = @id", new { id });

    /// <summary>Those of these that exist, in no order.</summary>
    public static Task<IReadOnlyList<Turn>> ListAsync(ReadSession session, IEnumerable<string> ids) =>
        session.QueryAsync<Turn>($"SELECT {Columns} FROM turns WHERE {session.In("id", "ids")}", new { ids = ReadSession.List(ids) });

    /// <summary>What runs in the chats between people that somebody is in.</summary>
    public static Task<IReadOnlyList<Turn>> ListRunningAmongPeopleAsync(ReadSession session, string memberId) =>
        session.QueryAsync<Turn>(
            $"""
            SELECT {Columns} FROM turns
            WHERE state = 'running' AND conversation_id IN
                (SELECT m.conversation_id FROM members m WHERE m.principal_id = @memberId AND m.state = 'present')
            """,
            new { memberId }
        );

    /// <summary>What runs in somebody's conversations.</summary>
    public static Task<IReadOnlyList<Turn>> ListRunningAsync(ReadSession session, string ownerId) =>
        session.QueryAsync<Turn>(
            $"""
            SELECT {Columns} FROM turns
            WHERE state = 'running' AND conversation_id IN (SELECT c.id FROM conversations c WHERE c.owner_id = @ownerId)
            """,
            new { ownerId }
        );

    public static Task<Turn?> FindByMessageAsync(ReadSession session, string userMessageId) =>
        session.FindAsync<Turn>(
            $"SELECT {Columns} FROM turns WHERE user_message_id = @userMessageId ORDER BY started_at LIMIT 1",
            new { userMessageId }
        );

    /// <summary>The turn that wrote an answer.</summary>
    public static Task<Turn?> FindByAnswerAsync(ReadSession session, string messageId) =>
        session.FindAsync<Turn>($"SELECT {Columns} FROM turns WHERE ai_message_id = @messageId", new { messageId });

    public static Task<Turn?> FindRunningAsync(ReadSession session, string conversationId) =>
        session.FindAsync<Turn>(
            $"SELECT {Columns} FROM turns WHERE conversation_id = @conversationId AND state = 'running'",
            new { conversationId }
        );

    /// <summary>Running turns that nobody runs: past their lease, or left by this node's former life.</summary>
    public static Task<IReadOnlyList<Turn>> ListLostAsync(ReadSession session, long now, string? formerNodeId) =>
        session.QueryAsync<Turn>(
            $"SELECT {Columns} FROM turns WHERE state = 'running' AND (lease_until < @now OR node_id = @formerNodeId)",
            new { now, formerNodeId }
        );

    /// <summary>False when the conversation has a running turn already.</summary>
    public static async Task<bool> TryInsertAsync(WriteSession session, Turn turn) =>
        await session.ExecuteAsync(
            $"""
            INSERT INTO turns ({Columns})
            VALUES (@Id, @ConversationId, @UserMessageId, @AiMessageId, @State, @ErrorCode, @ErrorDetail, @NodeId, @Fence, @LeaseUntil,
                @StartedAt, @EndedAt)
            ON CONFLICT DO NOTHING
            """,
            turn
        ) == 1;

    /// <summary>Renews the lease; false when this runner's turn is no longer its own.</summary>
    public static async Task<bool> TryRenewAsync(WriteSession session, string id, long fence, long leaseUntil) =>
        await session.ExecuteAsync(
            "UPDATE turns SET lease_until = @leaseUntil WHERE id = @id AND fence = @fence AND state = 'running'",
            new
            {
                id,
                fence,
                leaseUntil,
            }
        ) == 1;

    /// <summary>Closes the turn; false when it is closed already, or somebody else's by now.</summary>
    /// <param name="isLost">Nobody seems to run it: false also when its lease was renewed since <paramref name="turn"/> was read.</param>
    public static async Task<bool> TryCloseAsync(WriteSession session, Turn turn, string state, Failure? failure, bool isLost, long now) =>
        await session.FindAsync<string>(
            $"""
            UPDATE turns SET state = @state, error_code = @code, error_detail = @detail, ended_at = @now, fence = fence + 1
            WHERE id = @Id AND fence = @Fence AND state = 'running' {(isLost ? "AND lease_until = @LeaseUntil" : "")} RETURNING id
            """,
            new
            {
                turn.Id,
                turn.Fence,
                turn.LeaseUntil,
                state,
                code = failure?.Code,
                detail = failure?.Detail,
                now,
            }
        )
            is not null;

    /// <summary>
    /// Appends deltas; each is kept once. A piece that begins where another does replaces it: that one was written when the outcome of
    /// its commit was unknown, and this one has all of it.
    /// </summary>
    public static Task AppendDeltasAsync(WriteSession session, string turnId, long firstIndex, IReadOnlyList<string> deltas) =>
        session.ExecuteLaterAsync(
            """
            INSERT INTO turn_deltas (turn_id, first_index, deltas) VALUES (@turnId, @firstIndex, @deltas)
            ON CONFLICT (turn_id, first_index) DO UPDATE SET deltas = @deltas
            """,
            new
            {
                turnId,
                firstIndex,
                deltas = JsonSerializer.Serialize(deltas),
            }
        );

    /// <summary>
    /// The deltas from <paramref name="from"/> on, in order, up to a gap: a checkpoint may have been lost with the database's machine, while
    /// later ones were stored. Its runner fills the gap when it closes the turn; a piece that begins within another was written before.
    /// </summary>
    public static async Task<IReadOnlyList<string>> ReadDeltasAsync(ReadSession session, string turnId, int from)
    {
        var pieces = await session.QueryAsync<Piece>(
            "SELECT first_index, deltas FROM turn_deltas WHERE turn_id = @turnId ORDER BY first_index",
            new { turnId }
        );
        var deltas = new List<string>();
        foreach (var piece in pieces.Where(piece => piece.FirstIndex == deltas.Count))
            deltas.AddRange(JsonSerializer.Deserialize<List<string>>(piece.Deltas)!);
        return [.. deltas.Skip(from)];
    }

    /// <summary>Deletes the turns of a conversation that are running, with their deltas: whoever runs them may write no more.</summary>
    public static Task<int> DeleteRunningAsync(WriteSession session, string conversationId) =>
        session.ExecuteAsync("DELETE FROM turns WHERE conversation_id = @conversationId AND state = 'running'", new { conversationId });

    /// <summary>Deletes the turns that wrote these answers, with their deltas.</summary>
    public static Task<int> DeleteOfAnswersAsync(WriteSession session, IReadOnlyList<string> messageIds) =>
        session.ExecuteAsync($"DELETE FROM turns WHERE {session.In("ai_message_id", "ids")}", new { ids = ReadSession.List(messageIds) });

    /// <summary>
    /// Forgets the deltas of turns that ended before then; their answers stay. It looks at the deltas of turns that began before then, the
    /// oldest first, and not at all the turns that ever ended: <c>CROSS JOIN</c> tells SQLite so.
    /// </summary>
    public static Task<int> SweepDeltasAsync(WriteSession session, long before, long mostTurns) =>
        session.ExecuteAsync(
            """
            DELETE FROM turn_deltas WHERE turn_id IN
                (SELECT d.turn_id FROM turn_deltas d CROSS JOIN turns t
                WHERE d.turn_id < @firstId AND t.id = d.turn_id AND t.ended_at < @before LIMIT @mostTurns)
            """,
            new
            {
                firstId = Time.FirstId(before),
                before,
                mostTurns,
            }
        );

    private sealed record Piece(long FirstIndex, string Deltas);
}
