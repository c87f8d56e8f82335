using Kith.Engine.Conversations.Members;
using Kith.Engine.Storage;

namespace Kith.Engine.People;

/// <summary>The SQL of whom somebody may bring in.</summary>
internal static class AcquaintanceStore
{
    /// <summary>
    /// Those of these who are actively connected with somebody, as far as that somebody can see: who blocks them is one too. Their
    /// connections are there until the transaction ends.
    /// </summary>
    public static async Task<IReadOnlySet<string>> ListAsync(WriteSession session, string me, IReadOnlyCollection<string> others)
    {
        var pairs = others.ToDictionary(other => PeopleChats.PairOf(me, other), other => other, StringComparer.Ordinal);
        var found = await session.QueryAsync<string>(
            $"""
            SELECT c.pair FROM connections c
            WHERE {session.In("c.pair", "pairs")} AND c.status = 'active'
                AND CASE WHEN c.requester_id = @me THEN c.hidden_from_requester ELSE c.hidden_from_addressee END = 0
                AND NOT EXISTS
                    (SELECT 1 FROM blocks b WHERE b.blocker_id = @me
                        AND b.blocked_id = CASE WHEN c.requester_id = @me THEN c.addressee_id ELSE c.requester_id END)
            ORDER BY c.id{session.ForKeyShare}
            """,
            new { me, pairs = ReadSession.List(pairs.Keys) }
        );
        return found.Select(pair => pairs[pair]).ToHashSet(StringComparer.Ordinal);
    }
}
