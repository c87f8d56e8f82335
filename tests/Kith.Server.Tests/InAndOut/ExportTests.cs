namespace Kith.Server.Tests.InAndOut;

/// <summary>Exporting through the door.</summary>
public sealed class ExportTests(ChatApp app) : IClassFixture<ChatApp>
{
    [Fact]
    public async Task Everything_of_mine_comes_as_a_file_that_can_be_imported()
    {
        var (me, other) = (await app.SignUpAsync(), await app.SignUpAsync());
        var chat = await ChatApp.StartChatAsync(me, title: "Fruit");
        var said = (await me.PostAsync($"/api/ai/chats/{chat}/send_message/", new { content = "I love mangoes." })).Expect(200);

        var export = (await me.GetAsync("/api/export/")).Expect(200);
        var again = (await me.SendAsync(HttpMethod.Post, "/api/import/", export.Text)).Expect(200);
        var there = (await other.SendAsync(HttpMethod.Post, "/api/import/", export.Text)).Expect(200);

        Assert.Equal("application/json", export.ContentType);
        Assert.Equal(chat, export.Get("conversations.0.id"));
        Assert.Equal(said.Get("user_message.id"), export.Get("conversations.0.messages.0.id"));
        Assert.Equal((chat, 0), (again.Get("conversations.0.id"), again["conversations.0.added"]!.GetValue<int>()));
        Assert.NotEqual(chat, there.Get("conversations.0.id"));
        Assert.Equal(2, there["conversations.0.added"]!.GetValue<int>());
        Assert.DoesNotContain(chat, (await (await app.SignUpAsync()).GetAsync("/api/export/")).Expect(200).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_can_be_a_Chatify_database()
    {
        var me = await app.GuestAsync();
        var chat = await ChatApp.StartChatAsync(me, title: "Fruit");
        (await me.PostAsync($"/api/ai/chats/{chat}/send_message/", new { content = "I love mangoes." })).Expect(200);

        var export = (await me.GetAsync("/api/export?format=chatify")).Expect(200);

        Assert.Equal("Friendly Assistant", export.Get("templates.friendly-assistant.name"));
        Assert.Equal("aira", export.Get($"userSessions.{chat}.template_id"));
        Assert.Equal(
            ("user", "I love mangoes."),
            (
                export.Get($"userSessions.{chat}.conversation_history.0.role"),
                export.Get($"userSessions.{chat}.conversation_history.0.content")
            )
        );
    }

    [Fact]
    public async Task Only_these_forms_are_known_and_only_to_those_who_are_somebody()
    {
        (await (await app.GuestAsync()).GetAsync("/api/export/?format=xml")).ExpectInvalid("format");
        (await app.Anonymous.GetAsync("/api/export/")).ExpectProblem(401, "unauthenticated");
    }
}
