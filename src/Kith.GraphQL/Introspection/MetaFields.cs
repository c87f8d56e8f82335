using Kith.GraphQL.Execution;
using Kith.GraphQL.Language;
using Kith.GraphQL.Types;

namespace Kith.GraphQL.Introspection;

/// <summary>Fields that are there without being defined (sections 4.1 and 4.2).</summary>
internal static class MetaFields
{
    private static readonly TypeNode s_text = Parser.ParseType("String!");

    public static FieldDefinition? Find(GraphQLSchema schema, CompositeType type, string name)
    {
        if (name == "__typename")
            return TypeName(type);
        if (type != schema.RootOf(OperationKind.Query))
            return null;
        return name switch
        {
            "__schema" => Schema(schema),
            "__type" => TypeByName(schema),
            _ => null,
        };
    }

    private static FieldDefinition TypeName(CompositeType type) =>
        new("__typename", s_text) { Type = new NonNullType(ScalarType.String), Resolver = new ValueResolver((_, _) => type.Name) };

    private static FieldDefinition Schema(GraphQLSchema schema)
    {
        var type = Parser.ParseType("__Schema!");
        return new FieldDefinition("__schema", type) { Type = schema.Find(type)!, Resolver = new ValueResolver((_, _) => schema) };
    }

    private static FieldDefinition TypeByName(GraphQLSchema schema)
    {
        var type = Parser.ParseType("__Type");
        var field = new FieldDefinition("__type", type)
        {
            Type = schema.Find(type)!,
            Resolver = new ValueResolver((_, context) => schema.Find(context.Argument<string>("name"))),
        };
        field.Arguments.Add("name", new InputDefinition("name", s_text, null) { Type = new NonNullType(ScalarType.String) });
        return field;
    }
}
