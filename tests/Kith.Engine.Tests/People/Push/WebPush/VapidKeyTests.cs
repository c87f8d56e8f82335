using System.Buffers.Text;
using System.Security.Cryptography;
using Kith.Engine.People.Push.WebPush;

namespace Kith.Engine.Tests.People.Push.WebPush;

public sealed class VapidKeyTests
{
    [Fact]
    public void A_secret_always_gives_the_same_key_and_another_one_another()
    {
        using var one = VapidKey.Derive(new byte[32]);
        using var again = VapidKey.Derive(new byte[32]);
        using var other = VapidKey.Derive([1, .. new byte[31]]);

        Assert.Equal(one.PublicKey, again.PublicKey);
        Assert.NotEqual(one.PublicKey, other.PublicKey);
        Assert.Equal(65, Base64Url.DecodeFromChars(one.PublicKey).Length);
        // What is in databases by now must go on to mean this key.
        Assert.Equal("BK0mx9MFSOkxwxA2xTN0cTMv4QAAKqc8U7xFaiwG3YMEFyTgA-JbktcGAXntFxOyCBngKnJuGg1_6gJmqZQsqhA", one.PublicKey);
    }

    [Fact]
    public void Any_secret_gives_a_key()
    {
        var random = new Random(3);
        var secret = new byte[32];
        for (var i = 0; i < 500; i++)
        {
            random.NextBytes(secret);
            using var key = VapidKey.Derive(secret);
            Assert.True(SubscriptionKeys.TryParse(key.PublicKey, Base64Url.EncodeToString(new byte[16]), out _));
        }
    }

    [Fact]
    public void A_changed_token_is_not_signed()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = new VapidKey(ecdsa);
        var header = key.Authorize("https://push.example.net", "mailto:admin@example.org", DateTimeOffset.UnixEpoch);

        var token = header["vapid t=".Length..].Split(',')[0].Split('.');
        var signature = Base64Url.DecodeFromChars(token[2]);
        Assert.True(ecdsa.VerifyData(Bytes($"{token[0]}.{token[1]}"), signature, HashAlgorithmName.SHA256));
        Assert.False(ecdsa.VerifyData(Bytes($"{token[0]}.{token[1]}x"), signature, HashAlgorithmName.SHA256));
        Assert.EndsWith($", k={key.PublicKey}", header, StringComparison.Ordinal);
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
