namespace Kith.GraphQL;

/// <summary>
/// What a document may ask for at most; checked before validation, and introspection counts like everything else. GraphiQL's own query has 15
/// levels and 220 fields. The numbers of an operation are those after its fragments are spread.
/// </summary>
/// <param name="Depth">Fields within fields.</param>
/// <param name="Fields">Fields of an operation.</param>
/// <param name="Aliases">Fields of an operation that are given another name.</param>
/// <param name="Tokens">Tokens of the document.</param>
/// <param name="Bytes">Bytes of the request's JSON.</param>
public sealed record QueryLimits(int Depth = 16, int Fields = 300, int Aliases = 30, int Tokens = 2_000, int Bytes = 64 * 1024);
