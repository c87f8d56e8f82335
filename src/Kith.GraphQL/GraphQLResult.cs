using System.Text.Json;
using Kith.GraphQL.Execution;

namespace Kith.GraphQL;

/// <summary>What a request or an event of a subscription is answered with (section 7.1).</summary>
public sealed class GraphQLResult
{
    private readonly ResultObject? _data;

    private GraphQLResult(bool isRequestError, ResultObject? data, IReadOnlyList<GraphQLError> errors)
    {
        IsRequestError = isRequestError;
        _data = data;
        Errors = errors;
    }

    /// <summary>
    /// Nothing was executed, because the request itself is wrong: there is no "data". Otherwise there is one, null perhaps, and the errors are
    /// those of fields.
    /// </summary>
    public bool IsRequestError { get; }

    public IReadOnlyList<GraphQLError> Errors { get; }

    /// <summary>Writes the response: its fields in the order in which the document selects them.</summary>
    /// <param name="codeOf">Says what a code is called here, for schemas that have names of their own for <see cref="GraphQLErrorCodes"/>.</param>
    public void WriteTo(Utf8JsonWriter writer, Func<string, string>? codeOf = null) => new ResultWriter(writer, codeOf).Write(this, _data);

    /// <summary>Writes the list of errors alone.</summary>
    /// <param name="codeOf">As with <see cref="WriteTo"/>.</param>
    public void WriteErrorsTo(Utf8JsonWriter writer, Func<string, string>? codeOf = null) =>
        new ResultWriter(writer, codeOf).WriteErrors(Errors);

    /// <summary>Of a request that couldn't be read: see <see cref="GraphQLRequest.Parse"/>.</summary>
    public static GraphQLResult OfRequestError(GraphQLException exception) => OfRequestErrors([GraphQLError.Of(exception)]);

    internal static GraphQLResult OfRequestErrors(IReadOnlyList<GraphQLError> errors) => new(isRequestError: true, null, errors);

    internal static GraphQLResult OfData(ResultObject? data, IReadOnlyList<GraphQLError> errors) =>
        new(isRequestError: false, data, errors);
}
