using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Kith.Server.Identity.Jwt;

namespace Kith.Server.Tests.Accounts;

/// <summary>What must not pass for an access token.</summary>
public sealed class TokenTests(TokenApp app) : IClassFixture<TokenApp>
{
    /// <summary>Each makes a bad token of a good one.</summary>
    public static TheoryData<string, Func<KithApp, Person, string>> Attacks { get; } =
        new()
        {
            { "nothing", (_, _) => "" },
            { "one part", (_, _) => "abc" },
            { "three empty parts", (_, _) => ".." },
            { "four parts", (_, person) => person.AccessToken + ".abc" },
            { "no signature", (_, person) => person.AccessToken[..person.AccessToken.LastIndexOf('.')] },
            { "empty signature", (_, person) => person.AccessToken[..(person.AccessToken.LastIndexOf('.') + 1)] },
            { "padded signature", (_, person) => person.AccessToken + "=" },
            { "another spelling of the signature", (_, person) => OtherSpelling(person.AccessToken) },
            { "white space inside", (_, person) => person.AccessToken.Insert(person.AccessToken.LastIndexOf('.') + 5, " ") },
            { "a payload changed", (_, person) => Swap(person, payload => payload["role"] = "admin") },
            { "alg none", (app, person) => app.ForgeToken(PayloadOf(person), """{"alg":"none","typ":"JWT"}""") },
            { "alg none, unsigned", (_, person) => $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{person.AccessToken.Split('.')[1]}." },
            { "alg HS512", (app, person) => Header(app, person, header => header["alg"] = "HS512") },
            { "alg RS256", (app, person) => Header(app, person, header => header["alg"] = "RS256") },
            { "alg in lower case", (app, person) => Header(app, person, header => header["alg"] = "hs256") },
            { "no kid", (app, person) => Header(app, person, header => header.Remove("kid")) },
            { "unknown kid", (app, person) => Header(app, person, header => header["kid"] = Guid.NewGuid().ToString()) },
            { "kid of SQL", (app, person) => Header(app, person, header => header["kid"] = "' OR 1=1 --") },
            { "kid of a path", (app, person) => Header(app, person, header => header["kid"] = "../../dev/null") },
            { "jku", (app, person) => Header(app, person, header => header["jku"] = "https://evil.example/keys") },
            { "jwk", (app, person) => Header(app, person, header => header["jwk"] = new JsonObject { ["kty"] = "oct", ["k"] = "AAAA" }) },
            { "x5u", (app, person) => Header(app, person, header => header["x5u"] = "https://evil.example/cert") },
            { "crit", (app, person) => Header(app, person, header => header["crit"] = new JsonArray("exp")) },
            { "wrong audience", (app, person) => Claim(app, person, payload => payload["aud"] = "elsewhere") },
            { "two audiences", (app, person) => Claim(app, person, payload => payload["aud"] = new JsonArray("kith", "elsewhere")) },
            { "wrong issuer", (app, person) => Claim(app, person, payload => payload["iss"] = "elsewhere") },
            { "no audience", (app, person) => Claim(app, person, payload => payload.Remove("aud")) },
            { "no expiry", (app, person) => Claim(app, person, payload => payload.Remove("exp")) },
            { "no session", (app, person) => Claim(app, person, payload => payload.Remove("sid")) },
            { "expired", (app, person) => Claim(app, person, payload => payload["exp"] = payload["iat"]!.GetValue<long>()) },
            { "expiry of text", (app, person) => Claim(app, person, payload => payload["exp"] = "9999999999") },
            {
                "a claim twice",
                (app, person) => app.ForgeToken(PayloadOf(person).Replace("{", """{"role":"admin",""", StringComparison.Ordinal))
            },
            { "a claim too many", (app, person) => Claim(app, person, payload => payload["scope"] = "all") },
            { "no object", (app, _) => app.ForgeToken("[]") },
            { "no JSON", (app, _) => app.ForgeToken("{") },
            { "a refresh token", (_, person) => person.RefreshToken },
            { "too long", (app, person) => Claim(app, person, payload => payload["name"] = new string('x', Jws.Longest)) },
            { "much too long", (_, _) => new string('x', 20_000) },
        };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task A_bad_token_is_401_everywhere(string attack, Func<KithApp, Person, string> make)
    {
        using var person = await app.SignUpAsync();
        using var attacker = app.Anonymous;
        var token = make(app, person);

        foreach (var path in (string[])["/api/auth/me", "/api/auth/sessions/", "/api/auth/csrf"])
        {
            var answer = await attacker.SendAsync(HttpMethod.Get, path, null, ("Authorization", $"Bearer {token}"));
            Assert.True(answer.Status == 401, $"{attack}: {path} answered {answer.Status}");
            answer.ExpectProblem(401, "unauthenticated");
            Assert.Equal("Bearer", answer.Header("WWW-Authenticate"));
        }
    }

    [Fact]
    public async Task A_token_is_good_for_fifteen_minutes_and_no_longer()
    {
        var clock = new FakeClock();
        await using var own = await KithApp.StartAsync(options => options.Clock = clock);
        using var person = await own.SignUpAsync();

        clock.Jump(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        await own.PollAsync();
        (await person.GetAsync("/api/auth/me")).Expect(200);
        clock.Jump(TimeSpan.FromSeconds(1));

        (await person.GetAsync("/api/auth/me")).ExpectProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task Keys_turn_every_thirty_days_and_tokens_of_the_old_key_stay_good()
    {
        var clock = new FakeClock();
        await using var own = await KithApp.StartAsync(options => options.Clock = clock);
        using var before = await own.SignUpAsync();
        clock.Jump(TimeSpan.FromDays(30));
        await own.PollAsync();

        // The new key is there, but does not sign yet: other nodes may not know it.
        using var atTurn = await own.SignUpAsync();
        Assert.Equal(KidOf(before.AccessToken), KidOf(atTurn.AccessToken));
        clock.Jump(TimeSpan.FromMinutes(1));
        await own.PollAsync();
        using var after = await own.SignUpAsync();

        Assert.NotEqual(KidOf(atTurn.AccessToken), KidOf(after.AccessToken));
        (await atTurn.GetAsync("/api/auth/me")).Expect(200);
        (await after.GetAsync("/api/auth/me")).Expect(200);
    }

    [Fact]
    public async Task Tokens_of_a_removed_key_are_refused_with_the_next_poll()
    {
        await using var own = await KithApp.StartAsync(options => options.Clock = new FakeClock());
        using var person = await own.SignUpAsync();

        await own.ArrangeAsync("DELETE FROM secrets WHERE purpose = 'jwt'");
        await own.PollAsync();

        (await person.GetAsync("/api/auth/me")).ExpectProblem(401, "unauthenticated");
        using var next = await own.SignUpAsync();
        (await next.GetAsync("/api/auth/me")).Expect(200);
    }

    [Fact]
    public async Task The_scheme_is_read_in_any_case_and_another_scheme_is_no_credential()
    {
        using var person = await app.SignUpAsync();
        using var curl = app.Anonymous;

        (await curl.SendAsync(HttpMethod.Get, "/api/auth/me", null, ("Authorization", $"bearer {person.AccessToken}"))).Expect(200);
        (await curl.SendAsync(HttpMethod.Get, "/api/auth/me", null, ("Authorization", "Basic YTpi"))).ExpectProblem(401, "unauthenticated");
        (await curl.GetAsync($"/api/auth/me?access_token={person.AccessToken}")).ExpectProblem(401, "unauthenticated");
    }

    /// <summary>RFC 7515, appendix A.1: header, payload, key and signature as printed there.</summary>
    [Fact]
    public void Signatures_are_those_of_the_standard()
    {
        var key = Base64Url.DecodeFromChars("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
        const string Signed =
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
            + "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

        Assert.Equal("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", Jws.SignatureOf(Signed, key));
    }

    [Fact]
    public async Task A_token_says_who_by_which_session_and_until_when()
    {
        using var person = await app.SignUpAsync("medhavi");

        var payload = JsonNode.Parse(PayloadOf(person))!;

        Assert.Equal(
            ["aud", "exp", "iat", "iss", "kind", "name", "role", "sid", "sub", "uid"],
            payload.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal)
        );
        Assert.Equal(person.UserId, payload["uid"]!.GetValue<string>());
        Assert.Equal(900, payload["exp"]!.GetValue<long>() - payload["iat"]!.GetValue<long>());
        Assert.StartsWith("""{"alg":"HS256","typ":"JWT","kid":""", HeaderOf(person.AccessToken), StringComparison.Ordinal);
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string Decode(string text) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));

    private static string PayloadOf(Person person) => Decode(person.AccessToken.Split('.')[1]);

    private static string HeaderOf(string token) => Decode(token.Split('.')[0]);

    private static string KidOf(string token) => JsonNode.Parse(HeaderOf(token))!["kid"]!.GetValue<string>();

    private static string Header(KithApp app, Person person, Action<JsonObject> change)
    {
        var header = JsonNode.Parse(HeaderOf(person.AccessToken))!.AsObject();
        change(header);
        return app.ForgeToken(PayloadOf(person), header.ToJsonString());
    }

    private static string Claim(KithApp app, Person person, Action<JsonObject> change)
    {
        var payload = JsonNode.Parse(PayloadOf(person))!.AsObject();
        change(payload);
        return app.ForgeToken(payload.ToJsonString());
    }

    private static string Swap(Person person, Action<JsonObject> change)
    {
        var parts = person.AccessToken.Split('.');
        var payload = JsonNode.Parse(Decode(parts[1]))!.AsObject();
        change(payload);
        return $"{parts[0]}.{Encode(payload.ToJsonString())}.{parts[2]}";
    }

    /// <summary>The last character of 43 has two bits nobody reads: three other characters decode to the same bytes.</summary>
    private static string OtherSpelling(string token)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return token[..^1] + Alphabet[Alphabet.IndexOf(token[^1], StringComparison.Ordinal) ^ 1];
    }
}

/// <summary>With a clock that stands still: a token stays good however slowly a test machine works.</summary>
public sealed class TokenApp : AccountsApp
{
    protected override void Configure(KithAppOptions options)
    {
        base.Configure(options);
        options.Clock = new FakeClock();
    }
}
