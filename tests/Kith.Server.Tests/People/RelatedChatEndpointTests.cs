using Kith.Server.Tests.GraphQL;

namespace Kith.Server.Tests.People;

/// <summary>AI chats that are linked with chats between people, at every door.</summary>
public abstract class RelatedChatEndpointTests(ChatApp app)
{
    private const string Send = """
        mutation($id: ID!, $limit: Int!) {
          sendMessage(sessionId: $id, content: "Sum it up", includeRelatedChatContext: true, contextMessageLimit: $limit) { message { content } }
        }
        """;

    [Fact]
    public async Task What_is_read_can_be_seen_before_and_every_member_sees_that_it_was()
    {
        var (ann, bob) = (await app.SignUpAsync("ann"), await app.SignUpAsync("bob"));
        var chat = await ann.MeetAsync(bob);
        foreach (var text in new[] { "one", "two", "three" })
            await bob.TellAsync(chat, text);
        var linked = await LinkAsync(ann, chat);

        var context = (await ann.GetAsync($"{linked}related_chat_context/?limit=2")).Expect(200);
        Assert.Equal(IdOf(chat), context.Get("chat_id"));
        Assert.Equal(["two", "three"], context["messages"]!.AsArray().Select(message => message!["content"]!.GetValue<string>()));
        Assert.Equal("bob", context.Get("messages.0.sender"));
        Assert.EndsWith("Z", context.Get("messages.0.created_at"), StringComparison.Ordinal);
        Assert.Empty((await bob.GetAsync($"{chat}context-uses/")).Expect(200)["results"]!.AsArray());

        (await ann.PostAsync($"{linked}send_message/", new { content = "Sum up canary-1", include_related_chat_context = true })).Expect(
            200
        );
        var asked = await app.NextRequestAsync("canary-1");
        Assert.Contains("): “one”", asked.Body!["messages"]![0]!["content"]!.GetValue<string>(), StringComparison.Ordinal);
        var use = (await bob.GetAsync($"{chat}context-uses/")).Expect(200);
        Assert.Equal("ann", use.Get("results.0.user.display_name"));
        Assert.Equal(3, use["results.0.messages"]!.GetValue<int>());
        var told = (await bob.GetAsync("/api/events/?cursor=0")).Expect(200)["events"]!.AsArray().Single(IsUse);
        Assert.Equal((IdOf(chat), use["results.0"]!.ToJsonString()), (told!["chat_id"]!.GetValue<string>(), told["use"]!.ToJsonString()));

        static bool IsUse(System.Text.Json.Nodes.JsonNode? frame) => frame!["kind"]?.GetValue<string>() == "context.used";
    }

    [Fact]
    public async Task Who_forbids_it_is_heard_at_every_door_and_nothing_is_stored()
    {
        var (ann, bob) = (await app.SignUpAsync("ann"), await app.SignUpAsync("bob"));
        var chat = await ann.MeetAsync(bob);
        await bob.TellAsync(chat, "between us");
        var linked = await LinkAsync(ann, chat);
        var view = (await bob.PostAsync($"{chat}ai-context/", new { allowed = false })).Expect(200);
        Assert.False(view["ai_context"]!.GetValue<bool>());
        var hers = (await ann.GetAsync(chat)).Expect(200);
        Assert.Equal((true, false), (hers["ai_context"]!.GetValue<bool>(), hers["ai_context_allowed"]!.GetValue<bool>()));
        var cursor = (await ann.GetAsync("/api/events/")).Expect(200).Get("cursor");

        var message = new { content = "Sum it up", include_related_chat_context = true };
        (await ann.PostAsync($"{linked}send_message/", message)).ExpectProblem(403, "ai_context_refused");
        (await ann.PostAsync($"{linked.Replace("/ai/", "/")}send_message/", message)).ExpectProblem(403, "ai_context_refused");
        (await ann.SendAsync(HttpMethod.Post, $"{linked}send_message/", message, ("Accept", "text/event-stream"))).ExpectProblem(
            403,
            "ai_context_refused"
        );
        (await ann.GetAsync($"{linked}related_chat_context/")).ExpectProblem(403, "ai_context_refused");
        foreach (var address in new[] { $"/ws/ai-chat/{IdOf(linked)}/", "/ws/chat/" })
        {
            using var socket = await KithSocket.ConnectAsync(app, address, ann);
            await socket.SendAsync(
                new
                {
                    type = "message",
                    chat_id = IdOf(linked),
                    client_id = "c-1",
                    message.content,
                    message.include_related_chat_context,
                }
            );
            var error = await socket.ExpectAsync("error");
            Assert.Equal(("ai_context_refused", "c-1"), (error["code"]!.GetValue<string>(), error["client_id"]!.GetValue<string>()));
        }

        (await ann.AskAsync(Send, new { id = IdOf(linked), limit = 20 })).ExpectError(200, "ai_context_refused");

        Assert.Empty((await ann.GetAsync($"{linked}messages/")).Expect(200)["results"]!.AsArray());
        Assert.Equal(cursor, (await ann.GetAsync("/api/events/")).Expect(200).Get("cursor"));
        (await bob.PostAsync($"{chat}ai-context/", new { allowed = true })).Expect(200);
        (await ann.PostAsync($"{linked}send_message/", message)).Expect(200);
    }

    [Fact]
    public async Task It_is_asked_for_alike_at_every_door()
    {
        var (ann, bob) = (await app.SignUpAsync("ann"), await app.SignUpAsync("bob"));
        var chat = await ann.MeetAsync(bob);
        await bob.TellAsync(chat, "canary-a");
        await bob.TellAsync(chat, "canary-b");
        var made = await ann.DataAsync(
            """mutation($chat: ID!) { createChatSession(title: "By GraphQL", relatedChat: $chat) { session { id relatedChat } } }""",
            new { chat = IdOf(chat) }
        );
        var session = made["createChatSession"]!["session"]!;
        Assert.Equal(IdOf(chat), session["relatedChat"]!.GetValue<string>());
        var id = session["id"]!.GetValue<string>();

        await ann.DataAsync(Send, new { id, limit = 1 });
        Assert.DoesNotContain("canary-a", (await app.NextRequestAsync("canary-b")).BodyText, StringComparison.Ordinal);
        using (var socket = await KithSocket.ConnectAsync(app, $"/ws/ai-chat/{id}/", ann))
        {
            await socket.SendAsync(
                new
                {
                    type = "message",
                    content = "Once more",
                    include_related_chat_context = true,
                    context_message_limit = 1,
                }
            );
            await socket.ExpectAsync("done");
        }

        Assert.DoesNotContain("canary-a", (await app.NextRequestAsync("canary-b")).BodyText, StringComparison.Ordinal);
        Assert.Equal(2, (await bob.GetAsync($"{chat}context-uses/")).Expect(200)["results"]!.AsArray().Count);
        (await ann.AskAsync(Send, new { id, limit = 201 })).ExpectError(200, "invalid");
    }

    [Fact]
    public async Task A_link_is_made_changed_and_undone_by_who_is_in_the_chat()
    {
        var (ann, bob, eve) = (await app.SignUpAsync("ann"), await app.SignUpAsync("bob"), await app.SignUpAsync("eve"));
        var chat = await ann.MeetAsync(bob);
        var own = $"/api/ai/chats/{await ChatApp.StartChatAsync(ann)}/";
        var hers = $"/api/ai/chats/{await ChatApp.StartChatAsync(eve)}/";

        (await eve.PostAsync("/api/ai/chats/", new { related_chat = IdOf(chat) })).ExpectProblem(404, "not_found");
        (await eve.PatchAsync(hers, new { related_chat = IdOf(chat) })).ExpectProblem(404, "not_found");
        (await ann.PatchAsync(own, new { related_chat = IdOf(hers) })).ExpectProblem(404, "not_found");
        // There is nothing to include, and nobody to ask.
        (await ann.PostAsync($"{own}send_message/", new { content = "?", include_related_chat_context = true })).Expect(200);
        (await ann.GetAsync($"{own}related_chat_context/")).ExpectProblem(404, "not_found");
        Assert.Equal(IdOf(chat), (await ann.PatchAsync(own, new { related_chat = IdOf(chat) })).Expect(200).Get("related_chat"));
        Assert.Equal(IdOf(chat), (await ann.PatchAsync(own, new { title = "Linked" })).Expect(200).Get("related_chat"));
        (await ann.PostAsync($"{own}send_message/", new { content = "?", context_message_limit = 0 })).ExpectInvalid(
            "context_message_limit"
        );
        Assert.Null((await ann.PatchAsync(own, "{\"related_chat\":null}")).Expect(200)["related_chat"]);
        (await bob.PostAsync($"{chat}ai-context/", new { })).ExpectInvalid("allowed");
        (await eve.PostAsync($"{chat}ai-context/", new { allowed = false })).ExpectProblem(404, "not_found");
        (await eve.GetAsync($"{chat}context-uses/")).ExpectProblem(404, "not_found");
    }

    private static async Task<string> LinkAsync(Person person, string chat) =>
        $"/api/ai/chats/{(await person.PostAsync("/api/ai/chats/", new { related_chat = IdOf(chat) })).Expect(201).Get("id")}/";

    private static string IdOf(string address) => address.Split('/')[^2];
}

public sealed class SqliteRelatedChatEndpointTests(ChatApp app) : RelatedChatEndpointTests(app), IClassFixture<ChatApp>;

public sealed class PostgresRelatedChatEndpointTests(PostgresChatApp app) : RelatedChatEndpointTests(app), IClassFixture<PostgresChatApp>;
