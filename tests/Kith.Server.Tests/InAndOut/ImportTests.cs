using System.Text;
using System.Text.Json.Nodes;

namespace Kith.Server.Tests.InAndOut;

/// <summary>Importing through the door.</summary>
public sealed class ImportTests(ChatApp app) : IClassFixture<ChatApp>
{
    private const string Fruit = """
        {"conversations":[{"external_id":"fruit","title":"Fruit","messages":[
          {"role":"user","content":"I love mangosteens.","created_at":"2024-05-08T13:56:00Z"},
          {"role":"assistant","content":"So do I."}]}]}
        """;

    [Fact]
    public async Task What_was_imported_is_there_and_found_when_it_is_answered_and_comes_once()
    {
        var me = await app.SignUpAsync();

        var first = (await me.SendAsync(HttpMethod.Post, "/api/import/", Fruit)).Expect(200);
        var again = (await me.SendAsync(HttpMethod.Post, "/api/import", Fruit)).Expect(200);

        var id = first.Get("conversations.0.id");
        Assert.Equal("fruit", first.Get("conversations.0.external_id"));
        Assert.Equal((2, 2), (first["conversations.0.messages"]!.GetValue<int>(), first["conversations.0.added"]!.GetValue<int>()));
        Assert.Equal((2, 0), (again["conversations.0.messages"]!.GetValue<int>(), again["conversations.0.added"]!.GetValue<int>()));
        Assert.Equal(id, again.Get("conversations.0.id"));
        var chat = (await me.GetAsync($"/api/ai/chats/{id}/")).Expect(200);
        Assert.Equal(("Fruit", 2), (chat.Get("title"), chat["message_count"]!.GetValue<int>()));
        var messages = (await me.GetAsync($"/api/ai/chats/{id}/messages/")).Expect(200);
        Assert.Equal("2024-05-08T13:56:00.000Z", messages.Get("results.0.created_at"));
        Assert.Equal(("USER", "AI"), (messages.Get("results.0.message_by"), messages.Get("results.1.message_by")));
        Assert.Equal(id, (await me.GetAsync("/api/search/?q=mangosteen")).Expect(200).Get("results.0.chat.id"));
        Assert.Single((await me.GetAsync("/api/ai/chats/")).Expect(200)["results"]!.AsArray());
    }

    [Fact]
    public async Task It_goes_on_as_any_chat_does()
    {
        var me = await app.SignUpAsync();
        var id = (await me.SendAsync(HttpMethod.Post, "/api/import/", Fruit)).Expect(200).Get("conversations.0.id");

        (await me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = "And lychees?" })).Expect(200);

        var texts = (await me.GetAsync($"/api/ai/chats/{id}/messages/")).Expect(200)["results"]!.AsArray();
        Assert.Equal(4, texts.Count);
        Assert.Equal("And lychees?", texts[2]!["content"]!.GetValue<string>());
    }

    [Fact]
    public async Task Others_see_nothing_of_it_and_import_their_own()
    {
        var (me, other) = (await app.SignUpAsync(), await app.SignUpAsync());
        var mine = (await me.SendAsync(HttpMethod.Post, "/api/import/", Fruit)).Expect(200).Get("conversations.0.id");

        var theirs = (await other.SendAsync(HttpMethod.Post, "/api/import/", Fruit)).Expect(200);
        // Naming somebody else's chat leads nowhere near it.
        var stolen = Fruit.Replace("\"fruit\"", $"\"{mine}\"", StringComparison.Ordinal);
        var taken = (await other.SendAsync(HttpMethod.Post, "/api/import/", stolen)).Expect(200);

        Assert.NotEqual(mine, theirs.Get("conversations.0.id"));
        Assert.Equal(2, theirs["conversations.0.added"]!.GetValue<int>());
        Assert.NotEqual(mine, taken.Get("conversations.0.id"));
        (await other.GetAsync($"/api/ai/chats/{mine}/")).ExpectProblem(404, "not_found");
        Assert.Equal(2, (await me.GetAsync($"/api/ai/chats/{mine}/")).Expect(200)["message_count"]!.GetValue<int>());
    }

    [Fact]
    public async Task Progress_is_told_as_events()
    {
        var me = await app.SignUpAsync();
        var document = JsonNode.Parse(Document(40, 10))!;

        var events = await me.StreamAsync("/api/import/", document);

        Assert.All(events[..^1], told => Assert.Equal("progress", told.Type));
        Assert.True(events.Count > 2);
        var last = events[^2].Data;
        Assert.Equal((40, 400), (last["conversations"]!.GetValue<int>(), last["messages"]!.GetValue<int>()));
        Assert.Equal(document.ToJsonString().Length, last["bytes"]!.GetValue<int>());
        Assert.Equal("done", events[^1].Type);
        Assert.Equal(40, events[^1].Data["conversations"]!.AsArray().Count);
        Assert.Equal(400, events[^1].Data["conversations"]!.AsArray().Sum(one => one!["added"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("""{"conversations":[{"messages":[{"role":"user"}]}]}""", "content: is required. Nothing is imported.")]
    [InlineData(
        """{"conversations":[{"title":"A","messages":[]},{"messages":[{"role":"user"}]}]}""",
        "content: is required. What came before it is imported: 1 conversation with 0 messages."
    )]
    public async Task What_came_before_a_mistake_is_counted(string document, string told)
    {
        var me = await app.SignUpAsync();
        var refused = await me.SendAsync(HttpMethod.Post, "/api/import/", JsonNode.Parse(document));
        Assert.EndsWith(told, refused.Get("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_named_and_what_came_before_it_stays()
    {
        var me = await app.SignUpAsync();
        var document = JsonNode.Parse(Document(4, 3))!;
        document["conversations"]![3]!["messages"]![2]!["content"] = "";

        var refused = await me.SendAsync(HttpMethod.Post, "/api/import/", document);
        var events = await me.StreamAsync("/api/import/", document);

        refused.ExpectInvalid("conversations[3].messages[2].content");
        Assert.Contains(
            "What came before it is imported: 3 conversations with 9 messages.",
            refused.Get("detail"),
            StringComparison.Ordinal
        );
        Assert.Equal("error", Assert.Single(events).Type);
        Assert.Equal("invalid", events[0].Data["code"]!.GetValue<string>());
        Assert.NotNull(events[0].Data["errors"]!["conversations[3].messages[2].content"]);
        Assert.Equal(3, (await me.GetAsync("/api/ai/chats/")).Expect(200)["results"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("", "body")]
    [InlineData("   ", "body")]
    [InlineData("17", "body")]
    [InlineData("{}", "conversations")]
    [InlineData("""{"conversations":null}""", "conversations")]
    [InlineData("""{"conversations":{}}""", "conversations")]
    [InlineData("""{"conversations":[17]}""", "conversations[0]")]
    [InlineData("""{"conversations":[{}]}""", "conversations[0].messages")]
    [InlineData("""{"conversations":[{"messages":[]}]} x""", "body")]
    [InlineData("""{"conversations":[{"messages":[{"role":"user","content":"a"},]}]}""", "conversations[0]")]
    [InlineData("""{"conversations":[{"messages":["a"]}]}""", "conversations[0].messages[0]")]
    [InlineData("""{"conversations":[{"messages":[{"role":"judge","content":"a"}]}]}""", "conversations[0].messages[0].role")]
    [InlineData("""{"conversations":[{"messages":[{"content":"a"}]}]}""", "conversations[0].messages[0].role")]
    [InlineData("""{"conversations":[{"messages":[{"role":"user","content":"a\u0000b"}]}]}""", "conversations[0].messages[0].content")]
    [InlineData("""{"conversations":[{"messages":[{"role":"user","content":"\ud800"}]}]}""", "conversations[0].messages[0].content")]
    [InlineData("""{"conversations":[{"messages":[{"role":"user","content":["a"]}]}]}""", "conversations[0].messages[0].content")]
    [InlineData(
        """{"conversations":[{"messages":[{"role":"user","content":"a","created_at":"yesterday"}]}]}""",
        "conversations[0].messages[0].created_at"
    )]
    [InlineData(
        """{"conversations":[{"messages":[{"role":"user","content":"a","created_at":"9999-01-01T00:00:00Z"}]}]}""",
        "conversations[0].messages[0].created_at"
    )]
    [InlineData("""{"conversations":[{"title":7,"messages":[]}]}""", "conversations[0].title")]
    [InlineData("""{"userSessions":7}""", "userSessions")]
    [InlineData("""{"userSessions":{"a":7}}""", "userSessions.a")]
    [InlineData("""[7]""", "[0]")]
    public async Task Nonsense_is_refused(string document, string field) =>
        (await (await app.SignUpAsync()).SendAsync(HttpMethod.Post, "/api/import/", document)).ExpectInvalid(field);

    [Fact]
    public async Task Guests_and_strangers_cannot_import()
    {
        (await (await app.GuestAsync()).SendAsync(HttpMethod.Post, "/api/import/", Fruit)).ExpectProblem(403, "forbidden");
        (await app.Anonymous.SendAsync(HttpMethod.Post, "/api/import/", Fruit)).ExpectProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task Only_JSON_is_read()
    {
        using var text = new StringContent(Fruit, Encoding.UTF8, "text/plain");
        (await (await app.SignUpAsync()).SendAsync(HttpMethod.Post, "/api/import/", text)).ExpectProblem(415, "unsupported_media");
    }

    [Fact]
    public async Task More_than_two_hundred_megabytes_are_refused_before_they_are_sent()
    {
        var me = await app.SignUpAsync();
        var head = $"Content-Type: application/json\r\nContent-Length: {(200 * 1024 * 1024) + 1}\r\n\r\n";
        using var connection = await RawConnection.RequestAsync(app, me, "POST /api/import/", head);

        Assert.Equal("HTTP/1.1 413", Encoding.ASCII.GetString((await connection.ReadAsync(12))!));
    }

    private static string Document(int conversations, int messages) =>
        new JsonObject
        {
            ["conversations"] = new JsonArray([
                .. Enumerable
                    .Range(0, conversations)
                    .Select(i => new JsonObject
                    {
                        ["external_id"] = $"talk-{i}",
                        ["messages"] = new JsonArray([
                            .. Enumerable
                                .Range(0, messages)
                                .Select(j => new JsonObject
                                {
                                    ["role"] = j % 2 == 0 ? "user" : "assistant",
                                    ["content"] = $"message {j} of {i}, {new string('x', 500)}",
                                }),
                        ]),
                    }),
            ]),
        }.ToJsonString();
}
