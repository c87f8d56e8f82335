using System.Buffers.Text;
using System.Text.Json.Nodes;

namespace Kith.Server.Tests.People;

public sealed class PushEndpointTests(ChatApp app) : IClassFixture<ChatApp>
{
    // RFC 8291, section 5.
    private const string Key = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private const string Secret = "BTBZMqHH6r4Tts7J_aSIgg";

    [Fact]
    public async Task The_key_is_a_point_and_always_the_same()
    {
        using var me = await app.SignUpAsync();
        using var guest = await app.GuestAsync();
        var key = (await me.GetAsync("/api/push/key")).Expect(200);
        var bytes = Base64Url.DecodeFromChars(key.Get("public_key"));
        Assert.Equal((65, 4), (bytes.Length, bytes[0]));
        Assert.False(key["fcm"]!.GetValue<bool>());
        Assert.Equal(key.Text, (await guest.GetAsync("/api/push/key/")).Expect(200).Text);
    }

    [Fact]
    public async Task A_device_comes_as_a_browser_writes_it_and_goes_by_its_id_or_by_itself()
    {
        using var me = await app.SignUpAsync();
        var made = (await me.PostAsync("/api/push/subscriptions/", Subscription("one"))).Expect(201);
        Assert.Equal($"/api/push/subscriptions/{made.Get("id")}/", made.Header("Location"));
        var again = (await me.PostAsync("/api/push/subscriptions/", Subscription("one", showContent: true))).Expect(201);
        Assert.Equal(made.Get("id"), again.Get("id"));

        var listed = (await me.GetAsync("/api/push/subscriptions/")).Expect(200);
        var device = Assert.Single(listed["results"]!.AsArray())!.AsObject();
        Assert.Equal(
            ["created_at", "expires_at", "id", "kind", "service", "session", "show_content", "user_agent"],
            device.Select(member => member.Key).Order(StringComparer.Ordinal)
        );
        Assert.Equal("web", device["kind"]!.GetValue<string>());
        Assert.Equal("updates.push.services.mozilla.com", device["service"]!.GetValue<string>());
        Assert.True(device["show_content"]!.GetValue<bool>());
        Assert.DoesNotContain("wpush", listed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, listed.Text, StringComparison.Ordinal);

        (await me.DeleteAsync("/api/push/subscriptions/", Subscription("one"))).Expect(204);
        (await me.DeleteAsync("/api/push/subscriptions/", Subscription("one"))).ExpectProblem(404, "not_found");
        var two = (await me.PostAsync("/api/push/subscriptions/", Subscription("two"))).Expect(201);
        (await me.DeleteAsync($"/api/push/subscriptions/{two.Get("id")}/")).Expect(204);
        (await me.DeleteAsync($"/api/push/subscriptions/{two.Get("id")}/")).ExpectProblem(404, "not_found");
    }

    [Fact]
    public async Task It_goes_with_the_session_of_its_device()
    {
        using var me = await app.SignUpAsync();
        using var there = await app.LogInAsync(me.Email);
        (await there.PostAsync("/api/push/subscriptions/", Subscription("there"))).Expect(201);
        var session = (await me.GetAsync("/api/push/subscriptions/")).Get("results.0.session");

        (await me.DeleteAsync($"/api/auth/sessions/{session}")).Expect(204);

        Assert.Empty((await me.GetAsync("/api/push/subscriptions/")).Expect(200)["results"]!.AsArray());
    }

    [Fact]
    public async Task Foreign_addresses_and_broken_keys_are_refused_by_their_names()
    {
        using var me = await app.SignUpAsync();
        foreach (
            var address in (string[])
                ["http://127.0.0.1:9/", "https://169.254.169.254/latest", "https://push.example.org/x", "https://fcm.googleapis.com:444/x"]
        )
            (await Try(address, Key, Secret)).ExpectInvalid("endpoint");
        (await Try("https://fcm.googleapis.com/fcm/send/x", Key[..^2] + "AA", Secret)).ExpectInvalid("keys");
        (await Try("https://fcm.googleapis.com/fcm/send/x", Key, "AAAA")).ExpectInvalid("keys");
        (await me.PostAsync("/api/push/subscriptions/", new { kind = "fcm", token = "t" })).ExpectInvalid("kind");
        (await me.PostAsync("/api/push/subscriptions/", new { })).ExpectInvalid("endpoint");
        (await me.PostAsync("/api/push/subscriptions/", new { endpoint = "x", colour = "red" })).ExpectInvalid("colour");
        (await me.DeleteAsync("/api/push/subscriptions/", new { })).ExpectInvalid("endpoint");

        Task<Answer> Try(string endpoint, string key, string secret) =>
            me.PostAsync("/api/push/subscriptions/", new { endpoint, keys = new { p256dh = key, auth = secret } });
    }

    [Fact]
    public async Task A_guest_is_told_to_register()
    {
        using var guest = await app.GuestAsync();
        (await guest.PostAsync("/api/push/subscriptions/", Subscription("guest"))).ExpectProblem(403, "forbidden");
    }

    private static JsonObject Subscription(string device, bool? showContent = null)
    {
        var subscription = new JsonObject
        {
            ["endpoint"] = $"https://updates.push.services.mozilla.com/wpush/v2/{device}",
            ["expirationTime"] = null,
            ["keys"] = new JsonObject { ["p256dh"] = Key, ["auth"] = Secret },
        };
        if (showContent is not null)
            subscription["show_content"] = showContent;
        return subscription;
    }
}
