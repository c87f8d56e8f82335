using Kith.GraphQL.Introspection;
using Kith.GraphQL.Types;

namespace Kith.GraphQL;

/// <summary>
/// Collects what a schema has, in the order in which it is printed. Types are referred to by text, as GraphQL writes them
/// (<c>"[Message!]!"</c>), so they may come in any order and refer to each other.
/// </summary>
public sealed class GraphQLSchemaBuilder
{
    private readonly OrderedDictionary<string, NamedType> _types = [];
    private readonly List<string> _problems = [];
    private string? _description;

    internal GraphQLSchemaBuilder() { }

    public GraphQLSchemaBuilder Describe(string description)
    {
        _description = description;
        return this;
    }

    /// <summary>Fields of the query root; may be called by each feature that has some. Parents are null.</summary>
    public GraphQLSchemaBuilder Query(Action<ObjectBuilder<object?>> configure) => Root("Query", configure);

    /// <summary>Fields of the mutation root, executed one after the other.</summary>
    public GraphQLSchemaBuilder Mutation(Action<ObjectBuilder<object?>> configure) => Root("Mutation", configure);

    /// <summary>Fields of the subscription root: see <see cref="ObjectBuilder{T}.Stream{TEvent}"/>.</summary>
    public GraphQLSchemaBuilder Subscription(Action<ObjectBuilder<object?>> configure) => Root("Subscription", configure);

    /// <summary>An object type (section 3.6) over values of a class.</summary>
    public GraphQLSchemaBuilder Object<T>(string name, Action<ObjectBuilder<T>> configure) =>
        Add(new ObjectType(name, typeof(T)), type => configure(new ObjectBuilder<T>(type)));

    /// <summary>An interface (section 3.7).</summary>
    public GraphQLSchemaBuilder Interface(string name, Action<InterfaceBuilder> configure) =>
        Add(new InterfaceType(name), type => configure(new InterfaceBuilder(type)));

    /// <summary>A union (section 3.8).</summary>
    public GraphQLSchemaBuilder Union(string name, Action<UnionBuilder> configure) =>
        Add(new UnionType(name), type => configure(new UnionBuilder(type)));

    /// <summary>An enum (section 3.9).</summary>
    public GraphQLSchemaBuilder Enum(string name, Action<EnumBuilder> configure) =>
        Add(new EnumType(name), type => configure(new EnumBuilder(type)));

    /// <summary>An input object (section 3.10).</summary>
    public GraphQLSchemaBuilder Input(string name, Action<InputBuilder> configure) =>
        Add(new InputObjectType(name), type => configure(new InputBuilder(type)));

    /// <summary>A scalar of the schema's own (section 3.5), sent and received as text.</summary>
    /// <param name="write">Makes the text of a resolver's value.</param>
    /// <param name="read">Makes a value of the text; throws <see cref="FormatException"/> if it is none.</param>
    /// <param name="specifiedBy">An address that describes it (section 3.5.5).</param>
    public GraphQLSchemaBuilder Scalar(
        string name,
        Func<object, string> write,
        Func<string, object> read,
        string? description = null,
        string? specifiedBy = null
    )
    {
        var scalar = new ScalarType(
            name,
            write,
            literal => read((string)ScalarType.String.Read(literal)),
            json => read((string)ScalarType.String.Read(json))
        )
        {
            Description = description,
            SpecifiedBy = specifiedBy,
        };
        return Add(scalar, _ => { });
    }

    internal GraphQLSchema Build()
    {
        foreach (var scalar in ScalarType.BuiltIn)
            Add(scalar, _ => { });
        foreach (var type in IntrospectionTypes.Create())
            _types.Add(type.Name, type);
        var schema = new GraphQLSchema(_types, _description);
        new SchemaLinker(schema, _problems).Link();
        if (_problems.Count == 0)
            new SchemaValidator(schema, _problems).Validate();
        return _problems.Count == 0
            ? schema
            : throw new InvalidOperationException(
                $"The GraphQL schema isn't valid:{string.Concat(_problems.Select(problem => $"\n- {problem}"))}"
            );
    }

    private GraphQLSchemaBuilder Root(string name, Action<ObjectBuilder<object?>> configure)
    {
        if (_types.GetValueOrDefault(name) is ObjectType known)
            configure(new ObjectBuilder<object?>(known));
        else
            Add(new ObjectType(name, typeof(object)), type => configure(new ObjectBuilder<object?>(type)));
        return this;
    }

    private GraphQLSchemaBuilder Add<T>(T type, Action<T> configure)
        where T : NamedType
    {
        if (IntrospectionTypes.Is(type))
            _problems.Add($"{type.Name}: names with two underscores belong to introspection.");
        if (!_types.TryAdd(type.Name, type))
            _problems.Add($"{type.Name} is defined twice.");
        configure(type);
        return this;
    }
}
