using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kith.Engine.People.Push.WebPush;

namespace Kith.Engine.Tests.People.Push.WebPush;

/// <summary>Compared with npm's http_ece and web-push, in both directions.</summary>
public sealed class ReferenceTests
{
    private const int Cases = 1_500;

    private static readonly ReferenceProcess s_reference = new("People/Push/reference/push.mjs", "http_ece");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_keys_salt_and_padding_give_the_same_bytes_as_http_ece()
    {
        RequireReference();
        var cases = MakeCases();

        var answers = await s_reference.AskAsync(
            [
                .. cases.Select(c => new JsonObject
                {
                    ["ask"] = "encrypt",
                    ["content"] = Text(c.Content),
                    ["publicKey"] = c.Browser.PublicKey,
                    ["secret"] = c.Browser.Secret,
                    ["sender"] = Text(c.Sender.ExportParameters(includePrivateParameters: true).D!),
                    ["salt"] = Text(c.Salt),
                    ["pad"] = Math.Max(0, c.PaddedTo - c.Content.Length),
                }),
            ],
            Cancel
        );

        for (var i = 0; i < Cases; i++)
            Assert.Equal(answers[i].GetProperty("message").GetString(), Text(cases[i].Encrypt()));
    }

    [Fact]
    public async Task Http_ece_reads_what_is_encrypted_here()
    {
        RequireReference();
        var cases = MakeCases();

        var answers = await s_reference.AskAsync(
            [
                .. cases.Select(c => new JsonObject
                {
                    ["ask"] = "decrypt",
                    ["message"] = Text(ContentEncryption.Encrypt(c.Content, c.Keys, c.PaddedTo)),
                    ["receiver"] = c.Browser.PrivateKey,
                    ["secret"] = c.Browser.Secret,
                }),
            ],
            Cancel
        );

        for (var i = 0; i < Cases; i++)
            Assert.Equal(Text(cases[i].Content), answers[i].GetProperty("content").GetString());
    }

    /// <summary>The browser of these tests is an independent one: so it reads what others wrote.</summary>
    [Fact]
    public async Task The_browser_of_these_tests_reads_what_web_push_encrypts()
    {
        RequireReference();
        var cases = MakeCases();

        var answers = await s_reference.AskAsync(
            [
                .. cases.Select(c => new JsonObject
                {
                    ["ask"] = "push",
                    ["content"] = Text(c.Content),
                    ["publicKey"] = c.Browser.PublicKey,
                    ["secret"] = c.Browser.Secret,
                }),
            ],
            Cancel
        );

        for (var i = 0; i < Cases; i++)
        {
            var message = Base64Url.DecodeFromChars(answers[i].GetProperty("message").GetString());
            Assert.Equal(cases[i].Content, cases[i].Browser.Decrypt(message));
        }
    }

    [Fact]
    public async Task A_request_is_authorized_as_web_push_does_and_each_verifies_the_other()
    {
        RequireReference();
        const int count = 200;
        var keys = Enumerable.Range(0, count).Select(_ => ECDsa.Create(ECCurve.NamedCurves.nistP256)).ToList();
        // web-push refuses what expires later than a day from now.
        var expires = DateTimeOffset.UtcNow.AddHours(12);
        string AudienceOf(int i) => $"https://push{i}.example.net{(i % 2 == 0 ? "" : $":{i + 1}")}";
        string SubjectOf(int i) => i % 3 == 0 ? $"mailto:admin+{i}@example.org" : $"https://chat{i}.example.org/?a=b&c=<d>'\"é";
        var ours = keys.Select((key, i) => new VapidKey(key).Authorize(AudienceOf(i), SubjectOf(i), expires)).ToList();

        var verdicts = await s_reference.AskAsync(
            [.. ours.Select(header => new JsonObject { ["ask"] = "verify", ["authorization"] = header })],
            Cancel
        );
        var theirs = await s_reference.AskAsync(
            [
                .. keys.Select(
                    (key, i) =>
                        new JsonObject
                        {
                            ["ask"] = "authorize",
                            ["audience"] = AudienceOf(i),
                            ["subject"] = SubjectOf(i),
                            ["publicKey"] = new VapidKey(key).PublicKey,
                            ["privateKey"] = Text(key.ExportParameters(includePrivateParameters: true).D!),
                            ["expires"] = expires.ToUnixTimeSeconds(),
                        }
                ),
            ],
            Cancel
        );

        for (var i = 0; i < count; i++)
        {
            Assert.True(verdicts[i].GetProperty("valid").GetBoolean());
            var (signed, signature, key) = Parts(theirs[i].GetProperty("authorization").GetString()!);
            // But for the signature, in which there is chance, the bytes are the same.
            Assert.Equal((signed, key), (Parts(ours[i]).Signed, Parts(ours[i]).Key));
            Assert.True(keys[i].VerifyData(System.Text.Encoding.ASCII.GetBytes(signed), signature, HashAlgorithmName.SHA256));
        }
    }

    private static void RequireReference() =>
        Assert.SkipUnless(
            s_reference.IsInstalled,
            "Needs: node eng/build-web.mjs --packages-only tests/Kith.Engine.Tests/People/Push/reference"
        );

    private static (string Signed, byte[] Signature, string Key) Parts(string header)
    {
        var parts = header["vapid t=".Length..].Split(", k=");
        var end = parts[0].LastIndexOf('.');
        return (parts[0][..end], Base64Url.DecodeFromChars(parts[0].AsSpan(end + 1)), parts[1]);
    }

    private static List<Case> MakeCases()
    {
        var random = new Random(8291);
        return [.. Enumerable.Range(0, Cases).Select(i => Case.Make(random, i))];
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    private sealed record Case(Browser Browser, SubscriptionKeys Keys, byte[] Content, int PaddedTo, ECDiffieHellman Sender, byte[] Salt)
    {
        /// <summary>The lengths at both ends come too.</summary>
        public static Case Make(Random random, int number)
        {
            var browser = new Browser();
            Assert.True(SubscriptionKeys.TryParse(browser.PublicKey, browser.Secret, out var keys));
            var content = new byte[
                number switch
                {
                    < 40 => number,
                    < 80 => ContentEncryption.MostContent - (number - 40),
                    _ => random.Next(ContentEncryption.MostContent + 1),
                }
            ];
            random.NextBytes(content);
            var salt = new byte[16];
            random.NextBytes(salt);
            var paddedTo = number % 2 == 0 ? 0 : random.Next(ContentEncryption.MostContent + 1);
            return new Case(browser, keys, content, paddedTo, ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256), salt);
        }

        public byte[] Encrypt() => ContentEncryption.Encrypt(Content, Keys, PaddedTo, Sender, Salt);
    }
}
