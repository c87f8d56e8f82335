using System.Text.Json.Nodes;

namespace Kith.Server.Tests.Chats;

/// <summary>The same turn through each door: all doors then show the same message.</summary>
public sealed class ManyDoorsTests(ChatApp app) : IClassFixture<ChatApp>
{
    private const string Text = "One engine, many doors — naïve café 😀";

    [Fact]
    public async Task Through_rest()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me);

        var said = (await me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = Text })).Expect(200);

        await AssertEverybodySawAsync(me, id, said.Get("ai_message.id"));
    }

    [Fact]
    public async Task Through_the_other_path_without_a_slash()
    {
        var me = await app.SignUpAsync();
        var id = (await me.PostAsync("/api/chats", new { })).Expect(201).Get("id");

        var said = (await me.PostAsync($"/api/chats/{id}/send_message", new { content = Text })).Expect(200);

        await AssertEverybodySawAsync(me, id, said.Get("ai_message.id"));
    }

    [Fact]
    public async Task Through_server_sent_events()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me);

        var events = await me.StreamAsync($"/api/ai/chats/{id}/send_message/", new { content = Text });

        Assert.Equal(["message", "recall", "token"], events.Take(3).Select(e => e.Type));
        Assert.Equal("done", events[^1].Type);
        Assert.Equal(Text, events.Text());
        await AssertEverybodySawAsync(me, id, events[^1].Data["ai_message"]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Through_the_best_friend()
    {
        var me = await app.SignUpAsync();

        var said = (await me.PostAsync("/api/send-message/", new { message = Text })).Expect(200);

        Assert.Equal(Text, said.Get("reply"));
        await AssertEverybodySawAsync(me, said.Get("chat_id"), said.Get("message_id"));
    }

    [Fact]
    public async Task Through_the_socket_of_everything()
    {
        var me = await app.SignUpAsync();
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", me);

        await socket.SendAsync(new { type = "message", content = Text });

        var done = await socket.ExpectAsync("done");
        await AssertEverybodySawAsync(me, done["message"]!["chat"]!.GetValue<string>(), done["message"]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Through_the_socket_of_one_chat()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me);
        using var socket = await KithSocket.ConnectAsync(app, $"/ws/ai-chat/{id}/", me);

        await socket.SendAsync(new { type = "message", content = Text });

        var done = await socket.ExpectAsync("done");
        await AssertEverybodySawAsync(me, id, done["message"]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Through_a_chatbot_session_with_credentials()
    {
        var me = await app.SignUpAsync();
        var id = (await me.PostAsync("/api/v1/chatbot/session", new { user_id = "me", template_id = "aira" }))
            .Expect(200)
            .Get("session_id");

        var said = (await me.PostAsync($"/api/v1/chatbot/session/{id}/message", new { message = Text })).Expect(200);

        Assert.Equal(Text, said.Get("response"));
        var last = (await me.GetAsync($"/api/ai/chats/{id}/messages/?order=desc&limit=1")).Expect(200).Get("results.0.id");
        await AssertEverybodySawAsync(me, id, last);
        (await app.Anonymous.GetAsync($"/api/v1/chatbot/session/{id}")).Expect(404);
    }

    /// <summary>REST under both paths, the log from its beginning on both sockets, the best friend's chat, the turn's own stream.</summary>
    private async Task AssertEverybodySawAsync(Person person, string chatId, string answerId)
    {
        foreach (var path in new[] { $"/api/ai/chats/{chatId}/messages/", $"/api/chats/{chatId}/messages" })
        {
            var page = (await person.GetAsync(path)).Expect(200);
            Assert.Equal([Text, Text], page["results"]!.AsArray().Select(m => m!["content"]!.GetValue<string>()));
            AssertAnswer(page["results.1"], chatId, answerId);
        }

        var turnId = "";
        foreach (var path in new[] { "/ws/chat/", $"/ws/ai-chat/{chatId}/" })
        {
            using var socket = await KithSocket.ConnectAsync(app, path, person);
            await socket.SendAsync(new { type = "resume", cursor = "0" });
            var frames = await socket.ReadUntilAsync("done");
            Assert.Equal(Text, frames.Single(f => KithSocket.TypeOf(f) == "message")["message"]!["content"]!.GetValue<string>());
            AssertAnswer(frames[^1]["message"], chatId, answerId);
            turnId = frames[^1]["turn_id"]!.GetValue<string>();
        }

        var replay = await person.StreamAsync($"/api/turns/{turnId}/events");
        Assert.Equal(Text, replay.Text());
        AssertAnswer(replay[^1].Data["ai_message"], chatId, answerId);
        var rest = await person.StreamAsync($"/api/turns/{turnId}/events", body: null, ("Last-Event-ID", $"{turnId}:0"));
        Assert.Equal(Text, replay.First(e => e.Type == "token").Data["content"]!.GetValue<string>() + rest.Text());
    }

    private static void AssertAnswer(JsonNode? message, string chatId, string answerId)
    {
        Assert.NotNull(message);
        Assert.Equal(answerId, message["id"]!.GetValue<string>());
        Assert.Equal(chatId, message["chat"]!.GetValue<string>());
        Assert.Equal(Text, message["content"]!.GetValue<string>());
        Assert.Equal("AI", message["message_by"]!.GetValue<string>());
        Assert.Equal("assistant", message["role"]!.GetValue<string>());
        Assert.Equal("complete", message["status"]!.GetValue<string>());
        Assert.Equal("echo", message["model"]!.GetValue<string>());
        Assert.False(message["offline"]!.GetValue<bool>());
    }
}
