using System.Text.Json.Nodes;

namespace Kith.Server.Tests.Chats;

/// <summary>What an answer was given to remember, at every door; and what no model elsewhere is given.</summary>
public sealed class RecallTests(RecallTests.App app) : IClassFixture<RecallTests.App>
{
    [Fact]
    public async Task What_was_recalled_is_told_before_the_first_token_and_shown_afterwards()
    {
        var me = await app.SignUpAsync();
        var fact = await RememberAsync(me, "Has a brass telescope.");
        var chat = await ChatApp.StartChatAsync(me);

        var events = await me.StreamAsync($"/api/ai/chats/{chat}/send_message/", new { content = "Which telescope is mine?" });

        Assert.Equal(["message", "recall", "token"], events.Take(3).Select(e => e.Type));
        var turn = events[1].Data["turn_id"]!.GetValue<string>();
        var answer = events[^1].Data["ai_message"]!["id"]!.GetValue<string>();
        var told = Items(events[1].Data);
        var item = Assert.Single(told.AsArray())!;
        Assert.Equal(
            ["kind", "id", "text", "score", "why", "tokens", "message_id", "chat_id", "created_at"],
            item.AsObject().Select(member => member.Key)
        );
        Assert.Equal((fact, "fact"), (item["id"]!.GetValue<string>(), item["kind"]!.GetValue<string>()));
        Assert.Contains("matches: telescope", item["why"]!.AsArray().Select(why => why!.GetValue<string>()));

        var again = await me.StreamAsync($"/api/turns/{turn}/events/?from=0");
        Assert.Equal(["message", "recall", "token"], again.Take(3).Select(e => e.Type));
        Assert.True(JsonNode.DeepEquals(told, Items(again[1].Data)));
        foreach (var path in new[] { $"/api/turns/{turn}/recall/", $"/api/ai/chats/{chat}/messages/{answer}/recall/" })
        {
            var receipt = (await me.GetAsync(path)).Expect(200);
            Assert.Equal(turn, receipt.Get("turn_id"));
            Assert.True(JsonNode.DeepEquals(told, receipt["items"]));
            (await (await app.SignUpAsync()).GetAsync(path)).ExpectProblem(404, "not_found");
            (await app.Anonymous.GetAsync(path)).ExpectProblem(401, "unauthenticated");
        }

        (await me.DeleteAsync($"/api/memory/facts/{fact}/")).Expect(204);
        Assert.Empty((await me.GetAsync($"/api/turns/{turn}/recall/")).Expect(200)["items"]!.AsArray());
    }

    [Fact]
    public async Task A_socket_is_told_what_was_recalled_before_the_first_token()
    {
        var me = await app.SignUpAsync();
        var fact = await RememberAsync(me, "Has a brass telescope.");
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", me);

        await socket.SendAsync(new { type = "message", content = "Which telescope is mine?" });
        var frames = await socket.ReadUntilAsync("token");

        var recall = Assert.Single(frames, frame => KithSocket.TypeOf(frame) == "recall");
        Assert.Equal(fact, Assert.Single(recall["items"]!.AsArray())!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_question_or_an_unknown_message_has_no_receipt()
    {
        var me = await app.SignUpAsync();
        var chat = await ChatApp.StartChatAsync(me);
        var said = (await me.PostAsync($"/api/ai/chats/{chat}/send_message/", new { content = "Hello" })).Expect(200);

        (await me.GetAsync($"/api/ai/chats/{chat}/messages/{said.Get("user_message.id")}/recall/")).ExpectProblem(404, "not_found");
        (await me.GetAsync($"/api/ai/chats/{chat}/messages/nothing/recall/")).ExpectProblem(404, "not_found");
        (await me.GetAsync("/api/turns/nothing/recall/")).ExpectProblem(404, "not_found");
        var none = (await me.GetAsync($"/api/ai/chats/{chat}/messages/{said.Get("ai_message.id")}/recall/")).Expect(200);
        Assert.Empty(none["items"]!.AsArray());
        Assert.Equal(0, none["tokens"]!.GetValue<int>());
    }

    [Fact]
    public async Task No_prompt_for_a_model_elsewhere_has_what_is_to_stay_here_or_is_somebody_elses()
    {
        const string Canary = "canary-7319";
        var (me, other) = (await app.SignUpAsync(), await app.SignUpAsync());
        await RememberAsync(other, $"Keeps the other safe with {Canary}-other.", pinned: true);
        var chat = await ChatApp.StartChatAsync(me);
        var told = (
            await me.PostAsync($"/api/ai/chats/{chat}/send_message/", new { content = $"The safe opens with {Canary}-said" })
        ).Expect(200);
        var learned = await RememberAsync(me, $"Opens the safe with {Canary}-fact.", pinned: true);
        await app.ArrangeAsync(
            "INSERT INTO fact_sources (fact_id, message_id) VALUES (@learned, @id)",
            new { learned, id = told.Get("user_message.id") }
        );
        (await me.PatchAsync($"/api/memory/facts/{learned}/", new { sensitivity = "local_only" })).Expect(200);
        await app.IndexAsync();
        var before = app.Models.Requests.Count;

        foreach (var asked in new[] { chat, await ChatApp.StartChatAsync(me) })
            (await me.PostAsync($"/api/ai/chats/{asked}/send_message/", new { content = "What opens the safe?" })).Expect(200);
        (await me.PostAsync($"/api/ai/chats/{chat}/messages/{told.Get("user_message.id")}/regenerate/")).Expect(200);
        var fork = (await me.PostAsync($"/api/ai/chats/{chat}/fork/", new { message = told.Get("ai_message.id") })).Expect(201).Get("id");
        (await me.PostAsync($"/api/ai/chats/{fork}/send_message/", new { content = "What opens the safe?" })).Expect(200);

        var prompts = app.Models.Requests.Skip(before).Select(request => request.BodyText).ToList();
        Assert.Equal(4, prompts.Count);
        Assert.All(prompts, prompt => Assert.DoesNotContain(Canary, prompt, StringComparison.Ordinal));
        // The canary is found where it may be.
        Assert.Contains(app.Models.Requests.Take(before), request => request.BodyText.Contains(Canary, StringComparison.Ordinal));
    }

    private static async Task<string> RememberAsync(Person person, string text, bool pinned = false) =>
        (await person.PostAsync("/api/memory/facts/", new { text, pinned })).Expect(201).Get("id");

    private static JsonNode Items(JsonNode recall) => recall["items"]!;

    /// <summary>The first model is on this machine; one that may step in isn't.</summary>
    public sealed class App : ChatApp
    {
        protected override void Configure(KithAppOptions options)
        {
            base.Configure(options);
            options.Settings["ANTHROPIC_API_KEY"] = "sk-ant-test";
        }
    }
}
