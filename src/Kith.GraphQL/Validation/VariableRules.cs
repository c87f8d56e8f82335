using Kith.GraphQL.Language;
using Kith.GraphQL.Types;

namespace Kith.GraphQL.Validation;

/// <summary>Rules about the variables of an operation, wherever its fragments use them (section 5.8).</summary>
internal static class VariableRules
{
    public static void Check(ValidationContext context, OperationNode operation)
    {
        context.CheckUnique(operation.Variables, variable => variable.Name, ValidationRule.UniqueVariableNames, "variables");
        var defined = new Dictionary<string, VariableDefinitionNode>();
        foreach (var variable in operation.Variables)
        {
            defined[variable.Name] = variable;
            CheckType(context, variable);
        }
        var used = new HashSet<string>();
        foreach (var use in context.ReachableFrom(operation).SelectMany(definition => context.UsesOf(definition).Variables))
        {
            used.Add(use.Node.Name);
            if (defined.TryGetValue(use.Node.Name, out var variable))
                CheckPosition(context, variable, use);
            else
                context.Report(
                    ValidationRule.NoUndefinedVariables,
                    $"Variable \"${use.Node.Name}\" is not defined by its operation.",
                    use.Node,
                    operation
                );
        }
        foreach (var variable in operation.Variables.Where(variable => !used.Contains(variable.Name)))
            context.Report(ValidationRule.NoUnusedVariables, $"Variable \"${variable.Name}\" is not used.", variable);
    }

    /// <summary>Section 5.8.2.</summary>
    private static void CheckType(ValidationContext context, VariableDefinitionNode variable)
    {
        if (context.Schema.Find(variable.Type) is not { } type)
            context.Report(ValidationRule.KnownTypeNames, $"The type of \"${variable.Name}\" is not defined.", variable.Type);
        else if (!type.IsInput)
            context.Report(ValidationRule.VariablesAreInputTypes, $"\"${variable.Name}\" can't be of {type}.", variable.Type);
    }

    /// <summary>Section 5.8.5.</summary>
    private static void CheckPosition(ValidationContext context, VariableDefinitionNode variable, VariableUse use)
    {
        if (use.Type is not { } wanted || context.Schema.Find(variable.Type) is not { } type)
            return;
        if (IsAllowed(type, wanted, use, variable.DefaultValue is not (null or NullNode)))
            return;
        context.Report(
            ValidationRule.VariablesInAllowedPosition,
            $"Variable \"${variable.Name}\" of {type} can't be used where {wanted} is wanted.",
            variable,
            use.Node
        );
    }

    private static bool IsAllowed(GraphQLType type, GraphQLType wanted, VariableUse use, bool hasDefault)
    {
        var mayBeNull = !wanted.IsNonNull && use.Owner is not { IsOneOf: true };
        if (mayBeNull || type.IsNonNull)
            return Fits(type, wanted);
        // Whether null is given all the same shows when it is executed.
        return (hasDefault || use.HasDefault) && Fits(type, wanted.Nullable);
    }

    // Types nest as deep as they are written, which the parser limits.
    private static bool Fits(GraphQLType type, GraphQLType wanted) =>
        (type, wanted) switch
        {
            (_, NonNullType) => type.IsNonNull && Fits(type.Nullable, wanted.Nullable),
            (NonNullType, _) => Fits(type.Nullable, wanted),
            (ListType list, ListType wantedList) => Fits(list.Item, wantedList.Item),
            _ => type == wanted,
        };
}
