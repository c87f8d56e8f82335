namespace Kith.Engine.Memory.Facts;

/// <summary>
/// Which facts hold, and until when. Nothing of it is kept: it follows from the messages on the active branches, so that what a branch,
/// an edit or a deletion takes away comes back when it does. A pure function.
/// <list type="bullet">
/// <item>A learned fact stands while a message that says so is on an active branch; the person's own always; a pending one never.</item>
/// <item>Of those that stand in one slot the one said last holds; each other until the next one began.</item>
/// <item>A message that says it is over ends what was said before it.</item>
/// </list>
/// </summary>
internal static class Liveness
{
    /// <param name="facts">With each all that share its slot.</param>
    /// <param name="sources">All of theirs.</param>
    /// <returns>In the order of <paramref name="facts"/>.</returns>
    public static IReadOnlyList<KnownFact> Derive(IReadOnlyList<Fact> facts, IEnumerable<FactSource> sources)
    {
        var byFact = sources.ToLookup(source => source.FactId, StringComparer.Ordinal);
        var standings = facts.Select(fact => new Standing(fact, [.. byFact[fact.Id]])).ToList();
        var next = new Dictionary<string, Standing>(StringComparer.Ordinal);
        foreach (var slot in standings.Where(s => s.Stands && s.Fact.Slot is not null).GroupBy(s => s.Fact.Slot, StringComparer.Ordinal))
        {
            var inOrder = slot.OrderBy(s => s.LastSaid).ThenBy(s => s.Fact.Id, StringComparer.Ordinal).ToList();
            for (var i = 0; i + 1 < inOrder.Count; i++)
                next[inOrder[i].Fact.Id] = inOrder[i + 1];
        }

        return [.. standings.Select(standing => standing.Know(next.GetValueOrDefault(standing.Fact.Id)))];
    }

    /// <summary>A fact among its sources.</summary>
    private sealed class Standing
    {
        private readonly FactSource[] _sources;
        private readonly FactSource[] _said;

        public Standing(Fact fact, FactSource[] sources)
        {
            (Fact, _sources) = (fact, sources);
            _said = [.. sources.Where(source => source is { EndedAt: null, OnPath: 1 }).OrderBy(Said.Of)];
            LastSaid = _said.Length > 0 ? Said.Of(_said[^1]) : default;
            if (fact.IsOwn && fact.CreatedAt > LastSaid.At)
                LastSaid = new Said(fact.CreatedAt, fact.Id);
        }

        public Fact Fact { get; }

        /// <summary>When it was said for the last time.</summary>
        public Said LastSaid { get; }

        public bool Stands => Fact.Pending == 0 && !IsSuspended;

        private bool IsSuspended => !Fact.IsOwn && _said.Length == 0;

        /// <summary>Since when it holds, as far as anybody said.</summary>
        private long Began => Fact.ValidFrom ?? (_said.Length > 0 ? _said[0].SaidAt : Fact.CreatedAt);

        public KnownFact Know(Standing? next) =>
            new(
                Fact,
                IsSuspended,
                Earliest(Earliest(Fact.ValidUntil, Ends().Min(source => source.EndedAt)), next is null ? null : TakenOver(next)),
                next?.Fact.Id,
                [.. _sources.Where(source => source.EndedAt is null).OrderBy(Said.Of).Select(source => source.MessageId)]
            )
            {
                Overtaken = Earliest(Ends().Select(Said.Of).Cast<Said?>().Min(), next?.FirstSaidAfter(LastSaid)),
            };

        /// <summary>What was said of its end after it was said for the last time.</summary>
        private IEnumerable<FactSource> Ends() =>
            _sources.Where(source => source is { EndedAt: not null, OnPath: 1 } && Said.Of(source) > LastSaid);

        private Said FirstSaidAfter(Said other) => _said.Select(Said.Of).FirstOrDefault(said => said > other, LastSaid);

        /// <summary>When the other one began to hold in its place: as was said, unless that was before this one did.</summary>
        private long TakenOver(Standing next) => next.Fact.ValidFrom is { } from && from > Began ? from : next.FirstSaidAfter(LastSaid).At;

        /// <summary>Of two that may be absent.</summary>
        private static T? Earliest<T>(T? one, T? other)
            where T : struct, IComparable<T> => one is null || (other is { } second && second.CompareTo(one.Value) < 0) ? other : one;
    }
}
