using System.Collections.Concurrent;
using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Search;

/// <summary>
/// How much there is of each person. What was indexed since the last look is added to what was known then, and now and then all is counted
/// again; until then what was deleted may still be counted, which makes all terms a trifle rarer than they are.
/// </summary>
internal sealed class TotalsCache
{
    /// <summary>Persons whose totals are kept in mind.</summary>
    private const int Most = 10_000;

    /// <summary>All is counted again when it has grown by this part of what was counted.</summary>
    private const int GrownBy = 16;

    private readonly ConcurrentDictionary<long, Known> _known = [];

    public async Task<Totals> GetAsync(ReadSession session, long owner)
    {
        var known = _known.GetValueOrDefault(owner, new Known(0, new Totals(0, 0, 0)));
        var news = await SearchStore.CountAsync(session, owner, after: known.Totals.Last);
        if (news.Documents == 0)
            return known.Totals;
        var totals = new Totals(known.Totals.Documents + news.Documents, known.Totals.Tokens + news.Tokens, news.Last);
        var counted = known.Counted;
        if (totals.Documents > counted + counted / GrownBy)
        {
            totals = known.Totals.Last == 0 ? totals : await SearchStore.CountAsync(session, owner, after: 0);
            counted = totals.Documents;
        }

        if (_known.Count >= Most)
            _known.Clear();
        _known[owner] = new Known(counted, totals);
        return totals;
    }

    /// <param name="Counted">How many documents there were when all were counted.</param>
    private sealed record Known(long Counted, Totals Totals);
}
