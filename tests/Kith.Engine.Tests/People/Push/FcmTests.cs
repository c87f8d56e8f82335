using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;
using Kith.Engine.People.Push;
using Kith.Engine.Tests.Storage;
using Kith.Engine.Users;
using Microsoft.AspNetCore.Http;

namespace Kith.Engine.Tests.People.Push;

/// <summary>Apps, told through a fake of Firebase Cloud Messaging. Google's library signs in there with a key of the test's.</summary>
public sealed class FcmTests(SqliteTestDatabase storage) : IClassFixture<SqliteTestDatabase>, IAsyncLifetime
{
    private const string Device = "messages:send";

    private static readonly RSA s_key = RSA.Create(2048);
    private PushScene _scene = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _scene = await PushScene.StartAsync(storage.Database, AccountAt);
        await _scene.Node.ExecuteAsync("DELETE FROM push_subscriptions");
        AnswerToken();
    }

    public async ValueTask DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task An_app_is_told_with_an_access_token_of_the_account()
    {
        var me = await SubscribedAsync("token-1");
        await _scene.TellAsync(me, "m1", lastsFor: TimeSpan.FromMinutes(10));
        await _scene.SendDueAsync();

        Assert.Equal(["token", Device], _scene.Service.Requests.Select(request => request.Device));
        CheckSignIn(_scene.Service.Requests[0]);
        var request = _scene.Service.Requests[1];
        Assert.Equal("Bearer access-1", request.Headers["Authorization"]);
        var message = JsonNode.Parse(request.Body)!["message"]!;
        Assert.Equal("token-1", message["token"]!.GetValue<string>());
        Assert.Equal(("Kith", "New message"), (Text(message, "notification", "title"), Text(message, "notification", "body")));
        Assert.Equal(("message", "/chats/m1"), (Text(message, "data", "kind"), Text(message, "data", "path")));
        Assert.Equal(("HIGH", "600s"), (Text(message, "android", "priority"), Text(message, "android", "ttl")));
        var tag = Text(message, "android", "collapse_key");
        Assert.Matches("^[A-Za-z0-9_-]{32}$", tag);
        Assert.Equal(tag, Text(message, "apns", "headers", "apns-collapse-id"));
        Assert.Equal(
            _scene.Clock.GetUtcNow().AddMinutes(10).ToUnixTimeSeconds().ToString(),
            Text(message, "apns", "headers", "apns-expiration")
        );
        Assert.DoesNotContain("ecret", Encoding.UTF8.GetString(request.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_access_token_is_asked_for_once()
    {
        var me = await SubscribedAsync("token-1");
        await _scene.TellAsync(me, "m1");
        await _scene.SendDueAsync();
        await _scene.TellAsync(me, "m2");
        await _scene.SendDueAsync();

        Assert.Equal(["token", Device, Device], _scene.Service.Requests.Select(request => request.Device));
    }

    [Theory]
    [InlineData(
        404,
        """{"error":{"code":404,"status":"NOT_FOUND","details":[{"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"UNREGISTERED"}]}}"""
    )]
    [InlineData(403, """{"error":{"code":403,"details":[{"errorCode":"SENDER_ID_MISMATCH"}]}}""")]
    [InlineData(
        400,
        """{"error":{"code":400,"details":[{"fieldViolations":[{"field":"message.token","description":"Invalid registration token"}]}]}}"""
    )]
    public async Task An_app_that_is_gone_is_forgotten(int status, string answer)
    {
        var me = await SubscribedAsync("token-1");
        _scene.Service.Answer(Device, FakePushService.Status(status, body: answer));
        await _scene.TellAsync(me, "m1");
        await _scene.SendDueAsync();

        Assert.Empty(await _scene.Subscriptions.ListAsync(me.Caller, Cancel));
        Assert.Equal(0, await _scene.WaitingAsync());
    }

    [Theory]
    [InlineData(404, """{"error":{"code":404,"status":"NOT_FOUND"}}""")]
    [InlineData(404, "<html>")]
    [InlineData(404, "")]
    [InlineData(403, """{"error":{"details":[null,{"fieldViolations":[null]}]}}""")]
    [InlineData(400, """{"error":null}""")]
    public async Task What_is_wrong_with_the_server_makes_it_forget_nobody(int status, string answer)
    {
        var me = await SubscribedAsync("token-1");
        _scene.Service.Answer(Device, FakePushService.Status(status, body: answer));
        await _scene.TellAsync(me, "m1");
        await _scene.SendDueAsync();

        Assert.Single(await _scene.Subscriptions.ListAsync(me.Caller, Cancel));
        Assert.Equal(0, await _scene.WaitingAsync());
    }

    [Theory]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(503)]
    public async Task What_passes_is_tried_again(int status)
    {
        var me = await SubscribedAsync("token-1");
        _scene.Service.Answer(Device, FakePushService.Status(status, "Retry-After", "30"));
        await _scene.TellAsync(me, "m1");
        await _scene.SendDueAsync();
        Assert.Equal(1, await _scene.WaitingAsync());

        _scene.Clock.Advance(TimeSpan.FromSeconds(30));
        await _scene.SendDueAsync();
        Assert.Equal(2, _scene.Service.Requests.Count(request => request.Device == Device));
        Assert.Equal(0, await _scene.WaitingAsync());
    }

    [Fact]
    public async Task Without_an_access_token_nothing_is_sent_and_it_is_tried_again()
    {
        await using var scene = await PushScene.StartAsync(storage.Database, AccountAt);
        scene.Service.Answer("token", FakePushService.Status(400, body: """{"error":"invalid_grant"}"""));
        var me = await SubscribedAsync("token-1", scene);
        await scene.TellAsync(me, "m1");
        await scene.SendDueAsync();

        Assert.Equal("token", Assert.Single(scene.Service.Requests).Device);
        Assert.Equal(1, await scene.WaitingAsync());
    }

    [Fact]
    public async Task A_redirect_of_the_sign_in_is_not_followed()
    {
        await using var elsewhere = await FakePushService.StartAsync();
        await using var scene = await PushScene.StartAsync(storage.Database, AccountAt);
        scene.Service.Answer("token", FakePushService.Status(307, "Location", elsewhere.AddressOf("token")));
        var me = await SubscribedAsync("token-1", scene);
        await scene.TellAsync(me, "m1");
        await scene.SendDueAsync();

        Assert.Empty(elsewhere.Requests);
        Assert.Equal("token", Assert.Single(scene.Service.Requests).Device);
    }

    [Theory]
    [InlineData("token", "")]
    [InlineData("token", "with space")]
    [InlineData("token", null)]
    public async Task A_token_is_checked(string field, string? token)
    {
        var me = await _scene.Node.SignUpAsync();
        var device = new NewPushSubscription("fcm", null, null, null, null, token, null);
        var refused = await _scene.Subscriptions.AddAsync(me.Caller, me.SignInId, device, Cancel);
        Assert.Equal(field, Assert.Single(Assert.IsType<Invalid>(refused.Failure).Errors).Key);
    }

    [Fact]
    public async Task An_app_has_nothing_of_a_browsers()
    {
        var me = await _scene.Node.SignUpAsync();
        var app = new NewPushSubscription("fcm", null, null, null, null, "t", null);
        foreach (var bad in (NewPushSubscription[])[app with { Endpoint = "e" }, app with { Secret = "s" }, app with { ExpiresAt = 1e13 }])
            Assert.IsType<Invalid>((await _scene.Subscriptions.AddAsync(me.Caller, me.SignInId, bad, Cancel)).Failure);
        Assert.Null((await _scene.Subscriptions.AddAsync(me.Caller, me.SignInId, app, Cancel)).Failure);
        Assert.Null((await _scene.Subscriptions.RemoveAsync(me.Caller, endpoint: null, "t", Cancel)).Failure);
    }

    [Fact]
    public async Task A_key_file_is_read()
    {
        var account = await ReadAsync(KeyFile());
        Assert.Equal(("my-project", "kith@my-project.example"), (account.ProjectId, account.Email));
        Assert.Equal("https://oauth2.googleapis.com/token", account.TokenUri.ToString());
        Assert.Equal("https://fcm.googleapis.com/", account.Service.ToString());
    }

    public static TheoryData<string, string> BadKeyFiles =>
        new()
        {
            { "", "is not JSON" },
            { "[]", "is not JSON" },
            { "null", "lacks" },
            { "{}", "lacks" },
            { """{"type":"authorized_user"}""", "lacks" },
            {
                """{"type":"service_account","project_id":"p","client_email":"e","private_key":"k","token_uri":"https://x"}""",
                "private_key"
            },
            { new string(' ', 65 * 1024), "too long" },
        };

    [Theory]
    [MemberData(nameof(BadKeyFiles))]
    public async Task What_is_no_key_file_is_said_so(string text, string problem) =>
        Assert.Contains(problem, (await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(text))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("http://oauth2.googleapis.com/token")]
    [InlineData("token")]
    public async Task Access_tokens_come_by_https_only(string tokenUri)
    {
        var text = KeyFile().Replace("https://oauth2.googleapis.com/token", tokenUri, StringComparison.Ordinal);
        Assert.Contains(
            "token_uri",
            (await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(text))).Message,
            StringComparison.Ordinal
        );
    }

    private static FcmAccount AccountAt(FakePushService service) =>
        new("my-project", "kith@my-project.example", s_key.ExportPkcs8PrivateKeyPem(), new Uri(service.Origin, "/token"))
        {
            Service = service.Origin,
        };

    private static string KeyFile() =>
        JsonSerializer.Serialize(
            new
            {
                type = "service_account",
                project_id = "my-project",
                private_key_id = "1",
                private_key = s_key.ExportPkcs8PrivateKeyPem(),
                client_email = "kith@my-project.example",
                token_uri = "https://oauth2.googleapis.com/token",
            }
        );

    private static async Task<FcmAccount> ReadAsync(string text)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, text, Cancel);
            return FcmAccount.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task<SignedIn> SubscribedAsync(string token, PushScene? scene = null)
    {
        scene ??= _scene;
        var me = await scene.Node.SignUpAsync();
        var device = new NewPushSubscription("fcm", null, null, null, null, token, null);
        var made = (await scene.Subscriptions.AddAsync(me.Caller, me.SignInId, device, Cancel)).Value;
        Assert.Equal(("fcm", "127.0.0.1"), (made.Kind, made.Service));
        return me;
    }

    private void AnswerToken() =>
        _scene.Service.Answer(
            "token",
            context =>
            {
                context.Response.StatusCode = 200;
                return context.Response.WriteAsJsonAsync(
                    new
                    {
                        access_token = "access-1",
                        expires_in = 3600,
                        token_type = "Bearer",
                    }
                );
            }
        );

    /// <summary>RFC 7523: a token signed with the account's key, for the token's address.</summary>
    private static void CheckSignIn(PushRequest request)
    {
        var form = HttpUtility.ParseQueryString(Encoding.UTF8.GetString(request.Body));
        var parts = form["assertion"]!.Split('.');
        Assert.True(
            s_key.VerifyData(
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                Base64Url.DecodeFromChars(parts[2]),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            )
        );
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        Assert.Equal("kith@my-project.example", claims["iss"]!.GetValue<string>());
        Assert.Contains("firebase.messaging", claims["scope"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static string Text(JsonNode node, params string[] path) => path.Aggregate(node, (at, name) => at[name]!).GetValue<string>();
}
