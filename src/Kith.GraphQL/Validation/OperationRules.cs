using System.Runtime.CompilerServices;
using Kith.GraphQL.Language;
using Kith.GraphQL.Types;

namespace Kith.GraphQL.Validation;

/// <summary>Rules about operations as a whole (section 5.2).</summary>
internal static class OperationRules
{
    public static void Check(ValidationContext context)
    {
        var operations = context.Document.Operations;
        context.CheckUnique(
            operations.Where(operation => operation.Name is not null),
            operation => operation.Name!,
            ValidationRule.UniqueOperationNames,
            "operations"
        );
        foreach (var operation in operations)
        {
            if (operation.Name is null && operations.Count > 1)
                context.Report(ValidationRule.LoneAnonymousOperation, "An operation without a name must be the only one.", operation);
            if (context.Schema.RootOf(operation.Kind) is not { } root)
                context.Report(ValidationRule.KnownOperationTypes, $"The schema has no {operation.Kind}.", operation);
            else if (operation.Kind == OperationKind.Subscription)
                CheckSubscription(context, operation, root);
        }
    }

    /// <summary>Section 5.2.4.1.</summary>
    private static void CheckSubscription(ValidationContext context, OperationNode operation, ObjectType root)
    {
        var fields = new List<FieldNode>();
        Collect(context, operation.SelectionSet, root, fields, []);
        if (fields.Select(field => field.ResponseName).Distinct().Count() > 1)
            context.Report(ValidationRule.SingleFieldSubscriptions, "A subscription selects one field.", [.. fields]);
        foreach (var field in fields.Where(field => field.Name.StartsWith("__", StringComparison.Ordinal)))
            context.Report(ValidationRule.SingleFieldSubscriptions, $"A subscription can't select {field.Name}.", field);
    }

    private static void Collect(
        ValidationContext context,
        SelectionSetNode selectionSet,
        ObjectType root,
        List<FieldNode> fields,
        HashSet<string> visited
    )
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var selection in selectionSet.Selections)
        {
            // What a subscription is about can't depend on its variables.
            foreach (var directive in selection.Directives.Where(directive => directive.Name is "skip" or "include"))
                context.Report(
                    ValidationRule.SingleFieldSubscriptions,
                    $"The field of a subscription can't have @{directive.Name}.",
                    directive
                );
            switch (selection)
            {
                case FieldNode field:
                    fields.Add(field);
                    break;
                case InlineFragmentNode inline when Applies(context, inline.TypeCondition, root):
                    Collect(context, inline.SelectionSet, root, fields, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add(spread.Name):
                    if (context.Fragments.TryGetValue(spread.Name, out var fragment) && Applies(context, fragment.TypeCondition, root))
                        Collect(context, fragment.SelectionSet, root, fields, visited);
                    break;
            }
        }
    }

    private static bool Applies(ValidationContext context, NamedTypeNode? condition, ObjectType root) =>
        condition is null
        || (context.Schema.Find(condition.Name) is CompositeType type && context.Schema.PossibleTypes(type).Contains(root));
}
