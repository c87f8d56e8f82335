using System.Buffers.Text;
using System.Numerics;
using Kith.Engine.People.Push.WebPush;

namespace Kith.Engine.Tests.People.Push.WebPush;

public sealed class SubscriptionKeysTests
{
    private static readonly Browser s_browser = new();

    /// <summary>The prime of the curve.</summary>
    private static readonly BigInteger s_prime = Number(
        Convert.FromHexString("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF")
    );

    private static readonly BigInteger s_b = Number(
        Convert.FromHexString("5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B")
    );

    [Fact]
    public void Keys_are_read_with_padding_and_without()
    {
        Assert.True(SubscriptionKeys.TryParse(s_browser.PublicKey, s_browser.Secret, out var keys));
        Assert.Equal(s_browser.PublicBytes, keys.PublicKey);
        Assert.Equal(s_browser.SecretBytes, keys.Secret);
        Assert.True(SubscriptionKeys.TryParse(s_browser.PublicKey + "=", s_browser.Secret + "==", out keys));
        Assert.Equal(s_browser.PublicBytes, keys.PublicKey);
    }

    public static TheoryData<string?> BadPublicKeys =>
        [
            new TheoryDataRow<string?>(null),
            "",
            "=",
            "not base64!",
            s_browser.PublicKey + "\n",
            s_browser.PublicKey[..^4],
            s_browser.PublicKey + "AAAA",
            new string('A', 10_000_000),
            Text(new byte[65]),
            // The point at infinity, hybrid and compressed forms.
            Text([4, .. new byte[64]]),
            Text([6, .. s_browser.PublicBytes[1..]]),
            Text([2, .. s_browser.PublicBytes[1..33]]),
            Text([0, .. s_browser.PublicBytes[1..]]),
            // Coordinates that are no field elements.
            Text([4, .. Enumerable.Repeat((byte)255, 64)]),
            Text([4, .. s_browser.PublicBytes[1..33], .. Enumerable.Repeat((byte)255, 32)]),
        ];

    [Theory]
    [MemberData(nameof(BadPublicKeys))]
    public void What_is_no_point_of_the_curve_is_refused(string? publicKey) =>
        Assert.False(SubscriptionKeys.TryParse(publicKey, s_browser.Secret, out _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not base64!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_secret_of_another_length_is_refused(string? secret) =>
        Assert.False(SubscriptionKeys.TryParse(s_browser.PublicKey, secret, out _));

    [Fact]
    public void Points_are_taken_exactly_when_they_are_on_the_curve()
    {
        var random = new Random(20260105);
        var taken = 0;
        for (var i = 0; i < 2_000; i++)
        {
            var point = Mangle(new Browser().PublicBytes, random);
            var isTaken = SubscriptionKeys.TryParse(Text(point), s_browser.Secret, out var keys);
            Assert.Equal(IsOnCurve(point), isTaken);
            if (!isTaken)
                continue;
            taken++;
            Assert.NotEmpty(ContentEncryption.Encrypt("x"u8, keys!, paddedTo: 0));
        }

        Assert.InRange(taken, 200, 1_800);
    }

    [Fact]
    public void Any_text_is_read_or_refused_and_nothing_else()
    {
        var random = new Random(7);
        const string letters = "ABCabc019-_=+/ \n\0é\uD800";
        for (var i = 0; i < 5_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(200)).Select(_ => letters[random.Next(letters.Length)])]);
            Assert.False(SubscriptionKeys.TryParse(text, s_browser.Secret, out _));
            if (SubscriptionKeys.TryParse(s_browser.PublicKey, text, out var keys))
                Assert.Equal(16, keys.Secret.Length);
        }
    }

    /// <summary>Left alone, mirrored (still a point), or with some bits of it changed.</summary>
    private static byte[] Mangle(byte[] point, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                return point;
            case 1:
                var mirrored = (s_prime - Number(point[33..])).ToByteArray(isUnsigned: true, isBigEndian: true);
                return [.. point[..33], .. new byte[32 - mirrored.Length], .. mirrored];
            case 2:
                point[random.Next(1, 65)] ^= (byte)(1 << random.Next(8));
                return point;
            default:
                random.NextBytes(point.AsSpan(1));
                return point;
        }
    }

    private static bool IsOnCurve(byte[] point)
    {
        var (x, y) = (Number(point[1..33]), Number(point[33..]));
        return x < s_prime && y < s_prime && (y * y - (x * x * x - 3 * x + s_b)) % s_prime == 0;
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
