namespace Kith.Engine.Users;

/// <summary>Who may come in.</summary>
public sealed class UsersOptions
{
    /// <summary>The administrator created at first start, with <see cref="AdminPassword"/>; without both, a set-up link is given out.</summary>
    public string? AdminEmail { get; set; }

    /// <summary>Used once, when the administrator has no password yet. Never overrides one.</summary>
    public string? AdminPassword { get; set; }

    /// <summary>Whether anybody may register.</summary>
    public bool IsRegistrationOpen { get; set; } = true;

    /// <summary>Whether people may come in without an account: as guests, and by sessions of the chatbot API.</summary>
    public bool IsAnonymousAllowed { get; set; } = true;

    /// <summary>PBKDF2 rounds of new password hashes; older hashes are renewed at their next login when it grows.</summary>
    public int PasswordRounds { get; set; } = 210_000;
}
