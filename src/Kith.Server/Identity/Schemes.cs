using System.Security.Claims;
using System.Text.Encodings.Web;
using Kith.Engine;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Kith.Server.Identity;

/// <summary>
/// The ways to sign a request, each an authentication scheme; <see cref="Any"/> chooses one by what the request carries. None is the
/// framework's default: credentials are judged only where a route asks for them, not for every file of the web app.
/// </summary>
internal static class Schemes
{
    public const string Any = "Kith";
    public const string Bearer = "Bearer";
    public const string Cookie = "Cookie";

    public static void AddSchemes(this IServiceCollection services) =>
        services
            .AddAuthentication()
            .AddPolicyScheme(Any, displayName: null, options => options.ForwardDefaultSelector = Choose)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(Bearer, configureOptions: null)
            .AddScheme<AuthenticationSchemeOptions, CookieHandler>(Cookie, configureOptions: null);

    private static string Choose(HttpContext context) => Credentials.FindBearer(context) is null ? Cookie : Bearer;
}

/// <summary>Why the credentials of a request were refused, for whoever answers it.</summary>
internal sealed record Refusal(Failure Failure);

/// <summary>A scheme: finds credentials, has them judged, and leaves a <see cref="CurrentUser"/> or a <see cref="Refusal"/>.</summary>
internal abstract class SchemeHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Null when the request carries nothing for this scheme.</summary>
    protected abstract ValueTask<Result<CurrentUser>?> OpenAsync();

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (await OpenAsync() is not { } opened)
            return AuthenticateResult.NoResult();
        if (!opened.Try(out var user, out var failure))
        {
            Context.Features.Set(new Refusal(failure));
            return AuthenticateResult.Fail(failure.Code);
        }

        Context.Features.Set(user);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user.Caller.PrincipalId)], Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }
}

internal sealed class BearerHandler(
    Credentials credentials,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder
) : SchemeHandler(options, logger, encoder)
{
    protected override async ValueTask<Result<CurrentUser>?> OpenAsync() =>
        Credentials.FindBearer(Context) is { } token
            ? await credentials.OpenTokenAsync(token, Context.RequestAborted)
            : (Result<CurrentUser>?)null;
}

internal sealed class CookieHandler(
    Credentials credentials,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder
) : SchemeHandler(options, logger, encoder)
{
    protected override async ValueTask<Result<CurrentUser>?> OpenAsync() =>
        SessionCookie.Find(Context) is { } cookie ? await credentials.OpenCookieAsync(Context, cookie) : (Result<CurrentUser>?)null;
}
