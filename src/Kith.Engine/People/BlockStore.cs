using Kith.Engine.Storage;

namespace Kith.Engine.People;

/// <summary>The SQL of who blocks whom.</summary>
internal static class BlockStore
{
    /// <summary>False when they did already.</summary>
    public static async Task<bool> PutAsync(WriteSession session, string blockerId, string blockedId, long now) =>
        await session.ExecuteAsync(
            "INSERT INTO blocks (blocker_id, blocked_id, created_at) VALUES (@blockerId, @blockedId, @now) ON CONFLICT DO NOTHING",
            new
            {
                blockerId,
                blockedId,
                now,
            }
        ) == 1;

    /// <summary>False when they didn't.</summary>
    public static async Task<bool> DeleteAsync(WriteSession session, string blockerId, string blockedId) =>
        await session.ExecuteAsync(
            "DELETE FROM blocks WHERE blocker_id = @blockerId AND blocked_id = @blockedId",
            new { blockerId, blockedId }
        ) == 1;

    /// <summary>Between somebody and any of these, whoever blocks whom.</summary>
    public static Task<IReadOnlyList<Block>> ListAsync(ReadSession session, string principalId, IEnumerable<string> others) =>
        session.QueryAsync<Block>(
            $"""
            SELECT blocker_id, blocked_id, created_at FROM blocks WHERE blocker_id = @principalId AND {session.In("blocked_id", "others")}
            UNION ALL
            SELECT blocker_id, blocked_id, created_at FROM blocks WHERE blocked_id = @principalId AND {session.In("blocker_id", "others")}
            """,
            new { principalId, others = ReadSession.List(others) }
        );
}

/// <summary>Somebody wants to know nothing of somebody else, who isn't to notice.</summary>
internal sealed record Block(string BlockerId, string BlockedId, long CreatedAt);
