using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kith.Server.Identity;

/// <summary>Tells the API's document which credentials there are, and which of them a route takes.</summary>
internal static class AccessDocument
{
    private const string AccessToken = "access_token";
    private const string ApiKey = "api_key";
    private const string Cookie = "cookie";

    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer(
            (document, _, _) =>
            {
                (document.Components ??= new OpenApiComponents()).SecuritySchemes = Schemes();
                return Task.CompletedTask;
            }
        );
        options.AddOperationTransformer(
            (operation, context, _) =>
            {
                operation.Security = [.. Requirements(context.Description.ActionDescriptor.EndpointMetadata, context.Document!)];
                return Task.CompletedTask;
            }
        );
    }

    private static Dictionary<string, IOpenApiSecurityScheme> Schemes() =>
        new(StringComparer.Ordinal)
        {
            [AccessToken] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "The `access_token` that register, login, guest and refresh answer. It lives for 15 minutes.",
            },
            [ApiKey] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "kith_sk_…",
                Description = "An API key: with the scope `read` for what changes nothing, `chat` for the rest.",
            },
            [Cookie] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = SessionCookie.Name,
                Description = $"What a browser uses. What changes something also needs the header `{AntiForgery.Header}`.",
            },
        };

    private static IEnumerable<OpenApiSecurityRequirement> Requirements(IList<object> metadata, OpenApiDocument document)
    {
        if (metadata.OfType<Access.Welcomes>().LastOrDefault() is not { } welcomes)
            yield break;
        // An empty requirement first: none is asked for, and what comes is taken.
        if (welcomes.IsOpen)
            yield return [];
        yield return Requirement(AccessToken);
        if (!metadata.OfType<Access.NoKeys>().Any())
            yield return Requirement(ApiKey);
        yield return Requirement(Cookie);

        OpenApiSecurityRequirement Requirement(string scheme) => new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
    }
}
