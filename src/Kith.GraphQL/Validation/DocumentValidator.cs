using Kith.GraphQL.Language;

namespace Kith.GraphQL.Validation;

/// <summary>Whether a document fits a schema and the limits (section 5).</summary>
internal static class DocumentValidator
{
    /// <exception cref="SyntaxException">A limit is exceeded.</exception>
    public static IReadOnlyList<ValidationError> Validate(GraphQLSchema schema, Document document, QueryLimits limits)
    {
        var context = new ValidationContext(schema, document);
        new DocumentMeasure(context).Check(limits);
        if (context.Errors.Count > 0)
            return context.Errors;
        OperationRules.Check(context);
        foreach (var definition in document.Fragments)
            new SelectionRules(context, definition).Check(definition);
        foreach (var operation in document.Operations)
            new SelectionRules(context, operation).Check(operation);
        FragmentRules.Check(context);
        foreach (var operation in document.Operations)
            VariableRules.Check(context, operation);
        new OverlappingFields(context).Check();
        return context.Errors;
    }
}
