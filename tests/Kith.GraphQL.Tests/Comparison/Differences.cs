using System.Text.RegularExpressions;

namespace Kith.GraphQL.Tests.Comparison;

/// <summary>
/// Where this executor and the reference differ on purpose. The README of Kith.GraphQL has the same list.
/// </summary>
internal static partial class Differences
{
    private const string SkippedSubscription = "@skip and @include at the root of a subscription: not valid since September 2025";
    private const string Cycle = "Fragments in circles: no other rule is checked then";
    private const string NotExecutable = "Type definitions: not parsed, where the reference parses them and then finds them not valid";

    private const string OneOf =
        "Nullable variables in @oneOf: valid with a default and not without one, where the reference never lets them and overlooks them in lists";

    private const string Infinite = "Float literals too large for a double: not valid, where the reference takes them for infinity";

    public static bool IsKnown(string difference) => difference is SkippedSubscription or Cycle or NotExecutable or OneOf or Infinite;

    /// <summary>How two verdicts differ; null if they don't.</summary>
    public static string? Find(string query, Verdict expected, Verdict actual)
    {
        if (expected.Rules.Contains("ExecutableDefinitions") && !actual.IsParsed)
            return NotExecutable;
        if (expected.IsParsed != actual.IsParsed)
            return "The parsers differ.";
        if (expected.Rules.Contains("NoFragmentCycles") && actual.Rules.Contains("NoFragmentCycles"))
            return expected.Rules.Count == 1 ? null : Cycle;
        if (
            actual.Rules.Contains("SingleFieldSubscriptions")
            && query.Contains("subscription", StringComparison.Ordinal)
            && HasDirective(query)
        )
            return expected.Rules.Contains("SingleFieldSubscriptions") ? null : SkippedSubscription;
        if (OneOfWithVariable().IsMatch(query) && IsOnly("VariablesInAllowedPosition", expected, actual))
            return OneOf;
        if (query.Contains("e400", StringComparison.Ordinal) && IsOnly("ValuesOfCorrectType", expected, actual))
            return Infinite;
        if (!expected.Rules.Order().SequenceEqual(actual.Rules.Order()))
            return "The rules that fail differ.";
        return expected.Results.SequenceEqual(actual.Results) ? null : "The results differ.";
    }

    private static bool HasDirective(string query) =>
        query.Contains("@skip", StringComparison.Ordinal) || query.Contains("@include", StringComparison.Ordinal);

    private static bool IsOnly(string rule, Verdict expected, Verdict actual) =>
        expected.Rules.Contains(rule) != actual.Rules.Contains(rule)
        && expected.Rules.Append(rule).Distinct().Order().SequenceEqual(actual.Rules.Append(rule).Distinct().Order());

    /// <summary>The one field of a Pick.</summary>
    [GeneratedRegex("\\{(?:id|name|point|several): \\$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OneOfWithVariable();
}
