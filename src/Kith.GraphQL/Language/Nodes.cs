namespace Kith.GraphQL.Language;

/// <summary>A part of a document, and where in its source it begins. Nodes are told apart by identity.</summary>
internal abstract class Node(int position)
{
    public int Position { get; } = position;
}

/// <summary>A whole document (section 2.2). Only what can be executed: operations and fragments.</summary>
internal sealed class Document(string source, IReadOnlyList<OperationNode> operations, IReadOnlyList<FragmentNode> fragments)
{
    public string Source { get; } = source;
    public IReadOnlyList<OperationNode> Operations { get; } = operations;
    public IReadOnlyList<FragmentNode> Fragments { get; } = fragments;
}

/// <summary>An operation or a fragment: whatever has a selection set and isn't part of one.</summary>
internal abstract class DefinitionNode(int position, IReadOnlyList<DirectiveNode> directives, SelectionSetNode selectionSet)
    : Node(position)
{
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;
    public SelectionSetNode SelectionSet { get; } = selectionSet;
}

/// <summary>Section 2.3. <paramref name="name"/> is null for an anonymous one.</summary>
internal sealed class OperationNode(
    int position,
    OperationKind kind,
    string? name,
    IReadOnlyList<VariableDefinitionNode> variables,
    IReadOnlyList<DirectiveNode> directives,
    SelectionSetNode selectionSet
) : DefinitionNode(position, directives, selectionSet)
{
    public OperationKind Kind { get; } = kind;
    public string? Name { get; } = name;
    public IReadOnlyList<VariableDefinitionNode> Variables { get; } = variables;
}

/// <summary>Section 2.8.</summary>
internal sealed class FragmentNode(
    int position,
    string name,
    NamedTypeNode typeCondition,
    IReadOnlyList<DirectiveNode> directives,
    SelectionSetNode selectionSet
) : DefinitionNode(position, directives, selectionSet)
{
    public string Name { get; } = name;
    public NamedTypeNode TypeCondition { get; } = typeCondition;
}

/// <summary>Section 2.4.</summary>
internal sealed class SelectionSetNode(int position, IReadOnlyList<SelectionNode> selections) : Node(position)
{
    public IReadOnlyList<SelectionNode> Selections { get; } = selections;
}

internal abstract class SelectionNode(int position, IReadOnlyList<DirectiveNode> directives) : Node(position)
{
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;
}

/// <summary>Sections 2.5 and 2.7. <paramref name="selectionSet"/> is null where nothing is selected of it.</summary>
internal sealed class FieldNode(
    int position,
    string? alias,
    string name,
    IReadOnlyList<ArgumentNode> arguments,
    IReadOnlyList<DirectiveNode> directives,
    SelectionSetNode? selectionSet
) : SelectionNode(position, directives)
{
    public string? Alias { get; } = alias;
    public string Name { get; } = name;
    public IReadOnlyList<ArgumentNode> Arguments { get; } = arguments;
    public SelectionSetNode? SelectionSet { get; } = selectionSet;

    /// <summary>What the field is called in the response.</summary>
    public string ResponseName => Alias ?? Name;
}

internal sealed class FragmentSpreadNode(int position, string name, IReadOnlyList<DirectiveNode> directives)
    : SelectionNode(position, directives)
{
    public string Name { get; } = name;
}

internal sealed class InlineFragmentNode(
    int position,
    NamedTypeNode? typeCondition,
    IReadOnlyList<DirectiveNode> directives,
    SelectionSetNode selectionSet
) : SelectionNode(position, directives)
{
    public NamedTypeNode? TypeCondition { get; } = typeCondition;
    public SelectionSetNode SelectionSet { get; } = selectionSet;
}

/// <summary>Section 2.6.</summary>
internal sealed class ArgumentNode(int position, string name, ValueNode value) : Node(position)
{
    public string Name { get; } = name;
    public ValueNode Value { get; } = value;
}

/// <summary>Section 2.12.</summary>
internal sealed class DirectiveNode(int position, string name, IReadOnlyList<ArgumentNode> arguments) : Node(position)
{
    public string Name { get; } = name;
    public IReadOnlyList<ArgumentNode> Arguments { get; } = arguments;
}

/// <summary>Section 2.10.</summary>
internal sealed class VariableDefinitionNode(
    int position,
    string name,
    TypeNode type,
    ValueNode? defaultValue,
    IReadOnlyList<DirectiveNode> directives
) : Node(position)
{
    public string Name { get; } = name;
    public TypeNode Type { get; } = type;
    public ValueNode? DefaultValue { get; } = defaultValue;
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;
}
