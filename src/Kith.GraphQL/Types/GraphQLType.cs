namespace Kith.GraphQL.Types;

/// <summary>A type (section 3.4): a named one, a list, or what may not be null.</summary>
internal abstract class GraphQLType
{
    /// <summary>Without what says that it may not be null.</summary>
    public virtual GraphQLType Nullable => this;

    /// <summary>Without all lists and non-nulls around it.</summary>
    public abstract NamedType Named { get; }

    public bool IsNonNull => this is NonNullType;
    public bool IsInput => Named is ScalarType or EnumType or InputObjectType;
    public bool IsOutput => Named is not InputObjectType;
}

/// <summary>Section 3.11.</summary>
internal sealed class ListType(GraphQLType item) : GraphQLType
{
    public GraphQLType Item { get; } = item;
    public override NamedType Named => Item.Named;

    public override string ToString() => $"[{Item}]";
}

/// <summary>Section 3.12.</summary>
internal sealed class NonNullType(GraphQLType inner) : GraphQLType
{
    public override GraphQLType Nullable { get; } = inner;
    public override NamedType Named => Nullable.Named;

    public override string ToString() => $"{Nullable}!";
}

internal abstract class NamedType(string name) : GraphQLType
{
    public string Name { get; } = name;
    public string? Description { get; set; }
    public override NamedType Named => this;

    public override string ToString() => Name;
}

/// <summary>An object, an interface or a union: something of which fields are selected.</summary>
internal abstract class CompositeType(string name) : NamedType(name)
{
    /// <summary>By name, in their order; a union has none.</summary>
    public OrderedDictionary<string, FieldDefinition> Fields { get; } = [];

    /// <summary>Names of the interfaces it says it implements.</summary>
    public List<string> Interfaces { get; } = [];
}

/// <summary>An interface or a union: a value says which object type it is.</summary>
internal abstract class AbstractType(string name) : CompositeType(name)
{
    /// <summary>The name of a value's type, or null to go by its class.</summary>
    public Func<object, string?>? ResolveType { get; set; }
}

/// <summary>Section 3.6. <paramref name="parent"/> is the class of the values it describes.</summary>
internal sealed class ObjectType(string name, Type parent) : CompositeType(name)
{
    public Type Parent { get; } = parent;
}

/// <summary>Section 3.7.</summary>
internal sealed class InterfaceType(string name) : AbstractType(name);

/// <summary>Section 3.8.</summary>
internal sealed class UnionType(string name) : AbstractType(name)
{
    public List<string> Members { get; } = [];
}

/// <summary>Section 3.9.</summary>
internal sealed class EnumType(string name) : NamedType(name)
{
    public OrderedDictionary<string, EnumValueDefinition> Values { get; } = [];

    /// <summary>What a resolver's value is called, or null.</summary>
    public string? NameOf(object value)
    {
        foreach (var (name, definition) in Values)
        {
            if (definition.Value.Equals(value))
                return name;
        }
        return null;
    }
}

/// <summary>Section 3.10.</summary>
internal sealed class InputObjectType(string name) : NamedType(name)
{
    public OrderedDictionary<string, InputDefinition> Fields { get; } = [];

    /// <summary>Exactly one field must be given, and not null (section 3.10.1).</summary>
    public bool IsOneOf { get; set; }
}
