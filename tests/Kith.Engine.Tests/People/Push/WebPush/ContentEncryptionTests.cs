using System.Buffers.Text;
using System.Text;
using Kith.Engine.People.Push.WebPush;

namespace Kith.Engine.Tests.People.Push.WebPush;

public sealed class ContentEncryptionTests
{
    [Fact]
    public void The_example_of_RFC_8291_comes_out_byte_for_byte()
    {
        Assert.True(
            SubscriptionKeys.TryParse(
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                "BTBZMqHH6r4Tts7J_aSIgg",
                out var keys
            )
        );
        using var sender = Browser.KeyOf("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");

        var message = ContentEncryption.Encrypt(
            "When I grow up, I want to be a watermelon"u8,
            keys,
            paddedTo: 0,
            sender,
            Base64Url.DecodeFromChars("DGv6ra1nlYgDCS1FRnbzlw")
        );

        Assert.Equal(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
                + "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
                + "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
            Base64Url.EncodeToString(message)
        );
    }

    [Fact]
    public void What_is_short_looks_as_long_as_what_is_longer()
    {
        var browser = new Browser();
        Assert.True(SubscriptionKeys.TryParse(browser.PublicKey, browser.Secret, out var keys));

        var none = ContentEncryption.Encrypt([], keys, paddedTo: 512);
        var some = ContentEncryption.Encrypt("Hello"u8, keys, paddedTo: 512);
        var more = ContentEncryption.Encrypt(Encoding.UTF8.GetBytes(new string('x', 513)), keys, paddedTo: 512);

        Assert.Equal(none.Length, some.Length);
        Assert.Equal(some.Length + 1, more.Length);
        Assert.Equal("", browser.Read(none));
        Assert.Equal("Hello", browser.Read(some));
        Assert.Equal(new string('x', 513), browser.Read(more));
    }

    [Fact]
    public void Every_message_has_a_key_and_a_salt_of_its_own()
    {
        var browser = new Browser();
        Assert.True(SubscriptionKeys.TryParse(browser.PublicKey, browser.Secret, out var keys));

        var messages = Enumerable.Range(0, 50).Select(_ => ContentEncryption.Encrypt("same"u8, keys, paddedTo: 0)).ToList();

        Assert.Equal(50, messages.Select(message => Convert.ToHexString(message[..16])).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(50, messages.Select(message => Convert.ToHexString(message[21..86])).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void The_longest_message_fits_what_every_push_service_takes_and_a_longer_one_is_refused()
    {
        var browser = new Browser();
        Assert.True(SubscriptionKeys.TryParse(browser.PublicKey, browser.Secret, out var keys));
        var most = new byte[ContentEncryption.MostContent];

        Assert.Equal(4096, ContentEncryption.Encrypt(most, keys, paddedTo: 0).Length);
        Assert.Equal(most, browser.Decrypt(ContentEncryption.Encrypt(most, keys, paddedTo: 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContentEncryption.Encrypt(new byte[most.Length + 1], keys, paddedTo: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContentEncryption.Encrypt([], keys, paddedTo: most.Length + 1));
    }
}
