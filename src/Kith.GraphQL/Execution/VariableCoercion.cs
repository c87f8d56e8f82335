using System.Runtime.CompilerServices;
using System.Text.Json;
using Kith.GraphQL.Language;
using Kith.GraphQL.Types;

namespace Kith.GraphQL.Execution;

/// <summary>The variables of a request as resolvers get them (section 6.1.2).</summary>
internal static class VariableCoercion
{
    /// <summary>Each variable that doesn't fit is one error; the result is for when there is none.</summary>
    public static CoercedVariables Coerce(GraphQLSchema schema, OperationNode operation, JsonElement? given, Action<string, Node> report)
    {
        var values = new Dictionary<string, object?>(operation.Variables.Count);
        foreach (var definition in operation.Variables)
        {
            var type = schema.Find(definition.Type)!;
            try
            {
                if (given is { ValueKind: JsonValueKind.Object } all && all.TryGetProperty(definition.Name, out var value))
                    values[definition.Name] = Coerce(value, type, definition.Name);
                else if (definition.DefaultValue is { } literal)
                    values[definition.Name] = LiteralCoercion.Coerce(literal, type, CoercedVariables.None);
                else if (type.IsNonNull)
                    throw new FormatException($"a value of {type} was not given.");
            }
            catch (FormatException misfit)
            {
                report($"Variable \"${definition.Name}\": {misfit.Message}", definition);
            }
        }
        return new CoercedVariables(values);
    }

    private static object? Coerce(JsonElement value, GraphQLType type, string path)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (value.ValueKind == JsonValueKind.Null)
            return type.IsNonNull ? throw At(path, LiteralCoercion.NotNull(type)) : null;
        return type.Nullable switch
        {
            ListType list => CoerceList(value, list.Item, path),
            InputObjectType input => CoerceObject(value, input, path),
            EnumType options => CoerceEnum(value, options, path),
            ScalarType scalar => CoerceScalar(value, scalar, path),
            var other => throw new InvalidOperationException($"{other} is no input type."),
        };
    }

    private static object?[] CoerceList(JsonElement value, GraphQLType item, string path) =>
        value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select((element, i) => Coerce(element, item, $"{path}[{i}]"))]
            : [Coerce(value, item, path)];

    private static InputObject CoerceObject(JsonElement value, InputObjectType type, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw At(path, new FormatException($"{type.Name} cannot represent {LiteralPrinter.Excerpt(value)}."));
        foreach (var member in value.EnumerateObject())
        {
            if (!type.Fields.ContainsKey(member.Name))
                throw At(path, new FormatException($"{type.Name} has no field {LiteralPrinter.Quote(member.Name)}."));
        }
        var result = new InputObject();
        foreach (var (name, definition) in type.Fields)
        {
            if (value.TryGetProperty(name, out var member))
                result[name] = Coerce(member, definition.Type, $"{path}.{name}");
            else if (definition.DefaultValue is not null)
                result[name] = definition.CoercedDefault;
            else if (definition.IsRequired)
                throw At(path, new FormatException($"\"{name}\" of type {definition.Type} was not given."));
        }
        if (type.IsOneOf && (result.Count != 1 || result[result.Names[0]] is null))
            throw At(path, LiteralCoercion.OneOf(type));
        return result;
    }

    private static object CoerceEnum(JsonElement value, EnumType type, string path) =>
        value.ValueKind == JsonValueKind.String && type.Values.TryGetValue(value.GetString()!, out var option)
            ? option.Value
            : throw At(path, new FormatException($"{type.Name} has no value {LiteralPrinter.Excerpt(value)}."));

    private static object CoerceScalar(JsonElement value, ScalarType type, string path)
    {
        try
        {
            return type.Read(value);
        }
        catch (FormatException misfit)
        {
            throw At(path, misfit);
        }
    }

    private static FormatException At(string path, FormatException misfit) => new($"at \"{path}\": {misfit.Message}", misfit);
}
