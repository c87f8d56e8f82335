namespace Kith.GraphQL.Language;

/// <summary>A value as it is written (section 2.9).</summary>
internal abstract class ValueNode(int position) : Node(position);

internal sealed class VariableNode(int position, string name) : ValueNode(position)
{
    public string Name { get; } = name;
}

internal sealed class IntNode(int position, string digits) : ValueNode(position)
{
    public string Digits { get; } = digits;
}

internal sealed class FloatNode(int position, string digits) : ValueNode(position)
{
    public string Digits { get; } = digits;
}

internal sealed class StringNode(int position, string value) : ValueNode(position)
{
    public string Value { get; } = value;
}

internal sealed class BooleanNode(int position, bool value) : ValueNode(position)
{
    public bool Value { get; } = value;
}

internal sealed class NullNode(int position) : ValueNode(position);

internal sealed class EnumNode(int position, string name) : ValueNode(position)
{
    public string Name { get; } = name;
}

internal sealed class ListNode(int position, IReadOnlyList<ValueNode> items) : ValueNode(position)
{
    public IReadOnlyList<ValueNode> Items { get; } = items;
}

internal sealed class ObjectNode(int position, IReadOnlyList<ObjectFieldNode> fields) : ValueNode(position)
{
    public IReadOnlyList<ObjectFieldNode> Fields { get; } = fields;
}

internal sealed class ObjectFieldNode(int position, string name, ValueNode value) : Node(position)
{
    public string Name { get; } = name;
    public ValueNode Value { get; } = value;
}

/// <summary>A type as it is written (section 2.11).</summary>
internal abstract class TypeNode(int position) : Node(position);

internal sealed class NamedTypeNode(int position, string name) : TypeNode(position)
{
    public string Name { get; } = name;
}

internal sealed class ListTypeNode(int position, TypeNode item) : TypeNode(position)
{
    public TypeNode Item { get; } = item;
}

internal sealed class NonNullTypeNode(int position, TypeNode inner) : TypeNode(position)
{
    public TypeNode Inner { get; } = inner;
}
