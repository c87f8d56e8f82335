using Kith.GraphQL.Execution;
using Kith.GraphQL.Introspection;

namespace Kith.GraphQL.Types;

/// <summary>What has to hold of a schema (sections 3.3 to 3.13, "Type Validation"). Each problem is a sentence for who wrote it.</summary>
internal sealed class SchemaValidator(GraphQLSchema schema, List<string> problems)
{
    public void Validate()
    {
        if (schema.RootOf(OperationKind.Query) is null)
            problems.Add("There is no query root.");
        new InputCycleFinder(schema, problems).Find();
        if (problems.Count > 0)
            return; // Defaults couldn't be read.
        foreach (var type in schema.Types.Where(type => !IntrospectionTypes.Is(type)))
            CheckType(type);
        foreach (var type in schema.Types.OfType<CompositeType>())
            new InterfaceValidator(schema, problems).Check(type);
    }

    private void CheckType(NamedType type)
    {
        CheckName(type.Name, type.Name);
        switch (type)
        {
            case UnionType union:
                CheckUnion(union);
                break;
            case CompositeType composite:
                CheckFields(composite);
                break;
            case EnumType options:
                CheckEnum(options);
                break;
            case InputObjectType input:
                CheckInput(input);
                break;
        }
    }

    private void CheckUnion(UnionType union)
    {
        if (union.Members.Count == 0 || union.Members.Distinct().Count() != union.Members.Count)
            problems.Add($"{union.Name} must have members, each once.");
        foreach (var member in union.Members.Where(member => schema.Find(member) is not ObjectType))
            problems.Add($"{union.Name}: {member} is no object type.");
    }

    private void CheckFields(CompositeType type)
    {
        if (type.Fields.Count == 0)
            problems.Add($"{type.Name} has no fields.");
        var isStream = type == schema.RootOf(OperationKind.Subscription);
        foreach (var field in type.Fields.Values)
        {
            var place = $"{type.Name}.{field.Name}";
            CheckName(field.Name, place);
            if (isStream != field.Subscribe is not null)
                problems.Add($"{place}: the fields of the subscription root are streams, and no others.");
            CheckInputs(field.Arguments.Values, place);
        }
    }

    private void CheckEnum(EnumType type)
    {
        if (type.Values.Count == 0)
            problems.Add($"{type.Name} has no values.");
        foreach (var value in type.Values.Keys)
        {
            CheckName(value, $"{type.Name}.{value}");
            if (value is "true" or "false" or "null")
                problems.Add($"{type.Name}: no value can be called {value}.");
        }
    }

    private void CheckInput(InputObjectType type)
    {
        if (type.Fields.Count == 0)
            problems.Add($"{type.Name} has no fields.");
        CheckInputs(type.Fields.Values, type.Name);
        if (type.IsOneOf && type.Fields.Values.Any(field => field.Type.IsNonNull || field.DefaultValue is not null))
            problems.Add($"{type.Name} takes one of its fields: they must be nullable, without a default.");
    }

    private void CheckInputs(IEnumerable<InputDefinition> inputs, string owner)
    {
        foreach (var input in inputs)
        {
            var place = $"{owner}({input.Name})";
            CheckName(input.Name, place);
            if (input.IsRequired && input.DeprecationReason is not null)
                problems.Add($"{place}: what is required can't be deprecated.");
            CheckDefault(input, place);
        }
    }

    private void CheckDefault(InputDefinition input, string place)
    {
        if (input.DefaultValue is null)
            return;
        try
        {
            LiteralCoercion.Coerce(input.DefaultValue, input.Type, CoercedVariables.None);
        }
        catch (FormatException misfit)
        {
            problems.Add($"{place}: its default isn't one of {input.Type}. {misfit.Message}");
        }
    }

    private void CheckName(string name, string place)
    {
        var isName = name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => c == '_' || char.IsAsciiLetterOrDigit(c));
        if (!isName || name.StartsWith("__", StringComparison.Ordinal))
            problems.Add($"{place}: \"{name}\" can't be a name.");
    }
}
