namespace Kith.GraphQL;

/// <summary>One entry of a response's "errors" (section 7.1.6).</summary>
/// <param name="Message">For the developer of the client. Nothing in it says what the server doesn't want to show.</param>
/// <param name="Code">Sent as <c>extensions.code</c>; one of <see cref="GraphQLErrorCodes"/> or the schema's own.</param>
/// <param name="Locations">Where in the document; empty if it is about no place.</param>
/// <param name="Path">Where in the response: names of fields (string) and indices of lists (int). Null for request errors.</param>
/// <param name="Extensions">Further members of <c>extensions</c>: text, numbers, flags, lists and dictionaries of them.</param>
public sealed record GraphQLError(
    string Message,
    string Code,
    IReadOnlyList<SourceLocation> Locations,
    IReadOnlyList<object>? Path = null,
    IReadOnlyDictionary<string, object?>? Extensions = null
)
{
    /// <summary>Of the request as a whole.</summary>
    internal static GraphQLError Of(GraphQLException exception) =>
        new(exception.Message, exception.Code, [], Extensions: exception.Extensions);
}

/// <summary>Codes of errors that the executor itself finds; those that other servers use too.</summary>
public static class GraphQLErrorCodes
{
    /// <summary>The request is no GraphQL request.</summary>
    public const string BadRequest = "BAD_REQUEST";

    /// <summary>The document is no GraphQL.</summary>
    public const string ParseFailed = "GRAPHQL_PARSE_FAILED";

    /// <summary>The document doesn't fit the schema.</summary>
    public const string ValidationFailed = "GRAPHQL_VALIDATION_FAILED";

    /// <summary>The document asks for more than <see cref="QueryLimits"/> let it.</summary>
    public const string TooComplex = "QUERY_TOO_COMPLEX";

    /// <summary>The document has no operation of that name, several and none was named, or of a kind that isn't allowed here.</summary>
    public const string OperationNotFound = "OPERATION_RESOLUTION_FAILURE";

    /// <summary>A variable or an argument has a value that isn't one of its type.</summary>
    public const string BadInput = "BAD_USER_INPUT";

    /// <summary>A resolver failed, or returned what the schema doesn't allow.</summary>
    public const string Internal = "INTERNAL_SERVER_ERROR";
}
