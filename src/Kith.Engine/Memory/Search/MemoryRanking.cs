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
        var surroundings = new Surroundings(candidates);
        foreach (var term in terms)
            surroundings.Add(term);
        var ranked =
            from found in surroundings.Found()
            let candidate = found.Candidate
            let why = new List<string>(3)
            let score = found.ByWords + OfConversation * found.OfConversation
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
}
