using Microsoft.AspNetCore.Builder;

namespace Kith.Server.Tests.Hosting;

public sealed class HeaderTests
{
    [Theory]
    [InlineData("/api/hello")]
    [InlineData("/api/nothing")]
    [InlineData("/api/crash")]
    [InlineData("/health/live")]
    [InlineData("/")]
    public async Task Every_answer_carries_the_security_headers(string path)
    {
        await using var app = await HostedApp.StartAsync(Map);
        var headers = (await app.GetAsync(path)).Headers;
        var policy = headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none';", policy, StringComparison.Ordinal);
        Assert.Contains($"ws://{app.Client.BaseAddress!.Authority} ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("same-origin", headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.Contains("microphone=(self)", headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
        // The page itself may be kept and asked about again; nothing else may be kept.
        Assert.True(headers.CacheControl!.NoStore || (path == "/" && headers.CacheControl.NoCache));
        Assert.False(headers.Contains("Server"));
    }

    [Fact]
    public async Task Only_configured_origins_are_let_in_by_cors()
    {
        await using var app = await HostedApp.StartAsync(Map, null, "--Kith:AllowedOrigins=https://friend.example");
        Assert.Equal("https://friend.example", await AllowedOriginAsync(app, "https://friend.example"));
        Assert.Null(await AllowedOriginAsync(app, "https://evil.example"));
        Assert.Null(await AllowedOriginAsync(app, "null"));
    }

    [Fact]
    public async Task The_api_describes_itself()
    {
        await using var app = await HostedApp.StartAsync(Map);
        var document = await app.Client.GetStringAsync(
            new Uri("/api/openapi.json", UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        Assert.Contains("\"/api/hello\"", document, StringComparison.Ordinal);
        Assert.DoesNotContain("/health", document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_documentation_runs_without_inline_scripts_and_from_here_alone()
    {
        await using var app = await HostedApp.StartAsync(Map);
        Assert.Equal("/api/docs/", (await app.GetAsync("/api/docs")).Headers.Location!.ToString());
        var response = await app.GetAsync("/api/docs/");
        Assert.Contains("script-src 'self';", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "//",
            page.Replace("<!-- HTML for static distribution bundle build -->", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        foreach (var file in (string[])["swagger-ui-bundle.js", "swagger-ui.css", "index.js"])
            Assert.True((await app.GetAsync($"/api/docs/{file}")).IsSuccessStatusCode);
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/api/hello", () => "hello");
        app.MapGet("/api/crash", string () => throw new InvalidOperationException("no"));
    }

    private static async Task<string?> AllowedOriginAsync(HostedApp app, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/hello");
        request.Headers.Add("Origin", origin);
        var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
    }
}
