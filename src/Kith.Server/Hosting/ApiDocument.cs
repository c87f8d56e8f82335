using Microsoft.OpenApi;

namespace Kith.Server.Hosting;

/// <summary>
/// The OpenAPI document at <c>/api/openapi.json</c> and Swagger UI at <c>/api/docs/</c>. What it says is read off the routes and their types:
/// here by <see cref="SchemaDocument"/> and <see cref="ErrorDocument"/>, and by further transformers where what they tell is known.
/// </summary>
internal static class ApiDocument
{
    private const string DocsPath = "/api/docs";

    public static void AddApiDocument(this IServiceCollection services) =>
        services.AddOpenApi(
            "v1",
            options =>
            {
                options.CreateSchemaReferenceId = SchemaDocument.NameOf;
                options.AddSchemaTransformer(SchemaDocument.TransformAsync);
                options.AddOperationTransformer(ErrorDocument.TransformAsync);
                options.AddDocumentTransformer(
                    (document, _, _) =>
                    {
                        Describe(document);
                        return Task.CompletedTask;
                    }
                );
            }
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
            options.EnableDeepLinking();
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
                "A chat server with AI friends that remember. Every address also answers with a trailing slash. Ids are opaque strings, times "
                + "are RFC 3339 in UTC, and errors are RFC 9457 problem details with a stable `code`.",
            License = new OpenApiLicense { Name = "Apache 2.0", Identifier = "Apache-2.0" },
        };
        // Relative: the document is true under whichever name it was fetched.
        document.Servers = [new OpenApiServer { Url = "/" }];
    }
}
