using System.Net;
using System.Net.Mime;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Kith.Server.Hosting;

/// <summary>
/// Serves the built web app from disk: its files, its one page for every address that isn't the API's, and beside it the socket console and GraphiQL.
/// </summary>
internal sealed class WebApp
{
    /// <summary>The page for trying GraphQL, which is served at its address.</summary>
    public const string GraphiQL = "/graphql.html";

    private static readonly PathString[] s_notPages = ["/api", "/ws", "/v1", "/graphql", "/health"];
    private static readonly PathString s_hashedFiles = "/assets";
    private static readonly PathString s_socketConsole = "/dev/socket";

    /// <summary><c>web/dist</c> in the source tree, <c>wwwroot</c> beside the binaries when published.</summary>
    public string Folder { get; init; } =
        SourceTree.Root is { } root ? Path.Combine(root, "web", "dist") : Path.Combine(AppContext.BaseDirectory, "wwwroot");

    /// <summary>Why there is no web app, in a sentence for whoever opens the page.</summary>
    public string? Problem { get; set; }

    public void Use(IApplicationBuilder app)
    {
        app.Use(ServePage);
        app.UseResponseCompression();
        // A provider of its own per file: the folder may appear, and be rebuilt, while the server runs.
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new LateFolder(Folder), OnPrepareResponse = SetCaching });
    }

    private Task ServePage(HttpContext context, RequestDelegate next)
    {
        var page =
            IsGraphiQL(context) ? GraphiQL
            : !IsPage(context) ? null
            : IsSocketConsole(context.Request.Path) ? s_socketConsole.Add("/index.html").Value!
            : "/index.html";
        if (page is null)
            return next(context);
        if (!File.Exists(Path.Join(Folder, page)))
            return WriteMissingPageAsync(context);
        context.Request.Path = page;
        // No route, or the file wouldn't be served.
        context.SetEndpoint(endpoint: null);
        return next(context);
    }

    /// <summary>Somebody opened the address of GraphQL in a browser. A client that asks for something says what.</summary>
    private static bool IsGraphiQL(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && string.Equals(context.Request.Path.Value?.TrimEnd('/'), "/graphql", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Query.ContainsKey("query")
        && context.Request.Headers.Accept.ToString().Contains(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase);

    private static bool IsPage(HttpContext context)
    {
        var path = context.Request.Path;
        return (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            && context.GetEndpoint() is null
            && !Path.HasExtension(path.Value)
            && !Array.Exists(s_notPages, p => path.StartsWithSegments(p, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsSocketConsole(PathString path) =>
        path.StartsWithSegments(s_socketConsole, StringComparison.OrdinalIgnoreCase, out var rest) && rest.Value is "" or "/";

    private async Task WriteMissingPageAsync(HttpContext context)
    {
        var text = WebUtility.HtmlEncode(
            Problem ?? "The web app has not been built. Start Kith from its source tree, or publish it with the web app."
        );
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = $"{MediaTypeNames.Text.Html}; charset=utf-8";
        await context.Response.WriteAsync(
            $"<!doctype html><html lang=\"en\"><title>Kith</title><h1>Kith is running, without its web app</h1><p>{text}</p><p>The API works: <a href=\"/api/docs/\">its documentation</a>.</p></html>",
            context.RequestAborted
        );
    }

    private static void SetCaching(StaticFileResponseContext file) =>
        file.Context.Response.Headers.CacheControl = file.Context.Request.Path.StartsWithSegments(
            s_hashedFiles,
            StringComparison.OrdinalIgnoreCase
        )
            ? "public, max-age=31536000, immutable"
            : "no-cache";

    private sealed class LateFolder(string folder) : IFileProvider
    {
        private PhysicalFileProvider? _files;

        public IFileInfo GetFileInfo(string subpath) => Files?.GetFileInfo(subpath) ?? new NotFoundFileInfo(subpath);

        public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

        public Microsoft.Extensions.Primitives.IChangeToken Watch(string filter) => NullChangeToken.Singleton;

        private PhysicalFileProvider? Files => _files ??= Directory.Exists(folder) ? new PhysicalFileProvider(folder) : null;
    }
}
