using Kith.GraphQL.Language;
using Kith.GraphQL.Types;

namespace Kith.GraphQL.Validation;

/// <summary>What all rules share while one document is validated.</summary>
internal sealed class ValidationContext(GraphQLSchema schema, Document document)
{
    /// <summary>Nobody reads more, and a document could have as many as tokens.</summary>
    private const int MaxErrors = 100;

    private readonly List<ValidationError> _errors = [];
    private readonly Dictionary<DefinitionNode, Uses> _uses = [];

    public GraphQLSchema Schema { get; } = schema;
    public Document Document { get; } = document;

    /// <summary>By name; of two with one name the last.</summary>
    public Dictionary<string, FragmentNode> Fragments { get; } = FragmentsOf(document);

    public IReadOnlyList<ValidationError> Errors => _errors;

    public static Dictionary<string, FragmentNode> FragmentsOf(Document document)
    {
        var fragments = new Dictionary<string, FragmentNode>();
        foreach (var fragment in document.Fragments)
            fragments[fragment.Name] = fragment;
        return fragments;
    }

    public void Report(ValidationRule rule, string message, params IReadOnlyList<Node> nodes)
    {
        if (_errors.Count < MaxErrors)
            _errors.Add(new ValidationError(rule, message, nodes));
    }

    /// <summary>Reports each name but the first that comes more than once.</summary>
    public void CheckUnique<T>(IEnumerable<T> nodes, Func<T, string> nameOf, ValidationRule rule, string what)
        where T : Node
    {
        var seen = new HashSet<string>();
        foreach (var node in nodes)
        {
            if (!seen.Add(nameOf(node)))
                Report(rule, $"There are several {what} \"{nameOf(node)}\".", node);
        }
    }

    /// <summary>The type a condition names; null, and reported, if there is none or nothing can be selected of it.</summary>
    public CompositeType? FindCondition(NamedTypeNode condition)
    {
        var type = Schema.Find(condition.Name);
        if (type is null)
            Report(ValidationRule.KnownTypeNames, $"There is no type \"{condition.Name}\".", condition);
        else if (type is not CompositeType)
            Report(ValidationRule.FragmentsOnCompositeTypes, $"Nothing can be selected of {type}.", condition);
        return type as CompositeType;
    }

    /// <summary>What a definition uses itself.</summary>
    public Uses UsesOf(DefinitionNode definition)
    {
        if (!_uses.TryGetValue(definition, out var uses))
            _uses[definition] = uses = new Uses();
        return uses;
    }

    /// <summary>An operation and the fragments it spreads, and those they spread.</summary>
    public IReadOnlyCollection<DefinitionNode> ReachableFrom(OperationNode operation)
    {
        var found = new HashSet<DefinitionNode> { operation };
        var waiting = new Stack<DefinitionNode>([operation]);
        while (waiting.TryPop(out var definition))
        {
            foreach (var name in UsesOf(definition).Fragments)
            {
                if (Fragments.TryGetValue(name, out var fragment) && found.Add(fragment))
                    waiting.Push(fragment);
            }
        }
        return found;
    }
}

/// <summary>Fragments and variables that an operation or a fragment names.</summary>
internal sealed class Uses
{
    public HashSet<string> Fragments { get; } = [];
    public List<VariableUse> Variables { get; } = [];
}

/// <summary>A variable where a value is wanted. Type and owner are null where they aren't known.</summary>
/// <param name="Type">What is wanted there.</param>
/// <param name="HasDefault">There is a default for when nothing is given.</param>
/// <param name="Owner">The input object whose field it is.</param>
internal sealed record VariableUse(VariableNode Node, GraphQLType? Type, bool HasDefault, InputObjectType? Owner);
