using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Kith.Engine.People.Push.WebPush;

/// <summary>
/// Encrypts a push message for one subscription: the content coding <c>aes128gcm</c> (RFC 8188) with a key agreed after RFC 8291. Always one
/// record, as the latter asks.
/// </summary>
internal static class ContentEncryption
{
    /// <summary>What may be said at most, in bytes: the whole message is 4,096, the least any push service takes (RFC 8030, section 7.2).</summary>
    public const int MostContent = RecordSize - HeaderLength - 1 - TagLength;

    private const int RecordSize = 4096;
    private const int SaltLength = 16;
    private const int TagLength = 16;
    private const int KeyLength = 16;
    private const int NonceLength = 12;
    private const int HeaderLength = SaltLength + sizeof(uint) + 1 + SubscriptionKeys.PublicLength;

    /// <summary>Ends the content of the last record; zeros follow.</summary>
    private const byte Delimiter = 2;

    /// <param name="paddedTo">How long the content is made to look; more when it is longer.</param>
    public static byte[] Encrypt(ReadOnlySpan<byte> content, SubscriptionKeys to, int paddedTo)
    {
        using var sender = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Encrypt(content, to, paddedTo, sender, RandomNumberGenerator.GetBytes(SaltLength));
    }

    /// <summary>With a key pair and a salt that are given, which nobody may use twice.</summary>
    internal static byte[] Encrypt(
        ReadOnlySpan<byte> content,
        SubscriptionKeys to,
        int paddedTo,
        ECDiffieHellman sender,
        ReadOnlySpan<byte> salt
    )
    {
        var length = Math.Max(content.Length, paddedTo);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MostContent, nameof(content));
        var senderKey = SubscriptionKeys.PointOf(sender.ExportParameters(includePrivateParameters: false));
        var (key, nonce) = Derive(to, sender, senderKey, salt);

        var record = new byte[length + 1];
        content.CopyTo(record);
        record[content.Length] = Delimiter;

        var message = new byte[HeaderLength + record.Length + TagLength];
        salt.CopyTo(message);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(SaltLength), RecordSize);
        message[SaltLength + sizeof(uint)] = SubscriptionKeys.PublicLength;
        senderKey.CopyTo(message, HeaderLength - SubscriptionKeys.PublicLength);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, record, message.AsSpan(HeaderLength, record.Length), message.AsSpan(HeaderLength + record.Length));
        return message;
    }

    /// <summary>RFC 8291, section 3.4; the nonce of the first record is the one derived (RFC 8188, section 2.3).</summary>
    private static (byte[] Key, byte[] Nonce) Derive(SubscriptionKeys to, ECDiffieHellman sender, byte[] senderKey, ReadOnlySpan<byte> salt)
    {
        using var receiver = ECDiffieHellman.Create(SubscriptionKeys.ParametersOf(to.PublicKey));
        var agreed = sender.DeriveRawSecretAgreement(receiver.PublicKey);
        byte[] context = [.. "WebPush: info\0"u8, .. to.PublicKey, .. senderKey];
        var input = HKDF.DeriveKey(HashAlgorithmName.SHA256, agreed, outputLength: 32, to.Secret, context);
        Span<byte> pseudorandom = stackalloc byte[32];
        HKDF.Extract(HashAlgorithmName.SHA256, input, salt, pseudorandom);
        var key = new byte[KeyLength];
        HKDF.Expand(HashAlgorithmName.SHA256, pseudorandom, key, "Content-Encoding: aes128gcm\0"u8);
        var nonce = new byte[NonceLength];
        HKDF.Expand(HashAlgorithmName.SHA256, pseudorandom, nonce, "Content-Encoding: nonce\0"u8);
        return (key, nonce);
    }
}
