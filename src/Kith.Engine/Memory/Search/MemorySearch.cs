using Kith.Engine.Conversations;
using Kith.Engine.Memory.Embeddings;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Memory.Search;

/// <summary>
/// Finds what is worth recalling: one's own messages, facts and summaries, best first. What may be recalled is decided when it is read,
/// not by the index.
/// </summary>
public sealed class MemorySearch
{
    /// <summary>Messages that are ranked with those around them, for each that is wanted; and at least so many.</summary>
    private const int RankedForEach = 4;
    private const int LeastRanked = 100;

    /// <summary>How far around.</summary>
    private const int Around = 2;

    /// <summary>Facts and summaries that are looked at, the best by their words.</summary>
    private const int MostOthers = 200;

    private readonly Database _database;
    private readonly MeaningReader _meanings;
    private readonly VectorCache _vectors;
    private readonly SearchIndex _index;

    internal MemorySearch(Database database, SearchIndex index, MeaningReader meanings, VectorCache vectors) =>
        (_database, _index, _meanings, _vectors) = (database, index, meanings, vectors);

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
        var meaning = await _meanings.ReadAsync(caller.PrincipalId, query.Query, cancellationToken);
        return await _database.ReadAsync<Result<IReadOnlyList<MemoryHit>>>(
            async session =>
                query.ConversationId is { } id && (await ConversationCatalog.OpenAsync(session, caller, id)).Failure is { } closed
                    ? closed
                    : (await SearchAsync(session, caller.PrincipalId, query with { Meaning = meaning })).ToList(),
            cancellationToken
        );
    }

    /// <summary>As above, within a transaction, for somebody whose right to the conversation was checked.</summary>
    internal async Task<IReadOnlyList<MemoryHit>> SearchAsync(ReadSession session, string principalId, MemoryQuery query)
    {
        if (await SearchStore.FindOwnerAsync(session, principalId) is not { } owner)
            return [];
        var now = query.TimeZone is { } zone ? TimeZoneInfo.ConvertTime(query.Now, zone) : query.Now.ToUniversalTime();
        var inquiry = Inquiry.Read(query.Query, now);
        var evidence = new Evidence(session, owner, await _index.Totals.GetAsync(session, owner));
        var terms = await evidence.FindAsync(inquiry);
        var near = await Nearby.FindAsync(session, _vectors, owner, query.Meaning);
        if (terms.Count == 0 && near.IsEmpty)
            return [];
        var ((facts, summaries), messages) = await session.TogetherAsync(
            async () =>
            {
                var others = await ListOthersAsync(session, owner, query, evidence, near);
                return await session.TogetherAsync(
                    () => ListFactsAsync(session, principalId, query, others),
                    () => ListSummariesAsync(session, principalId, query, others)
                );
            },
            () => ListMessagesAsync(session, principalId, query, evidence, near)
        );
        IReadOnlyCollection<Candidate> candidates = [.. facts.Keys, .. summaries, .. messages];
        var byWords = new MemoryRanking(inquiry, terms, now).Rank(candidates);
        var ranked = near.Fuse([.. byWords.Select(found => found with { Why = ["words", .. found.Why] })], candidates);
        return await ReadAsync(session, [.. ranked.Take(query.Limit)], facts);
    }

    /// <summary>The facts and summaries that were found.</summary>
    private static async Task<IReadOnlyList<long>> ListOthersAsync(
        ReadSession session,
        long owner,
        MemoryQuery query,
        Evidence evidence,
        Nearby near
    )
    {
        if (query.Kinds?.All(kind => kind == MemoryKinds.Message) is true)
            return [];
        var others = await SearchStore.ListOthersAsync(session, owner);
        var byWords = others.Where(evidence.Scores.Contains).OrderByDescending(document => evidence.Scores[document]).Take(MostOthers);
        return [.. byWords.Union(others.Where(near.Contains))];
    }

    /// <summary>Those of these that hold.</summary>
    private static async Task<IReadOnlyDictionary<Candidate, FoundFact>> ListFactsAsync(
        ReadSession session,
        string principalId,
        MemoryQuery query,
        IReadOnlyList<long> found
    )
    {
        if (found.Count == 0 || query.Kinds?.Contains(MemoryKinds.Fact) is false || query.ConversationId is not null)
            return new Dictionary<Candidate, FoundFact>();
        var documents = await CandidateStore.ListFactsAsync(session, found);
        if (documents.Count == 0)
            return new Dictionary<Candidate, FoundFact>();
        var now = query.Now.ToUnixTimeMilliseconds();
        var live = (await FactStore.ListAsync(session, principalId, documents.Select(document => document.FactId)))
            .Where(known => known.IsLive(now))
            .ToDictionary(known => known.Fact.Id, known => known.Fact, StringComparer.Ordinal);
        return documents
            .Where(document => live.ContainsKey(document.FactId))
            .ToDictionary(
                document => Candidate(live[document.FactId], document),
                document => new FoundFact(live[document.FactId].Text, document.MessageId)
            );
    }

    private static Candidate Candidate(Fact fact, FactDocument document) =>
        new(
            document.Document,
            MemoryKinds.Fact,
            fact.Id,
            fact.CreatedAt,
            ConversationId: null,
            Depth: -1,
            Role: null,
            document.Length,
            document.Traits,
            Name: null,
            ExternalId: null
        );

    private static async Task<IReadOnlyList<Candidate>> ListSummariesAsync(
        ReadSession session,
        string principalId,
        MemoryQuery query,
        IReadOnlyList<long> found
    ) =>
        found.Count == 0 || query.Kinds?.Contains(MemoryKinds.Summary) is false
            ? []
            :
            [
                .. (await CandidateStore.ListSummariesAsync(session, principalId, found)).Where(summary =>
                    query.ConversationId is null || summary.Id == query.ConversationId
                ),
            ];

    /// <summary>The best by their own words, those nearest in meaning, and those around them.</summary>
    private static async Task<IReadOnlyList<Candidate>> ListMessagesAsync(
        ReadSession session,
        string principalId,
        MemoryQuery query,
        Evidence evidence,
        Nearby near
    )
    {
        if (query.Kinds?.Contains(MemoryKinds.Message) is false)
            return [];
        var within = query.ConversationId is { } id ? (await SearchStore.ListDocumentsAsync(session, id)).ToHashSet() : null;
        var most = Math.Max(LeastRanked, RankedForEach * query.Limit);
        var best = evidence.Best(most, within).Union(near.Best(most, within));
        return await CandidateStore.ListMessagesAsync(session, Join(await CandidateStore.ListPlacesAsync(session, principalId, best)));
    }

    private static IEnumerable<Stretch> Join(IEnumerable<Place> places)
    {
        Stretch? open = null;
        foreach (
            var (conversation, depth, _) in places
                .OrderBy(place => place.ConversationId, StringComparer.Ordinal)
                .ThenBy(place => place.Depth)
        )
        {
            if (open is not null && open.ConversationId == conversation && depth - Around <= open.Last + 1)
            {
                open = open with { Last = depth + Around };
                continue;
            }

            if (open is not null)
                yield return open;
            open = new Stretch(conversation, depth - Around, depth + Around);
        }

        if (open is not null)
            yield return open;
    }

    private static async Task<IReadOnlyList<MemoryHit>> ReadAsync(
        ReadSession session,
        IReadOnlyList<RankedMemory> found,
        IReadOnlyDictionary<Candidate, FoundFact> facts
    )
    {
        var messages = found.Where(one => one.Candidate.Kind == MemoryKinds.Message).Select(one => one.Candidate.Id).ToList();
        var summaries = found.Where(one => one.Candidate.Kind == MemoryKinds.Summary).Select(one => one.Candidate.Id).ToList();
        IEnumerable<DocumentText> texts =
        [
            .. messages.Count == 0 ? [] : await CandidateStore.ListMessageTextsAsync(session, messages),
            .. summaries.Count == 0 ? [] : await CandidateStore.ListSummaryTextsAsync(session, summaries),
        ];
        var byId = texts.ToDictionary(text => text.Id, text => text.Text, StringComparer.Ordinal);
        return
        [
            .. from one in found
            let fact = facts.GetValueOrDefault(one.Candidate)
            select Hit(one, fact?.Text ?? byId[one.Candidate.Id], fact),
        ];
    }

    private static MemoryHit Hit(RankedMemory found, string text, FoundFact? fact) =>
        new(
            found.Candidate.Kind,
            found.Candidate.Id,
            text,
            found.Score,
            found.Candidate.ConversationId,
            found.Candidate.Kind == MemoryKinds.Message ? found.Candidate.Id : fact?.MessageId,
            found.Candidate.ExternalId,
            found.Candidate.CreatedAt,
            found.Why
        );

    private sealed record FoundFact(string Text, string? MessageId);
}
