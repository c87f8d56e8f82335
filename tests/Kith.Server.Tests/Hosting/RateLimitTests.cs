using System.Net;
using Kith.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kith.Server.Tests.Hosting;

public sealed class RateLimitTests
{
    [Fact]
    public async Task Too_many_guests_from_one_network_are_told_to_wait()
    {
        await using var app = await StartAsync();
        var refused = await FirstRefusalAsync(app, "/api/guest", "");
        Assert.InRange(refused.After, 60, 70);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Response.StatusCode);
        Assert.True(refused.Response.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        Assert.Contains(
            "rate_limited",
            await refused.Response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task One_principals_limit_is_not_anothers()
    {
        await using var app = await StartAsync();
        Assert.InRange((await FirstRefusalAsync(app, "/api/send", "ann")).After, 120, 140);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(app, "/api/send", "ben")).StatusCode);
    }

    [Fact]
    public async Task What_is_rare_is_counted_by_the_hour()
    {
        await using var app = await StartAsync();
        var refused = await FirstRefusalAsync(app, "/api/ask", "ann");
        Assert.Equal(30, refused.After);
        Assert.Equal(TimeSpan.FromMinutes(2), refused.Response.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(app, "/api/ask", "ben")).StatusCode);
    }

    [Fact]
    public async Task Limits_can_be_switched_off()
    {
        await using var app = await StartAsync("--Kith:RateLimits=off");
        for (var i = 0; i < 150; i++)
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(app, "/api/send", "ann")).StatusCode);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    public void An_ipv6_network_is_the_whole_subnet_of_one_subscriber(string address, string network)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        Assert.Equal(network, RateLimits.NetworkOf(context));
    }

    private static Task<HostedApp> StartAsync(params string[] settings) =>
        HostedApp.StartAsync(
            app =>
            {
                app.MapGet("/api/guest", () => 1).Limit(RateLimit.Guest);
                app.MapGet("/api/send", () => 1).Limit(RateLimit.Send);
                app.MapGet("/api/ask", () => 1).Limit(RateLimit.Ask);
            },
            builder =>
                builder.Services.AddSingleton<LimitedCallerOf>(context =>
                    context.Request.Headers["X-Test-Principal"].FirstOrDefault() is { Length: > 0 } id ? new LimitedCaller(id) : null
                ),
            settings
        );

    private static async Task<HttpResponseMessage> SendAsync(HostedApp app, string path, string principal)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Test-Principal", principal);
        return await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<(int After, HttpResponseMessage Response)> FirstRefusalAsync(HostedApp app, string path, string principal)
    {
        for (var sent = 0; sent < 500; sent++)
        {
            var response = await SendAsync(app, path, principal);
            if (!response.IsSuccessStatusCode)
                return (sent, response);
        }
        throw new InvalidOperationException("Nothing was refused.");
    }
}
