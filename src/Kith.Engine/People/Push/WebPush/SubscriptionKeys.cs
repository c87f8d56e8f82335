using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Kith.Engine.People.Push.WebPush;

/// <summary>What a browser gave to encrypt for it (RFC 8291, section 2): its public key and a secret it shares with us.</summary>
internal sealed class SubscriptionKeys
{
    /// <summary>An uncompressed point of P-256: 4, x, y.</summary>
    public const int PublicLength = 65;

    public const int SecretLength = 16;

    private const int CoordinateLength = 32;
    private const byte Uncompressed = 4;

    private SubscriptionKeys(byte[] publicKey, byte[] secret) => (PublicKey, Secret) = (publicKey, secret);

    public byte[] PublicKey { get; }

    public byte[] Secret { get; }

    /// <summary>Both in base64url, with or without padding. False unless the key is a point of the curve and the secret has its length.</summary>
    public static bool TryParse(string? publicKey, string? secret, [NotNullWhen(true)] out SubscriptionKeys? keys)
    {
        keys = null;
        if (!TryDecode(publicKey, PublicLength, out var point) || !TryDecode(secret, SecretLength, out var shared))
            return false;
        if (!IsOnCurve(point))
            return false;
        keys = new SubscriptionKeys(point, shared);
        return true;
    }

    /// <summary>An uncompressed point as the framework takes it.</summary>
    internal static ECParameters ParametersOf(ReadOnlySpan<byte> point) =>
        new()
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = point[1..(1 + CoordinateLength)].ToArray(), Y = point[(1 + CoordinateLength)..].ToArray() },
        };

    /// <summary>A key's public half as an uncompressed point.</summary>
    internal static byte[] PointOf(ECParameters parameters) => [Uncompressed, .. parameters.Q.X!, .. parameters.Q.Y!];

    private static bool IsOnCurve(byte[] point)
    {
        if (point[0] != Uncompressed)
            return false;
        try
        {
            using var key = ECDiffieHellman.Create(ParametersOf(point));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool TryDecode(string? text, int length, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text is null || text.Length > 2 * length || text.Any(char.IsWhiteSpace) || !Base64Url.IsValid(text, out var decoded))
            return false;
        if (decoded != length)
            return false;
        bytes = Base64Url.DecodeFromChars(text);
        return true;
    }
}
