using System.Collections.Frozen;
using Kith.Engine.Memory.Search;

namespace Kith.Engine.Memory.Recall;

/// <summary>Chooses what a context has room for: pinned things first, then what most speaks for. Pure functions.</summary>
internal static class Selection
{
    public const int MostItems = 12;
    public const int MostTokens = 1_000;

    private const int MostOnlyImportant = 3;
    private const int MostMessages = 5;
    private const int MostSummaries = 2;

    /// <summary>Words that say how a fact is put, not what it says.</summary>
    private static readonly FrozenSet<string> s_phrasing = Tokeniser
        .Read("works work lives live has have likes like loves enjoys called name named prefers favourite favorite")
        .Select(token => token.Term)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The facts that may be told, best first, without those that stand in the profile.</summary>
    public static IReadOnlyList<Weighed> Facts(IEnumerable<Weighed> facts, Profile profile)
    {
        var profileTerms = TermsOf(profile);
        var telling = facts
            .Where(fact => !Repeats(fact.Item.Text, profileTerms))
            .OrderByDescending(fact => fact.IsPinned)
            .ThenByDescending(fact => fact.Item.Score)
            .ThenBy(fact => fact.Item.Id, StringComparer.Ordinal)
            .ToList();
        var important = telling.Where(fact => fact.IsOnlyImportant).Take(MostOnlyImportant).ToHashSet();
        return [.. telling.Where(fact => !fact.IsOnlyImportant || important.Contains(fact)).Take(MostItems)];
    }

    /// <summary>What fits, the best first; something smaller may take the place of what doesn't.</summary>
    public static IReadOnlyList<RecalledItem> Choose(IEnumerable<Weighed> all)
    {
        var chosen = new List<RecalledItem>();
        var left = MostTokens;
        var texts = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (
            var (item, _, _, _) in all.OrderByDescending(one => one.IsPinned)
                .ThenByDescending(one => one.Item.Score)
                .ThenBy(one => one.Item.Id, StringComparer.Ordinal)
        )
        {
            if (chosen.Count == MostItems)
                break;
            if (item.Tokens > left || chosen.Count(other => other.Kind == item.Kind) >= MostOf(item.Kind) || !texts.Add(item.Text.Trim()))
                continue;
            chosen.Add(item);
            left -= item.Tokens;
        }

        return chosen;
    }

    private static int MostOf(string kind) =>
        kind switch
        {
            MemoryKinds.Message => MostMessages,
            MemoryKinds.Summary => MostSummaries,
            _ => MostItems,
        };

    private static bool Repeats(string fact, HashSet<string> profileTerms)
    {
        var terms = Tokeniser
            .Read(fact)
            .Where(token => !StopWords.Contains(token.Word) && !s_phrasing.Contains(token.Term))
            .Select(token => token.Term)
            .ToList();
        return terms.Count > 0 && terms.TrueForAll(profileTerms.Contains);
    }

    private static HashSet<string> TermsOf(Profile profile)
    {
        var terms = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in new[] { profile.Name ?? "", profile.Preferences, profile.ImportantFacts })
            terms.UnionWith(Tokeniser.Read(text).Select(token => token.Term));
        return terms;
    }
}
