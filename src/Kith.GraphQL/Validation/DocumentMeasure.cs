using Kith.GraphQL.Language;

namespace Kith.GraphQL.Validation;

/// <summary>
/// The gate before everything else: finds fragments that spread themselves, and refuses what is too large once all are spread. Behind it no
/// document nests more than <see cref="Parser.MaxNesting"/> levels, so that nothing that follows it can run out of stack.
/// </summary>
internal sealed class DocumentMeasure(ValidationContext context)
{
    private static readonly Size s_nothing = new(0, 0, 0, 0);

    // Null while it is being measured.
    private readonly Dictionary<FragmentNode, Size?> _fragments = [];

    /// <exception cref="SyntaxException">A limit is exceeded.</exception>
    public void Check(QueryLimits limits)
    {
        // Also those no operation uses: rules read them too.
        foreach (var fragment in context.Document.Fragments)
            Require(MeasureFragment(fragment, 1), limits, fragment);
        foreach (var operation in context.Document.Operations)
            Require(MeasureSelections(operation.SelectionSet, 1), limits, operation);
    }

    private static void Require(Size size, QueryLimits limits, Node node)
    {
        Require("levels of fields", size.Depth, limits.Depth, node);
        Require("fields", size.Fields, limits.Fields, node);
        Require("aliases", size.Aliases, limits.Aliases, node);
    }

    private static void Require(string what, int count, int limit, Node node)
    {
        if (count > limit)
            throw new SyntaxException($"At most {limit} {what} may be asked for at once.", node.Position, isLimit: true);
    }

    private Size MeasureSelections(SelectionSetNode? selectionSet, int level)
    {
        if (selectionSet is null)
            return s_nothing;
        RequireNesting(level, selectionSet);
        var sum = s_nothing;
        foreach (var selection in selectionSet.Selections)
        {
            sum = selection switch
            {
                FieldNode field => sum.And(MeasureSelections(field.SelectionSet, level + 1).Under(field)),
                InlineFragmentNode inline => sum.And(MeasureSelections(inline.SelectionSet, level + 1)),
                FragmentSpreadNode spread => sum.And(MeasureSpread(spread, level + 1)),
                _ => sum,
            };
        }
        return sum with { Nesting = sum.Nesting + 1 };
    }

    private Size MeasureSpread(FragmentSpreadNode spread, int level)
    {
        if (!context.Fragments.TryGetValue(spread.Name, out var fragment))
            return s_nothing;
        if (_fragments.TryGetValue(fragment, out var known) && known is null)
        {
            context.Report(ValidationRule.NoFragmentCycles, $"Fragment \"{spread.Name}\" spreads itself.", spread);
            return s_nothing;
        }
        var size = MeasureFragment(fragment, level);
        RequireNesting(level + size.Nesting - 1, spread);
        return size;
    }

    private Size MeasureFragment(FragmentNode fragment, int level)
    {
        if (_fragments.TryGetValue(fragment, out var known) && known is { } measured)
            return measured;
        _fragments[fragment] = null;
        var size = MeasureSelections(fragment.SelectionSet, level);
        _fragments[fragment] = size;
        return size;
    }

    private static void RequireNesting(int level, Node node)
    {
        if (level > Parser.MaxNesting)
            throw new SyntaxException($"The document nests more than {Parser.MaxNesting} levels.", node.Position, isLimit: true);
    }

    /// <summary>Of selections with all fragments spread. Numbers stay below what an integer holds.</summary>
    private sealed record Size(int Depth, int Fields, int Aliases, int Nesting)
    {
        public Size And(Size other) =>
            new(Math.Max(Depth, other.Depth), Sum(Fields, other.Fields), Sum(Aliases, other.Aliases), Math.Max(Nesting, other.Nesting));

        public Size Under(FieldNode field) => new(Depth + 1, Sum(Fields, 1), field.Alias is null ? Aliases : Sum(Aliases, 1), Nesting);

        private static int Sum(int one, int other) => (int)Math.Min((long)one + other, int.MaxValue);
    }
}
