namespace Kith.Server.Tests.Accounts;

/// <summary>API keys: what they open, what they don't, and whose people talk with them.</summary>
public abstract class ApiKeyTests(ChatApp app)
{
    [Fact]
    public async Task A_key_acts_for_whoever_made_it_and_is_shown_once()
    {
        using var me = await app.SignUpAsync("medhavi");
        var made = (await me.PostAsync("/api/api-keys/", new { name = "My app" })).Expect(201);
        using var key = app.WithToken(made.Get("key"));

        Assert.StartsWith("kith_sk_", made.Get("key"), StringComparison.Ordinal);
        Assert.StartsWith(made.Get("hint"), made.Get("key"), StringComparison.Ordinal);
        Assert.Equal(me.UserId, (await key.GetAsync("/api/auth/me")).Expect(200).Get("id"));
        var chat = await ChatApp.StartChatAsync(key);
        Assert.Equal(
            "Hello",
            (await key.PostAsync($"/api/ai/chats/{chat}/send_message/", new { content = "Hello" })).Expect(200).Get("ai_message.content")
        );
        (await me.GetAsync($"/api/ai/chats/{chat}/")).Expect(200);
        var listed = (await me.GetAsync("/api/api-keys/")).Expect(200);
        Assert.DoesNotContain(made.Get("key"), listed.Text, StringComparison.Ordinal);
        Assert.Equal(("My app", made.Get("id")), (listed.Get("results.0.name"), listed.Get("results.0.id")));
        Assert.Equal("""["chat","read"]""", listed["results.0.scopes"]!.ToJsonString());
    }

    [Fact]
    public async Task A_key_that_may_read_changes_nothing()
    {
        using var me = await app.SignUpAsync();
        using var key = await KeyAsync(me, "read");
        var chat = await ChatApp.StartChatAsync(me);

        (await key.GetAsync($"/api/ai/chats/{chat}/messages/")).Expect(200);
        (await key.PostAsync("/api/memory/search/", new { query = "tea", limit = 5 })).Expect(200);
        (await key.PostAsync($"/api/ai/chats/{chat}/send_message/", new { content = "Hello" })).ExpectProblem(403, "forbidden");
        (await key.DeleteAsync($"/api/ai/chats/{chat}/")).ExpectProblem(403, "forbidden");
        (await key.DeleteAsync("/api/memory/")).ExpectProblem(403, "forbidden");
        (await key.PostAsync("/api/v1/chatbot/session", new { user_id = "u", template_id = "aira" })).Expect(403);
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", Bearer(key));
        await socket.ExpectAsync("ready");
        await socket.SendAsync(
            new
            {
                type = "message",
                chat_id = chat,
                content = "Hello",
                client_id = "c1",
            }
        );
        var error = await socket.ExpectAsync("error");
        Assert.Equal(("forbidden", "c1"), (error["code"]!.GetValue<string>(), error["client_id"]!.GetValue<string>()));
        Assert.Equal(0, (await me.GetAsync($"/api/ai/chats/{chat}/")).Expect(200)["message_count"]!.GetValue<int>());
    }

    [Fact]
    public async Task No_key_takes_the_account_or_makes_another_key()
    {
        using var me = await app.SignUpAsync();
        using var key = await KeyAsync(me, "chat", "read");

        foreach (
            var (method, path) in new[]
            {
                (HttpMethod.Post, "/api/auth/password"),
                (HttpMethod.Delete, "/api/auth/me"),
                (HttpMethod.Patch, "/api/auth/me"),
                (HttpMethod.Get, "/api/auth/sessions/"),
                (HttpMethod.Delete, "/api/auth/sessions/"),
                (HttpMethod.Post, "/api/auth/ws-ticket"),
                (HttpMethod.Post, "/api/auth/logout"),
                (HttpMethod.Get, "/api/api-keys/"),
                (HttpMethod.Post, "/api/api-keys/"),
            }
        )
            (await key.SendAsync(method, path, method == HttpMethod.Get ? null : new { })).ExpectProblem(403, "forbidden");
    }

    [Fact]
    public async Task A_revoked_key_is_refused_at_once_and_its_socket_closed()
    {
        using var me = await app.SignUpAsync();
        var made = (await me.PostAsync("/api/api-keys/", new { name = "My app" })).Expect(201);
        using var key = app.WithToken(made.Get("key"));
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", Bearer(key));
        await socket.ExpectAsync("ready");

        (await me.DeleteAsync($"/api/api-keys/{made.Get("id")}/")).Expect(204);

        (await key.GetAsync("/api/auth/me")).ExpectProblem(401, "unauthenticated");
        Assert.Null(await socket.ReadAsync());
        Assert.Equal(4401, socket.CloseCode);
        (await me.DeleteAsync($"/api/api-keys/{made.Get("id")}/")).ExpectProblem(404, "not_found");
        Assert.Empty((await me.GetAsync("/api/api-keys/")).Expect(200)["results"]!.AsArray());
    }

    [Fact]
    public async Task A_rotated_key_keeps_its_people_and_nobody_keeps_the_former_secret()
    {
        using var me = await app.SignUpAsync();
        var made = (await me.PostAsync("/api/api-keys/", new { name = "My app" })).Expect(201);
        using var former = app.WithToken(made.Get("key"));
        var session = await StartSessionAsync(former, "anna");

        var rotated = (await me.PostAsync($"/api/api-keys/{made.Get("id")}/rotate/")).Expect(200);

        using var next = app.WithToken(rotated.Get("key"));
        (await former.GetAsync("/api/auth/me")).ExpectProblem(401, "unauthenticated");
        (await next.GetAsync($"/api/v1/chatbot/session/{session}")).Expect(200);
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", Bearer(next));
        await socket.ExpectAsync("ready");
    }

    [Fact]
    public async Task Somebody_elses_key_is_as_none()
    {
        using var me = await app.SignUpAsync();
        using var other = await app.SignUpAsync();
        var id = (await me.PostAsync("/api/api-keys/", new { name = "Mine" })).Expect(201).Get("id");

        (await other.DeleteAsync($"/api/api-keys/{id}/")).ExpectProblem(404, "not_found");
        (await other.PostAsync($"/api/api-keys/{id}/rotate/")).ExpectProblem(404, "not_found");
        (await other.GetAsync($"/api/api-keys/{id}/users/")).ExpectProblem(404, "not_found");
        (await other.DeleteAsync($"/api/api-keys/{id}/users/anna/")).ExpectProblem(404, "not_found");
        (await (await app.GuestAsync()).PostAsync("/api/api-keys/", new { name = "x" })).ExpectProblem(403, "forbidden");
        (await app.Anonymous.GetAsync("/api/api-keys/")).ExpectProblem(401, "unauthenticated");
    }

    [Theory]
    [InlineData("""{}""", 400)]
    [InlineData("""{"name":""}""", 400)]
    [InlineData("""{"name":"x","scopes":[]}""", 400)]
    [InlineData("""{"name":"x","scopes":["root"]}""", 400)]
    [InlineData("""{"name":"x","scopes":[null]}""", 400)]
    [InlineData("""{"name":"x","scopes":["admin"]}""", 403)]
    [InlineData("""{"name":"x","expires":1}""", 400)]
    public async Task What_no_key_is_made_of(string body, int status)
    {
        using var me = await app.SignUpAsync();

        (await me.PostAsync("/api/api-keys/", body)).Expect(status);

        Assert.Empty((await me.GetAsync("/api/api-keys/")).Expect(200)["results"]!.AsArray());
    }

    [Theory]
    [InlineData("kith_sk_")]
    [InlineData("kith_sk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("kith_sk_' OR 1=1 --")]
    public async Task What_is_no_key_opens_nothing(string secret)
    {
        using var nobody = app.WithToken(secret);

        (await nobody.GetAsync("/api/auth/me")).ExpectProblem(401, "unauthenticated");
        (await nobody.GetAsync("/api/v1/chatbot/templates")).Expect(401);
    }

    [Fact]
    public async Task The_people_of_an_app_know_nothing_of_each_other()
    {
        using var me = await app.SignUpAsync();
        using var key = await KeyAsync(me, "chat");
        using var otherKey = await KeyAsync(me, "chat");
        var anna = await StartSessionAsync(key, "anna");
        var bela = await StartSessionAsync(key, "bela");

        await SayAsync(key, anna, "My favourite tea is jasmine.");
        var again = await StartSessionAsync(key, "anna");

        (await otherKey.GetAsync($"/api/v1/chatbot/session/{anna}")).Expect(404);
        (await app.Anonymous.GetAsync($"/api/v1/chatbot/session/{anna}")).Expect(404);
        (await me.GetAsync($"/api/ai/chats/{anna}/")).ExpectProblem(404, "not_found");
        Assert.Empty((await me.GetAsync("/api/ai/chats/")).Expect(200)["results"]!.AsArray());
        Assert.NotEqual(await PrincipalOfAsync(anna), await PrincipalOfAsync(bela));
        Assert.Equal(await PrincipalOfAsync(anna), await PrincipalOfAsync(again));
        Assert.NotEqual(me.UserId, await PrincipalOfAsync(anna));
    }

    [Fact]
    public async Task An_end_user_is_remembered_from_session_to_session()
    {
        using var me = await app.SignUpAsync();
        using var key = await KeyAsync(me, "chat");
        await SayAsync(key, await StartSessionAsync(key, "anna"), "My favourite tea is jasmine from Fuzhou.");
        await app.IndexAsync();

        await SayAsync(key, await StartSessionAsync(key, "bela"), "Which tea from Fuzhou did I praise, say I?");
        Assert.DoesNotContain("jasmine", (await app.NextRequestAsync("say I?")).BodyText, StringComparison.Ordinal);
        await SayAsync(key, await StartSessionAsync(key, "anna"), "Which tea from Fuzhou did I praise, ask I?");
        Assert.Contains("jasmine", (await app.NextRequestAsync("ask I?")).BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_speaks_for_an_end_user_speaks_in_that_end_users_sessions_alone()
    {
        using var me = await app.SignUpAsync();
        using var key = await KeyAsync(me, "chat");
        var (mine, annas) = (await ChatApp.StartChatAsync(me), await StartSessionAsync(key, "anna"));

        (await CompleteAsync(null, mine)).Expect(200);
        (await CompleteAsync("anna", annas)).Expect(200);
        foreach (var (user, chat) in new[] { ("anna", mine), ("bela", mine), ("bela", annas), (null, annas) })
            Assert.Equal("not_found", (await CompleteAsync(user, chat)).Expect(404).Get("error.code"));

        Assert.Equal(2, await CountMessagesAsync(mine));
        Assert.Equal(2, await CountMessagesAsync(annas));

        Task<Answer> CompleteAsync(string? user, string chat) =>
            key.PostAsync(
                "/v1/chat/completions",
                new
                {
                    model = "kith/aira",
                    user,
                    metadata = new { chat_id = chat },
                    messages = new[] { new { role = "user", content = "Hello there" } },
                }
            );

        Task<long> CountMessagesAsync(string chat) =>
            app.CountAsync("SELECT count(*) FROM messages WHERE conversation_id = @chat", new { chat });
    }

    [Fact]
    public async Task An_app_offers_its_people_the_agents_of_its_owner()
    {
        using var me = await app.SignUpAsync();
        using var key = await KeyAsync(me, "chat");
        var agent = (await me.PostAsync("/api/agents/", new { name = "Pirate", prompt = "You are a pirate of the tests." }))
            .Expect(201)
            .Get("slug");

        Assert.Contains(agent, (await key.GetAsync("/api/v1/chatbot/templates")).Expect(200).Text, StringComparison.Ordinal);
        await SayAsync(key, await StartSessionAsync(key, "anna", agent), "Ahoy from the key.");
        Assert.Contains("pirate of the tests", (await app.NextRequestAsync("Ahoy from the key.")).BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_end_user_is_erased_alone_and_all_with_their_key()
    {
        using var me = await app.SignUpAsync();
        var made = (await me.PostAsync("/api/api-keys/", new { name = "My app" })).Expect(201);
        using var key = app.WithToken(made.Get("key"));
        var users = $"/api/api-keys/{made.Get("id")}/users/";
        var (anna, bela) = (await StartSessionAsync(key, "anna"), await StartSessionAsync(key, "bela"));
        await StartSessionAsync(key, "anna");

        var page = (await me.GetAsync($"{users}?limit=1")).Expect(200);
        Assert.Equal("anna", page.Get("results.0.user_id"));
        Assert.Equal("bela", (await me.GetAsync($"{users}?limit=1&cursor={page.Get("next_cursor")}")).Expect(200).Get("results.0.user_id"));
        (await me.DeleteAsync($"{users}{page.Get("results.0.id")}/")).Expect(204);
        (await me.DeleteAsync($"{users}{page.Get("results.0.id")}/")).ExpectProblem(404, "not_found");
        (await key.GetAsync($"/api/v1/chatbot/session/{anna}")).Expect(404);
        (await key.GetAsync($"/api/v1/chatbot/session/{bela}")).Expect(200);
        (await me.DeleteAsync($"/api/api-keys/{made.Get("id")}/")).Expect(204);

        (await me.GetAsync(users)).ExpectProblem(404, "not_found");
        (await key.GetAsync($"/api/v1/chatbot/session/{bela}")).Expect(401);
        // The worker comes at once; it doesn't wait for the request, nor the request for it.
        while (await app.CountAsync("SELECT count(*) FROM conversations WHERE id = @bela", new { bela }) > 0)
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
    }

    [Fact]
    public async Task An_erased_account_takes_its_keys_and_their_people_along()
    {
        using var me = await app.SignUpAsync();
        using var key = await KeyAsync(me, "chat");
        var anna = await StartSessionAsync(key, "anna");

        (await me.DeleteAsync("/api/auth/me", new { password = KithApp.Password })).Expect(200);

        (await key.GetAsync("/api/auth/me")).ExpectProblem(401, "unauthenticated");
        Assert.Equal(0, await app.CountAsync("SELECT count(*) FROM conversations WHERE id = @anna", new { anna }));
        Assert.Equal(0, await app.CountAsync("SELECT count(*) FROM principals WHERE user_id = @id", new { id = me.UserId }));
    }

    [Fact]
    public async Task Ten_sessions_at_once_for_a_new_end_user_are_one_persons()
    {
        using var me = await app.SignUpAsync();
        using var key = await KeyAsync(me, "chat");

        var sessions = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => StartSessionAsync(key, "anna")));

        var principals = await Task.WhenAll(sessions.Select(PrincipalOfAsync));
        Assert.Single(principals.Distinct());
        Assert.Equal(10, sessions.Distinct().Count());
    }

    private async Task<Person> KeyAsync(Person owner, params string[] scopes) =>
        app.WithToken((await owner.PostAsync("/api/api-keys/", new { name = "A key", scopes })).Expect(201).Get("key"));

    private static (string, string) Bearer(Person key) =>
        ("Authorization", key.Client.DefaultRequestHeaders.GetValues("Authorization").Single());

    private static async Task<string> StartSessionAsync(Person key, string user, string template = "aira") =>
        (await key.PostAsync("/api/v1/chatbot/session", new { user_id = user, template_id = template })).Expect(200).Get("session_id");

    private static async Task SayAsync(Person key, string session, string message) =>
        (await key.PostAsync($"/api/v1/chatbot/session/{session}/message", new { message })).Expect(200);

    private async Task<string> PrincipalOfAsync(string session) =>
        (await app.FindAsync("SELECT owner_id FROM conversations WHERE id = @session", new { session }))!;
}

public sealed class SqliteApiKeyTests(ChatApp app) : ApiKeyTests(app), IClassFixture<ChatApp>;

public sealed class PostgresApiKeyTests(PostgresChatApp app) : ApiKeyTests(app), IClassFixture<PostgresChatApp>;
