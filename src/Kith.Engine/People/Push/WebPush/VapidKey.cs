using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kith.Engine.People.Push.WebPush;

/// <summary>The key this server is known by at push services, and what it signs requests with (RFC 8292).</summary>
internal sealed class VapidKey : IDisposable
{
    private const string Header = """{"typ":"JWT","alg":"ES256"}""";

    private const int ScalarLength = 32;

    /// <summary>How much longer than the order what is reduced by it has to be, so that each key is as likely (FIPS 186-5, A.2.1).</summary>
    private const int ExtraLength = 8;

    private static readonly BigInteger Order = new(
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"),
        isUnsigned: true,
        isBigEndian: true
    );

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ECDsa _key;

    internal VapidKey(ECDsa key)
    {
        _key = key;
        PublicKey = Base64Url.EncodeToString(SubscriptionKeys.PointOf(key.ExportParameters(includePrivateParameters: false)));
    }

    /// <summary>What a browser subscribes with: an uncompressed point in base64url.</summary>
    public string PublicKey { get; }

    /// <summary>The key that belongs to a secret of 32 random bytes: always the same.</summary>
    public static VapidKey Derive(ReadOnlySpan<byte> secret)
    {
        var wide = new byte[ScalarLength + ExtraLength];
        HKDF.Expand(HashAlgorithmName.SHA256, secret, wide, "Kith VAPID key"u8);
        var scalar = new BigInteger(wide, isUnsigned: true, isBigEndian: true) % (Order - 1) + 1;
        var bytes = scalar.ToByteArray(isUnsigned: true, isBigEndian: true);
        var padded = new byte[ScalarLength];
        bytes.CopyTo(padded, ScalarLength - bytes.Length);
        return new VapidKey(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = padded }));
    }

    /// <summary>The value of <c>Authorization</c>.</summary>
    /// <param name="audience">The push service's origin.</param>
    /// <param name="subject">Whom the service may write to: an <c>https:</c> or <c>mailto:</c> address.</param>
    /// <param name="expiresAt">Within 24 hours.</param>
    public string Authorize(string audience, string subject, DateTimeOffset expiresAt)
    {
        var claims = JsonSerializer.Serialize(
            new
            {
                aud = audience,
                exp = expiresAt.ToUnixTimeSeconds(),
                sub = subject,
            },
            Plain
        );
        var signed = $"{Encode(Encoding.ASCII.GetBytes(Header))}.{Encode(Encoding.UTF8.GetBytes(claims))}";
        byte[] signature;
        lock (_key)
            signature = _key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        return $"vapid t={signed}.{Encode(signature)}, k={PublicKey}";
    }

    public void Dispose() => _key.Dispose();

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
