namespace Kith.GraphQL.Validation;

/// <summary>Rules about fragments as a whole (section 5.5.1).</summary>
internal static class FragmentRules
{
    /// <summary>After the selections have been walked: what they use must be known.</summary>
    public static void Check(ValidationContext context)
    {
        var fragments = context.Document.Fragments;
        context.CheckUnique(fragments, fragment => fragment.Name, ValidationRule.UniqueFragmentNames, "fragments");
        var used = context
            .Document.Operations.SelectMany(context.ReachableFrom)
            .SelectMany(definition => context.UsesOf(definition).Fragments)
            .ToHashSet();
        foreach (var fragment in fragments.Where(fragment => !used.Contains(fragment.Name)))
            context.Report(ValidationRule.NoUnusedFragments, $"Fragment \"{fragment.Name}\" is not used.", fragment);
    }
}
