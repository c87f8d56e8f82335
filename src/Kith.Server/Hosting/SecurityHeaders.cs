using Microsoft.Extensions.Primitives;

namespace Kith.Server.Hosting;

/// <summary>What browsers are told with every answer, and which names this server answers to.</summary>
internal static class SecurityHeaders
{
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'; ";

    // Swagger UI sets style attributes; its page shows our own document only.
    private const string DocsPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'";

    // GraphiQL's editor writes style elements, and has a font inside its styles; its workers are files of ours.
    private const string GraphiQLPolicy =
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'; ";

    public static void UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                // When the answer starts, because an error clears what was set before it.
                context.Response.OnStarting(Add, context);
                return next(context);
            }
        );

    /// <summary>
    /// Refuses requests sent to another name: a page of a foreign site whose name points here (DNS rebinding) would pass as our own.
    /// </summary>
    public static void UseAllowedHosts(this IApplicationBuilder app, IReadOnlyList<string> names)
    {
        var allowed = names.Select(n => new StringSegment(n)).ToList();
        app.Use(
            (context, next) =>
            {
                var host = context.Request.Host;
                // Probes come by address, and learn nothing from health.
                if (
                    HostString.MatchesAny(host.Host, allowed)
                    || context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase)
                )
                    return next(context);
                return new Problem(
                    400,
                    "invalid",
                    "This server doesn't answer to that name; KITH_ALLOWED_HOSTS lists those it does."
                ).ExecuteAsync(context);
            }
        );
    }

    private static Task Add(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            context.Request.Path.StartsWithSegments("/api/docs", StringComparison.OrdinalIgnoreCase) ? DocsPolicy
            : context.Request.Path.StartsWithSegments(WebApp.GraphiQL, StringComparison.OrdinalIgnoreCase)
                ? GraphiQLPolicy + ConnectSources(context.Request.Host)
            : Policy + ConnectSources(context.Request.Host);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self)";
        if (StringValues.IsNullOrEmpty(headers.CacheControl))
            headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    // Older browsers don't count our own sockets as 'self'. The name was checked against the allowed ones before any page is served.
    private static string ConnectSources(HostString host) =>
        host.HasValue ? $"connect-src 'self' ws://{host} wss://{host}" : "connect-src 'self'";
}
