using Kith.Engine.Models;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.Models;

/// <summary>The models an agent may name.</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/models", List)
            .WithTags("Agents")
            .WithName("listConfiguredModels")
            .WithSummary("The configured models")
            .RequireSignedIn();

    private static Page<ConfiguredModel> List(IReadOnlyList<ConfiguredModel> models) => new(models, NextCursor: null);
}
