using System.ComponentModel.DataAnnotations;
using Kith.Engine.Users;

namespace Kith.Server.Surfaces.Rest.Accounts;

// What comes in: members are nullable, so that the engine says what is missing, all at once.

internal sealed record RegisterBody
{
    [Required]
    public string? Email { get; init; }

    [Required]
    public string? Password { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>As a guest: keep one's chats.</summary>
    public bool? ClaimGuest { get; init; }
}

internal sealed record LogInBody
{
    [Required]
    public string? Email { get; init; }

    [Required]
    public string? Password { get; init; }

    /// <summary>As a guest: keep one's chats.</summary>
    public bool? ClaimGuest { get; init; }
}

internal sealed record GuestBody;

internal sealed record RefreshBody
{
    [Required]
    public string? RefreshToken { get; init; }
}

internal sealed record SetUpBody
{
    /// <summary>From the link printed at first start.</summary>
    [Required]
    public string? Token { get; init; }

    [Required]
    public string? Email { get; init; }

    [Required]
    public string? Password { get; init; }
}

internal sealed record PasswordBody
{
    [Required]
    public string? Old { get; init; }

    [Required]
    public string? New { get; init; }
}

internal sealed record MeBody
{
    [Required]
    public string? DisplayName { get; init; }
}

internal sealed record EraseBody
{
    /// <summary>Not asked of a guest.</summary>
    public string? Password { get; init; }
}

internal sealed record ApiKeyBody
{
    [Required]
    public string? Name { get; init; }

    /// <summary>Chat and read when it isn't given.</summary>
    [AllowedValues("chat", "read", "admin")]
    public IReadOnlyList<string?>? Scopes { get; init; }
}

// What goes out.

/// <param name="Key">The key itself: shown this once.</param>
/// <param name="Hint">How it begins.</param>
internal sealed record NewApiKeyAnswer(
    string Id,
    string Name,
    string Key,
    string Hint,
    [property: AllowedValues("chat", "read", "admin")] IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt
)
{
    public static NewApiKeyAnswer Of(NewApiKey made)
    {
        var (id, name, hint, scopes, createdAt, lastUsedAt) = made.Key;
        return new NewApiKeyAnswer(id, name, made.Secret, hint, scopes, createdAt, lastUsedAt);
    }
}

/// <param name="ExpiresIn">How long the access token lives, in seconds.</param>
internal sealed record SignInAnswer(
    string AccessToken,
    string RefreshToken,
    [property: AllowedValues("Bearer")] string TokenType,
    int ExpiresIn,
    UserView User
);

/// <param name="IsCurrent">The one this request was sent with.</param>
internal sealed record SessionItem(
    string Id,
    string UserAgent,
    string Network,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUsedAt,
    DateTimeOffset ExpiresAt,
    bool IsCurrent
);

internal sealed record SessionList(IReadOnlyList<SessionItem> Results, string? NextCursor);

/// <param name="EndedSessions">How many other sessions ended.</param>
internal sealed record PasswordAnswer(int EndedSessions);

/// <param name="ExpiresIn">In seconds.</param>
internal sealed record TicketAnswer(string Ticket, int ExpiresIn);

/// <param name="SignedIn">Whether the caller is: what a page asks first, for an answer that is no error.</param>
internal sealed record CsrfAnswer(string CsrfToken, bool SignedIn);

/// <param name="Erased">What went, by kind.</param>
/// <param name="Note">What may still hold it.</param>
internal sealed record EraseAnswer(string UserId, IReadOnlyDictionary<string, long> Erased, string Note);
