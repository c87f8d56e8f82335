using System.Runtime.CompilerServices;
using Kith.GraphQL.Introspection;
using Kith.GraphQL.Language;
using Kith.GraphQL.Types;

namespace Kith.GraphQL.Execution;

/// <summary>Which fields a selection has for a type, once fragments are spread and directives are followed (section 6.3.2).</summary>
internal sealed class FieldCollector(GraphQLSchema schema, Document document, CoercedVariables variables)
{
    private readonly Dictionary<string, FragmentNode> _fragments = document.Fragments.ToDictionary(fragment => fragment.Name);

    /// <exception cref="GraphQLException">A directive has null for its argument, by a variable.</exception>
    public List<ResponseField> Collect(ObjectType type, IEnumerable<SelectionSetNode?> selectionSets)
    {
        var fields = new OrderedDictionary<string, ResponseField>();
        var visited = new HashSet<string>();
        foreach (var selectionSet in selectionSets)
        {
            if (selectionSet is not null)
                Collect(type, selectionSet, fields, visited);
        }
        return [.. fields.Values];
    }

    /// <summary>Section 6.4.1.</summary>
    /// <exception cref="GraphQLException">One has null where it may not, by a variable.</exception>
    public InputObject CoerceArguments(OrderedDictionary<string, InputDefinition> definitions, IReadOnlyList<ArgumentNode> written)
    {
        try
        {
            return LiteralCoercion.CoerceArguments(definitions, written, variables);
        }
        catch (FormatException misfit)
        {
            throw new GraphQLException(misfit.Message, GraphQLErrorCodes.BadInput);
        }
    }

    // Validation has left neither cycles nor more levels than the parser allows.
    private void Collect(
        ObjectType type,
        SelectionSetNode selectionSet,
        OrderedDictionary<string, ResponseField> fields,
        HashSet<string> visited
    )
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var selection in selectionSet.Selections)
        {
            var isVisited = selection is FragmentSpreadNode { Name: var name } && visited.Contains(name);
            if (isVisited || !IsIncluded(selection))
                continue;
            switch (selection)
            {
                case FieldNode field:
                    Add(type, field, fields);
                    break;
                case InlineFragmentNode inline when Applies(inline.TypeCondition, type):
                    Collect(type, inline.SelectionSet, fields, visited);
                    break;
                case FragmentSpreadNode spread:
                    visited.Add(spread.Name);
                    var fragment = _fragments[spread.Name];
                    if (Applies(fragment.TypeCondition, type))
                        Collect(type, fragment.SelectionSet, fields, visited);
                    break;
            }
        }
    }

    private void Add(ObjectType type, FieldNode node, OrderedDictionary<string, ResponseField> fields)
    {
        if (!fields.TryGetValue(node.ResponseName, out var field))
        {
            var definition = schema.FindField(type, node.Name)!;
            fields[node.ResponseName] = field = new ResponseField(node.ResponseName, definition);
        }
        field.Nodes.Add(node);
    }

    private bool Applies(NamedTypeNode? condition, ObjectType type) =>
        condition is null || (schema.Find(condition.Name) is CompositeType composite && schema.PossibleTypes(composite).Contains(type));

    private bool IsIncluded(SelectionNode selection)
    {
        foreach (var directive in selection.Directives)
        {
            var isSkip = directive.Name == "skip";
            if (!isSkip && directive.Name != "include")
                continue;
            var arguments = CoerceArguments(SpecifiedDirectives.Skip.Arguments, directive.Arguments);
            if (arguments.Get<bool>("if") == isSkip)
                return false;
        }
        return true;
    }
}
