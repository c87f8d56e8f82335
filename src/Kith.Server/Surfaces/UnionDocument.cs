using Kith.Server.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kith.Server.Surfaces;

/// <summary>Tells the API's document of bodies that may be of several types, and of members that only one of the routes with a body asks for.</summary>
internal static class UnionDocument
{
    private const string Json = "application/json";

    public static RouteHandlerBuilder AcceptsAny(this RouteHandlerBuilder route, params Type[] types) =>
        route.Accepts<object>(Json).WithMetadata(new Taken(types));

    public static RouteHandlerBuilder ProducesAny(this RouteHandlerBuilder route, params Type[] types) =>
        route.Produces<object>().WithMetadata(new Given(types));

    /// <summary>Members that have to come here, though the body's type is shared with a route that doesn't ask for them.</summary>
    public static RouteHandlerBuilder NeedsMembers(this RouteHandlerBuilder route, params string[] names) =>
        route.WithMetadata(new Needed(names));

    public static void Describe(OpenApiOptions options) =>
        options.AddOperationTransformer(
            async (operation, context, cancellationToken) =>
            {
                foreach (var said in context.Description.ActionDescriptor.EndpointMetadata)
                    switch (said)
                    {
                        case Taken taken:
                            operation.RequestBody!.Content![Json].Schema = await AnyAsync(taken.Types, context, cancellationToken);
                            break;
                        case Given given:
                            operation.Responses!["200"].Content![Json].Schema = await AnyAsync(given.Types, context, cancellationToken);
                            break;
                        case Needed needed:
                            var body = operation.RequestBody!.Content![Json];
                            body.Schema = new OpenApiSchema
                            {
                                AllOf = [body.Schema!, new OpenApiSchema { Required = needed.Names.ToHashSet(StringComparer.Ordinal) }],
                            };
                            break;
                    }
            }
        );

    private static async Task<OpenApiSchema> AnyAsync(
        IEnumerable<Type> types,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var any = new List<IOpenApiSchema>();
        foreach (var type in types)
            any.Add(await SchemaDocument.ReferAsync(type, context, cancellationToken));
        return new OpenApiSchema { AnyOf = any };
    }

    private sealed record Taken(IReadOnlyList<Type> Types);

    private sealed record Given(IReadOnlyList<Type> Types);

    private sealed record Needed(IReadOnlyList<string> Names);
}
