using System.Text.Json;
using Kith.Engine;
using Kith.GraphQL;
using Kith.Server.Hosting;

namespace Kith.Server.Surfaces.GraphQL;

/// <summary>Errors in GraphQL's form, with the codes of every other door.</summary>
internal static class GraphQLErrors
{
    public static GraphQLException ToGraphQL(this Failure failure) => Of(Problem.From(failure));

    /// <summary>The value, or its failure as the field's error.</summary>
    /// <exception cref="GraphQLException"/>
    public static T OrThrow<T>(this Result<T> result)
        where T : notnull => result.Try(out var value, out var failure) ? value : throw failure.ToGraphQL();

    /// <summary>What a client learns of an exception; null of one that is a mistake of ours.</summary>
    public static GraphQLException? Translate(Exception exception) =>
        exception is StorageUnavailableException or OwnerGoneException ? Of(ProblemExceptionHandler.Describe(exception)) : null;

    /// <summary>An error that never reached the executor.</summary>
    public static object WireOf(Problem problem) =>
        new
        {
            errors = new[]
            {
                new { message = problem.Detail, extensions = Extensions(problem).Prepend(new("code", problem.Code)).ToDictionary() },
            },
        };

    /// <summary>The executor's codes are those of other GraphQL servers.</summary>
    public static string CodeOf(string code) =>
        code switch
        {
            GraphQLErrorCodes.Internal => "internal",
            GraphQLErrorCodes.BadRequest
            or GraphQLErrorCodes.ParseFailed
            or GraphQLErrorCodes.ValidationFailed
            or GraphQLErrorCodes.TooComplex
            or GraphQLErrorCodes.OperationNotFound
            or GraphQLErrorCodes.BadInput => "invalid",
            _ => code,
        };

    private static GraphQLException Of(Problem problem)
    {
        var extensions = Extensions(problem).ToDictionary(StringComparer.Ordinal);
        var message = problem.Errors is { } errors
            ? string.Join("; ", errors.SelectMany(field => field.Value.Select(text => $"{NameOf(field.Key)}: {text}")))
            : problem.Detail;
        return new GraphQLException(message, problem.Code, extensions);
    }

    private static IEnumerable<KeyValuePair<string, object?>> Extensions(Problem problem)
    {
        if (problem.Errors is { } errors)
            yield return new(
                "errors",
                errors.ToDictionary(field => NameOf(field.Key), object? (field) => field.Value, StringComparer.Ordinal)
            );
        if (problem.TurnId is { } turnId)
            yield return new("turnId", turnId);
        if (problem.RetryAfterSeconds is { } seconds)
            yield return new("retryAfter", seconds);
    }

    /// <summary>As the argument is called here.</summary>
    private static string NameOf(string field) =>
        field == RequestKey.Header
            ? field
            : JsonNamingPolicy.CamelCase.ConvertName(
                string.Concat(
                    field.Split('_').Select((part, i) => i == 0 || part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..])
                )
            );
}
