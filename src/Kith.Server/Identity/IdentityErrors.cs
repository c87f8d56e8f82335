using Kith.Engine;

namespace Kith.Server.Identity;

/// <summary>A browser sent a cookie from a page that isn't ours, or without the anti-forgery token.</summary>
internal sealed record CsrfFailed(string Detail) : Failure("csrf_failed", Detail)
{
    public static readonly CsrfFailed Origin = new("This came from a page of another origin.");
    public static readonly CsrfFailed Token = new("The X-Kith-CSRF header is missing or not the one of this sign-in.");
}
