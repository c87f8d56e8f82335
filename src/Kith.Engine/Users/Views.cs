using System.ComponentModel.DataAnnotations;

namespace Kith.Engine.Users;

/// <summary>Where a sign-in comes from.</summary>
/// <param name="UserAgent">As the client calls itself.</param>
/// <param name="Network">An IPv4 address or an IPv6 /64.</param>
public sealed record Device(string UserAgent, string Network);

/// <summary>An account as its owner sees it.</summary>
public sealed record UserView(
    string Id,
    string? Email,
    string DisplayName,
    [property: AllowedValues("user", "admin")] string Role,
    bool IsAnonymous
);

/// <summary>A sign-in that was found good.</summary>
public sealed record SignedIn(string SignInId, Caller Caller, UserView User);

/// <summary>A sign-in that was just made or renewed: the only time its secrets are seen.</summary>
/// <param name="Cookie">For browsers; null when it was renewed by its refresh token.</param>
/// <param name="RefreshToken">Good once.</param>
public sealed record NewSignIn(SignedIn SignedIn, string? Cookie, string RefreshToken);

/// <summary>A sign-in in the list of one's own.</summary>
public sealed record SignInView(
    string Id,
    string UserAgent,
    string Network,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUsedAt,
    DateTimeOffset ExpiresAt
);

/// <summary>What went with an account, by kind.</summary>
public sealed record Erased(string UserId, IReadOnlyDictionary<string, long> Counts);
