namespace Kith.Server.Tests.Accounts;

/// <summary>Two servers on one database: what is revoked at one is refused at the other.</summary>
public abstract class RevocationTests(bool postgres)
{
    [Fact]
    public async Task What_is_revoked_on_one_server_is_refused_on_the_other_within_five_seconds()
    {
        await using var here = await StartAsync();
        await using var there = await here.StartAnotherAsync();
        using var person = await here.SignUpAsync();
        var id = (await person.GetAsync("/api/auth/sessions/")).Expect(200).Get("results.0.id");
        using var elsewhere = Elsewhere(there, person);
        (await elsewhere.GetAsync("/api/auth/me")).Expect(200);
        var learnt = there.WhenRevokedAsync(id);

        (await person.PostAsync("/api/auth/logout")).Expect(204);
        await learnt.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        (await elsewhere.GetAsync("/api/auth/me")).ExpectProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_new_password_and_an_erased_account_close_the_other_server_too()
    {
        await using var here = await StartAsync(new FakeClock());
        await using var there = await here.StartAnotherAsync();
        using var laptop = await here.SignUpAsync();
        using var phone = await there.LogInAsync(laptop.Email);
        using var laptopThere = Elsewhere(there, laptop);

        const string Next = "another calm, wide lake";
        (await laptop.PostAsync("/api/auth/password", new { old = KithApp.Password, @new = Next })).Expect(200);
        await there.PollAsync();
        (await phone.GetAsync("/api/auth/me")).ExpectProblem(401, "unauthenticated");
        (await laptopThere.GetAsync("/api/auth/me")).Expect(200);
        (await laptop.DeleteAsync("/api/auth/me", new { password = Next })).Expect(200);
        await there.PollAsync();

        (await laptopThere.GetAsync("/api/auth/me")).ExpectProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_cookie_that_is_revoked_on_one_server_is_refused_on_the_other_at_once()
    {
        await using var here = await StartAsync(new FakeClock());
        await using var there = await here.StartAnotherAsync();
        using var person = await here.SignUpAsync();
        var login = await here.Anonymous.PostAsync("/api/auth/login", new { email = person.Email, password = KithApp.Password });
        var cookie = ("Cookie", login.Header("Set-Cookie")!.Split(';')[0]);
        (await there.Anonymous.SendAsync(HttpMethod.Get, "/api/auth/me", null, cookie)).Expect(200);

        (await person.DeleteAsync("/api/auth/sessions/")).Expect(204);

        (await there.Anonymous.SendAsync(HttpMethod.Get, "/api/auth/me", null, cookie)).ExpectProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_token_of_one_server_opens_the_other()
    {
        await using var here = await StartAsync();
        await using var there = await here.StartAnotherAsync();
        using var person = await here.SignUpAsync();
        using var browser = await here.BrowserAsync("kim");

        using var elsewhere = Elsewhere(there, person);
        (await elsewhere.GetAsync("/api/auth/me")).Expect(200);
        var refreshed = (await elsewhere.PostAsync("/api/auth/refresh", new { refresh_token = person.RefreshToken })).Expect(200);
        (await person.Use(refreshed).GetAsync("/api/auth/me")).Expect(200);
    }

    private Task<KithApp> StartAsync(FakeClock? clock = null) =>
        KithApp.StartAsync(options =>
        {
            Assert.SkipWhen(postgres && !PostgresOfTest.IsAvailable, PostgresOfTest.WhySkipped);
            (options.Postgres, options.Clock) = (postgres, clock);
            options.Settings["KITH_RATE_LIMITS"] = "off";
        });

    private static Person Elsewhere(KithApp app, Person person)
    {
        var elsewhere = app.Anonymous;
        elsewhere.Client.DefaultRequestHeaders.Add("Authorization", $"Bearer {person.AccessToken}");
        return elsewhere;
    }
}

public sealed class SqliteRevocationTests() : RevocationTests(postgres: false);

public sealed class PostgresRevocationTests() : RevocationTests(postgres: true);

public sealed class BrokenStorageTests
{
    [Fact]
    public async Task Credentials_are_refused_while_the_database_can_not_be_asked()
    {
        var clock = new FakeClock();
        await using var app = await KithApp.StartAsync(options => (options.Clock, options.BreakableStorage) = (clock, true));
        using var person = await app.SignUpAsync();
        using var browser = await app.BrowserAsync("kim");
        app.StorageFails = true;

        (await browser.GetAsync("/api/auth/csrf")).ExpectProblem(503, "storage_unavailable");
        (await person.GetAsync("/api/auth/csrf")).Expect(200);
        clock.Advance(TimeSpan.FromSeconds(6));
        (await person.GetAsync("/api/auth/csrf")).ExpectProblem(503, "storage_unavailable");
        Assert.Equal("2", (await person.GetAsync("/api/auth/me")).ExpectProblem(503, "storage_unavailable").Header("Retry-After"));
        (await app.Anonymous.GetAsync("/api/auth/csrf")).Expect(200);
        (await app.Anonymous.PostAsync("/api/auth/guest")).ExpectProblem(503, "storage_unavailable");

        app.StorageFails = false;
        await app.PollAsync();
        (await person.GetAsync("/api/auth/me")).Expect(200);
        (await browser.GetAsync("/api/auth/me")).Expect(200);
    }
}
