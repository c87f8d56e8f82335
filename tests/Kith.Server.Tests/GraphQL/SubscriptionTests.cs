using System.Text.Json.Nodes;

namespace Kith.Server.Tests.GraphQL;

/// <summary>Following a chat's turns, by server-sent events and by socket.</summary>
public abstract class SubscriptionTests(ChatApp app)
{
    private const string Send =
        "mutation($id: ID!, $content: String!) { sendMessage(sessionId: $id, content: $content) { message { id content } } }";

    [Fact]
    public async Task A_stream_tells_everything_of_a_turn_in_order()
    {
        using var me = await app.SignUpAsync();
        var id = await me.StartSessionAsync();
        await using var stream = await Subscriber.StreamAsync(me, id);

        var reply = await me.DataAsync(Send, new { id, content = "one two three four five" });

        var events = await stream.ReadUntilAsync("done");
        ExpectTurn(events, reply, "one two three four five");
        Assert.Equal("one two three four five", Subscriber.Text(events));
    }

    [Fact]
    public async Task A_socket_tells_everything_of_a_turn_in_order_and_answers_other_operations()
    {
        using var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "tokens:2000:20");
        using var socket = await GraphQLClient.ConnectAsync(app, me);
        Assert.Equal("graphql-transport-ws", socket.Protocol);
        await socket.SubscribeAsync("q", "{ me { id } }");
        Assert.Equal(me.UserId, (await ReadAllAsync(socket, "q"))[0]["payload"]!["data"]!["me"]!["id"]!.GetValue<string>());
        // The protocol doesn't tell when a subscription begins: a turn that runs by then does.
        var before = me.DataAsync(Send, new { id, content = "Before" });
        await using (var stream = await Subscriber.StreamAsync(me, id))
            await stream.ExpectAsync("token");
        await socket.SubscribeAsync("s", Subscriber.Query, new { id });
        await StopAsync(me, await socket.ReadEventsAsync("s", "token"));
        await socket.ReadEventsAsync("s", "done");
        await before;

        var sending = me.DataAsync(Send, new { id, content = "Go on" });
        var events = await socket.ReadEventsAsync("s", "token");
        await StopAsync(me, events);
        events.AddRange(await socket.ReadEventsAsync("s", "done"));

        ExpectTurn(events, await sending, "Go on");
        await socket.SendAsync(new { id = "s", type = "complete" });
        var other = await me.StartSessionAsync();
        await socket.SubscribeAsync("m", Send, new { id = other, content = "Said by socket" });
        Assert.Equal(["next", "complete"], (await ReadAllAsync(socket, "m")).Select(GraphQLClient.TypeOf));
    }

    [Fact]
    public async Task Who_comes_in_the_middle_of_a_reply_gets_it_from_its_beginning()
    {
        using var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "tokens:40:20");
        await using var early = await Subscriber.StreamAsync(me, id);
        var sending = me.DataAsync(Send, new { id, content = "Go on" });
        await early.ExpectAsync("token");

        await using var late = await Subscriber.StreamAsync(me, id);

        var (first, second) = (await early.ReadUntilAsync("done"), await late.ReadUntilAsync("done"));
        var content = (await sending)["sendMessage"]!["message"]!["content"]!.GetValue<string>();
        Assert.Equal(content, Subscriber.Text(second));
        Assert.Equal(content, first[^1]["message"]!["content"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_reply_that_fails_is_told_as_an_error()
    {
        using var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "status:401");
        await using var stream = await Subscriber.StreamAsync(me, id);

        (await me.AskAsync(Send, new { id, content = "Hello" })).ExpectError(200, "provider_unavailable");

        Assert.Equal("provider_unavailable", (await stream.ExpectAsync("error"))["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task It_is_over_when_the_chat_is_deleted()
    {
        using var me = await app.SignUpAsync();
        var id = await me.StartSessionAsync();
        await using var stream = await Subscriber.StreamAsync(me, id);
        using var socket = await GraphQLClient.ConnectAsync(app, me);
        await socket.SubscribeAsync("s", Subscriber.Query, new { id });
        await socket.SubscribeAsync("q", "{ me { id } }");
        await socket.ReadUntilAsync("q", message => GraphQLClient.TypeOf(message) == "complete");

        await me.DataAsync("mutation($id: ID!) { deleteChatSession(id: $id) { id } }", new { id });

        Assert.Null(await stream.ReadAsync());
        // By then it follows, or learns that there is nothing to follow.
        Assert.Contains(GraphQLClient.TypeOf((await socket.ReadUntilAsync("s", _ => true))[0]), (string[])["complete", "error"]);
    }

    [Fact]
    public async Task Queries_can_be_streamed_too_and_what_is_refused_has_its_status()
    {
        using var me = await app.SignUpAsync();

        var events = await me.StreamAsync("/graphql/", new { query = "{ me { id } }" });
        Assert.Equal(["next", "complete"], events.Select(e => e.Type));
        Assert.Equal(me.UserId, events[0].Data["data"]!["me"]!["id"]!.GetValue<string>());
        foreach (var query in (string[])["{ nothing }", "subscription { turnEvents(sessionId: \"1\") { shoeSize } }"])
            (await StreamAnswerAsync(me, query)).ExpectError(400, "invalid");
        (await StreamAnswerAsync(app.Anonymous, "{ me { id } }")).ExpectError(401, "unauthenticated");
        (await StreamAnswerAsync(app.Anonymous, "subscription { turnEvents(sessionId: \"1\") { kind } }")).ExpectError(
            401,
            "unauthenticated"
        );
    }

    [Fact]
    public async Task Signing_out_ends_streams_and_sockets()
    {
        using var me = await app.SignUpAsync();
        var id = await me.StartSessionAsync();
        await using var stream = await Subscriber.StreamAsync(me, id);
        using var socket = await GraphQLClient.ConnectAsync(app, me);
        await socket.SubscribeAsync("s", Subscriber.Query, new { id });

        (await me.PostAsync("/api/auth/logout")).Expect(204);

        Assert.Null(await stream.ReadAsync());
        Assert.Equal(4401, await socket.ExpectCloseAsync());
    }

    [Theory]
    [InlineData("not json", 4400)]
    [InlineData("[]", 4400)]
    [InlineData("{}", 4400)]
    [InlineData("""{"type":"dance"}""", 4400)]
    [InlineData("""{"type":"connection_init","payload":"x"}""", 4400)]
    [InlineData("""{"type":"connection_init","payload":{"Authorization":5}}""", 4400)]
    [InlineData("""{"type":"connection_init"}""", 4403)]
    [InlineData("""{"type":"connection_init","payload":{"Authorization":"Bearer nonsense"}}""", 4403)]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":"{ me { id } }"}}""", 4401)]
    public async Task A_socket_that_begins_wrongly_is_closed_with_the_protocols_code(string message, int code)
    {
        using var socket = await GraphQLClient.ConnectAsync(app);

        await socket.SendTextAsync(message);

        Assert.Equal(code, await socket.ExpectCloseAsync());
    }

    [Theory]
    [InlineData("""{"type":"connection_init"}""", 4429)]
    [InlineData("""{"type":"subscribe","payload":{"query":"{ me { id } }"}}""", 4400)]
    [InlineData("""{"type":"subscribe","id":"","payload":{"query":"{ me { id } }"}}""", 4400)]
    [InlineData("""{"type":"subscribe","id":"1"}""", 4400)]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"document":"{ me { id } }"}}""", 4400)]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":"{ me { id } }"},"more":1}""", 4400)]
    public async Task A_signed_in_socket_that_goes_wrong_is_closed_with_the_protocols_code(string message, int code)
    {
        using var me = await app.SignUpAsync();
        using var socket = await GraphQLClient.ConnectAsync(app, me);

        await socket.SendTextAsync(message);

        Assert.Equal(code, await socket.ExpectCloseAsync());
    }

    [Fact]
    public async Task An_id_names_one_operation_at_a_time()
    {
        using var me = await app.SignUpAsync();
        var id = await me.StartSessionAsync();
        using var socket = await GraphQLClient.ConnectAsync(app, me);

        for (var i = 0; i < 3; i++)
        {
            await socket.SubscribeAsync("1", "{ me { id } }");
            Assert.Equal(["next", "complete"], (await ReadAllAsync(socket, "1")).Select(GraphQLClient.TypeOf));
        }

        await socket.SubscribeAsync("1", Subscriber.Query, new { id });
        await socket.SubscribeAsync("1", "{ me { id } }");
        Assert.Equal(4409, await socket.ExpectCloseAsync());
    }

    [Fact]
    public async Task What_is_wrong_with_an_operation_ends_it_alone()
    {
        using var me = await app.SignUpAsync();
        using var other = await app.SignUpAsync();
        var theirs = await other.StartSessionAsync();
        using var socket = await GraphQLClient.ConnectAsync(app, me);

        await socket.SubscribeAsync("1", "{ nothing }");
        await socket.SubscribeAsync("2", Subscriber.Query, new { id = theirs });
        var codes = new Dictionary<string, string>(StringComparer.Ordinal);
        while (codes.Count < 2)
        {
            var error = (await socket.ReadAsync())!;
            Assert.Equal("error", GraphQLClient.TypeOf(error));
            codes[error["id"]!.GetValue<string>()] = error["payload"]![0]!["extensions"]!["code"]!.GetValue<string>();
        }

        Assert.Equal(("invalid", "not_found"), (codes["1"], codes["2"]));
        await socket.SendAsync(new { type = "ping" });
        Assert.Equal("pong", GraphQLClient.TypeOf((await socket.ReadAsync())!));
    }

    [Fact]
    public async Task A_socket_takes_the_cookie_from_our_pages_only_and_a_key_what_it_may()
    {
        using var me = await app.SignUpAsync();
        var cookie = $"sessionid={await CookieAsync(me)}";
        var origin = app.Address.GetLeftPart(UriPartial.Authority);
        using var socket = await GraphQLClient.ConnectAsync(app, ("Cookie", cookie), ("Origin", origin));
        await socket.SendAsync(new { type = "connection_init" });
        Assert.Equal("connection_ack", GraphQLClient.TypeOf((await socket.ReadAsync())!));

        Assert.Equal(
            403,
            await KithSocket.RefusalAsync(
                app,
                "/graphql/",
                ("Sec-WebSocket-Protocol", "graphql-transport-ws"),
                ("Origin", "https://evil.example")
            )
        );
        Assert.Equal(400, await KithSocket.RefusalAsync(app, "/graphql/"));

        var key = (await me.PostAsync("/api/api-keys/", new { name = "reader", scopes = new[] { "read" } })).Expect(201).Get("key");
        using var reader = await GraphQLClient.ConnectAsync(app, ("Authorization", $"Bearer {key}"));
        await reader.SendAsync(new { type = "connection_init", payload = new { } });
        await reader.ReadAsync();
        await reader.SubscribeAsync("1", "mutation { createChatSession { session { id } } }");
        Assert.Equal("forbidden", (await reader.ReadAsync())!["payload"]![0]!["extensions"]!["code"]!.GetValue<string>());
    }

    /// <summary>The user's message, the beginning, all pieces without gaps, and the whole.</summary>
    private static void ExpectTurn(List<JsonNode> events, JsonNode reply, string said)
    {
        var tokens = events.Where(e => Subscriber.KindOf(e) == "token").ToList();
        Assert.Equal(["message", "started", .. tokens.Select(_ => "token"), "done"], events.Select(Subscriber.KindOf));
        Assert.Equal(Enumerable.Range(0, tokens.Count), tokens.Select(e => e["index"]!.GetValue<int>()));
        Assert.NotEmpty(tokens);
        Assert.Equal(said, events[0]["message"]!["content"]!.GetValue<string>());
        Assert.Equal(events[^1]["message"]!["content"]!.GetValue<string>(), Subscriber.Text(events));
        Assert.Single(events.Skip(1).Select(e => e["turnId"]!.GetValue<string>()).Distinct());
        var message = reply["sendMessage"]!["message"]!;
        Assert.Equal(message["id"]!.GetValue<string>(), events[^1]["message"]!["id"]!.GetValue<string>());
        Assert.Equal(message["content"]!.GetValue<string>(), events[^1]["message"]!["content"]!.GetValue<string>());
    }

    private static Task StopAsync(Person me, List<JsonNode> events) =>
        me.DataAsync(
            "mutation($turn: ID!) { stopTurn(turnId: $turn) { turnId } }",
            new { turn = events[^1]["turnId"]!.GetValue<string>() }
        );

    private static Task<List<JsonNode>> ReadAllAsync(GraphQLClient socket, string id) =>
        socket.ReadUntilAsync(id, message => GraphQLClient.TypeOf(message) is "complete" or "error");

    private static Task<Answer> StreamAnswerAsync(Person who, string query) =>
        who.SendAsync(HttpMethod.Post, "/graphql/", new { query }, ("Accept", "text/event-stream"));

    private async Task<string> CookieAsync(Person me)
    {
        using var client = app.Anonymous;
        var answer = await client.PostAsync("/api/auth/login", new { email = me.Email, password = KithApp.Password });
        return answer.Expect(200).Header("Set-Cookie")!.Split(';')[0].Split('=', 2)[1];
    }
}

public sealed class SqliteSubscriptionTests(ChatApp app) : SubscriptionTests(app), IClassFixture<ChatApp>;

public sealed class PostgresSubscriptionTests(PostgresChatApp app) : SubscriptionTests(app), IClassFixture<PostgresChatApp>;
