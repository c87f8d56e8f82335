using System.Collections.Concurrent;
using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Search;

/// <summary>
/// How much there is of each person, counted again once something was indexed since. Until then what was deleted may still be counted,
/// which makes all terms a trifle rarer than they are.
/// </summary>
internal sealed class TotalsCache
{
    /// <summary>Persons whose totals are kept in mind.</summary>
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<long, (long Last, Totals Totals)> _totals = [];

    public async Task<Totals> GetAsync(ReadSession session, long owner)
    {
        var last = await SearchStore.LastDocumentAsync(session, owner);
        if (_totals.TryGetValue(owner, out var known) && known.Last == last)
            return known.Totals;
        var totals = await SearchStore.CountAsync(session, owner);
        if (_totals.Count >= Most)
            _totals.Clear();
        _totals[owner] = (last, totals);
        return totals;
    }
}
