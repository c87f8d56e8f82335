using Kith.Engine.Users;

namespace Kith.Server.Identity;

/// <summary>
/// Who sent this request, and by which sign-in. A route handler takes it as a parameter: after <c>RequireSignedIn()</c> it is always
/// there, after <c>AllowVisitors()</c> it may be null.
/// </summary>
/// <param name="SignInId">What <see cref="Revocations"/> knows it by.</param>
/// <param name="ByCookie">As a browser does, not with a token.</param>
internal sealed record CurrentUser(Caller Caller, string SignInId, bool ByCookie)
{
    /// <summary>Null before signing in was checked, and for a caller without credentials.</summary>
    public static CurrentUser? Of(HttpContext context) => context.Features.Get<CurrentUser>();

    /// <summary>How minimal APIs find it.</summary>
    public static ValueTask<CurrentUser?> BindAsync(HttpContext context) => new(Of(context));
}
