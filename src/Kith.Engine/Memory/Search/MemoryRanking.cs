using Kith.Engine.Conversations;

namespace Kith.Engine.Memory.Search;

/// <summary>Something that fits, how well, and why.</summary>
internal sealed record RankedMemory(Candidate Candidate, double Score, IReadOnlyList<string> Why);

/// <summary>
/// Ranks what may be recalled. A pure function: the same rows give the same order on every database.
/// <list type="bullet">
/// <item>Words: BM25F over a message and, with less weight, those around it, for a question and its answer share few words.</item>
/// <item>A message gets a part of what fits best in its whole conversation.</item>
/// <item>Then factors for what the question asks: who said it, when, how much; and whether it tells or asks itself.</item>
/// <item>Where the answer is put together from several conversations, those come forward of which less was found.</item>
/// </list>
/// </summary>
internal sealed class MemoryRanking(Inquiry inquiry, IReadOnlyList<TermEvidence> evidence, DateTimeOffset now)
{
    private const double OfConversation = 0.2;
    private const double OfName = 0.4;
    private const double ByNamed = 1.8;
    private const double ByMe = 2;
    private const double ByYou = 1.6;
    private const double TellingTime = 1.4;
    private const double TellingNumber = 1.3;
    private const double Asking = 0.9;
    private const double OfNamedTime = 2;
    private const double OfNow = 0.1;

    /// <summary>What each next message of a conversation counts against the one before, when several conversations have a part of the answer.</summary>
    private const double OfNext = 0.95;

    /// <summary>Messages this short hardly stand for themselves: "Thanks!"</summary>
    private const double ShortLength = 4;

    private static readonly TimeSpan s_recent = TimeSpan.FromDays(30);

    /// <summary>What the words of a message count for others: of the one two before, one before, one after, two after.</summary>
    private static readonly (int Offset, double Weight)[] s_around = [(-2, 0.15), (-1, 0.35), (1, 0.35), (2, 0.1)];

    /// <param name="candidates">Each document once.</param>
    /// <returns>Best first.</returns>
    public IReadOnlyList<RankedMemory> Rank(IReadOnlyCollection<Candidate> candidates)
    {
        var speakers = candidates
            .Select(candidate => candidate.Name)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, name => Tokeniser.Read(name).Select(token => token.Term).ToHashSet(), StringComparer.Ordinal);
        var named = inquiry
            .Terms.Select(term => term.Term)
            .Where(term => speakers.Values.Any(name => name.Contains(term)))
            .ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<TermEvidence> terms =
        [
            .. evidence.Select(term => named.Contains(term.Term) ? term with { Rarity = term.Rarity * OfName } : term),
        ];
        var places = new Places(candidates);
        var surrounded = candidates.Select(places.Surround).ToList();
        var conversations = new Dictionary<string, double>(StringComparer.Ordinal);
        var words = candidates.ToDictionary(candidate => candidate.Document, candidate => 0.0);
        foreach (var term in terms)
            AddTerm(term, surrounded, words, conversations);
        var ranked =
            from candidate in candidates
            let around = candidate is { Depth: >= 0, ConversationId: { } id } ? conversations.GetValueOrDefault(id) : 0
            let score = words[candidate.Document] + OfConversation * around
            where words[candidate.Document] > 0
            let why = new List<string>(3)
            let fitting = score * Factor(candidate, candidate.Name is { } name && speakers[name].Overlaps(named), named.Count > 0, why)
            orderby fitting descending, candidate.CreatedAt descending, candidate.Depth descending, candidate.Document descending
            select new RankedMemory(candidate, fitting, why);
        return inquiry.AsksSeveral ? Mix([.. ranked]) : [.. ranked];
    }

    private static List<RankedMemory> Mix(List<RankedMemory> ranked)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < ranked.Count; i++)
        {
            if (ranked[i].Candidate is not { ConversationId: { } id, Depth: >= 0 })
                continue;
            var weight = weights.GetValueOrDefault(id, 1);
            ranked[i] = ranked[i] with { Score = ranked[i].Score * weight };
            weights[id] = weight * OfNext;
        }

        return [.. ranked.OrderByDescending(one => one.Score)]; // equal ones stay as they are
    }

    private static void AddTerm(
        TermEvidence term,
        List<Surrounded> candidates,
        Dictionary<long, double> words,
        Dictionary<string, double> conversations
    )
    {
        var best = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (candidate, around) in candidates)
        {
            var own = term.Frequencies.GetValueOrDefault(candidate.Document);
            var frequency = own;
            foreach (var (other, weight) in around)
                frequency += weight * term.Frequencies.GetValueOrDefault(other);

            words[candidate.Document] += term.Rarity * Bm25.Saturate(frequency);
            if (own > 0 && candidate is { ConversationId: { } id, Depth: >= 0 })
                best[id] = Math.Max(best.GetValueOrDefault(id), term.Rarity * Bm25.Saturate(own));
        }

        foreach (var (id, score) in best)
            conversations[id] = conversations.GetValueOrDefault(id) + score;
    }

    private double Factor(Candidate candidate, bool isNamed, bool anyNamed, List<string> why)
    {
        var factor = 1.0;
        void Apply(bool applies, double by, string reason)
        {
            if (!applies)
                return;
            factor *= by;
            why.Add(reason);
        }

        Apply(isNamed, ByNamed, "speaker");
        if (candidate.Name is null)
        {
            Apply(inquiry.IsAboutMe && candidate.Role is null or Roles.User, ByMe, "speaker");
            Apply(inquiry.IsAboutYou && candidate.Role == Roles.Assistant, ByYou, "speaker");
        }

        Apply(inquiry.AsksWhen && candidate.Has(Traits.TellsTime), TellingTime, "time");
        Apply(inquiry.AsksHowMuch && candidate.Has(Traits.TellsNumber), TellingNumber, "number");
        if (inquiry.Dates?.Nearness(candidate.CreatedAt) is > 0 and var near)
            Apply(near > 0.01, 1 + OfNamedTime * near, "date");
        if (candidate.Has(Traits.Asks))
            factor *= Asking;
        if (candidate.Depth >= 0)
            factor *= candidate.Length / (candidate.Length + ShortLength);
        var age = now - Time.FromMs(candidate.CreatedAt);
        return factor * (1 + OfNow * Math.Exp(-Math.Max(0, age / s_recent)));
    }

    /// <summary>Which document stands where on the active branches.</summary>
    private sealed class Places(IEnumerable<Candidate> candidates)
    {
        private readonly Dictionary<(string, long), long> _documents = candidates
            .Where(candidate => candidate.Depth >= 0)
            .ToDictionary(candidate => (candidate.ConversationId!, candidate.Depth), candidate => candidate.Document);

        /// <summary>Those that stand around it, with what they count.</summary>
        public Surrounded Surround(Candidate candidate) =>
            new(
                candidate,
                candidate is { Depth: >= 0, ConversationId: { } id }
                    ?
                    [
                        .. s_around
                            .Select(around => (Other: _documents.GetValueOrDefault((id, candidate.Depth + around.Offset)), around.Weight))
                            .Where(around => around.Other > 0),
                    ]
                    : []
            );
    }

    private sealed record Surrounded(Candidate Candidate, (long Other, double Weight)[] Around);
}
