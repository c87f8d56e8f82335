using Kith.Engine.Storage;

namespace Kith.Engine.Portability;

/// <summary>The SQL of what agents, facts and moods are called where they came from.</summary>
internal static class PortabilityStore
{
    /// <summary>What those of one kind are called here that have one of these names elsewhere, and those that came and are gone since.</summary>
    public static async Task<Dictionary<string, string>> FindAsync(
        ReadSession session,
        string principalId,
        string kind,
        IEnumerable<string> externalIds
    ) =>
        (
            await session.QueryAsync<ImportedThing>(
                $"""
                SELECT external_id, id FROM imported_things
                WHERE principal_id = @principalId AND kind = @kind AND {session.In("external_id", "ids")}
                """,
                new
                {
                    principalId,
                    kind,
                    ids = ReadSession.List(externalIds),
                }
            )
        ).ToDictionary(thing => thing.ExternalId, thing => thing.Id, StringComparer.Ordinal);

    /// <summary>What everything of a person that came from elsewhere is called there, by its id here.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ListAsync(ReadSession session, string principalId) =>
        (
            await session.QueryAsync<ImportedThing>(
                "SELECT external_id, id FROM imported_things WHERE principal_id = @principalId ORDER BY external_id",
                new { principalId }
            )
        )
            .DistinctBy(thing => thing.Id, StringComparer.Ordinal)
            .ToDictionary(thing => thing.Id, thing => thing.ExternalId, StringComparer.Ordinal);

    public static Task<int> AddAsync(WriteSession session, string principalId, string kind, string externalId, string id) =>
        session.ExecuteAsync(
            """
            INSERT INTO imported_things (principal_id, kind, external_id, id) VALUES (@principalId, @kind, @externalId, @id)
            ON CONFLICT DO NOTHING
            """,
            new
            {
                principalId,
                kind,
                externalId,
                id,
            }
        );

    private sealed record ImportedThing(string ExternalId, string Id);
}
