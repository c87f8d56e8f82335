using System.Text.Json.Nodes;

namespace Kith.Server.Tests.GraphQL;

/// <summary>What the fields answer, and what they cost.</summary>
public abstract class FieldTests(ChatApp app)
{
    [Fact]
    public async Task Whoever_signs_in_gets_tokens_that_are_good_at_every_door()
    {
        using var owner = await app.SignUpAsync("medhavi");
        using var me = app.Anonymous;

        var auth = (
            await me.DataAsync(
                "mutation($email: String!, $password: String!) { tokenAuth(email: $email, password: $password) { token refreshToken expiresIn user { id } } __typename }",
                new { email = owner.Email, password = KithApp.Password }
            )
        )["tokenAuth"]!;

        me.Client.DefaultRequestHeaders.Authorization = new("Bearer", auth["token"]!.GetValue<string>());
        Assert.Equal(owner.UserId, (await me.GetAsync("/api/auth/me")).Expect(200).Get("id"));
        Assert.Equal(owner.UserId, auth["user"]!["id"]!.GetValue<string>());
        var refreshed = await app.Anonymous.PostAsync(
            "/api/auth/refresh",
            new { refresh_token = auth["refreshToken"]!.GetValue<string>() }
        );
        refreshed.Expect(200);
        Assert.Equal(
            $$"""{"id":"{{owner.UserId}}","email":"{{owner.Email}}","displayName":"medhavi","isAnonymous":false}""",
            (await me.DataAsync("{ me { id email displayName isAnonymous } }"))["me"]!.ToJsonString()
        );
    }

    [Fact]
    public async Task A_wrong_password_is_an_error_of_the_field()
    {
        using var owner = await app.SignUpAsync();

        var answer = await app.Anonymous.AskAsync(
            "mutation($email: String!) { tokenAuth(email: $email, password: \"not that\") { token } }",
            new { email = owner.Email }
        );

        answer.ExpectError(200, "unauthenticated");
        Assert.Equal("""{"tokenAuth":null}""", answer["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Lists_go_on_after_a_cursor()
    {
        using var me = await app.SignUpAsync();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
            ids.Insert(0, await me.StartSessionAsync($"Chat {i}"));
        (await me.PostAsync($"/api/ai/chats/{ids[0]}/send_message/", new { content = "one" })).Expect(200);
        (await me.PostAsync($"/api/ai/chats/{ids[0]}/send_message/", new { content = "two" })).Expect(200);

        const string sessions = "query($after: ID) { list: myChatSessions(limit: 2, after: $after) { id cursor } }";
        const string messages = "query($id: ID!, $after: ID) { list: chatMessages(sessionId: $id, limit: 3, after: $after) { id cursor } }";

        Assert.Equal(ids, await PagesAsync(me, sessions, id: null, [2, 1]));
        Assert.Equal(4, (await PagesAsync(me, messages, ids[0], [3, 1])).Distinct().Count());
        var newest = await me.DataAsync(
            "query($id: ID!) { chatMessages(sessionId: $id, newestFirst: true, limit: 1) { content role } }",
            new { id = ids[0] }
        );
        Assert.Equal("""[{"content":"two","role":"assistant"}]""", newest["chatMessages"]!.ToJsonString());
        (await me.AskAsync("{ myChatSessions(after: \"nonsense\") { id } }")).ExpectError(200, "invalid");
        (
            await me.AskAsync("query($id: ID!) { chatMessages(sessionId: $id, after: \"nonsense\") { id } }", new { id = ids[0] })
        ).ExpectError(200, "invalid");
    }

    [Fact]
    public async Task What_nests_in_lists_costs_the_same_for_one_chat_and_for_many()
    {
        using var one = await app.SignUpAsync();
        using var many = await app.SignUpAsync();
        await FillAsync(one, 1);
        await FillAsync(many, 12);
        const string query = "{ myChatSessions { id agent { name } messages(limit: 3) { content siblings sources { url } } } }";

        // Once before, so that nothing is done for the first time while it is counted.
        var oneData = await one.DataAsync(query);
        var manyData = await many.DataAsync(query);

        Assert.Equal(await CountAsync(one, query), await CountAsync(many, query));
        Assert.Equal(12, manyData["myChatSessions"]!.AsArray().Count);
        Assert.All(
            manyData["myChatSessions"]!.AsArray().Concat(oneData["myChatSessions"]!.AsArray()),
            chat =>
            {
                Assert.Equal("Aira", chat!["agent"]!["name"]!.GetValue<string>());
                Assert.Equal(["first", "second", "second"], chat["messages"]!.AsArray().Select(m => m!["content"]!.GetValue<string>()));
            }
        );
    }

    [Fact]
    public async Task A_chat_has_the_agent_it_was_started_with_and_can_be_deleted()
    {
        using var me = await app.SignUpAsync();
        var data = await me.DataAsync(
            "mutation { createChatSession(agent: \"friendly-assistant\", systemPrompt: \"Be brief.\") { session { id title status systemPrompt agent { slug isBuiltin } } } }"
        );
        var session = data["createChatSession"]!["session"]!;
        var id = session["id"]!.GetValue<string>();

        Assert.Equal("""{"slug":"friendly-assistant","isBuiltin":true}""", session["agent"]!.ToJsonString());
        Assert.Equal("Be brief.", session["systemPrompt"]!.GetValue<string>());
        Assert.Equal(
            $$"""{"id":"{{id}}"}""",
            (await me.DataAsync("mutation($id: ID!) { deleteChatSession(id: $id) { id } }", new { id }))[
                "deleteChatSession"
            ]!.ToJsonString()
        );
        (await me.GetAsync($"/api/ai/chats/{id}/")).ExpectProblem(404, "not_found");
        var agents = await me.DataAsync("{ agents { slug } agent(id: \"aira\") { name prompt } }");
        Assert.Contains("aira", agents["agents"]!.AsArray().Select(agent => agent!["slug"]!.GetValue<string>()));
        Assert.Equal("Aira", agents["agent"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_reply_can_be_stopped_and_keeps_what_was_written()
    {
        using var me = await app.SignUpAsync();
        var chat = await ChatApp.StartChatAsync(me, "tokens:2000:20");
        await using var follower = await Subscriber.StreamAsync(me, chat);
        var sending = me.AskAsync(
            "mutation($id: ID!) { sendMessage(sessionId: $id, content: \"Go on\") { message { status } } }",
            new { id = chat }
        );
        var token = await follower.ExpectAsync("token");

        var stopped = await me.DataAsync(
            "mutation($turn: ID!) { stopTurn(turnId: $turn) { message { status content } turnId } }",
            new { turn = token["turnId"]!.GetValue<string>() }
        );

        Assert.Equal("stopped", stopped["stopTurn"]!["message"]!["status"]!.GetValue<string>());
        Assert.NotEmpty(stopped["stopTurn"]!["message"]!["content"]!.GetValue<string>());
        Assert.Equal("stopped", (await sending).Expect(200).Get("data.sendMessage.message.status"));
    }

    [Fact]
    public async Task Memory_is_there_too()
    {
        using var me = await app.SignUpAsync();
        (await me.PostAsync("/api/memory/facts/", new { text = "Collects stamps from Bhutan.", kind = "like" })).Expect(201);
        await app.IndexAsync();

        var data = await me.DataAsync("{ facts { kind text cursor } searchMemory(query: \"stamps\") { kind text score } }");

        Assert.Equal("Collects stamps from Bhutan.", data["facts"]![0]!["text"]!.GetValue<string>());
        Assert.Equal("Collects stamps from Bhutan.", data["searchMemory"]![0]!["text"]!.GetValue<string>());
        Assert.Empty(
            (await me.DataAsync("query($after: ID) { facts(after: $after) { id } }", new { after = data["facts"]![0]!["cursor"] }))[
                "facts"
            ]!.AsArray()
        );
    }

    [Fact]
    public async Task The_same_message_twice_is_said_once()
    {
        using var me = await app.SignUpAsync();
        var id = await me.StartSessionAsync();
        const string query = "mutation($id: ID!) { sendMessage(sessionId: $id, content: \"Once\", clientId: \"c1\") { message { id } } }";

        var first = await me.DataAsync(query, new { id });
        var second = await me.DataAsync(query, new { id });

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
    }

    [Fact]
    public async Task A_mutation_with_an_idempotency_key_makes_its_thing_once()
    {
        using var me = await app.SignUpAsync();

        Task<Answer> CreateAsync(string fields) =>
            me.SendAsync(HttpMethod.Post, "/graphql/", new { query = $"mutation {{ {fields} }}" }, ("Idempotency-Key", "my-key"));

        var first = (await CreateAsync("createChatSession { session { id } }")).Expect(200);
        var second = (await CreateAsync("createChatSession { session { id } }")).Expect(200);

        Assert.Equal(first.Text, second.Text);
        Assert.Equal((null, "true"), (first.Header("Idempotency-Replayed"), second.Header("Idempotency-Replayed")));
        (await CreateAsync("createChatSession(title: \"Other\") { session { id } }")).ExpectError(200, "idempotency_mismatch");
        (await CreateAsync("a: createChatSession { session { id } } b: createChatSession { session { id } }")).ExpectError(400, "invalid");
    }

    [Fact]
    public async Task A_reply_that_fails_is_an_error_of_the_field_and_what_was_said_is_kept()
    {
        using var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "status:401");

        var answer = await me.AskAsync(
            "mutation($id: ID!) { sendMessage(sessionId: $id, content: \"Hello\") { message { id } } }",
            new { id }
        );

        answer.ExpectError(200, "provider_unavailable");
        Assert.Equal("""["sendMessage"]""", answer["errors.0.path"]!.ToJsonString());
        var kept = await me.DataAsync("query($id: ID!) { chatMessages(sessionId: $id, limit: 1) { content } }", new { id });
        Assert.Equal("Hello", kept["chatMessages"]![0]!["content"]!.GetValue<string>());
    }

    /// <summary>Workers run statements too, now and then: the fewest of several times are the request's own.</summary>
    private async Task<long> CountAsync(Person who, string query)
    {
        var counts = new List<long>();
        for (var i = 0; i < 5; i++)
            counts.Add(await app.CountStatementsAsync(() => who.DataAsync(query)));
        return counts.Min();
    }

    private static async Task FillAsync(Person who, int chats)
    {
        for (var i = 0; i < chats; i++)
        {
            var id = await who.StartSessionAsync($"Chat {i}");
            foreach (var content in (string[])["first", "second"])
                await who.DataAsync(
                    "mutation($id: ID!, $content: String!) { sendMessage(sessionId: $id, content: $content) { turnId } }",
                    new { id, content }
                );
        }
    }

    private static async Task<List<string>> PagesAsync(Person who, string query, string? id, int[] sizes)
    {
        var all = new List<string>();
        string? after = null;
        foreach (var size in sizes)
        {
            var page = (await who.DataAsync(query, new JsonObject { ["id"] = id, ["after"] = after }))["list"]!.AsArray();
            Assert.Equal(size, page.Count);
            all.AddRange(page.Select(item => item!["id"]!.GetValue<string>()));
            after = page[^1]!["cursor"]!.GetValue<string>();
        }

        return all;
    }
}

public sealed class SqliteFieldTests(ChatApp app) : FieldTests(app), IClassFixture<ChatApp>;

public sealed class PostgresFieldTests(PostgresChatApp app) : FieldTests(app), IClassFixture<PostgresChatApp>;
