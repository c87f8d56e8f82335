using System.Runtime.CompilerServices;
using Kith.GraphQL.Language;
using Kith.GraphQL.Types;

namespace Kith.GraphQL.Validation;

/// <summary>Whether values fit where they stand (section 5.6), and which variables they name.</summary>
internal sealed class ValueRules(ValidationContext context, DefinitionNode definition)
{
    /// <param name="type">What is wanted there; null where that isn't known.</param>
    /// <param name="hasDefault">There is a default for when nothing is given.</param>
    public void Check(ValueNode value, GraphQLType? type, bool hasDefault = false) => Check(value, type, hasDefault, owner: null);

    private void Check(ValueNode value, GraphQLType? type, bool hasDefault, InputObjectType? owner)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value)
        {
            case VariableNode variable:
                context.UsesOf(definition).Variables.Add(new VariableUse(variable, type, hasDefault, owner));
                break;
            case NullNode when type is { IsNonNull: true }:
                Report(value, $"A value of {type} may not be null.");
                break;
            case NullNode:
                break;
            case ListNode list:
                CheckList(list, type);
                break;
            case ObjectNode node:
                CheckObject(node, type);
                break;
            default:
                CheckLeaf(value, type);
                break;
        }
    }

    private void CheckList(ListNode node, GraphQLType? type)
    {
        var list = type?.Nullable as ListType;
        if (list is null)
            CheckLeaf(node, type);
        foreach (var item in node.Items)
            Check(item, list?.Item, hasDefault: false, owner: null);
    }

    private void CheckObject(ObjectNode node, GraphQLType? type)
    {
        context.CheckUnique(node.Fields, field => field.Name, ValidationRule.UniqueInputFieldNames, "fields");
        var input = type?.Named as InputObjectType;
        if (input is null)
            CheckLeaf(node, type);
        else
            CheckFields(node, input);
        foreach (var field in node.Fields)
        {
            var wanted = input?.Fields.GetValueOrDefault(field.Name);
            Check(field.Value, wanted?.Type, wanted?.DefaultValue is not null, input);
        }
    }

    private void CheckFields(ObjectNode node, InputObjectType type)
    {
        foreach (var field in node.Fields.Where(field => !type.Fields.ContainsKey(field.Name)))
            context.Report(ValidationRule.ValuesOfCorrectType, $"{type} has no field \"{field.Name}\".", field);
        foreach (var wanted in type.Fields.Values.Where(wanted => wanted.IsRequired))
        {
            if (!node.Fields.Any(field => field.Name == wanted.Name))
                Report(node, $"{type} needs a field \"{wanted.Name}\" of {wanted.Type}.");
        }
        // One that comes twice is reported as that.
        if (type.IsOneOf && (node.Fields.DistinctBy(field => field.Name).Count() != 1 || node.Fields[^1].Value is NullNode))
            Report(node, $"{type} takes exactly one field, and not null.");
    }

    /// <summary>A value of a scalar or an enum, or what can't be one of this type.</summary>
    private void CheckLeaf(ValueNode value, GraphQLType? type)
    {
        switch (type?.Named)
        {
            case null:
                break;
            case ScalarType scalar:
                CheckScalar(value, scalar);
                break;
            case EnumType options when value is EnumNode name && options.Values.ContainsKey(name.Name):
                break;
            default:
                Report(value, $"{type} cannot represent {LiteralPrinter.Excerpt(value)}.");
                break;
        }
    }

    private void CheckScalar(ValueNode value, ScalarType scalar)
    {
        try
        {
            scalar.Read(value);
        }
        catch (FormatException misfit)
        {
            Report(value, misfit.Message);
        }
    }

    private void Report(ValueNode value, string message) => context.Report(ValidationRule.ValuesOfCorrectType, message, value);
}
