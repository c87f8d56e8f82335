using System.Net.Http.Headers;
using System.Net.Http.Json;
using Kith.Engine.Events;
using Kith.Engine.Storage;
using Kith.Engine.Users;
using Kith.Server.Hosting;
using Kith.Server.Identity;
using Kith.Server.Identity.Jwt;
using Kith.Server.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kith.Server.Tests.Accounts;

/// <summary>What a route may ask of its callers, on routes that only say who came.</summary>
public sealed class AccessTests
{
    [Theory]
    [InlineData("/api/test/signed-in", 401, 401, 200, 200, 200)]
    [InlineData("/api/test/visitors", 200, 401, 200, 200, 200)]
    [InlineData("/api/test/admin", 404, 404, 404, 404, 200)]
    public async Task Each_caller_gets_what_the_route_allows(string path, int nobody, int forged, int guest, int user, int admin)
    {
        await using var app = await HostedApp.StartAsync(
            Map,
            Add,
            "--Kith:AdminEmail=admin@example.org",
            $"--Kith:AdminPassword={KithApp.Password}"
        );
        using var made = await app.SendAsync(HttpMethod.Post, "/api/test/tokens");
        var tokens = (await made.Content.ReadFromJsonAsync<Tokens>(TestContext.Current.CancellationToken))!;

        Assert.Equal(nobody, await StatusAsync(app, path, token: null));
        Assert.Equal(forged, await StatusAsync(app, path, tokens.User + "x"));
        Assert.Equal(guest, await StatusAsync(app, path, tokens.Guest));
        Assert.Equal(user, await StatusAsync(app, path, tokens.User));
        Assert.Equal(admin, await StatusAsync(app, path, tokens.Admin));
    }

    [Fact]
    public async Task A_hidden_route_answers_exactly_like_none()
    {
        await using var app = await HostedApp.StartAsync(Map, Add);

        var hidden = await (await app.GetAsync("/api/test/admin")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var none = await (await app.GetAsync("/api/test/nothing")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(none.Split("trace_id")[0], hidden.Split("trace_id")[0]);
    }

    [Theory]
    [InlineData("http", "kith.example", "https://kith.example", true)]
    [InlineData("http", "kith.example", "http://kith.example", true)]
    [InlineData("https", "kith.example", "http://kith.example", false)]
    [InlineData("http", "kith.example:8000", "https://kith.example", false)]
    [InlineData("http", "[::1]:8000", "http://[::1]:8000", true)]
    [InlineData("http", "kith.example", "https://kith.example.evil.example", false)]
    public void A_page_behind_a_proxy_that_ends_tls_is_ours(string scheme, string host, string origin, bool ours)
    {
        var origins = new Origins(new KithOptions { DataDir = "", Database = "" });
        var context = new DefaultHttpContext();
        (context.Request.Scheme, context.Request.Host) = (scheme, new HostString(host));
        context.Request.Headers.Origin = origin;

        Assert.Equal(ours, origins.IsAllowed(context));
    }

    [Fact]
    public void A_cookie_given_over_https_stays_there()
    {
        var context = new DefaultHttpContext();
        context.Request.Scheme = "https";

        SessionCookie.Set(context, "secret");

        Assert.Contains("secure", context.Response.Headers.SetCookie.ToString(), StringComparison.Ordinal);
    }

    private static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddStorage(new StorageOptions { Database = Path.Combine(builder.Configuration["Kith:DataDir"]!, "kith.db") });
        builder.Services.AddEvents();
        builder.AddIdentity();
        builder.Services.AddSingleton(new Terminal(TextWriter.Null));
    }

    private static void Map(WebApplication app)
    {
        app.Services.GetRequiredService<Database>().OpenAsync(CancellationToken.None).GetAwaiter().GetResult();
        app.UseIdentity();
        app.MapGet("/api/test/signed-in", (CurrentUser me) => me.Caller.PrincipalId).RequireSignedIn();
        app.MapGet("/api/test/visitors", (CurrentUser? me) => me?.Caller.PrincipalId ?? "nobody").AllowVisitors();
        app.MapGet("/api/test/admin", (CurrentUser me) => me.Caller.PrincipalId).RequireAdmin();
        app.MapPost("/api/test/tokens", TokensOfAsync);
    }

    private static async Task<Tokens> TokensOfAsync(
        Engine.Users.Accounts accounts,
        AccessTokens tokens,
        CancellationToken cancellationToken
    )
    {
        var device = new Device("test", "test");
        var user = await accounts.RegisterAsync("user@example.org", KithApp.Password, null, device, null, cancellationToken);
        var guest = await accounts.EnterAsGuestAsync(device, cancellationToken);
        var admin = await accounts.LogInAsync("admin@example.org", KithApp.Password, device, null, cancellationToken);
        return new Tokens(tokens.Issue(guest.Value.SignedIn), tokens.Issue(user.Value.SignedIn), tokens.Issue(admin.Value.SignedIn));
    }

    private static async Task<int> StatusAsync(HostedApp app, string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    internal sealed record Tokens(string Guest, string User, string Admin);
}
