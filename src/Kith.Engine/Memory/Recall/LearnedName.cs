using System.Text.RegularExpressions;
using Kith.Engine.Memory.Facts;

namespace Kith.Engine.Memory.Recall;

/// <summary>What somebody is called, by what they told.</summary>
internal static partial class LearnedName
{
    /// <summary>Null when no fact says it.</summary>
    public static string? Find(IEnumerable<Fact> live) =>
        live.Where(fact => fact.Kind == FactKinds.Name)
            .OrderByDescending(fact => fact.UpdatedAt)
            .Select(fact => NameIn(fact.Text))
            .FirstOrDefault(name => name is not null);

    /// <summary>The name in <c>Is called Medhavi.</c>, <c>Name is Medhavi.</c> and the like: one word, or several of which the first has a capital.</summary>
    internal static string? NameIn(string text) =>
        Saying().Match(text.Trim()) is { Success: true } match ? match.Groups["name"].Value : null;

    [GeneratedRegex(
        @"^(?:(?:the |their |his |her |my )?(?:user's )?name(?: is|:)|(?:is|goes by|likes to be|prefers to be|wants to be|i am|i'm)(?: the name| called| named)*|called)\s+(?<name>\p{L}+|(?-i:[\p{Lu}\p{Lo}])[\p{L}\p{M}'’. -]{0,63}?)\.?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 100
    )]
    private static partial Regex Saying();
}
