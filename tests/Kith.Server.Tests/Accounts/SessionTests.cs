namespace Kith.Server.Tests.Accounts;

/// <summary>One's own sessions, through HTTP on every database.</summary>
public abstract class SessionTests(KithApp app)
{
    [Fact]
    public async Task The_list_names_each_device_and_which_one_this_is()
    {
        using var laptop = await app.SignUpAsync();
        using var phone = app.Anonymous;
        phone.Client.DefaultRequestHeaders.Add("User-Agent", $"Phone/1.0 {new string('x', 500)}");
        phone.Use((await phone.PostAsync("/api/auth/login", new { email = laptop.Email, password = KithApp.Password })).Expect(200));

        var list = (await phone.GetAsync("/api/auth/sessions/")).Expect(200);

        Assert.Null(list["next_cursor"]);
        Assert.Equal(2, list["results"]!.AsArray().Count);
        var mine = list["results"]!.AsArray().Single(session => session!["is_current"]!.GetValue<bool>())!;
        Assert.Equal(256, mine["user_agent"]!.GetValue<string>().Length);
        Assert.Equal("127.0.0.1", mine["network"]!.GetValue<string>());
        foreach (var time in (string[])["created_at", "last_used_at", "expires_at"])
            Assert.EndsWith("Z", mine[time]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(
            TimeSpan.FromDays(30),
            DateTimeOffset.Parse(mine["expires_at"]!.GetValue<string>()) - DateTimeOffset.Parse(mine["last_used_at"]!.GetValue<string>())
        );
    }

    [Fact]
    public async Task One_session_can_be_ended_from_another()
    {
        using var laptop = await app.SignUpAsync();
        using var phone = await app.LogInAsync(laptop.Email);
        var id = await IdOfCurrentAsync(phone);

        (await laptop.DeleteAsync($"/api/auth/sessions/{id}/")).Expect(204);

        (await phone.GetAsync("/api/auth/me")).ExpectProblem(401, "unauthenticated");
        (await phone.PostAsync("/api/auth/refresh", new { refresh_token = phone.RefreshToken })).ExpectProblem(401, "unauthenticated");
        (await laptop.GetAsync("/api/auth/me")).Expect(200);
        (await laptop.DeleteAsync($"/api/auth/sessions/{id}/")).ExpectProblem(404, "not_found");
    }

    [Fact]
    public async Task Somebody_elses_session_is_as_none()
    {
        using var me = await app.SignUpAsync();
        using var other = await app.SignUpAsync();
        var foreign = await IdOfCurrentAsync(other);

        var theirs = (await me.DeleteAsync($"/api/auth/sessions/{foreign}/")).ExpectProblem(404, "not_found");
        var nothing = (await me.DeleteAsync($"/api/auth/sessions/{Guid.NewGuid()}/")).ExpectProblem(404, "not_found");

        Assert.Equal(nothing.Get("detail"), theirs.Get("detail"));
        (await me.DeleteAsync("/api/auth/sessions/%20%F0%9F%8D%80'--/")).ExpectProblem(404, "not_found");
        Assert.InRange((await me.DeleteAsync("/api/auth/sessions/a%00b/")).Status, 400, 404);
        (await other.GetAsync("/api/auth/me")).Expect(200);
    }

    [Fact]
    public async Task All_other_sessions_can_be_ended_at_once()
    {
        using var laptop = await app.SignUpAsync();
        using var phone = await app.LogInAsync(laptop.Email);
        using var tablet = await app.LogInAsync(laptop.Email);

        (await tablet.DeleteAsync("/api/auth/sessions/")).Expect(204);

        (await laptop.GetAsync("/api/auth/me")).ExpectProblem(401, "unauthenticated");
        (await phone.GetAsync("/api/auth/me")).ExpectProblem(401, "unauthenticated");
        Assert.Single((await tablet.GetAsync("/api/auth/sessions/")).Expect(200)["results"]!.AsArray());
    }

    [Fact]
    public async Task Logging_out_ends_the_session_and_clears_the_cookie()
    {
        using var browser = await app.BrowserAsync("kim");

        var answer = (await browser.PostAsync("/api/auth/logout")).Expect(204);

        Assert.Contains("sessionid=;", answer.Header("Set-Cookie"), StringComparison.Ordinal);
        Assert.Contains("expires=Thu, 01 Jan 1970", answer.Header("Set-Cookie"), StringComparison.Ordinal);
        (await browser.GetAsync("/api/auth/me")).ExpectProblem(401, "unauthenticated");
        (await browser.PostAsync("/api/auth/refresh", new { refresh_token = browser.RefreshToken })).ExpectProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_new_password_ends_every_other_session()
    {
        using var laptop = await app.SignUpAsync();
        using var phone = await app.LogInAsync(laptop.Email);
        const string Next = "another calm, wide lake";

        (await laptop.PostAsync("/api/auth/password", new { old = "not the password", @new = Next })).ExpectInvalid("old");
        (await laptop.PostAsync("/api/auth/password", new { old = KithApp.Password, @new = "short" })).ExpectInvalid("new");
        (await laptop.PostAsync("/api/auth/password", new { old = KithApp.Password, @new = laptop.Email })).ExpectInvalid("new");
        (await laptop.PostAsync("/api/auth/password", new { @new = Next })).ExpectInvalid("old");
        (await phone.GetAsync("/api/auth/me")).Expect(200);
        var answer = (await laptop.PostAsync("/api/auth/password", new { old = KithApp.Password, @new = Next })).Expect(200);

        Assert.Equal(1, answer["ended_sessions"]!.GetValue<int>());
        (await laptop.GetAsync("/api/auth/me")).Expect(200);
        (await phone.GetAsync("/api/auth/me")).ExpectProblem(401, "unauthenticated");
        (await phone.PostAsync("/api/auth/login", new { email = laptop.Email, password = KithApp.Password })).ExpectProblem(
            401,
            "unauthenticated"
        );
        using var again = await app.LogInAsync(laptop.Email, Next);
    }

    [Fact]
    public async Task A_ticket_for_a_socket_is_said_to_last_thirty_seconds()
    {
        using var person = await app.SignUpAsync();

        var answer = (await person.PostAsync("/api/auth/ws-ticket")).Expect(200);

        Assert.Equal(30, answer["expires_in"]!.GetValue<int>());
        Assert.Equal(43, answer.Get("ticket").Length);
        (await app.Anonymous.PostAsync("/api/auth/ws-ticket")).ExpectProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_token_costs_no_sql_and_a_cookie_one_read()
    {
        using var person = await app.SignUpAsync();
        using var curl = app.Anonymous;
        var login = await curl.PostAsync("/api/auth/login", new { email = person.Email, password = KithApp.Password });
        curl.Client.DefaultRequestHeaders.Add("Cookie", login.Header("Set-Cookie")!.Split(';')[0]);

        var byToken = await app.CountStatementsAsync(async () => (await person.GetAsync("/api/auth/csrf")).Expect(200));
        var byCookie = await app.CountStatementsAsync(async () => (await curl.GetAsync("/api/auth/csrf")).Expect(200));

        Assert.Equal((0, 1), (byToken, byCookie));
    }

    private static async Task<string> IdOfCurrentAsync(Person person)
    {
        var list = (await person.GetAsync("/api/auth/sessions/")).Expect(200)["results"]!.AsArray();
        return list.Single(session => session!["is_current"]!.GetValue<bool>())!["id"]!.GetValue<string>();
    }
}

public sealed class SqliteSessionTests(QuietAccountsApp app) : SessionTests(app), IClassFixture<QuietAccountsApp>;

public sealed class PostgresSessionTests(PostgresQuietAccountsApp app) : SessionTests(app), IClassFixture<PostgresQuietAccountsApp>;

/// <summary>With a clock that stands still, so that nothing polls while statements are counted.</summary>
public class QuietAccountsApp : AccountsApp
{
    protected override void Configure(KithAppOptions options)
    {
        base.Configure(options);
        options.Clock = new FakeClock();
    }
}

public sealed class PostgresQuietAccountsApp : QuietAccountsApp
{
    protected override void Configure(KithAppOptions options)
    {
        base.Configure(options);
        options.Postgres = true;
    }
}
