using System.Runtime.CompilerServices;
using Kith.GraphQL.Language;

namespace Kith.GraphQL.Validation;

/// <summary>Whether two places are written alike but for the order of what has none.</summary>
internal static class SameValues
{
    public static bool OfArguments(IReadOnlyList<ArgumentNode> one, IReadOnlyList<ArgumentNode> other) =>
        one.Count == other.Count
        && one.All(argument => other.FirstOrDefault(match => match.Name == argument.Name) is { } match && Are(argument.Value, match.Value));

    private static bool Are(ValueNode one, ValueNode other)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return (one, other) switch
        {
            (ListNode list, ListNode otherList) => list.Items.Count == otherList.Items.Count
                && list.Items.Zip(otherList.Items).All(pair => Are(pair.First, pair.Second)),
            (ObjectNode node, ObjectNode otherNode) => node.Fields.Count == otherNode.Fields.Count
                && node.Fields.All(field =>
                    otherNode.Fields.FirstOrDefault(match => match.Name == field.Name) is { } match && Are(field.Value, match.Value)
                ),
            (VariableNode variable, VariableNode otherVariable) => variable.Name == otherVariable.Name,
            (IntNode whole, IntNode otherWhole) => whole.Digits == otherWhole.Digits,
            (FloatNode real, FloatNode otherReal) => real.Digits == otherReal.Digits,
            (StringNode text, StringNode otherText) => text.Value == otherText.Value,
            (BooleanNode flag, BooleanNode otherFlag) => flag.Value == otherFlag.Value,
            (EnumNode name, EnumNode otherName) => name.Name == otherName.Name,
            (NullNode, NullNode) => true,
            _ => false,
        };
    }
}
