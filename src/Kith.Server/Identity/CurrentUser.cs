using Kith.Engine;
using Kith.Engine.Users;
using Kith.Server.Hosting;

namespace Kith.Server.Identity;

/// <summary>
/// Who sent this request, and by which sign-in. A route handler takes it as a parameter: after <c>RequireSignedIn()</c> it is always
/// there, after <c>AllowVisitors()</c> it may be null.
/// </summary>
/// <param name="SignInId">What <see cref="Revocations"/> knows it by.</param>
/// <param name="ByCookie">As a browser does, not with a token.</param>
/// <param name="Key">The API key it was, if it was one: it may do less than the person it acts for.</param>
internal sealed record CurrentUser(Caller Caller, string SignInId, bool ByCookie, KeyUse? Key = null)
{
    /// <summary>An app speaks for many.</summary>
    private const int KeyTimes = 10;

    /// <summary>Whose limits it counts to: a key has its own.</summary>
    public LimitedCaller LimitedAs =>
        Key is null ? new LimitedCaller($"principal {Caller.PrincipalId}") : new LimitedCaller($"key {Key.KeyId}", KeyTimes);

    /// <summary>Null when it may do what needs that scope.</summary>
    public Failure? Check(KeyScopes needed) =>
        Key?.Scopes.Allow(needed) is false
            ? new Forbidden($"This API key may not do that: it lacks the scope {needed.ToNames()[0]}.")
            : null;

    /// <summary>Null before signing in was checked, and for a caller without credentials.</summary>
    public static CurrentUser? Of(HttpContext context) => context.Features.Get<CurrentUser>();

    /// <summary>How minimal APIs find it.</summary>
    public static ValueTask<CurrentUser?> BindAsync(HttpContext context) => new(Of(context));
}
