namespace Kith.Server.Tests.Search;

/// <summary>Searching in memory through the door.</summary>
public sealed class MemorySearchTests(ChatApp app) : IClassFixture<ChatApp>
{
    [Fact]
    public async Task What_was_said_is_found_by_the_one_who_said_it()
    {
        var (me, other) = (await app.SignUpAsync(), await app.SignUpAsync());
        var chat = await ChatApp.StartChatAsync(me);
        var said = (await me.PostAsync($"/api/ai/chats/{chat}/send_message/", new { content = "I bought a cello." })).Expect(200);
        await app.IndexAsync();
        var question = new { query = "Which instrument did I buy?", kinds = new[] { "message" } };

        var found = (await me.PostAsync("/api/memory/search/", question)).Expect(200)["results"]!.AsArray();

        Assert.Equal(said.Get("user_message.id"), found[0]!["id"]!.GetValue<string>());
        Assert.Equal("message", found[0]!["kind"]!.GetValue<string>());
        Assert.Equal("I bought a cello.", found[0]!["text"]!.GetValue<string>());
        Assert.Equal(said.Get("user_message.id"), found[0]!["message_id"]!.GetValue<string>());
        Assert.True(found[0]!["score"]!.GetValue<double>() > 0);
        Assert.Null(found[0]!["external_id"]);
        Assert.Empty((await other.PostAsync("/api/memory/search/", question)).Expect(200)["results"]!.AsArray());
        (await other.PostAsync("/api/memory/search/", new { query = "cello", chat_id = chat })).Expect(404);
    }

    [Fact]
    public async Task One_may_search_oneself_while_memory_is_off_but_not_a_chat_whose_memory_is_off()
    {
        var me = await app.SignUpAsync();
        var (kept, secret) = (await ChatApp.StartChatAsync(me), await ChatApp.StartChatAsync(me));
        foreach (var chat in new[] { kept, secret })
            (await me.PostAsync($"/api/ai/chats/{chat}/send_message/", new { content = $"I bought a cello in {chat}." })).Expect(200);
        await app.IndexAsync();
        (await me.PatchAsync("/api/user-profile/", new { memory_enabled = false })).Expect(200);
        (await me.PatchAsync($"/api/ai/chats/{secret}/", new { memory_enabled = false })).Expect(200);

        var found = (await me.PostAsync("/api/memory/search/", new { query = "cello", kinds = new[] { "message" } })).Expect(200);
        var texts = found["results"]!.AsArray().Select(hit => hit!["text"]!.GetValue<string>()).ToList();

        Assert.Contains($"I bought a cello in {kept}.", texts);
        Assert.DoesNotContain(texts, text => text.Contains(secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"query":" "}""")]
    [InlineData("""{"limit":10}""")]
    [InlineData("""{"query":"cello","limit":0}""")]
    [InlineData("""{"query":"cello","limit":201}""")]
    [InlineData("""{"query":"cello","kinds":["moods"]}""")]
    [InlineData("""{"query":"cello","kind":"fact"}""")]
    public async Task Strange_questions_are_refused(string body)
    {
        var me = await app.GuestAsync();

        (await me.PostAsync("/api/memory/search/", System.Text.Json.Nodes.JsonNode.Parse(body)!)).Expect(400);
    }
}
