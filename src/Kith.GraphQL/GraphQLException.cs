namespace Kith.GraphQL;

/// <summary>
/// An expected failure, thrown by a resolver or returned in place of its value: message, code and extensions reach the client. Of any other
/// exception the client learns nothing.
/// </summary>
public sealed class GraphQLException(string message, string code, IReadOnlyDictionary<string, object?>? extensions = null)
    : Exception(message)
{
    /// <summary>Sent as <c>extensions.code</c>.</summary>
    public string Code { get; } = code;

    /// <summary>Further members of <c>extensions</c>.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; } = extensions;

    /// <summary>What a client learns of a failure that isn't its own.</summary>
    internal static GraphQLException Internal() => new("The server failed to answer this.", GraphQLErrorCodes.Internal);
}
