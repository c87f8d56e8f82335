namespace Kith.Server.Tests.Chats;

/// <summary><c>Idempotency-Key</c> over HTTP, on each database.</summary>
public abstract class IdempotencyTests(ChatApp app)
{
    private const string Replayed = "Idempotency-Replayed";

    [Fact]
    public async Task Everything_that_creates_does_it_once_for_each_key()
    {
        var me = await app.SignUpAsync();
        var chat = await ChatApp.StartChatAsync(me);
        var session = (await me.PostAsync("/api/v1/chatbot/session", new { user_id = "u", template_id = "aira" })).Expect(200);
        var other = await ChatApp.StartChatAsync(me);
        var message = (await me.PostAsync($"/api/ai/chats/{other}/send_message/", new { content = "hi" })).Get("user_message.id");
        (string Path, object Body, int Status, string Id)[] requests =
        [
            ("/api/ai/chats/", new { title = "Once" }, 201, "id"),
            (
                "/api/agents/",
                new
                {
                    slug = "coach",
                    name = "Coach",
                    prompt = "You coach.",
                },
                201,
                "id"
            ),
            ($"/api/ai/chats/{chat}/send_message/", new { content = "hello" }, 200, "ai_message.id"),
            ($"/api/ai/chats/{other}/messages/{message}/regenerate/", new { }, 200, "ai_message.id"),
            ($"/api/ai/chats/{other}/fork/", new { message }, 201, "id"),
            ("/api/send-message/", new { message = "hello" }, 200, "message_id"),
            ("/api/v1/chatbot/session", new { user_id = "u", template_id = "aira" }, 200, "session_id"),
            ($"/api/v1/chatbot/session/{session.Get("session_id")}/message", new { message = "hello" }, 200, "response"),
        ];
        foreach (var (path, body, status, id) in requests)
        {
            var first = (await PostAsync(me, path, body, path)).Expect(status);
            var chats = await CountAsync(me, "/api/ai/chats/");

            var again = (await PostAsync(me, path, body, path)).Expect(status);

            Assert.Null(first.Header(Replayed));
            Assert.Equal("true", again.Header(Replayed));
            Assert.Equal(first.Get(id), again.Get(id));
            Assert.Equal(chats, await CountAsync(me, "/api/ai/chats/"));
        }

        Assert.Equal(2, await CountAsync(me, $"/api/ai/chats/{chat}/messages/"));
        Assert.Equal(1, (await me.GetAsync($"/api/v1/chatbot/session/{session.Get("session_id")}"))["message_count"]!.GetValue<int>());
    }

    [Fact]
    public async Task Twenty_at_once_are_one_message_and_one_generation()
    {
        var me = await app.SignUpAsync();
        var chat = await ChatApp.StartChatAsync(me, "gate|say:only once");
        var path = $"/api/ai/chats/{chat}/send_message/";
        var said = $"twenty {Guid.NewGuid():N}";

        var sending = Enumerable.Range(0, 20).Select(_ => PostAsync(me, path, new { content = said }, "twenty")).ToList();
        var asked = await app.NextRequestAsync(said);
        // All but the one that waits for the answer.
        await Task.WhenEach(sending).Take(19).CountAsync(TestContext.Current.CancellationToken);
        asked.ReleaseAll();

        var answers = await Task.WhenAll(sending);
        var first = Assert.Single(answers, answer => answer.Status == 200);
        foreach (var other in answers.Where(answer => answer != first))
        {
            var turn = other.ExpectProblem(409, "idempotency_running").Get("turn_id");
            Assert.Null(other.Header(Replayed));
            (await me.GetAsync($"/api/turns/{turn}/events?from=x")).ExpectInvalid("from");
        }

        Assert.Equal(2, await CountAsync(me, $"/api/ai/chats/{chat}/messages/"));
        Assert.Single(app.Models.Requests, request => request.BodyText.Contains(said, StringComparison.Ordinal));
        var again = (await PostAsync(me, path, new { content = said }, "twenty")).Expect(200);
        Assert.Equal((first.Get("ai_message.id"), "true"), (again.Get("ai_message.id"), again.Header(Replayed)));
    }

    [Fact]
    public async Task A_repeat_that_asks_for_a_stream_gets_it_from_the_start_while_the_answer_is_written_and_after()
    {
        var me = await app.SignUpAsync();
        var chat = await ChatApp.StartChatAsync(me, "gate|say:one two three");
        var path = $"/api/ai/chats/{chat}/send_message/";
        var body = new { content = $"stream {Guid.NewGuid():N}" };
        var first = PostAsync(me, path, body, "k");
        var asked = await app.NextRequestAsync(body.content);
        asked.Release();

        using var running = await me.OpenStreamAsync(path, body, ("Idempotency-Key", "k"));
        var events = ServerEvents.ReadAsync(running).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        while (await events.MoveNextAsync() && events.Current.Type != "token") { }
        Assert.Equal(0, events.Current.Data["index"]!.GetValue<int>());
        Assert.Equal("true", running.Headers.GetValues(Replayed).Single());
        asked.ReleaseAll();
        var text = events.Current.Data["content"]!.GetValue<string>();
        while (await events.MoveNextAsync() && events.Current.Type == "token")
            text += events.Current.Data["content"]!.GetValue<string>();
        Assert.Equal(("done", "one two three"), (events.Current.Type, text));
        (await first).Expect(200);

        var after = await me.StreamAsync(path, body, ("Idempotency-Key", "k"));
        Assert.Equal(["message", "recall", "token", "token", "token", "done"], after.Select(e => e.Type));
        Assert.Equal("one two three", after.Text());
        Assert.Equal(2, await CountAsync(me, $"/api/ai/chats/{chat}/messages/"));
    }

    [Fact]
    public async Task Another_request_with_the_same_key_is_refused()
    {
        var me = await app.SignUpAsync();
        var (chat, other) = (await ChatApp.StartChatAsync(me), await ChatApp.StartChatAsync(me));
        (await PostAsync(me, $"/api/ai/chats/{chat}/send_message/", new { content = "one" }, "k")).Expect(200);

        (await PostAsync(me, $"/api/ai/chats/{chat}/send_message/", new { content = "two" }, "k")).ExpectProblem(
            422,
            "idempotency_mismatch"
        );
        (await PostAsync(me, $"/api/ai/chats/{chat}/send_message/", """{ "content":"one"}""", "k")).ExpectProblem(
            422,
            "idempotency_mismatch"
        );
        (await PostAsync(me, $"/api/ai/chats/{other}/send_message/", new { content = "one" }, "k")).ExpectProblem(
            422,
            "idempotency_mismatch"
        );
        (await PostAsync(me, "/api/ai/chats/", new { }, "k")).ExpectProblem(422, "idempotency_mismatch");
        Assert.Equal(2, await CountAsync(me, $"/api/ai/chats/{chat}/messages/"));
        Assert.Equal(0, await CountAsync(me, $"/api/ai/chats/{other}/messages/"));
    }

    [Fact]
    public async Task Both_addresses_of_a_chat_and_a_trailing_slash_are_the_same_request()
    {
        var me = await app.SignUpAsync();
        var made = (await PostAsync(me, "/api/ai/chats/", new { title = "One" }, "chat")).Expect(201).Get("id");
        (await PostAsync(me, $"/api/ai/chats/{made}/send_message/", new { content = "hi" }, "turn")).Expect(200);

        foreach (var path in new[] { "/api/ai/chats", "/api/chats/", "/api/chats" })
        {
            Assert.Equal(made, (await PostAsync(me, path, new { title = "One" }, "chat")).Expect(201).Get("id"));
            var said = (await PostAsync(me, $"{path.TrimEnd('/')}/{made}/send_message", new { content = "hi" }, "turn")).Expect(200);
            Assert.Equal("true", said.Header(Replayed));
        }
    }

    [Fact]
    public async Task A_repeat_shows_the_resource_as_it_is_now_and_404_when_it_is_gone()
    {
        var me = await app.SignUpAsync();
        var id = (await PostAsync(me, "/api/ai/chats/", new { title = "Before" }, "k")).Expect(201).Get("id");
        (await PostAsync(me, $"/api/ai/chats/{id}/send_message/", new { content = "hi" }, "turn")).Expect(200);
        (await me.PatchAsync($"/api/ai/chats/{id}/", new { title = "After" })).Expect(200);
        (await me.PostAsync($"/api/ai/chats/{id}/end/")).Expect(200);

        Assert.Equal("After", (await PostAsync(me, "/api/ai/chats/", new { title = "Before" }, "k")).Expect(201).Get("title"));
        (await PostAsync(me, $"/api/ai/chats/{id}/send_message/", new { content = "hi" }, "turn")).Expect(200);

        (await me.DeleteAsync($"/api/ai/chats/{id}/")).Expect(204);
        (await PostAsync(me, "/api/ai/chats/", new { title = "Before" }, "k")).ExpectProblem(404, "not_found");
        (await PostAsync(me, $"/api/ai/chats/{id}/send_message/", new { content = "hi" }, "turn")).ExpectProblem(404, "not_found");
    }

    [Fact]
    public async Task A_repeat_to_the_best_friend_starts_no_chat_when_the_ongoing_one_is_over()
    {
        var me = await app.SignUpAsync();
        var first = (await PostAsync(me, "/api/send-message/", new { message = "hi" }, "k")).Expect(200);
        (await me.PostAsync($"/api/ai/chats/{first.Get("chat_id")}/end/")).Expect(200);

        var again = (await PostAsync(me, "/api/send-message/", new { message = "hi" }, "k")).Expect(200);

        Assert.Equal((first.Get("chat_id"), first.Get("message_id")), (again.Get("chat_id"), again.Get("message_id")));
        Assert.Equal(1, await CountAsync(me, "/api/ai/chats/"));
        (await me.PostAsync("/api/send-message/", new { message = "a new start" })).Expect(200);
        Assert.Equal(2, await CountAsync(me, "/api/ai/chats/"));
    }

    [Fact]
    public async Task A_turn_that_failed_fails_the_same_way_again()
    {
        var me = await app.SignUpAsync();
        var chat = await ChatApp.StartChatAsync(me, "status:401");
        var path = $"/api/ai/chats/{chat}/send_message/";

        var first = (await PostAsync(me, path, new { content = "keep me" }, "k")).ExpectProblem(502, "provider_unavailable");
        var again = (await PostAsync(me, path, new { content = "keep me" }, "k")).ExpectProblem(502, "provider_unavailable");

        Assert.Equal(first.Get("detail"), again.Get("detail"));
        Assert.Equal("true", again.Header(Replayed));
        Assert.Equal("error", (await me.StreamAsync(path, new { content = "keep me" }, ("Idempotency-Key", "k")))[^1].Type);
        Assert.Equal(2, await CountAsync(me, $"/api/ai/chats/{chat}/messages/"));
    }

    [Fact]
    public async Task A_request_that_was_refused_can_be_mended_under_the_same_key()
    {
        var me = await app.SignUpAsync();
        (await PostAsync(me, "/api/ai/chats/", new { agent = "nobody" }, "k")).ExpectProblem(404, "not_found");
        (await PostAsync(me, "/api/ai/chats/", new { titel = "x" }, "k")).ExpectInvalid("titel");
        (await PostAsync(me, "/api/ai/chats/", "{", "k")).ExpectInvalid("body");

        Assert.Null((await PostAsync(me, "/api/ai/chats/", new { title = "x" }, "k")).Expect(201).Header(Replayed));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("tab\tbed")]
    [InlineData("x", "y")]
    public async Task A_key_that_is_none_is_refused_by_its_name(params string[] keys)
    {
        var me = await app.SignUpAsync();
        var headers = keys.Select(key => ("Idempotency-Key", key)).ToArray();

        (await me.SendAsync(HttpMethod.Post, "/api/ai/chats/", new { }, headers)).ExpectInvalid("Idempotency-Key");
        (await me.SendAsync(HttpMethod.Post, "/api/ai/chats/", new { }, ("Idempotency-Key", new string('k', 201)))).ExpectInvalid(
            "Idempotency-Key"
        );
        Assert.Equal(0, await CountAsync(me, "/api/ai/chats/"));
        (await PostAsync(me, "/api/ai/chats/", new { }, new string('~', 200))).Expect(201);
    }

    [Fact]
    public async Task Without_credentials_the_header_is_nothing()
    {
        var body = new { user_id = "u", template_id = "aira" };
        var first = (await PostAsync(app.Anonymous, "/api/v1/chatbot/session", body, "k")).Expect(200);
        var second = (await PostAsync(app.Anonymous, "/api/v1/chatbot/session", body, "two words")).Expect(200);
        var third = (await PostAsync(app.Anonymous, "/api/v1/chatbot/session", body, "k")).Expect(200);
        Assert.Equal(3, new[] { first, second, third }.Select(answer => answer.Get("session_id")).Distinct().Count());

        // Nor with credentials in a session that belongs to whoever knows its id.
        var me = await app.SignUpAsync();
        var path = $"/api/v1/chatbot/session/{first.Get("session_id")}/message";
        foreach (var person in new[] { app.Anonymous, app.Anonymous, me, me })
            Assert.Null((await PostAsync(person, path, new { message = "hi" }, "k")).Expect(200).Header(Replayed));
        Assert.Equal(4, (await me.GetAsync($"/api/v1/chatbot/session/{first.Get("session_id")}"))["message_count"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_body_over_the_limit_is_too_large_with_a_key_too()
    {
        var me = await app.SignUpAsync();

        (await PostAsync(me, "/api/ai/chats/", new { title = new string('x', 1024 * 1024) }, "k")).ExpectProblem(413, "too_large");
    }

    [Fact]
    public async Task The_document_tells_which_requests_take_a_key()
    {
        var paths = (await app.Anonymous.GetAsync("/api/openapi.json")).Expect(200).Json["paths"]!.AsObject();

        var keyed =
            from path in paths
            from operation in path.Value!.AsObject()
            where operation.Value!["parameters"]?.AsArray().Any(p => p!["name"]!.GetValue<string>() == "Idempotency-Key") == true
            select $"{operation.Key} {path.Key.TrimEnd('/')}";
        string[] expected =
        [
            "post /api/agents",
            "post /api/ai/chats",
            "post /api/ai/chats/{id}/fork",
            "post /api/ai/chats/{id}/messages/{messageId}/regenerate",
            "post /api/ai/chats/{id}/send_message",
            "post /api/connections",
            "post /api/connections/{id}/messages",
            "post /api/groups",
            "post /api/groups/{id}/members",
            "post /api/memory/facts",
            "post /api/people-chats/{id}/messages",
            "post /api/send-message",
            "post /api/v1/chatbot/session",
            "post /api/v1/chatbot/session/{id}/message",
        ];
        Assert.Equal(expected, keyed.Order(StringComparer.Ordinal));
    }

    private static Task<Answer> PostAsync(Person person, string path, object body, string key) =>
        person.SendAsync(HttpMethod.Post, path, body, ("Idempotency-Key", key));

    private static async Task<int> CountAsync(Person person, string path) =>
        (await person.GetAsync(path)).Expect(200)["results"]!.AsArray().Count;
}

public sealed class SqliteIdempotencyTests(ChatApp app) : IdempotencyTests(app), IClassFixture<ChatApp>;

public sealed class PostgresIdempotencyTests(PostgresChatApp app) : IdempotencyTests(app), IClassFixture<PostgresChatApp>;

public sealed class IdempotencyExpiryTests
{
    [Fact]
    public async Task A_key_is_kept_for_24_hours_and_then_as_if_it_had_never_been()
    {
        var clock = new FakeClock(DateTimeOffset.UtcNow);
        await using var app = await KithApp.StartAsync(options => options.Clock = clock);
        var me = await app.SignUpAsync("medhavi");
        var first = await MakeAsync(me);

        clock.Jump(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1));
        me = await app.LogInAsync(me.Email);
        var again = await MakeAsync(me);
        clock.Jump(TimeSpan.FromMinutes(2));
        var later = await MakeAsync(me);

        Assert.Equal((first.Get("id"), "true"), (again.Get("id"), again.Header("Idempotency-Replayed")));
        Assert.NotEqual(first.Get("id"), later.Get("id"));
        Assert.Null(later.Header("Idempotency-Replayed"));
    }

    private static async Task<Answer> MakeAsync(Person person) =>
        (await person.SendAsync(HttpMethod.Post, "/api/ai/chats/", new { title = "Daily" }, ("Idempotency-Key", "today"))).Expect(201);
}
