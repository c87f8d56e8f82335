using Microsoft.OpenApi;

namespace Kith.Server.Hosting;

/// <summary>The OpenAPI document at <c>/api/openapi.json</c> and Swagger UI at <c>/api/docs/</c>.</summary>
internal static class ApiDocument
{
    private const string DocsPath = "/api/docs";

    public static void AddApiDocument(this IServiceCollection services) =>
        services.AddOpenApi(
            "v1",
            options =>
                options.AddDocumentTransformer(
                    (document, _, _) =>
                    {
                        Describe(document);
                        return Task.CompletedTask;
                    }
                )
        );

    public static void UseApiDocument(this WebApplication app)
    {
        app.MapOpenApi("/api/openapi.json").AllowAnonymous();
        app.Use(
            (context, next) =>
            {
                if (context.Request.Path.Value == DocsPath)
                {
                    context.Response.Redirect($"{DocsPath}/");
                    return Task.CompletedTask;
                }
                // Swagger UI would redirect its own root to index.html.
                if (context.Request.Path.Value == $"{DocsPath}/")
                    context.Request.Path = $"{DocsPath}/index.html";
                return next(context);
            }
        );
        app.UseSwaggerUI(options =>
        {
            options.RoutePrefix = DocsPath[1..];
            options.DocumentTitle = "Kith API";
            options.SwaggerEndpoint("/api/openapi.json", "Kith");
        });
    }

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Kith",
            Version = typeof(ApiDocument).Assembly.GetName().Version!.ToString(3),
            Description =
                "A chat server with AI friends: accounts, agents, stored and streamed answers. Errors are RFC 9457 problem details with a stable `code`.",
        };
        // Relative: the document is true under whichever name it was fetched.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            ["bearer"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An access token, or an API key (`kith_sk_…`).",
            },
            ["cookie"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = "sessionid",
                Description = "What a browser uses. Changes also need the header `X-Kith-CSRF`.",
            },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("cookie", document)] = [] },
        ];
    }
}
