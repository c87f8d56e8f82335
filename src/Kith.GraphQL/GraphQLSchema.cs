using System.Collections.Concurrent;
using Kith.GraphQL.Introspection;
using Kith.GraphQL.Language;
using Kith.GraphQL.Types;

namespace Kith.GraphQL;

/// <summary>What can be asked for (section 3.3): built by code, checked when it is built, and never changed.</summary>
public sealed class GraphQLSchema
{
    private readonly OrderedDictionary<string, NamedType> _types;
    private readonly Dictionary<CompositeType, IReadOnlySet<ObjectType>> _possibleTypes = [];
    private readonly ConcurrentDictionary<(Type, CompositeType), ObjectType> _typesOfValues = [];

    internal GraphQLSchema(OrderedDictionary<string, NamedType> types, string? description)
    {
        _types = types;
        Description = description;
        foreach (var type in types.Values.OfType<CompositeType>())
            _possibleTypes[type] = types.Values.OfType<ObjectType>().Where(candidate => IsOneOf(candidate, type)).ToHashSet();
    }

    internal string? Description { get; }
    internal IEnumerable<NamedType> Types => _types.Values;

    /// <summary>Builds a schema.</summary>
    /// <exception cref="InvalidOperationException">It isn't valid (section 3.3): the message names everything that is wrong.</exception>
    public static GraphQLSchema Build(Action<GraphQLSchemaBuilder> configure)
    {
        var builder = new GraphQLSchemaBuilder();
        configure(builder);
        return builder.Build();
    }

    /// <summary>The schema in the type system's own language (section 3.3): what clients and documentation read.</summary>
    public string Print() => SchemaPrinter.Print(this);

    internal NamedType? Find(string name) => _types.GetValueOrDefault(name);

    /// <summary>The type that is written, or null if it names one that isn't there.</summary>
    internal GraphQLType? Find(TypeNode written)
    {
        switch (written)
        {
            case NonNullTypeNode nonNull:
                return Find(nonNull.Inner) is { } inner ? new NonNullType(inner) : null;
            case ListTypeNode list:
                return Find(list.Item) is { } item ? new ListType(item) : null;
            default:
                return Find(((NamedTypeNode)written).Name);
        }
    }

    internal ObjectType? RootOf(OperationKind kind) => Find(kind.ToString()) as ObjectType;

    /// <summary>A field by name, with those that every type has (section 4.1) and those of the query root.</summary>
    internal FieldDefinition? FindField(CompositeType type, string name) =>
        name.StartsWith("__", StringComparison.Ordinal) ? MetaFields.Find(this, type, name) : type.Fields.GetValueOrDefault(name);

    /// <summary>The object types a value of this type may have; of an object type, itself.</summary>
    internal IReadOnlySet<ObjectType> PossibleTypes(CompositeType type) => _possibleTypes[type];

    /// <summary>Section 6.4.3, "ResolveAbstractType": what the type itself says, or else by the value's class.</summary>
    internal ObjectType TypeOf(object value, CompositeType type)
    {
        if (type is ObjectType known)
            return known;
        if (((AbstractType)type).ResolveType?.Invoke(value) is { } name)
        {
            return Find(name) is ObjectType named && _possibleTypes[type].Contains(named)
                ? named
                : throw new InvalidOperationException($"{name} is none of the types of {type.Name}.");
        }
        return _typesOfValues.GetOrAdd((value.GetType(), type), key => TypeOfClass(key.Item1, key.Item2));
    }

    private ObjectType TypeOfClass(Type value, CompositeType type)
    {
        var candidates = _possibleTypes[type].Where(candidate => candidate.Parent.IsAssignableFrom(value)).ToList();
        // Of classes derived from each other, the nearest.
        var nearest = candidates.Where(one => candidates.TrueForAll(other => other.Parent.IsAssignableFrom(one.Parent))).ToList();
        return nearest.Count == 1
            ? nearest[0]
            : throw new InvalidOperationException($"{type.Name}: the type of a {value.Name} can't be told by its class.");
    }

    private static bool IsOneOf(ObjectType candidate, CompositeType type) =>
        type switch
        {
            UnionType union => union.Members.Contains(candidate.Name),
            InterfaceType => candidate.Interfaces.Contains(type.Name),
            _ => candidate == type,
        };
}
