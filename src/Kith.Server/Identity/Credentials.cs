using Kith.Engine;
using Kith.Engine.Users;
using Kith.Server.Identity.Jwt;

namespace Kith.Server.Identity;

/// <summary>The one place credentials are judged: those of a request, and those a socket brings in its first frame.</summary>
internal sealed class Credentials(AccessTokens tokens, ApiKeys keys, SignIns signIns, Origins origins, AntiForgery antiForgery)
{
    private const string Bearer = "Bearer";

    /// <summary>The token of <c>Authorization: Bearer …</c>, or null. Other schemes belong to somebody else, e.g. a proxy.</summary>
    public static string? FindBearer(HttpContext context) =>
        context.Request.Headers.Authorization is [{ } header]
        && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
        && (header.Length == Bearer.Length || header[Bearer.Length] == ' ')
            ? header[Bearer.Length..].Trim()
            : null;

    /// <summary>An access token, which costs no SQL, or an API key, which costs one read; wherever it came from.</summary>
    public async ValueTask<Result<CurrentUser>> OpenTokenAsync(string token, CancellationToken cancellationToken)
    {
        if (token.StartsWith(ApiKeys.Prefix, StringComparison.Ordinal))
            return await OpenKeyAsync(token, cancellationToken);
        var result = tokens.Open(token);
        if (result.Try(out var user, out _))
            signIns.NoteUse(user.SignInId, user.Caller.PrincipalId);
        return result;
    }

    /// <summary>A ticket of <c>POST /api/auth/ws-ticket</c>, which is used up.</summary>
    public async Task<Result<CurrentUser>> OpenTicketAsync(string ticket, CancellationToken cancellationToken)
    {
        var opened = await signIns.OpenTicketAsync(ticket, cancellationToken);
        return opened.Try(out var signedIn, out var failure) ? User(signedIn, byCookie: false) : failure;
    }

    /// <summary>
    /// The cookie of a request: one read. From a browser it must come from a page of ours and, if it changes anything, carry the
    /// anti-forgery token.
    /// </summary>
    /// <param name="checkToken">False where the origin is enough, because the cookie only says what to keep.</param>
    public async Task<Result<CurrentUser>> OpenCookieAsync(HttpContext context, string cookie, bool checkToken = true)
    {
        var opened = await TryAsync(() => signIns.OpenCookieAsync(cookie, context.RequestAborted));
        if (!opened.Try(out var signedIn, out var failure))
            return failure;
        if (Origins.IsFromBrowser(context))
        {
            if (!origins.IsAllowed(context))
                return CsrfFailed.Origin;
            if (checkToken && IsChange(context.Request) && !antiForgery.IsValid(context, signedIn.SignInId))
                return CsrfFailed.Token;
        }

        return User(signedIn, byCookie: true);
    }

    /// <summary>
    /// Whatever the request carries; null when that is nothing, or a cookie that is over. For what visitors may do too, and for socket
    /// upgrades.
    /// </summary>
    /// <param name="checkToken">As with <see cref="OpenCookieAsync"/>.</param>
    public async Task<Result<CurrentUser?>> FindAsync(HttpContext context, bool checkToken = true)
    {
        if (FindBearer(context) is { } token)
            return Optional(await OpenTokenAsync(token, context.RequestAborted));
        if (SessionCookie.Find(context) is not { } cookie)
            return (CurrentUser?)null;
        var result = await OpenCookieAsync(context, cookie, checkToken);
        return result.Failure is Unauthenticated ? (CurrentUser?)null : Optional(result);
    }

    private async Task<Result<CurrentUser>> OpenKeyAsync(string key, CancellationToken cancellationToken) =>
        (await TryAsync(() => keys.OpenAsync(key, cancellationToken))).Try(out var use, out var failure)
            ? new CurrentUser(use.Caller, use.SignInId, ByCookie: false, use)
            : failure;

    private static async Task<Result<T>> TryAsync<T>(Func<Task<Result<T>>> open)
        where T : notnull
    {
        try
        {
            return await open();
        }
        catch (StorageUnavailableException)
        {
            return new CredentialsUnknown();
        }
    }

    private static Result<CurrentUser?> Optional(Result<CurrentUser> result) => result.Try(out var user, out var failure) ? user : failure;

    /// <summary>CONNECT is a WebSocket over HTTP/2; its Origin was checked.</summary>
    internal static bool IsChange(HttpRequest request) =>
        !(
            HttpMethods.IsGet(request.Method)
            || HttpMethods.IsHead(request.Method)
            || HttpMethods.IsOptions(request.Method)
            || HttpMethods.IsConnect(request.Method)
        );

    private static CurrentUser User(SignedIn signedIn, bool byCookie) => new(signedIn.Caller, signedIn.SignInId, byCookie);
}
