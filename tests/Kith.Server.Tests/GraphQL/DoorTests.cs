using System.Text;

namespace Kith.Server.Tests.GraphQL;

/// <summary>Who gets in, and what requests may be.</summary>
public abstract class DoorTests(ChatApp app)
{
    private const string Create = "mutation { createChatSession { session { id } } }";

    [Theory]
    [InlineData("{ me { id } }")]
    [InlineData("{ __typename }")]
    [InlineData("{ __schema { types { name } } }")]
    [InlineData("mutation { __typename }")]
    [InlineData(Create)]
    [InlineData("mutation { tokenAuth(email: \"a\", password: \"b\") { token } createChatSession { session { id } } }")]
    [InlineData(
        "mutation { ...F } fragment F on Mutation { createChatSession { session { id } } tokenAuth(email: \"a\", password: \"b\") { token } }"
    )]
    [InlineData("subscription { turnEvents(sessionId: \"1\") { kind } }")]
    public async Task Without_credentials_there_is_only_tokenAuth(string query)
    {
        var answer = await app.Anonymous.AskAsync(query);

        answer.ExpectError(401, "unauthenticated");
        Assert.Equal("Bearer", answer.Header("WWW-Authenticate"));
        Assert.Null(answer["data"]);
    }

    [Fact]
    public async Task Bad_credentials_are_refused_and_a_guests_are_good()
    {
        using var forged = app.Anonymous;
        forged.Client.DefaultRequestHeaders.Authorization = new("Bearer", "nonsense");
        using var guest = await app.GuestAsync();

        (await forged.AskAsync("{ me { id } }")).ExpectError(401, "unauthenticated");
        Assert.True((await guest.DataAsync("{ me { isAnonymous } }"))["me"]!["isAnonymous"]!.GetValue<bool>());
        await guest.StartSessionAsync();
    }

    [Fact]
    public async Task Whoever_carries_something_that_is_over_can_sign_in_anew()
    {
        using var me = await app.SignUpAsync();
        using var reader = await KeyAsync(me, "read");
        using var stale = await app.LogInAsync(me.Email);
        (await stale.PostAsync("/api/auth/logout")).Expect(204);
        using var forged = app.Anonymous;
        forged.Client.DefaultRequestHeaders.Authorization = new("Bearer", "nonsense");
        using var page = await app.BrowserAsync("medhavi");
        page.Client.DefaultRequestHeaders.Remove("X-Kith-CSRF");
        var signIn = $"tokenAuth(email: \"{me.Email}\", password: \"{KithApp.Password}\") {{ token }}";

        foreach (var client in (Person[])[stale, forged, reader, page])
        {
            foreach (var accept in (string[])["application/json", "text/event-stream"])
            {
                var body = new { query = $"mutation {{ {signIn} }}" };
                var answer = await client.SendAsync(HttpMethod.Post, "/graphql/", body, ("Accept", accept));
                Assert.Contains("\"token\":\"", answer.Expect(200).Text, StringComparison.Ordinal);
            }
        }

        var both = $"mutation {{ {signIn} createChatSession {{ session {{ id }} }} }}";
        (await stale.AskAsync(both)).ExpectError(401, "unauthenticated");
        (await forged.AskAsync(both)).ExpectError(401, "unauthenticated");
        (await reader.AskAsync(both)).ExpectError(403, "forbidden");
        (await page.AskAsync(both)).ExpectError(403, "csrf_failed");
        var link = $"/graphql/?query={Uri.EscapeDataString($"mutation {{ {signIn} }}")}";
        (await app.Anonymous.GetAsync(link)).ExpectError(405, "invalid");
        (await stale.GetAsync(link)).ExpectError(405, "invalid");
    }

    [Fact]
    public async Task Somebody_elses_chat_is_as_none_at_every_field()
    {
        using var owner = await app.SignUpAsync();
        using var other = await app.SignUpAsync();
        var theirs = await owner.StartSessionAsync();
        string[] fields =
        [
            "query($id: ID!) { f: chatSession(id: $id) { id } }",
            "query($id: ID!) { f: chatMessages(sessionId: $id) { id } }",
            "mutation($id: ID!) { f: sendMessage(sessionId: $id, content: \"x\") { turnId } }",
            "mutation($id: ID!) { f: deleteChatSession(id: $id) { id } }",
            "mutation($id: ID!) { f: stopTurn(turnId: $id) { turnId } }",
        ];

        foreach (var field in fields)
        {
            var foreign = (await other.AskAsync(field, new { id = theirs })).ExpectError(200, "not_found");
            var absent = (await other.AskAsync(field, new { id = "1" })).ExpectError(200, "not_found");
            Assert.Equal(absent.Text, foreign.Text);
            (await other.AskAsync(field, new { id = "a\0b" })).ExpectError(200, "invalid");
        }

        var stream = await other.SendAsync(
            HttpMethod.Post,
            "/graphql/",
            new { query = Subscriber.Query, variables = new { id = theirs } },
            ("Accept", "text/event-stream")
        );
        stream.ExpectError(404, "not_found");
        Assert.Equal(theirs, (await owner.DataAsync("{ myChatSessions { id } }"))["myChatSessions"]![0]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_key_may_do_what_its_scopes_say()
    {
        using var owner = await app.SignUpAsync();
        using var reader = await KeyAsync(owner, "read");
        using var talker = await KeyAsync(owner, "chat");
        var id = await owner.StartSessionAsync();

        await reader.DataAsync("{ myChatSessions { id } }");
        (await reader.AskAsync(Create)).ExpectError(403, "forbidden");
        await talker.StartSessionAsync();
        await using var following = await Subscriber.StreamAsync(reader, id);
        Assert.Equal(200, following.Status);
    }

    [Fact]
    public async Task A_cookie_of_a_browser_needs_its_token_and_our_page()
    {
        using var browser = await app.BrowserAsync("medhavi");
        await browser.DataAsync("{ me { id } }");
        await browser.StartSessionAsync();
        browser.Client.DefaultRequestHeaders.Remove("X-Kith-CSRF");

        (await browser.AskAsync(Create)).ExpectError(403, "csrf_failed");
        (await browser.GetAsync("/graphql/?query={me{id}}")).Expect(200);
        using var foreign = await app.BrowserAsync(origin: "https://evil.example");
        (await foreign.AskAsync("mutation { tokenAuth(email: \"a@example.org\", password: \"b\") { token } }")).ExpectError(
            200,
            "csrf_failed"
        );
    }

    [Fact]
    public async Task Get_answers_queries_only()
    {
        using var me = await app.SignUpAsync("medhavi");

        var answer = await me.GetAsync(
            $"/graphql?query={Uri.EscapeDataString("query A($n: Int) { myChatSessions(limit: $n) { id } } query B { me { displayName } }")}&operationName=B&variables={Uri.EscapeDataString("""{"n":1}""")}"
        );
        var mutation = await me.GetAsync($"/graphql/?query={Uri.EscapeDataString(Create)}");

        Assert.Equal("medhavi", answer.Expect(200).Get("data.me.displayName"));
        mutation.ExpectError(405, "invalid");
        Assert.Empty((await me.GetAsync("/api/ai/chats/")).Expect(200)["results"]!.AsArray());
        (await me.GetAsync("/graphql/")).ExpectError(400, "invalid");
        (await me.GetAsync("/graphql/?query={me{id}}&variables={")).ExpectError(400, "invalid");
        (await me.GetAsync("/graphql/?query={me{id}}&query={me{id}}")).ExpectError(400, "invalid");
        (await app.Anonymous.GetAsync("/graphql/?query={me{id}}")).ExpectError(401, "unauthenticated");
    }

    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("application/graphql-response+json", "application/graphql-response+json")]
    [InlineData("application/graphql-response+json; q=0.9, application/json; q=0.1", "application/graphql-response+json")]
    [InlineData("*/*", "application/json")]
    [InlineData("text/plain", "application/json")]
    public async Task The_answer_has_the_form_that_is_accepted(string accept, string form)
    {
        using var me = await app.SignUpAsync();

        var answer = await me.SendAsync(HttpMethod.Post, "/graphql/", new { query = "{ me { id } }" }, ("Accept", accept));

        Assert.Equal(form, answer.Expect(200).ContentType);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""[{"query":"{ me { id } }"}]""")]
    [InlineData("""{"query":5}""")]
    [InlineData("""{"query":"{ me { id } }","more":1}""")]
    [InlineData("""{"query":"{ me { id } }","query":"{ me { id } }"}""")]
    [InlineData("""{"query":"{ me { id }"}""")]
    [InlineData("""{"query":"{ me { shoeSize } }"}""")]
    [InlineData("""{"query":"{ me }"}""")]
    [InlineData("""{"query":"query A { me { id } } query B { me { id } }"}""")]
    [InlineData("""{"query":"query($n: Int!) { myChatSessions(limit: $n) { id } }","variables":{"n":"five"}}""")]
    [InlineData("""{"query":"subscription { turnEvents(sessionId: \"1\") { kind } }"}""")]
    public async Task What_is_wrong_before_anything_is_executed_is_400(string body)
    {
        using var me = await app.SignUpAsync();

        var answer = await me.SendAsync(HttpMethod.Post, "/graphql/", body);

        answer.ExpectError(400, "invalid");
        Assert.Null(answer["data"]);
    }

    [Fact]
    public async Task What_asks_for_too_much_is_refused_and_the_server_lives_on()
    {
        using var me = await app.SignUpAsync();
        string[] queries =
        [
            new string('{', 40_000),
            "{ myChatSessions " + string.Concat(Enumerable.Repeat("{ agent ", 5_000)),
            "{ me(a: " + new string('[', 40_000) + " }",
            "{ " + string.Concat(Enumerable.Range(0, 31).Select(i => $"a{i}: me {{ id }} ")) + "}",
            "{ me { " + string.Concat(Enumerable.Repeat("id ", 301)) + "} }",
            "{ " + string.Concat(Enumerable.Repeat("__typename ", 2_001)) + "}",
            "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
        ];

        foreach (var query in queries)
            (await me.AskAsync(query)).ExpectError(400, "invalid");
        (await app.Anonymous.AskAsync(queries[0])).ExpectError(400, "invalid");
        (await me.AskAsync($"{{ me {{ id }} }} # {new string('x', 64 * 1024)}")).ExpectError(400, "invalid");
        var largest = $$"""{"query":"{ me { id } } # {{new string('x', 1024 * 1024)}}"}""";
        // The client waits for 100 Continue, so that it reads the answer instead of writing into a closed connection.
        (await me.SendAsync(HttpMethod.Post, "/graphql/", largest, ("Expect", "100-continue"))).ExpectError(413, "too_large");
        (await me.AskAsync("{ a: myChatSessions { messages(limit: 201) { id } } }")).Expect(200);
        await me.DataAsync("{ me { id } }");
    }

    [Fact]
    public async Task Lists_of_one_request_have_one_limit_together()
    {
        using var me = await app.SignUpAsync();
        var id = await me.StartSessionAsync();

        string Query(int lists) =>
            $"query($id: ID!) {{ {string.Concat(Enumerable.Range(0, lists).Select(i => $"a{i}: chatMessages(sessionId: $id) {{ id }} "))} }}";

        await me.DataAsync(Query(5), new { id });
        (await me.AskAsync(Query(6), new { id })).ExpectError(200, "invalid");
        (await me.AskAsync("query($id: ID!) { chatMessages(sessionId: $id, limit: 0) { id } }", new { id })).ExpectError(200, "invalid");
        (await me.AskAsync("query($id: ID!) { chatMessages(sessionId: $id, limit: 1001) { id } }", new { id })).ExpectError(200, "invalid");
    }

    [Fact]
    public async Task Other_bodies_and_methods_are_refused_in_the_same_form()
    {
        using var me = await app.SignUpAsync();
        using var text = new StringContent("{ me { id } }", Encoding.UTF8, "application/graphql");
        using var wide = new StringContent("""{"query":"{ me { id } }"}""", Encoding.Unicode, "application/json");

        (await me.SendAsync(HttpMethod.Post, "/graphql/", text)).ExpectError(415, "unsupported_media");
        (await me.SendAsync(HttpMethod.Post, "/graphql/", wide)).ExpectError(415, "unsupported_media");
        (await me.SendAsync(HttpMethod.Put, "/graphql/", new { query = "{ me { id } }" })).ExpectError(405, "invalid");
    }

    [Fact]
    public async Task What_a_field_refuses_names_its_arguments()
    {
        using var me = await app.SignUpAsync();
        var id = await me.StartSessionAsync();

        var answer = await me.AskAsync(
            "mutation($id: ID!, $client: ID) { sendMessage(sessionId: $id, content: \"x\", clientId: $client) { turnId } }",
            new { id, client = new string('x', 500) }
        );

        answer.ExpectError(200, "invalid");
        Assert.NotEmpty(answer["errors.0.extensions.errors.clientId"]!.AsArray());
        Assert.StartsWith("clientId: ", answer.Get("errors.0.message"), StringComparison.Ordinal);
    }

    private async Task<Person> KeyAsync(Person owner, string scope)
    {
        var key = (await owner.PostAsync("/api/api-keys/", new { name = scope, scopes = new[] { scope } })).Expect(201).Get("key");
        var person = app.Anonymous;
        person.Client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return person;
    }
}

public sealed class SqliteDoorTests(ChatApp app) : DoorTests(app), IClassFixture<ChatApp>;

public sealed class PostgresDoorTests(PostgresChatApp app) : DoorTests(app), IClassFixture<PostgresChatApp>;
