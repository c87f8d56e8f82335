using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Kith.Engine.Users;

/// <summary>Opaque secrets: 256 random bits, of which only the SHA-256 is stored.</summary>
internal static class Tokens
{
    public const int Length = 43;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
