namespace Kith.Server.Surfaces.GraphQL;

/// <summary>The forms an answer can have.</summary>
internal static class Accepts
{
    public const string Json = "application/json";
    public const string GraphQLJson = "application/graphql-response+json";
    public const string Events = StreamDocument.MediaType;

    /// <summary>What the client would rather have; JSON when it doesn't say, or wants what there isn't.</summary>
    public static string Of(HttpRequest request) =>
        request
            .GetTypedHeaders()
            .Accept.OrderByDescending(type => type.Quality ?? 1)
            .Select(type => type.MediaType.Value is "*/*" or "application/*" ? Json : type.MediaType.Value?.ToLowerInvariant())
            .FirstOrDefault(type => type is Json or GraphQLJson or Events)
        ?? Json;
}
