using Kith.Engine.Storage;

namespace Kith.Engine.People.Presence;

/// <summary>The tables presence_nodes and presence.</summary>
internal static class PresenceStore
{
    /// <summary>This node lives. False when it was thought gone meanwhile, and its people with it.</summary>
    public static async Task<bool> BeatAsync(WriteSession session, string nodeId, long now)
    {
        if (await session.ExecuteAsync("UPDATE presence_nodes SET seen_at = @now WHERE node_id = @nodeId", new { nodeId, now }) == 1)
            return true;
        await session.ExecuteAsync("INSERT INTO presence_nodes (node_id, seen_at) VALUES (@nodeId, @now)", new { nodeId, now });
        return false;
    }

    /// <summary>People who are gone are left out.</summary>
    public static Task AddAsync(WriteSession session, string nodeId, IEnumerable<string> principalIds) =>
        session.ExecuteLaterAsync(
            $"""
            INSERT INTO presence (principal_id, node_id)
            SELECT p.id, CAST(@nodeId AS text) FROM principals p WHERE {session.In("p.id", "ids")}{session.ForKeyShare}
            ON CONFLICT DO NOTHING
            """,
            new { nodeId, ids = ReadSession.List(principalIds) }
        );

    public static Task RemoveAsync(WriteSession session, string nodeId, IEnumerable<string> principalIds) =>
        session.ExecuteLaterAsync(
            $"DELETE FROM presence WHERE node_id = @nodeId AND {session.In("principal_id", "ids")}",
            new { nodeId, ids = ReadSession.List(principalIds) }
        );

    /// <summary>A node goes, and its people with it.</summary>
    public static Task<int> RemoveNodeAsync(WriteSession session, string nodeId) =>
        session.ExecuteAsync("DELETE FROM presence_nodes WHERE node_id = @nodeId", new { nodeId });

    public static Task RemoveStaleAsync(WriteSession session, long before) =>
        session.ExecuteLaterAsync("DELETE FROM presence_nodes WHERE seen_at < @before", new { before });

    /// <summary>Those of them who are on another node that was seen since.</summary>
    public static Task<IReadOnlyList<string>> ListElsewhereAsync(
        ReadSession session,
        string nodeId,
        IEnumerable<string> principalIds,
        long seenSince
    ) =>
        session.QueryAsync<string>(
            $"""
            SELECT DISTINCT p.principal_id FROM presence p JOIN presence_nodes n ON n.node_id = p.node_id
            WHERE n.seen_at >= @seenSince AND n.node_id <> @nodeId AND {session.In("p.principal_id", "ids")}
            """,
            new
            {
                nodeId,
                ids = ReadSession.List(principalIds),
                seenSince,
            }
        );
}
