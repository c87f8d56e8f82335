using Kith.GraphQL.Language;

namespace Kith.GraphQL.Validation;

/// <summary>A rule that a document breaks, and where.</summary>
internal sealed record ValidationError(ValidationRule Rule, string Message, IReadOnlyList<Node> Nodes)
{
    public GraphQLError ToGraphQLError(string source) =>
        new(Message, GraphQLErrorCodes.ValidationFailed, [.. Nodes.Select(node => SourceLocation.At(source, node.Position))]);
}
