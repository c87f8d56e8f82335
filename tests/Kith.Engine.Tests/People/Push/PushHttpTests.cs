using System.Net;
using Kith.Engine.People.Push;

namespace Kith.Engine.Tests.People.Push;

/// <summary>Where pushes may go.</summary>
public sealed class PushHttpTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://fcm.googleapis.com/fcm/send/abc:def")]
    [InlineData("https://fcm.googleapis.com/wp/abc?x=1")]
    [InlineData("https://updates.push.services.mozilla.com/wpush/v2/abc")]
    [InlineData("https://updates-autopush.stage.push.services.mozilla.com/wpush/v2/abc")]
    [InlineData("https://wns2-par02p.notify.windows.com/w/?token=abc%3d")]
    [InlineData("https://web.push.apple.com/QAbc")]
    [InlineData("https://api.push.apple.com/QAbc")]
    [InlineData("https://FCM.GoogleAPIs.com/fcm/send/abc")]
    [InlineData("http://push.lan:8080/up/abc")]
    public void Services_of_browsers_and_the_operators_own_are_allowed(string address) => Assert.NotNull(Services().Find(address));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("fcm.googleapis.com")]
    [InlineData("http://fcm.googleapis.com/fcm/send/abc")]
    [InlineData("https://fcm.googleapis.com:8443/fcm/send/abc")]
    [InlineData("https://user@fcm.googleapis.com/fcm/send/abc")]
    [InlineData("https://fcm.googleapis.com/fcm/send/abc#x")]
    [InlineData("https://fcm.googleapis.com@evil.example/")]
    [InlineData("https://fcm.googleapis.com.evil.example/")]
    [InlineData("https://evilfcm.googleapis.com/")]
    [InlineData("https://x.fcm.googleapis.com/")]
    [InlineData("https://evilpush.apple.com/")]
    [InlineData("https://push.apple.com.evil.example/")]
    [InlineData("https://notify.windows.com/")]
    [InlineData("https://fcm.googleapis.com\\@evil.example/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://fcm.googleapis.com/fcm/send/abc\r\nX: y")]
    [InlineData("https://fcm.googleapis.com/fcm/send/a c")]
    [InlineData("https://\uff46cm.googleapis.com/fcm/send/abc")]
    [InlineData("http://push.lan/up/abc")]
    [InlineData("https://push.lan:8080/up/abc")]
    public void Anything_else_is_not(string? address) =>
        // What parsers may disagree about has to lead to a known host, or nowhere.
        Assert.True(Services().Find(address) is null or { Host: "fcm.googleapis.com", UserInfo: "" });

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("100.63.255.255", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("2a00:1450:4001:80e::200a", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.8.8.8", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.0.0.8", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("2001::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2002:7f00:1::", false)]
    public void Only_public_addresses_are_connected_to(string address, bool isPublic) =>
        Assert.Equal(isPublic, PushHttp.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task A_known_name_that_leads_to_this_machine_is_not_connected_to()
    {
        await using var service = await FakePushService.StartAsync();
        using var handler = PushHttp.CreateHandler(new PushOptions(), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
        using var http = new HttpClient(handler);

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() =>
            http.GetAsync($"http://fcm.googleapis.com:{service.Origin.Port}/", Cancel)
        );

        Assert.Contains("no public address", refused.ToString(), StringComparison.Ordinal);
        Assert.Empty(service.Requests);
    }

    [Fact]
    public async Task Of_several_addresses_only_public_ones_are_tried()
    {
        await using var service = await FakePushService.StartAsync();
        using var handler = PushHttp.CreateHandler(
            new PushOptions { Timeout = TimeSpan.FromMilliseconds(50) },
            // 240.0.0.1 and loopback are none; nothing is left.
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("240.0.0.1"), IPAddress.IPv6Loopback, IPAddress.Loopback])
        );
        using var http = new HttpClient(handler);

        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync($"http://web.push.apple.com:{service.Origin.Port}/", Cancel));
        Assert.Empty(service.Requests);
    }

    private static PushServices Services() => new(new PushOptions { OwnServices = [new Uri("http://push.lan:8080/")] });
}
