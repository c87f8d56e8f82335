using System.Runtime.CompilerServices;
using Kith.GraphQL.Language;
using Kith.GraphQL.Types;

namespace Kith.GraphQL.Execution;

/// <summary>
/// Values of a document as resolvers get them (sections 3.5 to 3.12, "Input Coercion"; 6.4.1). A value that doesn't fit is a
/// <see cref="FormatException"/>, whose message the client gets.
/// </summary>
internal static class LiteralCoercion
{
    /// <summary>Section 6.4.1. <paramref name="written"/> are arguments by name.</summary>
    /// <exception cref="FormatException"/>
    public static InputObject CoerceArguments(
        OrderedDictionary<string, InputDefinition> definitions,
        IReadOnlyList<ArgumentNode> written,
        CoercedVariables variables
    )
    {
        var given = new Dictionary<string, ValueNode>(written.Count);
        foreach (var argument in written)
            given[argument.Name] = argument.Value;
        return CoerceMembers(definitions, given, variables);
    }

    /// <exception cref="FormatException"/>
    public static object? Coerce(ValueNode literal, GraphQLType type, CoercedVariables variables)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (literal is VariableNode variable)
        {
            // Its own type was checked against this one by validation; only null may still be wrong.
            variables.TryGet(variable.Name, out var value);
            return value is null && type.IsNonNull ? throw NotNull(type) : value;
        }
        if (literal is NullNode)
            return type.IsNonNull ? throw NotNull(type) : null;
        return type.Nullable switch
        {
            ListType list => CoerceList(literal, list.Item, variables),
            InputObjectType input => CoerceObject(literal, input, variables),
            EnumType options => literal is EnumNode name && options.Values.TryGetValue(name.Name, out var option)
                ? option.Value
                : throw new FormatException($"{options.Name} has no value {LiteralPrinter.Excerpt(literal)}."),
            ScalarType scalar => scalar.Read(literal),
            var other => throw new InvalidOperationException($"{other} is no input type."),
        };
    }

    private static object?[] CoerceList(ValueNode literal, GraphQLType item, CoercedVariables variables) =>
        // A single value stands for a list of one.
        literal is ListNode list
            ? [.. list.Items.Select(value => Coerce(value, item, variables))]
            : [Coerce(literal, item, variables)];

    private static InputObject CoerceObject(ValueNode literal, InputObjectType type, CoercedVariables variables)
    {
        if (literal is not ObjectNode node)
            throw new FormatException($"{type.Name} cannot represent {LiteralPrinter.Excerpt(literal)}.");
        var given = new Dictionary<string, ValueNode>(node.Fields.Count);
        foreach (var field in node.Fields)
        {
            if (!type.Fields.ContainsKey(field.Name))
                throw new FormatException($"{type.Name} has no field \"{field.Name}\".");
            given[field.Name] = field.Value;
        }
        if (type.IsOneOf && given.Count != 1)
            throw OneOf(type);
        var result = CoerceMembers(type.Fields, given, variables);
        if (type.IsOneOf && (result.Count != 1 || result[result.Names[0]] is null))
            throw OneOf(type);
        return result;
    }

    private static InputObject CoerceMembers(
        OrderedDictionary<string, InputDefinition> definitions,
        Dictionary<string, ValueNode> given,
        CoercedVariables variables
    )
    {
        var result = new InputObject();
        foreach (var (name, definition) in definitions)
        {
            if (given.TryGetValue(name, out var literal) && !IsMissing(literal, variables))
                result[name] = Coerce(literal, definition.Type, variables);
            else if (definition.DefaultValue is not null)
                result[name] = definition.CoercedDefault;
            else if (definition.IsRequired)
                throw new FormatException($"\"{name}\" of type {definition.Type} was not given.");
        }
        return result;
    }

    private static bool IsMissing(ValueNode literal, CoercedVariables variables) =>
        literal is VariableNode variable && !variables.TryGet(variable.Name, out _);

    internal static FormatException NotNull(GraphQLType type) => new($"A value of {type} may not be null.");

    internal static FormatException OneOf(InputObjectType type) => new($"{type.Name} takes exactly one field, and not null.");
}
