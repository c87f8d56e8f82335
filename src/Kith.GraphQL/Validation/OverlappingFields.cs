using System.Runtime.CompilerServices;
using Kith.GraphQL.Language;
using Kith.GraphQL.Types;

namespace Kith.GraphQL.Validation;

/// <summary>
/// Whether fields with one response name can become one field of the response (section 5.3.2). Each pair of places is compared once, so the work
/// grows with the square of the document, not with the number of ways through it; and it stops at a fixed number of comparisons.
/// </summary>
internal sealed class OverlappingFields(ValidationContext context)
{
    private const int MaxComparisons = 200_000;

    private readonly Dictionary<SelectionSetNode, Dictionary<string, List<Place>>> _collected = [];
    private readonly HashSet<SelectionSetNode> _checked = [];
    private readonly HashSet<(FieldNode, FieldNode, bool)> _compared = [];
    private int _comparisons;

    /// <exception cref="SyntaxException">It would take too long.</exception>
    public void Check()
    {
        foreach (var operation in context.Document.Operations)
            Check(operation.SelectionSet, context.Schema.RootOf(operation.Kind));
        foreach (var fragment in context.Document.Fragments)
            Check(fragment.SelectionSet, TypeOf(fragment.TypeCondition));
    }

    private void Check(SelectionSetNode selectionSet, CompositeType? type)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (!_checked.Add(selectionSet))
            return;
        foreach (var places in Collect(selectionSet, type).Values)
        {
            CheckPairs(places);
            foreach (var place in places)
            {
                if (place.Node.SelectionSet is { } below)
                    Check(below, place.TypeBelow);
            }
        }
    }

    /// <summary>The first conflict of a name says it.</summary>
    private void CheckPairs(List<Place> places)
    {
        for (var i = 0; i < places.Count; i++)
        {
            for (var j = i + 1; j < places.Count; j++)
            {
                if (Compare(places[i], places[j], areExclusive: false) is not { } reason)
                    continue;
                Report(places[i], places[j], reason);
                return;
            }
        }
    }

    private void Report(Place one, Place other, string reason) =>
        context.Report(
            ValidationRule.OverlappingFieldsCanBeMerged,
            $"\"{one.Node.ResponseName}\" can't be two things: {reason}. Give one of them another name.",
            one.Node,
            other.Node
        );

    /// <summary>Why two fields of one name can't be merged; null if they can, or were compared before.</summary>
    /// <param name="areExclusive">They can't be of the same object: then only their shapes have to agree.</param>
    private string? Compare(Place one, Place other, bool areExclusive)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (++_comparisons > MaxComparisons)
            throw new SyntaxException("The document has too many fields of the same name.", one.Node.Position, isLimit: true);
        areExclusive |= one.Parent != other.Parent && one.Parent is ObjectType && other.Parent is ObjectType;
        if (one.Node == other.Node || !_compared.Add((one.Node, other.Node, areExclusive)))
            return null;
        if (!areExclusive && one.Node.Name != other.Node.Name)
            return $"\"{one.Node.Name}\" and \"{other.Node.Name}\" are different fields";
        if (!areExclusive && !SameValues.OfArguments(one.Node.Arguments, other.Node.Arguments))
            return "the arguments differ";
        if (one.Type is { } type && other.Type is { } otherType && HaveOtherShapes(type, otherType))
            return $"{type} and {otherType} differ";
        return CompareBelow(one, other, areExclusive);
    }

    private string? CompareBelow(Place one, Place other, bool areExclusive)
    {
        if (one.Node.SelectionSet is not { } selections || other.Node.SelectionSet is not { } otherSelections)
            return null;
        var below = Collect(otherSelections, other.TypeBelow);
        foreach (var (name, places) in Collect(selections, one.TypeBelow))
        {
            foreach (var otherPlace in below.GetValueOrDefault(name) ?? [])
            {
                foreach (var place in places)
                {
                    if (Compare(place, otherPlace, areExclusive) is { } reason)
                        return $"in \"{name}\", {reason}";
                }
            }
        }
        return null;
    }

    /// <summary>"SameResponseShape" of section 5.3.2, without what is below.</summary>
    private static bool HaveOtherShapes(GraphQLType one, GraphQLType other) =>
        (one, other) switch
        {
            (NonNullType, NonNullType) => HaveOtherShapes(one.Nullable, other.Nullable),
            (ListType list, ListType otherList) => HaveOtherShapes(list.Item, otherList.Item),
            (CompositeType, CompositeType) => false,
            _ => one != other,
        };

    private Dictionary<string, List<Place>> Collect(SelectionSetNode selectionSet, CompositeType? type)
    {
        if (!_collected.TryGetValue(selectionSet, out var places))
        {
            _collected[selectionSet] = places = [];
            Collect(selectionSet, type, places, []);
        }
        return places;
    }

    private void Collect(
        SelectionSetNode selectionSet,
        CompositeType? type,
        Dictionary<string, List<Place>> places,
        HashSet<string> visited
    )
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var selection in selectionSet.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    Add(field, type, places);
                    break;
                case InlineFragmentNode inline:
                    Collect(inline.SelectionSet, inline.TypeCondition is { } on ? TypeOf(on) : type, places, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add(spread.Name):
                    if (context.Fragments.TryGetValue(spread.Name, out var fragment))
                        Collect(fragment.SelectionSet, TypeOf(fragment.TypeCondition), places, visited);
                    break;
            }
        }
    }

    private void Add(FieldNode node, CompositeType? type, Dictionary<string, List<Place>> places)
    {
        if (!places.TryGetValue(node.ResponseName, out var same))
            places[node.ResponseName] = same = [];
        // A leaf that is selected again the same way adds nothing to compare.
        if (node.SelectionSet is null && same.Exists(place => place.Parent == type && IsSameLeaf(place.Node, node)))
            return;
        same.Add(new Place(node, type, type is null ? null : context.Schema.FindField(type, node.Name)?.Type));
    }

    private static bool IsSameLeaf(FieldNode one, FieldNode other) =>
        one.SelectionSet is null && one.Name == other.Name && SameValues.OfArguments(one.Arguments, other.Arguments);

    private CompositeType? TypeOf(NamedTypeNode condition) => context.Schema.Find(condition.Name) as CompositeType;

    /// <summary>A field where it stands; types are null where they aren't known.</summary>
    private sealed record Place(FieldNode Node, CompositeType? Parent, GraphQLType? Type)
    {
        public CompositeType? TypeBelow => Type?.Named as CompositeType;
    }
}
