using Kith.Engine.Memory.Search;
using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Embeddings;

/// <summary>The documents that are near to what is looked for in meaning, and their place among what is found by words.</summary>
internal sealed class Nearby
{
    /// <summary>So many are kept; enough that some are left when those that may not be recalled are out.</summary>
    private const int Most = 1_000;

    /// <summary>
    /// How little it matters whether something comes first or second (Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion", 2009).
    /// </summary>
    private const double K = 60;

    private readonly IReadOnlyDictionary<long, double> _strengths;

    private Nearby(IReadOnlyDictionary<long, double> strengths) => _strengths = strengths;

    /// <summary>Where there is nothing to compare, or with.</summary>
    public static Nearby Nothing { get; } = new(new Dictionary<long, double>());

    public bool IsEmpty => _strengths.Count == 0;

    public static async Task<Nearby> FindAsync(ReadSession session, VectorCache vectors, long owner, Meaning? meaning)
    {
        if (meaning is null)
            return Nothing;
        var nearest = new PriorityQueue<long, (double Cosine, long Document)>();
        await vectors.CompareAsync(
            session,
            owner,
            meaning.Vector,
            meaning.Least,
            (document, cosine) =>
            {
                if (nearest.Count < Most)
                    nearest.Enqueue(document, (cosine, document));
                else
                    nearest.EnqueueDequeue(document, (cosine, document));
            }
        );
        return new Nearby(nearest.UnorderedItems.ToDictionary(found => found.Element, found => meaning.StrengthOf(found.Priority.Cosine)));
    }

    public bool Contains(long document) => _strengths.ContainsKey(document);

    /// <summary>The nearest first.</summary>
    /// <param name="within">Only of these documents; null for all.</param>
    public IEnumerable<long> Best(int take, IReadOnlySet<long>? within) =>
        _strengths
            .Where(found => within is null || within.Contains(found.Key))
            .OrderByDescending(found => found.Value)
            .ThenByDescending(found => found.Key)
            .Take(take)
            .Select(found => found.Key);

    /// <summary>
    /// One list of two, by the places that something has in them: the scores of the two can't be compared. What is in both comes before what is
    /// as good in one. Where nothing is near, the list by words as it is.
    /// </summary>
    /// <param name="byWords">Best first.</param>
    /// <param name="candidates">What may be recalled, each document once.</param>
    /// <returns>Best first. A score, from 0 to 1, is that of the better leg, and no better than that of what comes before.</returns>
    public IReadOnlyList<RankedMemory> Fuse(IReadOnlyList<RankedMemory> byWords, IReadOnlyCollection<Candidate> candidates)
    {
        var near = candidates
            .Where(candidate => Contains(candidate.Document))
            .OrderByDescending(candidate => _strengths[candidate.Document])
            .ThenByDescending(candidate => candidate.CreatedAt)
            .ThenByDescending(candidate => candidate.Document)
            .ToList();
        if (near.Count == 0)
            return byWords;
        var best = byWords.Count == 0 ? 1 : byWords[0].Score;
        var words = byWords.Select((found, place) => (found, place)).ToDictionary(one => one.found.Candidate.Document);
        var places = near.Select((candidate, place) => (candidate.Document, place)).ToDictionary(one => one.Document, one => one.place);
        var fused = byWords
            .Select(found => found.Candidate)
            .Concat(near.Where(candidate => !words.ContainsKey(candidate.Document)))
            .Select(candidate => Join(candidate, words, places, best))
            .OrderByDescending(one => one.Rank)
            .ThenByDescending(one => one.Found.Score)
            .ThenByDescending(one => one.Found.Candidate.CreatedAt)
            .ThenByDescending(one => one.Found.Candidate.Document);
        var lowest = 1.0;
        return [.. fused.Select(one => one.Found with { Score = lowest = Math.Min(lowest, one.Found.Score) })];
    }

    private (RankedMemory Found, double Rank) Join(
        Candidate candidate,
        Dictionary<long, (RankedMemory Found, int Place)> words,
        Dictionary<long, int> places,
        double best
    )
    {
        var rank = 0.0;
        var score = 0.0;
        List<string> why = [];
        if (words.TryGetValue(candidate.Document, out var word))
        {
            rank += 1 / (K + word.Place + 1);
            score = word.Found.Score / best;
            why.AddRange(word.Found.Why);
        }

        if (places.TryGetValue(candidate.Document, out var place))
        {
            rank += 1 / (K + place + 1);
            score = Math.Max(score, _strengths[candidate.Document]);
            why.Add("meaning");
        }

        return (new RankedMemory(candidate, score, why), rank);
    }
}
