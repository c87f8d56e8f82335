namespace Kith.Server.Tests.Search;

/// <summary>Searching through the door.</summary>
public sealed class SearchTests(ChatApp app) : IClassFixture<ChatApp>
{
    [Fact]
    public async Task What_was_said_is_found_with_its_chat_and_what_matched()
    {
        var me = await app.SignUpAsync();
        var chat = await ChatApp.StartChatAsync(me, title: "Fruit");
        var said = (await me.PostAsync($"/api/ai/chats/{chat}/send_message/", new { content = "I love\nmangoes." })).Expect(200);

        await app.IndexAsync();
        var found = (await me.GetAsync("/api/search/?q=mango")).Expect(200);

        Assert.Equal(2, found["results"]!.AsArray().Count); // the model echoes
        var mine = found["results"]!.AsArray().Single(result => result!["message"]!["role"]!.GetValue<string>() == "user")!;
        Assert.Equal(said.Get("user_message.id"), mine["message"]!["id"]!.GetValue<string>());
        Assert.Equal("I love\nmangoes.", mine["message"]!["content"]!.GetValue<string>());
        Assert.Equal((chat, "Fruit"), (mine["chat"]!["id"]!.GetValue<string>(), mine["chat"]!["title"]!.GetValue<string>()));
        Assert.Equal("I love mangoes.", mine["snippet"]!.GetValue<string>());
        Assert.Equal("[[7,7]]", mine["highlights"]!.ToJsonString());
        Assert.True(mine["score"]!.GetValue<double>() > 0);
        Assert.Null(found["next_cursor"]);
    }

    [Fact]
    public async Task Pages_follow_the_cursor_and_a_chat_can_be_asked_for()
    {
        var me = await app.GuestAsync();
        var first = await ChatApp.StartChatAsync(me);
        var second = await ChatApp.StartChatAsync(me);
        (await me.PostAsync($"/api/ai/chats/{first}/send_message/", new { content = "kiwi one" })).Expect(200);
        (await me.PostAsync($"/api/ai/chats/{second}/send_message/", new { content = "kiwi two" })).Expect(200);
        await app.IndexAsync();

        var page = (await me.GetAsync("/api/search?q=kiwi&limit=3")).Expect(200);
        var rest = (await me.GetAsync($"/api/search/?q=kiwi&limit=3&cursor={page.Get("next_cursor")}")).Expect(200);

        var ids = page["results"]!
            .AsArray()
            .Concat(rest["results"]!.AsArray())
            .Select(result => result!["message"]!["id"]!.GetValue<string>());
        Assert.Equal(4, ids.Distinct().Count());
        Assert.Null(rest["next_cursor"]);
        var within = (await me.GetAsync($"/api/search/?q=kiwi&chat={second}")).Expect(200)["results"]!.AsArray();
        Assert.Equal([second, second], within.Select(result => result!["chat"]!["id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Others_find_nothing_of_it()
    {
        var me = await app.SignUpAsync();
        var other = await app.SignUpAsync();
        var chat = await ChatApp.StartChatAsync(me);
        (await me.PostAsync($"/api/ai/chats/{chat}/send_message/", new { content = "canary-31415" })).Expect(200);
        await app.IndexAsync();

        Assert.Equal(2, (await me.GetAsync("/api/search/?q=canary-31415")).Expect(200)["results"]!.AsArray().Count);
        Assert.Empty((await other.GetAsync("/api/search/?q=canary")).Expect(200)["results"]!.AsArray());
        Assert.Empty((await (await app.GuestAsync()).GetAsync("/api/search/?q=31415")).Expect(200)["results"]!.AsArray());
        (await other.GetAsync($"/api/search/?q=canary&chat={chat}")).ExpectProblem(404, "not_found");
        (await app.Anonymous.GetAsync("/api/search/?q=canary")).ExpectProblem(401, "unauthenticated");
    }

    [Theory]
    [InlineData("", "q")]
    [InlineData("?q=", "q")]
    [InlineData("?q=%20%20", "q")]
    [InlineData("?q=a%00b", "q")]
    [InlineData("?q=a&limit=201", "limit")]
    [InlineData("?q=a&cursor=nonsense", "cursor")]
    [InlineData("?q=a&cursor=LTE", "cursor")] // -1
    [InlineData("?q=a&chat=%00", "chat")]
    public async Task What_makes_no_sense_is_refused(string query, string field) =>
        (await (await app.GuestAsync()).GetAsync($"/api/search/{query}")).ExpectInvalid(field);

    [Fact]
    public async Task A_query_has_at_most_two_hundred_characters()
    {
        var me = await app.GuestAsync();

        (await me.GetAsync($"/api/search/?q={new string('x', 200)}")).Expect(200);
        (await me.GetAsync($"/api/search/?q={new string('x', 201)}")).ExpectInvalid("q");
    }
}
