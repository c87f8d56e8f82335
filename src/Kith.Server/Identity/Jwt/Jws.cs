using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Kith.Server.Identity.Jwt;

/// <summary>
/// JSON Web Signatures in compact form (RFC 7515) with one algorithm, HS256 (RFC 7518, section 3.2), and one header. A token whose
/// header isn't byte for byte the one written with a key we hold is refused before anything in it is parsed: so alg, jku, jwk, x5u and
/// crit have nobody to talk to.
/// </summary>
internal static class Jws
{
    /// <summary>In characters. Ours have about 500.</summary>
    public const int Longest = 4096;

    private const int SignatureLength = 43;

    /// <summary>The first part of every token signed with this key.</summary>
    public static string HeaderOf(string keyId) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"HS256","typ":"JWT","kid":"{{keyId}}"}"""));

    public static string Sign(string header, ReadOnlySpan<byte> payload, byte[] key)
    {
        var signed = $"{header}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{SignatureOf(signed, key)}";
    }

    /// <summary>The payload of a token that was signed with one of these keys, else null.</summary>
    public static byte[]? Open(string token, IReadOnlyList<JwtKey> keys)
    {
        if (token.Length > Longest)
            return null;
        var (first, last) = (token.IndexOf('.', StringComparison.Ordinal), token.LastIndexOf('.'));
        if (first <= 0 || last <= first || token.Length - last - 1 != SignatureLength)
            return null;
        var key = keys.FirstOrDefault(key => token.AsSpan(0, first).SequenceEqual(key.Header));
        if (key is null)
            return null;
        var expected = Encoding.UTF8.GetBytes(SignatureOf(token[..last], key.Secret));
        // Compared encoded: base64url has several spellings of the same bytes, and only ours is right.
        return CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(token[(last + 1)..]))
            ? Base64Url.DecodeFromChars(token.AsSpan(first + 1, last - first - 1))
            : null;
    }

    /// <summary>The third part: over the first two with the dot between them.</summary>
    public static string SignatureOf(string signed, byte[] key) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed)));
}

/// <summary>A key of the ring, with the header of the tokens it signs.</summary>
internal sealed record JwtKey(string Header, byte[] Secret, DateTimeOffset CreatedAt);
