using Kith.Engine.Conversations;
using Kith.Engine.Memory.Embeddings;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Search;
using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Recall;

/// <summary>What a turn recalls for.</summary>
/// <param name="History">The messages before the new one that the context has room for, oldest first.</param>
/// <param name="Guard">What is kept back from who is going to answer.</param>
internal sealed record RecallRequest(
    string PrincipalId,
    Profile Profile,
    Message NewMessage,
    IReadOnlyList<Message> History,
    Guard Guard,
    DateTimeOffset Now
)
{
    /// <summary>What the new message means, where that is known: see <see cref="Recaller.UnderstandAsync"/>.</summary>
    public Meaning? Meaning { get; init; }
}

/// <summary>What a turn remembers.</summary>
/// <param name="Name">What the person is called, as far as they told; null when they didn't.</param>
/// <param name="Summary">What was said in this conversation before the last messages; null where there is none.</param>
/// <param name="Items">The best first.</param>
internal sealed record Recollection(string? Name, string? Summary, IReadOnlyList<RecalledItem> Items)
{
    public static Recollection Nothing { get; } = new(null, null, []);
}

/// <summary>
/// Finds what helps to answer a message: facts that hold, and what was said and isn't in the context yet. It looks at a bounded number
/// of things however much there is, and small talk is looked up nowhere.
/// </summary>
internal sealed class Recaller(MemorySearch search, MeaningReader meanings)
{
    /// <summary>With a summary, so many messages before the new one are told word by word.</summary>
    public const int MessagesBesideSummary = 20;

    private const int MostHits = 24;

    /// <summary>Facts that are weighed.</summary>
    private const int MostFacts = 200;

    /// <summary>What a message means, for <see cref="RecallRequest.Meaning"/>; before the transaction, for somebody else may be asked.</summary>
    public async Task<Meaning?> UnderstandAsync(string principalId, string text, CancellationToken cancellationToken) =>
        !meanings.CanRead || Question.Read(text).IsSmallTalk ? null : await meanings.ReadAsync(principalId, text, cancellationToken);

    public async Task<Recollection> RecallAsync(ReadSession session, RecallRequest request)
    {
        var question = Question.Read(request.NewMessage.Content);
        var (hits, likely, summary) = await session.TogetherAsync(
            () => SearchAsync(session, request, question),
            () => ListFactIdsAsync(session, request, question),
            () => FindSummaryAsync(session, request)
        );
        var (live, messages, summaries) = await session.TogetherAsync(
            () => FindFactsAsync(session, request, [.. likely.Union(IdsOf(hits, MemoryKinds.Fact), StringComparer.Ordinal)]),
            () => FindMessagesAsync(session, request, IdsOf(hits, MemoryKinds.Message), summary is not null),
            () => FindSummariesAsync(session, request, IdsOf(hits, MemoryKinds.Summary))
        );
        var name = LearnedName.Find(live.Select(fact => fact.Fact));
        var weights = new Weights(question, request.Profile, request.Now, hits);
        var facts = Selection.Facts(
            live.Select(weights.Of).OfType<Weighed>(),
            request.Profile with
            {
                Name = request.Profile.Name ?? name,
            }
        );
        var told = facts.SelectMany(fact => fact.Sources).ToHashSet(StringComparer.Ordinal);
        return new Recollection(
            name,
            summary?.Text,
            Selection.Choose([
                .. facts,
                .. messages.Where(message => !told.Contains(message.Id)).Select(weights.Of).OfType<Weighed>(),
                .. summaries.Select(weights.Of),
            ])
        );
    }

    /// <summary>What was found for a turn, as it is now: what is gone, or somebody else's, is left out.</summary>
    /// <param name="principalId">Whose conversation it is.</param>
    /// <param name="question">The message it was found for.</param>
    public static async Task<IReadOnlyList<RecalledItem>> RenderAsync(
        ReadSession session,
        string principalId,
        Message? question,
        IReadOnlyList<RecalledReference> references
    )
    {
        var ids = references.ToLookup(reference => reference.Kind, reference => reference.Id);
        var asked = Question.Read(question?.Content ?? "");
        var facts = ids.Contains(MemoryKinds.Fact) ? await FactStore.ListAsync(session, principalId, ids[MemoryKinds.Fact]) : [];
        var messages = ids.Contains(MemoryKinds.Message)
            ? await MessageStore.ListOwnAsync(session, principalId, ids[MemoryKinds.Message])
            : [];
        var summaries = ids.Contains(MemoryKinds.Summary)
            ? await RecallStore.ListSummariesAsync(session, principalId, ids[MemoryKinds.Summary])
            : [];
        var found = facts
            .Where(fact => fact.Fact.Pending == 0)
            .Select(Weighed.Of)
            .Concat(messages.Select(message => Weighed.Of(message, asked)))
            .Concat(summaries.Select(Weighed.Of))
            .ToDictionary(weighed => (weighed.Item.Kind, weighed.Item.Id), weighed => weighed.Item);
        return
        [
            .. from reference in references
            where found.ContainsKey((reference.Kind, reference.Id))
            let item = found[(reference.Kind, reference.Id)]
            select item with
            {
                Score = reference.Score,
                Tokens = reference.Tokens,
                Why = [.. reference.Why.Select(reason => Reasons.WithWords(reason, asked.WordsIn(item.Text))).OfType<string>()],
            },
        ];
    }

    private async Task<IReadOnlyList<MemoryHit>> SearchAsync(ReadSession session, RecallRequest request, Question question) =>
        question.IsSmallTalk
            ? []
            : await search.SearchAsync(
                session,
                request.PrincipalId,
                new MemoryQuery(
                    Question.PartsOf(request.NewMessage.Content),
                    MostHits,
                    Kinds: null,
                    ConversationId: null,
                    request.Now,
                    request.Profile.Zone()
                )
                {
                    Meaning = request.Meaning,
                }
            );

    private static List<string> IdsOf(IReadOnlyList<MemoryHit> hits, string kind) =>
        [.. hits.Where(hit => hit.Kind == kind).Select(hit => hit.Id)];

    private static Task<IReadOnlyList<string>> ListFactIdsAsync(ReadSession session, RecallRequest request, Question question) =>
        RecallStore.ListFactIdsAsync(
            session,
            request.PrincipalId,
            question.Stems(),
            question.IsAboutEverything ? FactKinds.All : question.Kinds,
            Weights.Important,
            (request.Now - TimeSpan.FromDays(2)).ToUnixTimeMilliseconds(),
            (request.Now + TimeSpan.FromDays(9)).ToUnixTimeMilliseconds(),
            MostFacts
        );

    /// <summary>What holds of these, and may be told.</summary>
    private static async Task<IReadOnlyList<KnownFact>> FindFactsAsync(ReadSession session, RecallRequest request, List<string> ids)
    {
        if (ids.Count == 0)
            return [];
        var now = request.Now.ToUnixTimeMilliseconds();
        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. (await FactStore.ListAsync(session, request.PrincipalId, ids)).Where(fact =>
                wanted.Contains(fact.Fact.Id) && fact.IsLive(now) && !request.Guard.Hides(fact.Fact)
            ),
        ];
    }

    /// <summary>A conversation that is in the context from its root on needs none.</summary>
    private static async Task<OwnSummary?> FindSummaryAsync(ReadSession session, RecallRequest request)
    {
        if (request.History is not [{ Depth: > 0 }, ..])
            return null;
        var found = await RecallStore.ListSummariesAsync(session, request.PrincipalId, [request.NewMessage.ConversationId]);
        return found.Count > 0 && (await request.Guard.FindHiddenAsync(session, found)).Count == 0 ? found[0] : null;
    }

    private static async Task<IReadOnlyList<Message>> FindMessagesAsync(
        ReadSession session,
        RecallRequest request,
        List<string> ids,
        bool hasSummary
    )
    {
        if (ids.Count == 0)
            return [];
        var (found, pending) = await session.TogetherAsync(
            () => MessageStore.ListOwnAsync(session, request.PrincipalId, ids),
            () => RecallStore.ListPendingAsync(session, request.PrincipalId, ids)
        );
        var hidden = (await request.Guard.FindHiddenAsync(session, found)).Concat(pending).ToHashSet(StringComparer.Ordinal);
        var shown = hasSummary ? request.History.TakeLast(MessagesBesideSummary) : request.History;
        var from = shown.Select(message => message.Depth).FirstOrDefault(request.NewMessage.Depth);
        return
        [
            .. found.Where(message =>
                // An answer may repeat what other people said: that is nobody's memory.
                !hidden.Contains(message.Id)
                && message.Quoted == 0
                && (message.ConversationId != request.NewMessage.ConversationId || message.Depth < from)
            ),
        ];
    }

    private static async Task<IReadOnlyList<OwnSummary>> FindSummariesAsync(ReadSession session, RecallRequest request, List<string> ids)
    {
        ids.Remove(request.NewMessage.ConversationId);
        if (ids.Count == 0)
            return [];
        var found = await RecallStore.ListSummariesAsync(session, request.PrincipalId, ids);
        if (found.Count == 0)
            return [];
        var (hidden, pending) = await session.TogetherAsync(
            () => request.Guard.FindHiddenAsync(session, found),
            () => RecallStore.ListPendingAsync(session, request.PrincipalId, found)
        );
        return [.. found.Where(summary => !hidden.Contains(summary.ConversationId) && !pending.Contains(summary.ConversationId))];
    }
}
