namespace Kith.Engine.Users;

/// <summary>Which passwords are too easily guessed.</summary>
internal static class PasswordRules
{
    public const int Shortest = 10;
    public const int Longest = 256;

    private const string TooCommon = "is one that others guess first; choose something longer or less usual";

    /// <summary>What is wrong with it, or null. The e-mail address and the name are refused too, when known.</summary>
    public static string? FindProblem(string? password, string? email, string? displayName)
    {
        if (string.IsNullOrEmpty(password))
            return "is required";
        if (password.EnumerateRunes().Count() < Shortest)
            return $"must have at least {Shortest} characters";
        if (password.Length > Longest)
            return $"may have at most {Longest} characters";
        if (IsAbout(password, email, displayName))
            return "is too close to your name or e-mail address";
        return CommonPasswords.Contains(password) ? TooCommon : null;
    }

    private static bool IsAbout(string password, string? email, string? displayName)
    {
        var stem = CommonPasswords.StemOf(password);
        var names = new[] { email, email is null ? null : EmailRules.LocalPart(email), displayName };
        return names.Any(name =>
            name is not null
            && (
                name.Equals(password, StringComparison.OrdinalIgnoreCase)
                || CommonPasswords.StemOf(name) is { Length: > 2 } own && own == stem
            )
        );
    }
}
