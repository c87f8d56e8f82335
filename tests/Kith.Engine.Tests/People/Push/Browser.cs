using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Kith.Engine.Tests.People.Push;

/// <summary>What a browser keeps of its subscription, and how it reads what it is sent: RFC 8291 from the other end.</summary>
internal sealed class Browser
{
    private readonly ECDiffieHellman _key;

    public Browser(ECDiffieHellman? key = null, byte[]? secret = null)
    {
        _key = key ?? ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        SecretBytes = secret ?? RandomNumberGenerator.GetBytes(16);
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        PublicBytes = [4, .. point.X!, .. point.Y!];
    }

    public byte[] PublicBytes { get; }

    public byte[] SecretBytes { get; }

    /// <summary><c>keys.p256dh</c>.</summary>
    public string PublicKey => Base64Url.EncodeToString(PublicBytes);

    /// <summary><c>keys.auth</c>.</summary>
    public string Secret => Base64Url.EncodeToString(SecretBytes);

    public string PrivateKey => Base64Url.EncodeToString(_key.ExportParameters(includePrivateParameters: true).D!);

    /// <summary>The key pair of a private key in base64url.</summary>
    public static ECDiffieHellman KeyOf(string privateKey) =>
        ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = Base64Url.DecodeFromChars(privateKey) });

    public string Read(ReadOnlySpan<byte> message) => Encoding.UTF8.GetString(Decrypt(message));

    public byte[] Decrypt(ReadOnlySpan<byte> message)
    {
        var salt = message[..16];
        var recordSize = BinaryPrimitives.ReadUInt32BigEndian(message[16..]);
        var senderKey = message.Slice(21, message[20]);
        var record = message[(21 + message[20])..];
        Assert.InRange(record.Length, 17, (int)recordSize);

        using var sender = ECDiffieHellman.Create(
            new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = senderKey[1..33].ToArray(), Y = senderKey[33..].ToArray() },
            }
        );
        byte[] context = [.. "WebPush: info\0"u8, .. PublicBytes, .. senderKey];
        var agreed = _key.DeriveRawSecretAgreement(sender.PublicKey);
        var input = HKDF.DeriveKey(HashAlgorithmName.SHA256, agreed, 32, SecretBytes, context);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 16, salt.ToArray(), "Content-Encoding: aes128gcm\0"u8.ToArray());
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 12, salt.ToArray(), "Content-Encoding: nonce\0"u8.ToArray());
        var content = new byte[record.Length - 16];
        using (var aes = new AesGcm(key, 16))
            aes.Decrypt(nonce, record[..^16], record[^16..], content);
        var end = content.AsSpan().LastIndexOfAnyExcept((byte)0);
        Assert.Equal(2, content[end]);
        return content[..end];
    }
}
