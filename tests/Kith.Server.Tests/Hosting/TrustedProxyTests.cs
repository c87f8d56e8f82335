using System.Net;
using Kith.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Kith.Server.Tests.Hosting;

/// <summary>Whose word is taken for where a request comes from. Whoever calls here is 127.0.0.1.</summary>
public sealed class TrustedProxyTests
{
    private const string Own = "127.0.0.1 http 127.0.0.1";

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.5, 192.168.0.0/16, ::1")]
    public async Task What_others_claim_is_passed_over(string trusted)
    {
        await using var app = await StartAsync(trusted);

        Assert.Equal(Own, await SeenAsync(app, "203.0.113.9", "https", "chat.example"));
        Assert.Equal(Own, await SeenAsync(app, "203.0.113.9", "https", "evil.example"));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.5, 127.0.0.0/8")]
    public async Task A_trusted_proxy_is_believed(string trusted)
    {
        await using var app = await StartAsync(trusted);

        Assert.Equal("203.0.113.9 https chat.example", await SeenAsync(app, "203.0.113.9", "https", "chat.example"));
        Assert.Equal("2001:db8:1:2::/64 http 127.0.0.1", await SeenAsync(app, "2001:db8:1:2:3:4:5:6"));
        Assert.Equal(Own, await SeenAsync(app));
        // A name that isn't ours stays refused.
        Assert.Contains(
            "doesn't answer to that name",
            await SeenAsync(app, "203.0.113.9", "https", "evil.example"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Of_a_list_only_what_trusted_proxies_added_counts()
    {
        await using var app = await StartAsync("127.0.0.0/8");

        // The visitor wrote the first, the proxy added the last.
        Assert.StartsWith("198.51.100.7 ", await SeenAsync(app, "203.0.113.9, 198.51.100.7"), StringComparison.Ordinal);
        Assert.StartsWith("203.0.113.9 ", await SeenAsync(app, "203.0.113.9, 127.0.0.5"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 60, 70)]
    [InlineData("127.0.0.1", 200, 200)]
    public async Task Limits_of_networks_count_the_visitors_of_a_trusted_proxy_and_nobodys_inventions(string trusted, int least, int most)
    {
        await using var app = await StartAsync(trusted);
        var letIn = 0;
        for (var i = 0; i < 200; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/guest");
            request.Headers.Add("X-Forwarded-For", $"203.0.113.{i}");
            using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                break;
            letIn++;
        }

        Assert.InRange(letIn, least, most);
    }

    private static Task<HostedApp> StartAsync(string trusted) =>
        HostedApp.StartAsync(
            app =>
            {
                app.MapGet("/api/guest", () => 1).Limit(RateLimit.Guest);
                app.MapGet(
                    "/api/seen",
                    (HttpContext context) => $"{RateLimits.NetworkOf(context)} {context.Request.Scheme} {context.Request.Host.Host}"
                );
            },
            add: null,
            "--Kith:AllowedHosts=chat.example",
            $"--Kith:TrustedProxies={trusted}"
        );

    private static async Task<string> SeenAsync(HostedApp app, string? address = null, string? scheme = null, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/seen");
        foreach (var (name, value) in new[] { ("For", address), ("Proto", scheme), ("Host", host) })
        {
            if (value is not null)
                request.Headers.Add($"X-Forwarded-{name}", value);
        }

        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
