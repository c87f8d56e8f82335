using System.Text.Json.Nodes;

namespace Kith.Server.Tests.Accounts;

/// <summary>Registering, logging in, guests and refreshing, through HTTP on every database.</summary>
public abstract class ComingInTests(KithApp app)
{
    [Fact]
    public async Task Registering_answers_201_with_tokens_the_account_and_a_cookie()
    {
        using var person = app.Anonymous;
        var email = NewEmail();

        var answer = (
            await person.PostAsync(
                "/api/auth/register",
                new
                {
                    email = $"  {email.ToUpperInvariant()} ",
                    password = KithApp.Password,
                    display_name = " Medhavi ",
                }
            )
        ).Expect(201);

        Assert.Equal("Bearer", answer.Get("token_type"));
        Assert.Equal(900, answer["expires_in"]!.GetValue<int>());
        Assert.Equal(["access_token", "expires_in", "refresh_token", "token_type", "user"], Names(answer.Json));
        Assert.Equal(["display_name", "email", "id", "is_anonymous", "role"], Names(answer["user"]!));
        Assert.Equal(email, answer.Get("user.email"));
        Assert.Equal("Medhavi", answer.Get("user.display_name"));
        Assert.Equal("user", answer.Get("user.role"));
        Assert.False(answer["user.is_anonymous"]!.GetValue<bool>());
        var cookie = answer.Header("Set-Cookie")!.ToLowerInvariant();
        Assert.StartsWith("sessionid=", cookie, StringComparison.Ordinal);
        foreach (var attribute in (string[])["httponly", "samesite=lax", "path=/", "max-age=2592000"])
            Assert.Contains(attribute, cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("secure", cookie, StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Header("Cache-Control"));
    }

    [Fact]
    public async Task The_same_address_registered_twenty_times_at_once_makes_one_account()
    {
        using var person = app.Anonymous;
        var email = NewEmail();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => person.PostAsync("/api/auth/register", new { email, password = KithApp.Password }))
        );

        Assert.Single(answers, answer => answer.Status == 201);
        foreach (var answer in answers.Where(answer => answer.Status != 201))
            answer.ExpectProblem(409, "conflict");
    }

    [Fact]
    public async Task Logging_in_answers_200_and_what_is_wrong_is_never_told_apart()
    {
        using var known = await app.SignUpAsync();
        using var person = app.Anonymous;

        var right = await person.PostAsync("/api/auth/login", new { email = known.Email, password = KithApp.Password });
        var wrong = await person.PostAsync("/api/auth/login", new { email = known.Email, password = "not the password" });
        var nobody = await person.PostAsync("/api/auth/login", new { email = NewEmail(), password = "not the password" });

        Assert.Equal(known.UserId, right.Expect(200).Get("user.id"));
        Assert.NotNull(right.Header("Set-Cookie"));
        Assert.Equal(wrong.ExpectProblem(401, "unauthenticated").Get("detail"), nobody.ExpectProblem(401, "unauthenticated").Get("detail"));
        Assert.Null(wrong.Header("Set-Cookie"));
    }

    [Fact]
    public async Task Refreshing_gives_new_tokens_and_using_one_twice_ends_the_session()
    {
        using var person = await app.SignUpAsync();
        var first = person.RefreshToken;

        var second = (await person.PostAsync("/api/auth/refresh", new { refresh_token = first })).Expect(200);
        Assert.Equal(person.UserId, second.Get("user.id"));
        Assert.NotEqual(first, second.Get("refresh_token"));
        person.Use(second);
        (await person.GetAsync("/api/auth/me")).Expect(200);
        (await person.PostAsync("/api/auth/refresh", new { refresh_token = first })).ExpectProblem(401, "unauthenticated");

        (await person.GetAsync("/api/auth/me")).ExpectProblem(401, "unauthenticated");
        (await person.PostAsync("/api/auth/refresh", new { refresh_token = second.Get("refresh_token") })).ExpectProblem(
            401,
            "unauthenticated"
        );
    }

    [Fact]
    public async Task Guests_show_the_anonymous_user_and_see_nothing_of_each_other()
    {
        using var a = await app.GuestAsync();
        using var b = await app.GuestAsync();

        Assert.Equal(a.UserId, b.UserId);
        Assert.Null(a.SignIn!["user"]!["email"]);
        Assert.True(a.SignIn!["user"]!["is_anonymous"]!.GetValue<bool>());
        var mine = (await a.GetAsync("/api/auth/sessions/")).Expect(200);
        Assert.Single(mine["results"]!.AsArray());
        (await b.DeleteAsync($"/api/auth/sessions/{mine.Get("results.0.id")}/")).ExpectProblem(404, "not_found");
        (await a.PatchAsync("/api/auth/me", new { display_name = "Me" })).ExpectProblem(403, "forbidden");
        (await a.PostAsync("/api/auth/password", new { old = "x", @new = KithApp.Password })).ExpectProblem(403, "forbidden");
    }

    [Theory]
    [InlineData("register", 201)]
    [InlineData("login", 200)]
    public async Task A_guest_who_asks_for_it_keeps_their_chats(string door, int status)
    {
        using var guest = await app.GuestAsync();
        var chat = (await guest.PostAsync("/api/ai/chats/", new { title = "Kept" })).Expect(201).Get("id");
        var email = door == "login" ? (await app.SignUpAsync()).Email : NewEmail();

        var answer = await guest.PostAsync(
            $"/api/auth/{door}",
            new
            {
                email,
                password = KithApp.Password,
                claim_guest = true,
            }
        );
        (await guest.GetAsync("/api/auth/me")).ExpectProblem(401, "unauthenticated");
        guest.Use(answer.Expect(status));

        Assert.Equal("Kept", (await guest.GetAsync($"/api/ai/chats/{chat}/")).Expect(200).Get("title"));
    }

    [Fact]
    public async Task A_guest_who_does_not_ask_leaves_everything()
    {
        using var guest = await app.GuestAsync();
        var chat = (await guest.PostAsync("/api/ai/chats/", new { title = "Left" })).Expect(201).Get("id");
        using var user = await app.SignUpAsync();

        (await user.GetAsync($"/api/ai/chats/{chat}/")).ExpectProblem(404, "not_found");
        (await guest.GetAsync($"/api/ai/chats/{chat}/")).Expect(200);
    }

    [Fact]
    public async Task Asking_to_claim_without_being_a_guest_changes_nothing()
    {
        using var other = await app.SignUpAsync();
        var chat = (await other.PostAsync("/api/ai/chats/", new { title = "Mine" })).Expect(201).Get("id");

        var answer = await other.PostAsync(
            "/api/auth/register",
            new
            {
                email = NewEmail(),
                password = KithApp.Password,
                claim_guest = true,
            }
        );

        answer.Expect(201);
        (await other.GetAsync($"/api/ai/chats/{chat}/")).Expect(200);
    }

    [Theory]
    [InlineData("register", "{}", "email")]
    [InlineData("register", "{}", "password")]
    [InlineData("register", """{"email":"a@b.example","password":"short"}""", "password")]
    [InlineData("register", """{"email":"a@b.example","password":"password2024!"}""", "password")]
    [InlineData("register", """{"email":"nobody","password":"tall oak, quiet river"}""", "email")]
    [InlineData("register", """{"email":"a@b.example","password":"tall oak, quiet river","display_name":"a\u0007b"}""", "display_name")]
    [InlineData("register", """{"email":"a@b.example","password":"tall oak, quiet river","display_name":"a\u202Eb"}""", "display_name")]
    [InlineData("register", """{"email":"a@b.example","password":"tall oak, quiet river","display_name":" "}""", "display_name")]
    [InlineData("register", """{"email":"a@b.example","password":"tall oak, quiet river","is_admin":true}""", "is_admin")]
    [InlineData("register", """{"email":"a@b.example","email":"c@d.example"}""", "email")]
    [InlineData("register", """{"email":7}""", "email")]
    [InlineData("register", """{"email":"a@b.example","password":"tall oak, quiet \ud800"}""", null)]
    [InlineData("register", "[]", null)]
    [InlineData("register", "null", null)]
    [InlineData("register", "{", null)]
    [InlineData("register", "", null)]
    [InlineData("login", "{}", "email")]
    [InlineData("login", """{"email":"a@b.example"}""", "password")]
    [InlineData("login", """{"email":"a@b.example","password":""}""", "password")]
    [InlineData("login", """{"email":"a\u0000@b.example","password":"x"}""", "unauthenticated")]
    [InlineData("refresh", "{}", "refresh_token")]
    [InlineData("refresh", """{"refresh_token":"nonsense"}""", "unauthenticated")]
    [InlineData("setup", "{}", "token")]
    [InlineData("guest", """{"name":"x"}""", "name")]
    public async Task What_is_malformed_is_answered_and_nothing_is_stored(string door, string body, string? field)
    {
        using var person = app.Anonymous;

        var answer = await person.SendAsync(HttpMethod.Post, $"/api/auth/{door}", body);

        if (field == "unauthenticated")
            answer.ExpectProblem(401, "unauthenticated");
        else if (field is null)
            answer.ExpectProblem(400, "invalid");
        else
            answer.ExpectInvalid(field);
        Assert.Null(answer.Header("Set-Cookie"));
    }

    [Fact]
    public async Task A_guest_needs_no_body()
    {
        using var person = app.Anonymous;

        (await person.SendAsync(HttpMethod.Post, "/api/auth/guest/")).Expect(200);
    }

    [Fact]
    public async Task Another_name_shows_at_once()
    {
        using var person = await app.SignUpAsync();

        Assert.Equal("Zoë", (await person.PatchAsync("/api/auth/me", new { display_name = " Zoë " })).Expect(200).Get("display_name"));
        Assert.Equal("Zoë", (await person.GetAsync("/api/auth/me")).Expect(200).Get("display_name"));
        (await person.PatchAsync("/api/auth/me", new { display_name = new string('x', 65) })).ExpectInvalid("display_name");
        (await person.PatchAsync("/api/auth/me", new { })).ExpectInvalid("display_name");
    }

    [Fact]
    public async Task Erasing_an_account_needs_the_password_and_leaves_nothing()
    {
        using var person = await app.SignUpAsync();
        var chat = (await person.PostAsync("/api/ai/chats/", new { title = "Gone" })).Expect(201).Get("id");

        (await person.DeleteAsync("/api/auth/me")).ExpectInvalid("password");
        (await person.DeleteAsync("/api/auth/me", new { password = "not the password" })).ExpectInvalid("password");
        (await person.GetAsync($"/api/ai/chats/{chat}/")).Expect(200);
        var answer = (await person.DeleteAsync("/api/auth/me", new { password = KithApp.Password })).Expect(200);

        Assert.Equal(1, answer["erased.accounts"]!.GetValue<int>());
        Assert.Equal(1, answer["erased.sessions"]!.GetValue<int>());
        (await person.GetAsync("/api/auth/me")).ExpectProblem(401, "unauthenticated");
        (await person.PostAsync("/api/auth/login", new { email = person.Email, password = KithApp.Password })).ExpectProblem(
            401,
            "unauthenticated"
        );
    }

    [Fact]
    public async Task A_guest_is_erased_without_a_password()
    {
        using var guest = await app.GuestAsync();

        Assert.Equal(0, (await guest.DeleteAsync("/api/auth/me")).Expect(200)["erased.accounts"]!.GetValue<int>());

        (await guest.GetAsync("/api/auth/me")).ExpectProblem(401, "unauthenticated");
        using var next = await app.GuestAsync();
        (await next.GetAsync("/api/auth/me")).Expect(200);
    }

    private static string NewEmail() => $"{Guid.NewGuid():N}@example.org";

    private static IEnumerable<string> Names(JsonNode node) => node.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal);
}

/// <summary>Rate limits off: these tests sign in more often in a second than people do.</summary>
public class AccountsApp : KithApp
{
    protected override void Configure(KithAppOptions options) => options.Settings["KITH_RATE_LIMITS"] = "off";
}

public sealed class PostgresAccountsApp : AccountsApp
{
    protected override void Configure(KithAppOptions options)
    {
        base.Configure(options);
        options.Postgres = true;
    }
}

public sealed class SqliteComingInTests(AccountsApp app) : ComingInTests(app), IClassFixture<AccountsApp>;

public sealed class PostgresComingInTests(PostgresAccountsApp app) : ComingInTests(app), IClassFixture<PostgresAccountsApp>;
