using Kith.GraphQL.Language;
using Kith.GraphQL.Types;

namespace Kith.GraphQL.Introspection;

/// <summary>The types in which a schema describes itself (section 4.2): an ordinary part of it, with ordinary resolvers.</summary>
internal static class IntrospectionTypes
{
    public static IEnumerable<NamedType> Create() =>
        [
            Object<GraphQLSchema>("__Schema", "What a server can do: its types, its directives, and where operations begin.", Schema),
            Object<GraphQLType>("__Type", "A type. Which of its fields say something depends on its kind.", Type),
            Kinds(),
            Object<FieldDefinition>("__Field", "A field of an object or an interface.", Field),
            Object<InputDefinition>("__InputValue", "An argument, or a field of an input object.", InputValue),
            Object<EnumValueDefinition>("__EnumValue", "A value of an enum.", EnumValue),
            Object<DirectiveDefinition>("__Directive", "A directive, and where it may stand.", Directive),
            Locations(),
        ];

    public static bool Is(NamedType type) => type.Name.StartsWith("__", StringComparison.Ordinal);

    private static void Schema(ObjectBuilder<GraphQLSchema> t)
    {
        t.Field("description", "String", schema => schema.Description);
        t.Field("types", "[__Type!]!", schema => schema.Types);
        t.Field("queryType", "__Type!", schema => schema.RootOf(OperationKind.Query));
        t.Field("mutationType", "__Type", schema => schema.RootOf(OperationKind.Mutation));
        t.Field("subscriptionType", "__Type", schema => schema.RootOf(OperationKind.Subscription));
        t.Field("directives", "[__Directive!]!", _ => SpecifiedDirectives.All);
    }

    private static void Type(ObjectBuilder<GraphQLType> t)
    {
        t.Field("kind", "__TypeKind!", KindOf);
        t.Field("name", "String", type => (type as NamedType)?.Name);
        t.Field("description", "String", type => (type as NamedType)?.Description);
        t.Field("specifiedByURL", "String", type => (type as ScalarType)?.SpecifiedBy);
        WithDeprecated(t, "fields", "[__Field!]", type => type is ObjectType or InterfaceType ? ((CompositeType)type).Fields.Values : null);
        t.Field("interfaces", "[__Type!]", (type, context) => InterfacesOf(type, context.Schema));
        t.Field(
            "possibleTypes",
            "[__Type!]",
            (type, context) => type is AbstractType several ? context.Schema.PossibleTypes(several) : null
        );
        WithDeprecated(t, "enumValues", "[__EnumValue!]", type => (type as EnumType)?.Values.Values);
        WithDeprecated(t, "inputFields", "[__InputValue!]", type => (type as InputObjectType)?.Fields.Values);
        t.Field(
            "ofType",
            "__Type",
            type =>
                type switch
                {
                    NonNullType nonNull => nonNull.Nullable,
                    ListType list => list.Item,
                    _ => null,
                }
        );
        t.Field("isOneOf", "Boolean", type => (type as InputObjectType)?.IsOneOf);
    }

    private static IEnumerable<NamedType?>? InterfacesOf(GraphQLType type, GraphQLSchema schema) =>
        type is ObjectType or InterfaceType ? ((CompositeType)type).Interfaces.Select(schema.Find) : null;

    private static void Field(ObjectBuilder<FieldDefinition> t)
    {
        t.Field("name", "String!", field => field.Name);
        t.Field("description", "String", field => field.Description);
        WithDeprecated(t, "args", "[__InputValue!]!", field => field.Arguments.Values);
        t.Field("type", "__Type!", field => field.Type);
        Deprecation(t);
    }

    private static void InputValue(ObjectBuilder<InputDefinition> t)
    {
        t.Field("name", "String!", value => value.Name);
        t.Field("description", "String", value => value.Description);
        t.Field("type", "__Type!", value => value.Type);
        t.Field("defaultValue", "String", value => value.DefaultValue is { } literal ? LiteralPrinter.Print(literal) : null);
        Deprecation(t);
    }

    private static void EnumValue(ObjectBuilder<EnumValueDefinition> t)
    {
        t.Field("name", "String!", value => value.Name);
        t.Field("description", "String", value => value.Description);
        Deprecation(t);
    }

    private static void Directive(ObjectBuilder<DirectiveDefinition> t)
    {
        t.Field("name", "String!", directive => directive.Name);
        t.Field("description", "String", directive => directive.Description);
        t.Field("isRepeatable", "Boolean!", _ => false);
        t.Field("locations", "[__DirectiveLocation!]!", directive => directive.Locations);
        WithDeprecated(t, "args", "[__InputValue!]!", directive => directive.Arguments.Values);
    }

    private static void Deprecation<T>(ObjectBuilder<T> t)
        where T : MemberDefinition
    {
        t.Field("isDeprecated", "Boolean!", member => member.DeprecationReason is not null);
        t.Field("deprecationReason", "String", member => member.DeprecationReason);
    }

    /// <summary>A list that leaves out what is deprecated unless it is asked for.</summary>
    private static void WithDeprecated<T>(ObjectBuilder<T> t, string name, string type, Func<T, IEnumerable<MemberDefinition>?> members) =>
        t.Field(
                name,
                type,
                (parent, context) =>
                {
                    var all = context.Argument<bool>("includeDeprecated");
                    return members(parent)?.Where(member => all || member.DeprecationReason is null);
                }
            )
            .Argument("includeDeprecated", "Boolean!", "false");

    private static string KindOf(GraphQLType type) =>
        type switch
        {
            ScalarType => "SCALAR",
            ObjectType => "OBJECT",
            InterfaceType => "INTERFACE",
            UnionType => "UNION",
            EnumType => "ENUM",
            InputObjectType => "INPUT_OBJECT",
            ListType => "LIST",
            NonNullType => "NON_NULL",
            _ => throw new InvalidOperationException($"{type} is of no kind."),
        };

    private static EnumType Kinds() =>
        Enum("__TypeKind", "The kinds of types.", ["SCALAR", "OBJECT", "INTERFACE", "UNION", "ENUM", "INPUT_OBJECT", "LIST", "NON_NULL"]);

    private static EnumType Locations() =>
        Enum(
            "__DirectiveLocation",
            "Where a directive may stand.",
            [
                "QUERY",
                "MUTATION",
                "SUBSCRIPTION",
                "FIELD",
                "FRAGMENT_DEFINITION",
                "FRAGMENT_SPREAD",
                "INLINE_FRAGMENT",
                "VARIABLE_DEFINITION",
            ],
            ["SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE"],
            ["INPUT_OBJECT", "INPUT_FIELD_DEFINITION"]
        );

    private static ObjectType Object<T>(string name, string description, Action<ObjectBuilder<T>> configure)
    {
        var type = new ObjectType(name, typeof(T)) { Description = description };
        configure(new ObjectBuilder<T>(type));
        return type;
    }

    private static EnumType Enum(string name, string description, params string[][] values)
    {
        var type = new EnumType(name) { Description = description };
        var builder = new EnumBuilder(type);
        foreach (var value in values.SelectMany(some => some))
            builder.Value(value);
        return type;
    }
}
