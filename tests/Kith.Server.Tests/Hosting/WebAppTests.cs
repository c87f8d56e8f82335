using System.Net;
using Kith.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Kith.Server.Tests.Hosting;

public sealed class WebAppTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/admin/")]
    [InlineData("/chats/42")]
    [InlineData("/apiary")]
    [InlineData("/dev")]
    [InlineData("/dev/socket/more")]
    public async Task Every_page_address_gets_the_one_page(string path)
    {
        using var dist = Built();
        await using var app = await StartAsync(dist);
        var response = await app.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("<p>Kith</p>", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("no-cache", response.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("/dev/socket")]
    [InlineData("/dev/socket/")]
    public async Task The_socket_console_is_a_page_of_its_own(string path)
    {
        using var dist = Built();
        await using var app = await StartAsync(dist);
        var response = await app.GetAsync(path);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("<p>Sockets</p>", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("script-src 'self'; ", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/nothing")]
    [InlineData("/API/nothing")]
    [InlineData("/ws/nothing")]
    [InlineData("/v1/nothing")]
    [InlineData("/graphql/nothing")]
    [InlineData("/health/nothing")]
    [InlineData("/assets/gone.js")]
    [InlineData("/.source-hash")]
    [InlineData("/assets/..%2f..%2fsecret.txt")]
    public async Task What_is_no_page_and_no_file_is_not_found(string path)
    {
        using var dist = Built();
        await using var app = await StartAsync(dist);
        var response = await app.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/graphql", "text/html,application/xhtml+xml,*/*;q=0.8", HttpStatusCode.OK)]
    [InlineData("/graphql/", "text/html", HttpStatusCode.OK)]
    [InlineData("/graphql/", "application/json", HttpStatusCode.NotFound)]
    [InlineData("/graphql/?query=%7B__typename%7D", "text/html", HttpStatusCode.NotFound)]
    public async Task Browsers_get_GraphiQL_at_the_address_of_GraphQL(string address, string accept, HttpStatusCode status)
    {
        using var dist = Built();
        dist.Write("graphql.html", "<p>GraphiQL</p>");
        await using var app = await StartAsync(dist);
        app.Client.DefaultRequestHeaders.Add("Accept", accept);
        var response = await app.GetAsync(address);
        Assert.Equal(status, response.StatusCode);
        if (status != HttpStatusCode.OK)
            return;
        Assert.Equal("<p>GraphiQL</p>", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains(
            "style-src 'self' 'unsafe-inline'",
            response.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Files_named_by_their_content_are_kept_for_ever()
    {
        using var dist = Built();
        await using var app = await StartAsync(dist);
        var response = await app.GetAsync("/assets/app-1a2b.js");
        Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl!.ToString());
        Assert.Equal("text/javascript", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task The_web_app_travels_compressed_and_the_api_does_not()
    {
        using var dist = Built();
        await using var app = await StartAsync(dist);
        app.Client.DefaultRequestHeaders.Add("Accept-Encoding", "br");
        Assert.Equal(["br"], (await app.GetAsync("/assets/app-1a2b.js")).Content.Headers.ContentEncoding);
        Assert.Empty((await app.GetAsync("/api/hello")).Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Without_a_web_app_a_plain_page_says_why_and_the_api_works()
    {
        using var empty = new Sandbox();
        await using var app = await StartAsync(empty, "Install <Node.js>.");
        var response = await app.GetAsync("/");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains(
            "Install &lt;Node.js&gt;.",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/api/hello")).StatusCode);
    }

    [Fact]
    public async Task A_web_app_built_later_is_served_without_a_restart()
    {
        using var parent = new Sandbox();
        var folder = Path.Combine(parent.Folder, "dist");
        await using var app = await StartAsync(new WebApp { Folder = folder });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.GetAsync("/")).StatusCode);
        parent.Write("dist/index.html", "<p>Kith</p>");
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/")).StatusCode);
    }

    [Fact]
    public void A_folder_with_the_web_app_beside_the_binaries_is_a_published_one()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("Kith.slnx", "");
        var binaries = Directory.CreateDirectory(Path.Combine(sandbox.Folder, "src", "bin")).FullName;
        Assert.Equal(sandbox.Folder, SourceTree.Find(binaries));
        Directory.CreateDirectory(Path.Combine(binaries, "wwwroot"));
        Assert.Null(SourceTree.Find(binaries));
    }

    private static Sandbox Built()
    {
        var dist = new Sandbox();
        dist.Write("index.html", "<p>Kith</p>");
        dist.Write("dev/socket/index.html", "<p>Sockets</p>");
        dist.Write("assets/app-1a2b.js", "console.log('Kith');");
        dist.Write(".source-hash", "x");
        return dist;
    }

    private static Task<HostedApp> StartAsync(Sandbox dist, string? problem = null) =>
        StartAsync(new WebApp { Folder = dist.Folder, Problem = problem });

    private static Task<HostedApp> StartAsync(WebApp web) =>
        HostedApp.StartAsync(app => app.MapGet("/api/hello", () => "hello"), builder => builder.Services.AddSingleton(web));
}
