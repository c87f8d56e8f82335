using Kith.Engine.Storage;

namespace Kith.Engine.People.Presence;

/// <summary>The tables presence_nodes, presence and presence_hidden.</summary>
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
    public static Task PutAsync(WriteSession session, string nodeId, IEnumerable<string> principalIds, bool areAway) =>
        session.ExecuteLaterAsync(
            $"""
            INSERT INTO presence (principal_id, node_id, away)
            SELECT p.id, CAST(@nodeId AS text), CAST(@away AS bigint) FROM principals p
            WHERE {session.In("p.id", "ids")}{session.ForKeyShare}
            ON CONFLICT (principal_id, node_id) DO UPDATE SET away = excluded.away
            """,
            new
            {
                nodeId,
                ids = ReadSession.List(principalIds),
                away = areAway ? 1L : 0L,
            }
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
    public static Task<IReadOnlyList<PresenceRow>> ListElsewhereAsync(
        ReadSession session,
        string nodeId,
        IEnumerable<string> principalIds,
        long seenSince
    ) =>
        session.QueryAsync<PresenceRow>(
            $"""
            SELECT p.principal_id, CAST(min(p.away) AS bigint) AS away
            FROM presence p JOIN presence_nodes n ON n.node_id = p.node_id
            WHERE n.seen_at >= @seenSince AND n.node_id <> @nodeId AND {session.In("p.principal_id", "ids")} GROUP BY p.principal_id
            """,
            new
            {
                nodeId,
                ids = ReadSession.List(principalIds),
                seenSince,
            }
        );

    /// <summary>Those of them of whom nobody is to know.</summary>
    public static async Task<IReadOnlySet<string>> ListHiddenAsync(ReadSession session, IEnumerable<string> principalIds) =>
        (
            await session.QueryAsync<string>(
                $"SELECT principal_id FROM presence_hidden WHERE {session.In("principal_id", "ids")}",
                new { ids = ReadSession.List(principalIds) }
            )
        ).ToHashSet(StringComparer.Ordinal);

    /// <summary>False when it was so already.</summary>
    public static async Task<bool> SetHiddenAsync(WriteSession session, string principalId, bool isHidden) =>
        await session.ExecuteAsync(
            isHidden
                ? "INSERT INTO presence_hidden (principal_id) VALUES (@principalId) ON CONFLICT DO NOTHING"
                : "DELETE FROM presence_hidden WHERE principal_id = @principalId",
            new { principalId }
        ) == 1;
}

/// <param name="Away">1 where they are on no node otherwise.</param>
internal sealed record PresenceRow(string PrincipalId, long Away);
