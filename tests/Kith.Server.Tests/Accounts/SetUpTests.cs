namespace Kith.Server.Tests.Accounts;

/// <summary>The first start, closed registration, and slow guessing, each with a server of its own.</summary>
public sealed class SetUpTests
{
    [Fact]
    public async Task The_set_up_link_is_printed_and_makes_one_administrator()
    {
        await using var app = await KithApp.StartAsync();
        var token = TokenIn(app.Printed.ToString());

        var body = new
        {
            token,
            email = "admin@example.org",
            password = KithApp.Password,
        };
        var answer = (await app.Anonymous.PostAsync("/api/auth/setup", body)).Expect(200);

        Assert.Equal("admin", answer.Get("user.role"));
        Assert.False(answer["user.is_anonymous"]!.GetValue<bool>());
        Assert.NotNull(answer.Header("Set-Cookie"));
        (await app.Anonymous.PostAsync("/api/auth/setup", body)).ExpectProblem(401, "unauthenticated");
        using var admin = await app.LogInAsync("admin@example.org");
        Assert.Equal("admin", (await admin.GetAsync("/api/auth/me")).Expect(200).Get("role"));
        (await admin.DeleteAsync("/api/auth/me", new { password = KithApp.Password })).ExpectProblem(409, "conflict");
    }

    [Fact]
    public async Task A_configured_administrator_needs_no_link()
    {
        await using var app = await KithApp.StartAsync(options =>
        {
            options.Settings["KITH_ADMIN_EMAIL"] = "Admin@Example.org";
            options.Settings["KITH_ADMIN_PASSWORD"] = KithApp.Password;
        });

        Assert.DoesNotContain("setup", app.Printed.ToString(), StringComparison.Ordinal);
        using var admin = await app.LogInAsync("admin@example.org");
        Assert.Equal("admin", admin.SignIn!["user"]!["role"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_set_up_link_needs_a_good_password_and_stays_good_without()
    {
        await using var app = await KithApp.StartAsync();
        var token = TokenIn(app.Printed.ToString());

        (await SetUpAsync("short")).ExpectInvalid("password");
        (await app.Anonymous.PostAsync("/api/auth/setup", new { token })).ExpectInvalid("email");
        (await SetUpAsync(KithApp.Password)).Expect(200);

        Task<Answer> SetUpAsync(string password) =>
            app.Anonymous.PostAsync(
                "/api/auth/setup",
                new
                {
                    token,
                    email = "admin@example.org",
                    password,
                }
            );
    }

    [Fact]
    public async Task Where_registration_is_closed_people_only_log_in()
    {
        await using var app = await KithApp.StartAsync(options =>
        {
            options.Settings["KITH_REGISTRATION"] = "closed";
            options.Settings["KITH_ANONYMOUS"] = "off";
            options.Settings["KITH_ADMIN_EMAIL"] = "admin@example.org";
            options.Settings["KITH_ADMIN_PASSWORD"] = KithApp.Password;
        });

        (await app.Anonymous.PostAsync("/api/auth/register", new { email = "a@example.org", password = KithApp.Password })).ExpectProblem(
            403,
            "forbidden"
        );
        (await app.Anonymous.PostAsync("/api/auth/guest")).ExpectProblem(403, "forbidden");
        using var admin = await app.LogInAsync("admin@example.org");
    }

    [Fact]
    public async Task Guessing_is_slowed_down_with_retry_after()
    {
        var clock = new FakeClock();
        await using var app = await KithApp.StartAsync(options => options.Clock = clock);
        using var person = await app.SignUpAsync();
        for (var i = 0; i < 5; i++)
            (await GuessAsync("not the password")).ExpectProblem(401, "unauthenticated");

        var answer = (await GuessAsync(KithApp.Password)).ExpectProblem(429, "rate_limited");
        Assert.Equal("5", answer.Header("Retry-After"));
        (await person.PostAsync("/api/auth/password", new { old = "x", @new = "another calm, wide lake" })).ExpectProblem(
            429,
            "rate_limited"
        );
        clock.Advance(TimeSpan.FromSeconds(5));

        (await GuessAsync(KithApp.Password)).Expect(200);

        Task<Answer> GuessAsync(string password) => app.Anonymous.PostAsync("/api/auth/login", new { email = person.Email, password });
    }

    [Fact]
    public async Task Guests_are_swept_a_day_after_they_were_last_seen()
    {
        var clock = new FakeClock();
        await using var app = await KithApp.StartAsync(options => options.Clock = clock);
        using var gone = await app.GuestAsync();
        var chat = (await gone.PostAsync("/api/ai/chats/", new { title = "Gone" })).Expect(201).Get("id");
        var learnt = app.WhenRevokedAsync((await gone.GetAsync("/api/auth/sessions/")).Expect(200).Get("results.0.id"));

        clock.Jump(TimeSpan.FromHours(25));
        await learnt.WaitAsync(TestContext.Current.CancellationToken);
        await app.PollAsync();

        (await gone.GetAsync("/api/auth/me")).ExpectProblem(401, "unauthenticated");
        (await gone.PostAsync("/api/auth/refresh", new { refresh_token = gone.RefreshToken })).ExpectProblem(401, "unauthenticated");
        using var next = await app.GuestAsync();
        (await next.GetAsync($"/api/ai/chats/{chat}/")).ExpectProblem(404, "not_found");
    }

    private static string TokenIn(string printed)
    {
        const string Mark = "/setup#token=";
        var start = printed.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length;
        return printed.Substring(start, 43);
    }
}
