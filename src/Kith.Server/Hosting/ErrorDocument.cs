using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kith.Server.Hosting;

/// <summary>
/// Which errors a route may answer, for the API's document: those it names with <see cref="Fails"/>, those that follow from what it takes,
/// and those of every route; in the shape its surface has chosen.
/// </summary>
internal static class ErrorDocument
{
    private static readonly string[] s_ofAll = ["rate_limited", "internal", "storage_unavailable"];

    /// <summary>The contract's codes a route, or a group of them, may answer beside those that follow from what it takes.</summary>
    public static TBuilder Fails<TBuilder>(this TBuilder builder, params string[] codes)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new FailsWith(codes));

    /// <summary>Describes the errors of all routes below, once everything else is known of them.</summary>
    public static TBuilder DescribeErrors<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Finally(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder route)
                Describe(route);
        });
        return builder;
    }

    /// <summary>Puts answers in the order of their status, and names the codes of those that are errors.</summary>
    public static Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var responses = operation.Responses ?? [];
        foreach (var said in context.Description.ActionDescriptor.EndpointMetadata.OfType<ProducesResponseTypeMetadata>())
            if (said.Description is { } codes && responses.TryGetValue($"{said.StatusCode}", out var response))
                response.Description = codes;
        operation.Responses = [];
        foreach (var (status, response) in responses.OrderBy(one => one.Key, StringComparer.Ordinal))
            operation.Responses[status] = response;
        return Task.CompletedTask;
    }

    private static void Describe(RouteEndpointBuilder route)
    {
        var shape = ProblemShape.Find(route.ApplicationServices.GetServices<ProblemShape>(), new PathString(PrefixOf(route)));
        var byStatus = CodesOf(route).Distinct(StringComparer.Ordinal).GroupBy(ErrorCodes.StatusOf).ToList();
        foreach (var codes in byStatus)
            route.Metadata.Add(
                new ProducesResponseTypeMetadata(
                    codes.Key,
                    shape?.Wire ?? typeof(ProblemWire),
                    [shape is null ? Problem.MediaType : "application/json"]
                )
                {
                    Description = string.Join(", ", codes.Select(code => $"`{code}`")),
                }
            );
    }

    private static IEnumerable<string> CodesOf(RouteEndpointBuilder route)
    {
        foreach (var said in route.Metadata.OfType<FailsWith>())
        foreach (var code in said.Codes)
            yield return code;
        var inPath = route.RoutePattern.Parameters.Select(parameter => parameter.Name).ToList();
        if (inPath.Count > 0)
            yield return "not_found";
        if (
            route
                .Metadata.OfType<MethodInfo>()
                .SelectMany(handler => handler.GetParameters())
                .Any(parameter => parameter.ParameterType == typeof(string) && !inPath.Contains(parameter.Name!, StringComparer.Ordinal))
        )
            yield return "invalid";
        if (route.Metadata.OfType<IAcceptsMetadata>().Any())
        {
            yield return "invalid";
            yield return "too_large";
            yield return "unsupported_media";
        }

        foreach (var code in s_ofAll)
            yield return code;
    }

    /// <summary>The address up to its first parameter: what surfaces choose the shape of their errors by.</summary>
    private static string PrefixOf(RouteEndpointBuilder route) => "/" + route.RoutePattern.RawText!.Split('{')[0].Trim('/');
}

/// <summary>Codes of the contract that a route may answer.</summary>
internal sealed record FailsWith(params IReadOnlyList<string> Codes);
