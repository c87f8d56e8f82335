using Kith.Server.Hosting;
using Microsoft.Net.Http.Headers;

namespace Kith.Server.Identity;

/// <summary>Whose pages may act for the person before the browser: our own, and the configured origins.</summary>
internal sealed class Origins(KithOptions options)
{
    private const string FetchSite = "Sec-Fetch-Site";

    private readonly HashSet<string> _allowed = new(options.AllowedOrigins, StringComparer.OrdinalIgnoreCase);

    /// <summary>True when the request says it comes from a page: only browsers do.</summary>
    public static bool IsFromBrowser(HttpContext context)
    {
        var headers = context.Request.Headers;
        return headers.ContainsKey(HeaderNames.Origin) || headers.ContainsKey(HeaderNames.Referer) || headers.ContainsKey(FetchSite);
    }

    /// <summary>
    /// False for a foreign or <c>null</c> origin: answer 403, on WebSocket upgrades too. A request that is no browser's is allowed.
    /// </summary>
    public bool IsAllowed(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers.TryGetValue(HeaderNames.Origin, out var origin))
            return origin.Count == 1 && IsAllowed(context.Request, origin[0]);
        if (headers.TryGetValue(HeaderNames.Referer, out var referer))
            return referer.Count == 1 && IsAllowed(context.Request, referer[0]);
        // "none" is the person: typed, a bookmark. Without Origin and Referer, "same-site" may be a neighbour's page.
        return !headers.TryGetValue(FetchSite, out var site) || (string?)site is "same-origin" or "none";
    }

    private bool IsAllowed(HttpRequest request, string? from) =>
        Uri.TryCreate(from, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && (IsOurs(request, url) || _allowed.Contains(url.GetLeftPart(UriPartial.Authority)));

    /// <summary>The address the request was sent to. Behind a proxy that ends TLS we see http where the page is https.</summary>
    private static bool IsOurs(HttpRequest request, Uri url)
    {
        if (!request.Host.HasValue || !Uri.TryCreate($"{url.Scheme}://{request.Host.Value}", UriKind.Absolute, out var own))
            return false;
        return (url.Scheme == request.Scheme || url.Scheme == "https")
            && string.Equals(url.Host, own.Host, StringComparison.OrdinalIgnoreCase)
            && url.Port == own.Port;
    }
}
