namespace Kith.GraphQL;

/// <summary>What an operation is about to do (section 2.3).</summary>
public enum OperationKind
{
    Query,
    Mutation,
    Subscription,
}

/// <summary>An operation that was found good and is about to be executed, for whoever decides whether its caller may.</summary>
/// <param name="RootFields">What is selected of its root once <c>@skip</c> and <c>@include</c> are applied, by the schema's names; a field of two aliases comes twice.</param>
public sealed record GraphQLOperation(OperationKind Kind, IReadOnlyList<string> RootFields);
