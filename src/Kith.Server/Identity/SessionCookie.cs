using Kith.Engine.Users;

namespace Kith.Server.Identity;

/// <summary>The cookie <c>sessionid</c>: an opaque secret that scripts can't read and other sites' forms don't send.</summary>
internal static class SessionCookie
{
    public const string Name = "sessionid";

    public static string? Find(HttpContext context) => context.Request.Cookies[Name];

    public static void Set(HttpContext context, string value) =>
        context.Response.Cookies.Append(Name, value, Options(context, SignIns.Lifetime));

    /// <summary>The browser counts from when it got the cookie: hand it out again, so that it lasts as long as the sign-in does.</summary>
    public static void Renew(HttpContext context)
    {
        if (Find(context) is { } value)
            Set(context, value);
    }

    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context, maxAge: null));

    private static CookieOptions Options(HttpContext context, TimeSpan? maxAge) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            Path = "/",
            MaxAge = maxAge,
        };
}
