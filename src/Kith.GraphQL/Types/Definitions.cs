using Kith.GraphQL.Execution;
using Kith.GraphQL.Language;

namespace Kith.GraphQL.Types;

/// <summary>What a schema names within a type. Its own type is written as text first, and linked when the schema is built.</summary>
internal abstract class MemberDefinition(string name)
{
    public string Name { get; } = name;
    public string? Description { get; set; }

    /// <summary>Why it is deprecated (section 3.13.3); null if it isn't.</summary>
    public string? DeprecationReason { get; set; }
}

/// <summary>A field of an object or an interface (section 3.6.1).</summary>
internal sealed class FieldDefinition(string name, TypeNode writtenType) : MemberDefinition(name)
{
    public TypeNode WrittenType { get; } = writtenType;
    public GraphQLType Type { get; set; } = null!;
    public OrderedDictionary<string, InputDefinition> Arguments { get; } = [];

    /// <summary>Null in interfaces.</summary>
    public Resolver? Resolver { get; set; }

    /// <summary>Of a subscription's field: where its events come from.</summary>
    public Func<FieldContext, Task<IAsyncEnumerable<object?>>>? Subscribe { get; set; }
}

/// <summary>An argument, or a field of an input object (sections 3.6.1 and 3.10).</summary>
internal sealed class InputDefinition : MemberDefinition
{
    private readonly Lazy<object?> _coercedDefault;

    public InputDefinition(string name, TypeNode writtenType, ValueNode? defaultValue)
        : base(name)
    {
        WrittenType = writtenType;
        DefaultValue = defaultValue;
        _coercedDefault = new Lazy<object?>(() => LiteralCoercion.Coerce(DefaultValue!, Type, CoercedVariables.None));
    }

    public TypeNode WrittenType { get; }
    public GraphQLType Type { get; set; } = null!;

    /// <summary>As it is written, or null for none.</summary>
    public ValueNode? DefaultValue { get; }

    /// <summary>It has to be given (section 5.4.3).</summary>
    public bool IsRequired => Type.IsNonNull && DefaultValue is null;

    /// <summary>The default as a resolver gets it, if there is one.</summary>
    public object? CoercedDefault => _coercedDefault.Value;
}

internal sealed class EnumValueDefinition(string name, object value) : MemberDefinition(name)
{
    /// <summary>What a resolver gives and gets for it.</summary>
    public object Value { get; } = value;
}

/// <summary>A directive (section 3.13). There are no others than those of the specification.</summary>
internal sealed class DirectiveDefinition(string name, string description, params string[] locations)
{
    public string Name { get; } = name;
    public string Description { get; } = description;
    public IReadOnlyList<string> Locations { get; } = locations;
    public OrderedDictionary<string, InputDefinition> Arguments { get; } = [];
}
