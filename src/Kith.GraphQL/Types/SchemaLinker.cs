using Kith.GraphQL.Language;

namespace Kith.GraphQL.Types;

/// <summary>Finds the types that a schema refers to by name.</summary>
internal sealed class SchemaLinker(GraphQLSchema schema, List<string> problems)
{
    public void Link()
    {
        foreach (var type in schema.Types)
        {
            if (type is CompositeType composite)
            {
                foreach (var field in composite.Fields.Values)
                    Link(composite, field);
            }
            else if (type is InputObjectType input)
            {
                foreach (var field in input.Fields.Values)
                    field.Type = Find(field.WrittenType, $"{input.Name}.{field.Name}", takesInput: true);
            }
        }
    }

    private void Link(CompositeType owner, FieldDefinition field)
    {
        var place = $"{owner.Name}.{field.Name}";
        field.Type = Find(field.WrittenType, place, takesInput: false);
        foreach (var argument in field.Arguments.Values)
            argument.Type = Find(argument.WrittenType, $"{place}({argument.Name})", takesInput: true);
    }

    private GraphQLType Find(TypeNode written, string place, bool takesInput)
    {
        if (schema.Find(written) is not { } type)
        {
            problems.Add($"{place}: its type isn't defined.");
            return ScalarType.String;
        }
        if (takesInput ? !type.IsInput : !type.IsOutput)
            problems.Add($"{place}: {type} can't be used for {(takesInput ? "input" : "output")}.");
        return type;
    }
}
