namespace Kith.Server.Tests.Accounts;

/// <summary>What a browser may do with a cookie, from which page and with which header.</summary>
public sealed class CsrfTests(CsrfApp app) : IClassFixture<CsrfApp>
{
    private const string Allowed = "https://chat.example";
    private const string Foreign = "https://evil.example";

    /// <summary>Own: an address of this server, filled in by the test.</summary>
    [Theory]
    [InlineData("Origin", "{own}", true)]
    [InlineData("Origin", Allowed, true)]
    [InlineData("Origin", "https://CHAT.example", true)]
    [InlineData("Origin", Foreign, false)]
    [InlineData("Origin", "null", false)]
    [InlineData("Origin", "", false)]
    [InlineData("Origin", "https://chat.example.evil.example", false)]
    [InlineData("Origin", "https://chat.example:8443", false)]
    [InlineData("Origin", "http://chat.example", false)]
    [InlineData("Origin", "http://127.0.0.1", false)]
    [InlineData("Origin", "ftp://127.0.0.1", false)]
    [InlineData("Referer", "{own}/some/page?x=1", true)]
    [InlineData("Referer", "https://chat.example/page", true)]
    [InlineData("Referer", "https://evil.example/page", false)]
    [InlineData("Referer", "not an address", false)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Sec-Fetch-Site", "none", true)]
    [InlineData("Sec-Fetch-Site", "same-site", false)]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "anything", false)]
    public async Task A_cookie_counts_only_from_a_page_of_ours(string header, string value, bool allowed)
    {
        var (cookie, token) = await SignInAsync();
        var from = (header, Own(value));

        var read = await SendAsync(HttpMethod.Get, "/api/auth/me", cookie, from);
        var change = await SendAsync(HttpMethod.Patch, "/api/auth/me", cookie, from, ("X-Kith-CSRF", token));
        var without = await SendAsync(HttpMethod.Patch, "/api/auth/me", cookie, from);

        if (allowed)
        {
            read.Expect(200);
            change.Expect(200);
        }
        else
        {
            read.ExpectProblem(403, "csrf_failed");
            change.ExpectProblem(403, "csrf_failed");
        }

        without.ExpectProblem(403, "csrf_failed");
    }

    [Fact]
    public async Task Only_the_token_of_this_very_session_will_do()
    {
        var (cookie, token) = await SignInAsync();
        var (_, foreign) = await SignInAsync();
        var nobody = (await app.Anonymous.GetAsync("/api/auth/csrf")).Expect(200);
        Assert.False(nobody["signed_in"]?.GetValue<bool>());
        var nobodys = nobody.Get("csrf_token");
        var from = ("Origin", Own("{own}"));

        foreach (var wrong in (string[])["", "x", foreign, nobodys, token[..^1], token + "A"])
            (await SendAsync(HttpMethod.Patch, "/api/auth/me", cookie, from, ("X-Kith-CSRF", wrong))).ExpectProblem(403, "csrf_failed");
        foreach (var method in (string[])["POST", "DELETE"])
            (await SendAsync(new HttpMethod(method), "/api/auth/sessions/x/", cookie, from)).ExpectStatus(403, 405);
        (await SendAsync(HttpMethod.Patch, "/api/auth/me", cookie, from, ("X-Kith-CSRF", token))).Expect(200);
    }

    [Fact]
    public async Task Curl_with_only_the_cookie_needs_no_token()
    {
        var (cookie, _) = await SignInAsync();

        (await SendAsync(HttpMethod.Patch, "/api/auth/me", cookie)).Expect(200);
        (await SendAsync(HttpMethod.Post, "/api/auth/logout", cookie)).Expect(204);
        (await SendAsync(HttpMethod.Get, "/api/auth/me", cookie)).ExpectProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_bearer_token_needs_neither_and_goes_before_the_cookie()
    {
        using var person = await app.SignUpAsync();
        var (cookie, _) = await SignInAsync();
        var bearer = ("Authorization", $"Bearer {person.AccessToken}");

        var answer = await SendAsync(HttpMethod.Get, "/api/auth/me", cookie, bearer, ("Origin", Foreign));
        Assert.Equal(person.UserId, answer.Expect(200).Get("id"));
        (await SendAsync(HttpMethod.Get, "/api/auth/me", cookie, ("Authorization", "Bearer nonsense"))).ExpectProblem(
            401,
            "unauthenticated"
        );
    }

    [Theory]
    [InlineData("register")]
    [InlineData("login")]
    [InlineData("guest")]
    [InlineData("setup")]
    [InlineData("refresh")]
    public async Task Nobody_is_signed_in_from_a_foreign_page(string door)
    {
        using var person = await app.SignUpAsync();
        object body = door switch
        {
            "register" => new { email = $"{Guid.NewGuid():N}@example.org", password = KithApp.Password },
            "login" => new { email = person.Email, password = KithApp.Password },
            "refresh" => new { refresh_token = person.RefreshToken },
            "setup" => new
            {
                token = "x",
                email = person.Email,
                password = KithApp.Password,
            },
            _ => new { },
        };

        foreach (var origin in (string[])[Foreign, "null"])
        {
            var answer = await app.Anonymous.SendAsync(HttpMethod.Post, $"/api/auth/{door}", body, ("Origin", origin));
            answer.ExpectProblem(403, "csrf_failed");
            Assert.Null(answer.Header("Set-Cookie"));
        }

        var own = await app.Anonymous.SendAsync(HttpMethod.Post, $"/api/auth/{door}", body, ("Origin", Own("{own}")));
        own.ExpectStatus(200, 201, door == "setup" ? 401 : 200);
    }

    [Fact]
    public async Task A_cookie_that_is_over_is_ignored_where_one_signs_in()
    {
        using var browser = await app.BrowserAsync("kim");
        using var elsewhere = await app.LogInAsync(browser.Email);
        (await elsewhere.DeleteAsync("/api/auth/sessions/")).Expect(204);

        (await browser.GetAsync("/api/auth/me")).ExpectProblem(401, "unauthenticated");
        (await browser.GetAsync("/api/auth/csrf")).Expect(200);
        (
            await browser.PostAsync(
                "/api/auth/login",
                new
                {
                    email = browser.Email,
                    password = KithApp.Password,
                    claim_guest = true,
                }
            )
        ).Expect(200);

        (await browser.GetAsync("/api/auth/me")).Expect(200);
    }

    [Fact]
    public async Task A_guest_in_a_browser_is_claimed_by_the_cookie()
    {
        using var browser = await app.BrowserAsync();
        (await browser.PostAsync("/api/auth/guest")).Expect(200);
        var token = (await browser.GetAsync("/api/auth/csrf")).Expect(200).Get("csrf_token");
        var chat = (await browser.SendAsync(HttpMethod.Post, "/api/ai/chats/", new { title = "Kept" }, ("X-Kith-CSRF", token)))
            .Expect(201)
            .Get("id");

        var body = new
        {
            email = $"{Guid.NewGuid():N}@example.org",
            password = KithApp.Password,
            claim_guest = true,
        };
        (await browser.PostAsync("/api/auth/register", body)).Expect(201);

        Assert.Equal("Kept", (await browser.GetAsync($"/api/ai/chats/{chat}/")).Expect(200).Get("title"));
    }

    [Fact]
    public async Task A_page_that_asks_for_its_token_has_its_cookie_renewed()
    {
        var (cookie, _) = await SignInAsync();

        var answer = (await SendAsync(HttpMethod.Get, "/api/auth/csrf", cookie)).Expect(200);

        Assert.StartsWith(cookie, answer.Header("Set-Cookie"), StringComparison.Ordinal);
        Assert.Contains("max-age=2592000", answer.Header("Set-Cookie"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_configured_origins_are_told_that_they_may_read()
    {
        var allowed = await app.Anonymous.SendAsync(HttpMethod.Get, "/api/auth/csrf", null, ("Origin", Allowed));
        var foreign = await app.Anonymous.SendAsync(HttpMethod.Get, "/api/auth/csrf", null, ("Origin", Foreign));
        var preflight = await app.Anonymous.SendAsync(
            HttpMethod.Options,
            "/api/auth/me",
            null,
            ("Origin", Foreign),
            ("Access-Control-Request-Method", "PATCH")
        );

        Assert.Equal(Allowed, allowed.Header("Access-Control-Allow-Origin"));
        Assert.Null(foreign.Header("Access-Control-Allow-Origin"));
        Assert.Null(preflight.Header("Access-Control-Allow-Origin"));
    }

    private string Own(string value) => value.Replace("{own}", app.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);

    private async Task<(string Cookie, string Token)> SignInAsync()
    {
        var answer = await app.Anonymous.PostAsync(
            "/api/auth/register",
            new { email = $"{Guid.NewGuid():N}@example.org", password = KithApp.Password }
        );
        var cookie = answer.Expect(201).Header("Set-Cookie")!.Split(';')[0];
        return (cookie, (await SendAsync(HttpMethod.Get, "/api/auth/csrf", cookie)).Expect(200).Get("csrf_token"));
    }

    private Task<Answer> SendAsync(HttpMethod method, string path, string cookie, params (string, string)[] headers) =>
        app.Anonymous.SendAsync(
            method,
            path,
            method == HttpMethod.Patch ? new { display_name = "Kim" } : null,
            [("Cookie", cookie), .. headers]
        );
}

public sealed class CsrfApp : AccountsApp
{
    protected override void Configure(KithAppOptions options)
    {
        base.Configure(options);
        options.Settings["KITH_ALLOWED_ORIGINS"] = "https://chat.example";
    }
}
