using Kith.Engine.Storage;

namespace Kith.Engine.People;

/// <summary>The SQL of connections.</summary>
internal static class ConnectionStore
{
    private const string Columns =
        "id, requester_id, addressee_id, asked_for, pair, status, hidden_from_requester, hidden_from_addressee, conversation_id, created_at";

    /// <summary>
    /// Of @me: those that they asked for and those that ask them, and who asks for their name without having been told who they are, as long as nothing else is
    /// between the two.
    /// </summary>
    private const string Seen = $"""
        SELECT * FROM
            (SELECT {Columns}, (SELECT count(*) FROM blocks b WHERE b.blocker_id = @me AND b.blocked_id = c.addressee_id) AS blocked,
                hidden_from_requester AS hidden
            FROM connections c WHERE c.requester_id = @me
            UNION ALL
            SELECT {Columns}, (SELECT count(*) FROM blocks b WHERE b.blocker_id = @me AND b.blocked_id = c.requester_id) AS blocked,
                hidden_from_addressee AS hidden
            FROM connections c WHERE c.addressee_id = @me
            UNION ALL
            SELECT {Columns}, CAST(0 AS bigint) AS blocked, hidden_from_addressee AS hidden
            FROM connections c
            WHERE c.addressee_id IS NULL AND c.requester_id <> @me
                AND c.asked_for IN ('id:' || CAST(@me AS text), (SELECT 'email:' || u.email FROM users u WHERE u.id = @me))
                AND NOT EXISTS (SELECT 1 FROM connections o WHERE o.requester_id = c.requester_id AND o.addressee_id = @me)
                AND NOT EXISTS (SELECT 1 FROM connections o WHERE o.requester_id = @me AND o.addressee_id = c.requester_id)) seen
        WHERE (blocked = 1 OR (hidden = 0 AND status <> 'ended'))
        """;

    /// <summary>Those of these that somebody may see, in no order.</summary>
    public static Task<IReadOnlyList<ConnectionRow>> ListSeenAsync(ReadSession session, string me, IReadOnlyCollection<string> ids) =>
        session.QueryAsync<ConnectionRow>($"{Seen} AND {session.In("id", "ids")}", new { me, ids = ReadSession.List(ids) });

    /// <summary>Those somebody may see, the newest first, after the given place.</summary>
    /// <param name="status">As they see it; null for all.</param>
    public static Task<IReadOnlyList<ConnectionRow>> ListSeenAsync(
        ReadSession session,
        string me,
        string? status,
        (long CreatedAt, string Id)? after,
        long limit
    ) =>
        session.QueryAsync<ConnectionRow>(
            $"""
            {Seen}
            {(status is null ? "" : "AND CASE WHEN blocked = 1 THEN 'blocked' ELSE status END = @status")}
            {(after is null ? "" : "AND (created_at, id) < (@createdAt, @id)")}
            ORDER BY created_at DESC, id DESC LIMIT @limit
            """,
            new
            {
                me,
                status,
                createdAt = after?.CreatedAt ?? 0,
                id = after?.Id ?? "",
                limit,
            }
        );

    /// <summary>Everything that is between two people, or that one asked for when there was nobody of that name; by whoever it is hidden from.</summary>
    /// <param name="names">What the second may have been asked for by.</param>
    /// <param name="ownNames">What the first may have been asked for by.</param>
    public static Task<IReadOnlyList<ConnectionRow>> ListBetweenAsync(
        ReadSession session,
        string me,
        IEnumerable<string> ownNames,
        string? other,
        IEnumerable<string> names
    ) =>
        session.QueryAsync<ConnectionRow>(
            $"""
            SELECT {Columns}, CAST(0 AS bigint) AS blocked FROM connections
            WHERE requester_id = @me AND (addressee_id = @other OR (addressee_id IS NULL AND {session.In("asked_for", "names")}))
            UNION ALL
            SELECT {Columns}, CAST(0 AS bigint) AS blocked FROM connections
            WHERE requester_id = @other AND (addressee_id = @me OR (addressee_id IS NULL AND {session.In("asked_for", "ownNames")}))
            """,
            new
            {
                me,
                ownNames = ReadSession.List(ownNames),
                other,
                names = ReadSession.List(names),
            }
        );

    /// <summary>
    /// What others see less of when somebody goes: who was asked, who is connected, who blocks them. Who asked them keeps the request.
    /// </summary>
    public static Task<IReadOnlyList<SeenRow>> ListNewsOfLeavingAsync(ReadSession session, string id) =>
        session.QueryAsync<SeenRow>(
            """
            SELECT c.id, c.addressee_id AS viewer_id FROM connections c WHERE c.requester_id = @id AND c.addressee_id IS NOT NULL
                AND ((c.status <> 'ended' AND c.hidden_from_addressee = 0)
                    OR EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = c.addressee_id AND b.blocked_id = @id))
            UNION ALL
            SELECT c.id, c.requester_id FROM connections c WHERE c.addressee_id = @id
                AND (c.status = 'active' OR EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = c.requester_id AND b.blocked_id = @id))
            UNION ALL
            SELECT c.id, u.id FROM connections c JOIN users u ON u.email = substr(c.asked_for, 7)
            WHERE c.requester_id = @id AND c.addressee_id IS NULL AND c.hidden_from_addressee = 0 AND c.asked_for LIKE 'email:%'
            UNION ALL
            SELECT c.id, u.id FROM connections c JOIN users u ON u.id = substr(c.asked_for, 4)
            WHERE c.requester_id = @id AND c.addressee_id IS NULL AND c.hidden_from_addressee = 0 AND c.asked_for LIKE 'id:%'
            """,
            new { id }
        );

    /// <summary>
    /// Somebody knows nobody any more, and blocks nobody. What others ask of them is asked of nobody, or of who comes next with that name.
    /// </summary>
    /// <returns>How many knew them.</returns>
    public static async Task<long> EraseAsync(WriteSession session, string id)
    {
        await session.ExecuteAsync(
            """
            UPDATE connections SET addressee_id = NULL, pair = NULL, hidden_from_addressee = 0
            WHERE addressee_id = @id AND status = 'pending' AND hidden_from_requester = 0
            """,
            new { id }
        );
        var known = await session.CountAsync(
            "SELECT count(*) FROM connections WHERE (requester_id = @id OR addressee_id = @id) AND status = 'active'",
            new { id }
        );
        await session.ExecuteAsync("DELETE FROM connections WHERE requester_id = @id OR addressee_id = @id", new { id });
        await session.ExecuteAsync("DELETE FROM blocks WHERE blocker_id = @id OR blocked_id = @id", new { id });
        return known;
    }

    public static Task<long> CountPendingAsync(ReadSession session, string requesterId) =>
        session.CountAsync(
            "SELECT count(*) FROM connections WHERE requester_id = @requesterId AND status = 'pending' AND hidden_from_requester = 0",
            new { requesterId }
        );

    public static Task<int> DeleteAsync(WriteSession session, string id) =>
        session.ExecuteAsync("DELETE FROM connections WHERE id = @id", new { id });

    public static Task<int> InsertAsync(WriteSession session, ConnectionRow row) =>
        session.ExecuteAsync(
            $"""
            INSERT INTO connections ({Columns})
            VALUES (@Id, @RequesterId, @AddresseeId, @AskedFor, @Pair, @Status, @HiddenFromRequester, @HiddenFromAddressee,
                @ConversationId, @CreatedAt)
            """,
            row
        );

    public static Task<int> UpdateAsync(WriteSession session, ConnectionRow row) =>
        session.ExecuteAsync(
            """
            UPDATE connections SET addressee_id = @AddresseeId, asked_for = @AskedFor, pair = @Pair, status = @Status,
                hidden_from_requester = @HiddenFromRequester, hidden_from_addressee = @HiddenFromAddressee, conversation_id = @ConversationId
            WHERE id = @Id
            """,
            row
        );
}

/// <summary>A row of connections.</summary>
/// <param name="AddresseeId">Null for who asks for a name that nobody has, or by a second name.</param>
/// <param name="AskedFor">See <see cref="People.AskedFor"/>; once it is taken back, nothing that anybody asks for.</param>
/// <param name="Pair">Both ids: one row of two people has them.</param>
/// <param name="Blocked">1 where whoever looks blocks the other one.</param>
internal sealed record ConnectionRow(
    string Id,
    string RequesterId,
    string? AddresseeId,
    string AskedFor,
    string? Pair,
    string Status,
    long HiddenFromRequester,
    long HiddenFromAddressee,
    string? ConversationId,
    long CreatedAt,
    long Blocked
);

/// <summary>A connection that somebody may see.</summary>
internal sealed record SeenRow(string Id, string ViewerId);
