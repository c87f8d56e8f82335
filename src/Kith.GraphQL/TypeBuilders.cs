using Kith.GraphQL.Introspection;
using Kith.GraphQL.Language;
using Kith.GraphQL.Types;

namespace Kith.GraphQL;

/// <summary>Fields of an interface: what every type that implements it has (section 3.7).</summary>
public sealed class InterfaceBuilder
{
    private readonly InterfaceType _type;

    internal InterfaceBuilder(InterfaceType type) => _type = type;

    public InterfaceBuilder Describe(string description)
    {
        _type.Description = description;
        return this;
    }

    /// <summary>Says that it implements others; whoever implements it names them too.</summary>
    public InterfaceBuilder Implements(params IReadOnlyList<string> interfaces)
    {
        _type.Interfaces.AddRange(interfaces);
        return this;
    }

    public FieldBuilder Field(string name, string type) => FieldBuilder.Add(_type, name, type);

    /// <summary>The name of a value's object type. Without this its class says so.</summary>
    public InterfaceBuilder ResolveType(Func<object, string?> resolve)
    {
        _type.ResolveType = resolve;
        return this;
    }
}

/// <summary>Members of a union (section 3.8).</summary>
public sealed class UnionBuilder
{
    private readonly UnionType _type;

    internal UnionBuilder(UnionType type) => _type = type;

    public UnionBuilder Describe(string description)
    {
        _type.Description = description;
        return this;
    }

    public UnionBuilder Members(params IReadOnlyList<string> names)
    {
        _type.Members.AddRange(names);
        return this;
    }

    /// <inheritdoc cref="InterfaceBuilder.ResolveType"/>
    public UnionBuilder ResolveType(Func<object, string?> resolve)
    {
        _type.ResolveType = resolve;
        return this;
    }
}

/// <summary>Values of an enum (section 3.9).</summary>
public sealed class EnumBuilder
{
    private readonly EnumType _type;

    internal EnumBuilder(EnumType type) => _type = type;

    public EnumBuilder Describe(string description)
    {
        _type.Description = description;
        return this;
    }

    /// <param name="name">As the document says it: letters in upper case by custom.</param>
    /// <param name="value">What resolvers give and get for it; the name itself if nothing is said.</param>
    public EnumBuilder Value(string name, object? value = null, string? description = null, string? deprecated = null)
    {
        var definition = new EnumValueDefinition(name, value ?? name) { Description = description, DeprecationReason = deprecated };
        if (!_type.Values.TryAdd(name, definition))
            throw new InvalidOperationException($"{_type.Name} has two values {name}.");
        return this;
    }
}

/// <summary>Fields of an input object (section 3.10). Resolvers get an <see cref="InputObject"/>.</summary>
public sealed class InputBuilder
{
    private readonly InputObjectType _type;

    internal InputBuilder(InputObjectType type) => _type = type;

    public InputBuilder Describe(string description)
    {
        _type.Description = description;
        return this;
    }

    /// <param name="type">As GraphQL writes it.</param>
    /// <param name="defaultValue">As GraphQL writes it: <c>"20"</c>, <c>"[]"</c>, <c>"\"text\""</c>.</param>
    public InputBuilder Field(string name, string type, string? defaultValue = null, string? description = null, string? deprecated = null)
    {
        FieldBuilder.AddInput(_type.Name, _type.Fields, name, type, defaultValue, description, deprecated);
        return this;
    }

    /// <summary>Exactly one field must be given, and not null (section 3.10.1).</summary>
    public InputBuilder OneOf()
    {
        _type.IsOneOf = true;
        return this;
    }
}

/// <summary>What more there is to say of a field (section 3.6.1).</summary>
public sealed class FieldBuilder
{
    private readonly FieldDefinition _field;

    private FieldBuilder(FieldDefinition field) => _field = field;

    /// <inheritdoc cref="InputBuilder.Field"/>
    public FieldBuilder Argument(
        string name,
        string type,
        string? defaultValue = null,
        string? description = null,
        string? deprecated = null
    )
    {
        AddInput(_field.Name, _field.Arguments, name, type, defaultValue, description, deprecated);
        return this;
    }

    public FieldBuilder Describe(string description)
    {
        _field.Description = description;
        return this;
    }

    /// <summary>Section 3.13.3.</summary>
    public FieldBuilder Deprecated(string reason = SpecifiedDirectives.DeprecationReason)
    {
        _field.DeprecationReason = reason;
        return this;
    }

    internal static FieldBuilder Add(CompositeType owner, string name, string type) => Add(owner, name, type, _ => { });

    internal static FieldBuilder Add(CompositeType owner, string name, string type, Action<FieldDefinition> configure)
    {
        var field = new FieldDefinition(name, Read($"{owner.Name}.{name}", type, Parser.ParseType));
        configure(field);
        if (!owner.Fields.TryAdd(name, field))
            throw new InvalidOperationException($"{owner.Name} has two fields {name}.");
        return new FieldBuilder(field);
    }

    internal static void AddInput(
        string owner,
        OrderedDictionary<string, InputDefinition> members,
        string name,
        string type,
        string? defaultValue,
        string? description,
        string? deprecated
    )
    {
        var place = $"{owner}.{name}";
        var value = defaultValue is null ? null : Read(place, defaultValue, Parser.ParseConstant);
        var definition = new InputDefinition(name, Read(place, type, Parser.ParseType), value)
        {
            Description = description,
            DeprecationReason = deprecated,
        };
        if (!members.TryAdd(name, definition))
            throw new InvalidOperationException($"{owner} has two members {name}.");
    }

    private static T Read<T>(string place, string text, Func<string, T> parse)
    {
        try
        {
            return parse(text);
        }
        catch (SyntaxException exception)
        {
            throw new InvalidOperationException($"{place}: {text} can't be read. {exception.Message}", exception);
        }
    }
}
