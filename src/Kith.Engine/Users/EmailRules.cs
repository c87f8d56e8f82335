using System.Globalization;

namespace Kith.Engine.Users;

/// <summary>E-mail addresses are compared trimmed and in lower case; whether mail arrives is nobody's business here.</summary>
internal static class EmailRules
{
    private const int LongestAddress = 254; // RFC 5321, section 4.5.3.1.3
    private const int LongestLocalPart = 64; // RFC 5321, section 4.5.3.1.1

    public static string Normalise(string email) => email.Trim().ToLowerInvariant();

    public static Result<string> Check(string? email)
    {
        if (string.IsNullOrWhiteSpace(email))
            return new Invalid("email", "is required");
        var address = Normalise(email);
        if (address.Length > LongestAddress)
            return new Invalid("email", $"may have at most {LongestAddress} characters");
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at is > 0 and <= LongestLocalPart && IsDomain(address[(at + 1)..]) && !address.Any(IsOdd)
            ? address
            : new Invalid("email", "must be an e-mail address");
    }

    public static string LocalPart(string address) => address[..address.IndexOf('@', StringComparison.Ordinal)];

    private static bool IsDomain(string domain) =>
        domain.Split('.').All(label => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-')
        && domain.All(c => char.IsLetterOrDigit(c) || c is '.' or '-');

    // Format characters aren't seen: with one of them an address looks like somebody else's.
    private static bool IsOdd(char c) =>
        char.IsWhiteSpace(c)
        || char.IsControl(c)
        || char.IsSurrogate(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.Format
        || c is '<' or '>' or '"' or ',';
}
