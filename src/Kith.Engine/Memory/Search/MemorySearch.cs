using Kith.Engine.Conversations;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Memory.Search;

/// <summary>
/// Finds what is worth recalling: one's own messages, facts and summaries, best first. What may be recalled is decided when it is read,
/// not by the index.
/// </summary>
public sealed class MemorySearch(Database database)
{
    /// <summary>How many of the best are looked at for each that is wanted.</summary>
    private const int LookedAtEach = 4;

    private readonly TotalsCache _totals = new();

    /// <summary>
    /// Fails with <see cref="Invalid"/> for a query without text, one too long or an unknown kind, and with <see cref="NotFound"/> for
    /// a conversation that isn't the caller's.
    /// </summary>
    public async Task<Result<IReadOnlyList<MemoryHit>>> SearchAsync(Caller caller, MemoryQuery query, CancellationToken cancellationToken)
    {
        if (TextRules.CheckLong("query", query.Query).Failure is { } badQuery)
            return badQuery;
        if (query.Kinds?.Any(kind => !MemoryKinds.All.Contains(kind)) is true)
            return new Invalid("kinds", $"may have {string.Join(", ", MemoryKinds.All)}");
        return await database.ReadAsync<Result<IReadOnlyList<MemoryHit>>>(
            async session =>
                query.ConversationId is { } id && (await ConversationCatalog.OpenAsync(session, caller, id)).Failure is { } closed
                    ? closed
                    : (await SearchAsync(session, caller.PrincipalId, query)).ToList(),
            cancellationToken
        );
    }

    /// <summary>As above, within a transaction, for somebody whose right to the conversation was checked.</summary>
    internal async Task<IReadOnlyList<MemoryHit>> SearchAsync(ReadSession session, string principalId, MemoryQuery query)
    {
        if (await SearchStore.FindOwnerAsync(session, principalId) is not { } owner)
            return [];
        var scoring = new Scoring(session, owner, await _totals.GetAsync(session, owner));
        var ranking = await scoring.RankAsync(SearchQuery.Read(query.Query) with { Prefix = null, Phrases = [] });
        var best = ranking.Best(skip: 0, query.Limit * LookedAtEach);
        var candidates = (await ListAsync(session, principalId, query, [.. best.Select(found => found.Document)])).ToDictionary(candidate =>
            candidate.Document
        );
        return
        [
            .. from found in best
            where candidates.ContainsKey(found.Document)
            let candidate = candidates[found.Document]
            where query.ConversationId is null || candidate.ConversationId == query.ConversationId
            select Hit(candidate, found.Score),
        ];
    }

    private static async Task<IReadOnlyList<Candidate>> ListAsync(
        ReadSession session,
        string principalId,
        MemoryQuery query,
        IReadOnlyList<long> documents
    )
    {
        var found = new List<Candidate>();
        if (query.Kinds?.Contains(MemoryKinds.Message) is not false)
            found.AddRange(await CandidateStore.ListMessagesAsync(session, principalId, documents));
        if (query.Kinds?.Contains(MemoryKinds.Fact) is not false)
            found.AddRange(await CandidateStore.ListFactsAsync(session, principalId, documents, query.Now.ToUnixTimeMilliseconds()));
        if (query.Kinds?.Contains(MemoryKinds.Summary) is not false)
            found.AddRange(await CandidateStore.ListSummariesAsync(session, principalId, documents));
        return found;
    }

    private static MemoryHit Hit(Candidate candidate, double score) =>
        new(
            candidate.Kind,
            candidate.Id,
            candidate.Text,
            score,
            candidate.ConversationId,
            candidate.MessageId,
            candidate.ExternalId,
            candidate.CreatedAt,
            ["words"]
        );
}
