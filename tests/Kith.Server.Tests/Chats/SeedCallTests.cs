using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Kith.Server.Tests.People;

namespace Kith.Server.Tests.Chats;

/// <summary>The calls that clients of the former systems make, as they make them.</summary>
public sealed class SeedCallTests(ChatApp app) : IClassFixture<ChatApp>
{
    [Fact]
    public async Task The_three_session_calls_work_without_credentials()
    {
        var client = app.Anonymous;

        var created = (
            await client.PostAsync("/api/v1/chatbot/session", new { user_id = "user_12345", template_id = "friendly-assistant" })
        ).Expect(200);
        Assert.True(created["success"]!.GetValue<bool>());
        Assert.Equal("Session created successfully", created.Get("message"));
        var id = created.Get("session_id");
        Assert.True(Guid.TryParse(id, out var uuid) && uuid.Version == 4);

        var first = (await client.PostAsync($"/api/v1/chatbot/session/{id}/message", new { message = "Hi" })).Expect(200);
        Assert.Equal("Hi", first.Get("response"));
        Assert.Equal(id, first.Get("session_id"));
        Assert.Equal(1, first["message_count"]!.GetValue<int>());
        var second = (await client.PostAsync($"/api/v1/chatbot/session/{id}/message", new { message = "What's your name?" })).Expect(200);
        Assert.Equal(2, second["message_count"]!.GetValue<int>());

        var ended = (await client.DeleteAsync($"/api/v1/chatbot/session/{id}")).Expect(200);
        Assert.Equal("Session ended successfully", ended.Get("message"));
        Assert.Equal(4, ended["total_messages"]!.GetValue<int>());

        var kept = (await client.GetAsync($"/api/v1/chatbot/session/{id}")).Expect(200);
        Assert.Equal("ended", kept.Get("status"));
        Assert.Equal("user_12345", kept.Get("user_id"));
        Assert.Equal("friendly-assistant", kept.Get("template_id"));
        Assert.Equal(
            ["user", "assistant", "user", "assistant"],
            kept["conversation_history"]!.AsArray().Select(m => m!["role"]!.GetValue<string>())
        );
        var refused = (await client.PostAsync($"/api/v1/chatbot/session/{id}/message", new { message = "Still there?" })).Expect(409);
        Assert.Equal("session_ended", refused.Get("error"));
        Assert.False(refused["success"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_session_sends_what_its_template_says()
    {
        var client = app.Anonymous;
        var id = (await client.PostAsync("/api/v1/chatbot/session", new { user_id = "u", template_id = "friendly-assistant" })).Get(
            "session_id"
        );
        for (var i = 0; i < 7; i++)
            (await client.PostAsync($"/api/v1/chatbot/session/{id}/message", new { message = $"canary-{i}" })).Expect(200);

        var sent = app.Models.Requests.Last(request => request.BodyText.Contains("canary-6", StringComparison.Ordinal)).Body!;

        Assert.Equal(0.9, sent["temperature"]!.GetValue<double>(), 0.001);
        Assert.Equal(50, (sent["max_tokens"] ?? sent["max_completion_tokens"])!.GetValue<int>());
        Assert.Equal(0.6, sent["presence_penalty"]!.GetValue<double>(), 0.001);
        Assert.Equal(0.6, sent["frequency_penalty"]!.GetValue<double>(), 0.001);
        var messages = sent["messages"]!.AsArray();
        Assert.Equal(12, messages.Count); // the system text, the last ten, the new one
        Assert.Contains("canary-1", messages[1]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_template_and_an_unknown_session_are_told_apart()
    {
        var template = await app.Anonymous.PostAsync("/api/v1/chatbot/session", new { user_id = "u", template_id = "nope" });
        var session = await app.Anonymous.GetAsync($"/api/v1/chatbot/session/{Guid.NewGuid()}");

        Assert.Equal("template_not_found", template.Expect(404).Get("error"));
        Assert.Equal("not_found", session.Expect(404).Get("error"));
    }

    [Fact]
    public async Task Curl_with_a_session_cookie_makes_a_chat_and_talks()
    {
        var cookie = await CookieAsync();

        var chat = await SendAsync(
            "/api/ai/chats/",
            """
            {
              "title": "My AI Assistant",
              "system_prompt": "You are a helpful coding assistant."
            }
            """,
            cookie
        );
        chat.Expect(201);
        Assert.Equal("My AI Assistant", chat.Get("title"));
        Assert.Equal("You are a helpful coding assistant.", chat.Get("system_prompt"));

        var said = await SendAsync(
            $"/api/ai/chats/{chat.Get("id")}/send_message/",
            """
            {
              "content": "Summarize our previous discussion",
              "include_related_chat_context": true,
              "context_message_limit": 20
            }
            """,
            cookie
        );
        said.Expect(200);
        Assert.Equal("Summarize our previous discussion", said.Get("user_message.content"));
        Assert.Equal("assistant", said.Get("ai_message.role"));
        Assert.True(said["ai_message.total_tokens"]!.GetValue<int>() > 0);
    }

    [Fact]
    public async Task Curl_links_a_chat_with_people_and_has_it_summed_up()
    {
        var (ann, bob) = (await app.SignUpAsync("ann"), await app.SignUpAsync("bob"));
        var between = await ann.MeetAsync(bob);
        await bob.TellAsync(between, "The launch moves to Friday.");
        var cookie = await CookieAsync("login", new { email = ann.Email, password = KithApp.Password });

        var chat = await SendAsync(
            "/api/ai/chats/",
            $$"""
            {
                "title": "Project Discussion Helper",
                "system_prompt": "You help analyze project discussions.",
                "related_chat": "{{between.Split('/')[^2]}}"
              }
            """,
            cookie
        );
        Assert.Equal(between.Split('/')[^2], chat.Expect(201).Get("related_chat"));
        var said = await SendAsync(
            $"/api/ai/chats/{chat.Get("id")}/send_message/",
            """
            {
                "content": "Summarize our previous discussion",
                "include_related_chat_context": true,
                "context_message_limit": 20
              }
            """,
            cookie
        );
        Assert.Equal("Summarize our previous discussion", said.Expect(200).Get("user_message.content"));
        // By the quotation: other calls of the seed say the same.
        var asked = await app.NextRequestAsync("The launch moves to Friday.");
        Assert.Contains("Summarize our previous discussion", asked.BodyText, StringComparison.Ordinal);
        var context = await app.Anonymous.SendAsync(
            HttpMethod.Get,
            $"/api/ai/chats/{chat.Get("id")}/related_chat_context/",
            body: null,
            ("Cookie", cookie)
        );
        Assert.Equal("The launch moves to Friday.", context.Expect(200).Get("messages.0.content"));
        // The number of a chat that isn't there, as the call was written.
        (await SendAsync("/api/ai/chats/", """{ "title": "Project Discussion Helper", "related_chat": 1 }""", cookie)).ExpectProblem(
            404,
            "not_found"
        );
    }

    [Fact]
    public async Task The_socket_of_one_chat_answers_a_message_sent_when_it_opens()
    {
        var cookie = await CookieAsync();
        var id = (await SendAsync("/api/ai/chats/", "{}", cookie)).Expect(201).Get("id");
        using var socket = await KithSocket.ConnectAsync(app, $"/ws/ai-chat/{id}/", ("Cookie", cookie));

        await socket.SendTextAsync("""{"type":"message","content":"Hello ChatGPT!","include_related_chat_context":false}""");

        var frames = await socket.ReadUntilAsync("done");
        Assert.Equal("ready", KithSocket.TypeOf(frames[0]));
        Assert.Equal("Hello ChatGPT!", KithSocket.Text(frames));
        Assert.Equal("Hello ChatGPT!", frames[^1]["message"]!["content"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_client_that_appends_token_content_shows_the_reply()
    {
        var cookie = await CookieAsync();
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", ("Cookie", cookie));
        await socket.SendAsync(new { type = "message", content = "hey, how was your day?" });
        var shown = new StringBuilder();

        JsonNode? frame;
        do
        {
            frame = await socket.ReadAsync();
            if (frame?["type"]?.GetValue<string>() == "token")
                shown.Append(frame["content"]!.GetValue<string>());
        } while (frame is not null && KithSocket.TypeOf(frame) != "done");

        Assert.Equal("hey, how was your day?", shown.ToString());
    }

    private Task<string> CookieAsync() => CookieAsync("guest", new { });

    private async Task<string> CookieAsync(string comingIn, object body)
    {
        using var response = await app.Anonymous.Client.PostAsJsonAsync(
            $"/api/auth/{comingIn}",
            body,
            TestContext.Current.CancellationToken
        );
        return response.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("sessionid=", StringComparison.Ordinal)).Split(';')[0];
    }

    private Task<Answer> SendAsync(string path, string body, string cookie) =>
        app.Anonymous.SendAsync(HttpMethod.Post, path, body, ("Cookie", cookie));
}
