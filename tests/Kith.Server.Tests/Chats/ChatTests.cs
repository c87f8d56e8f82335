using System.Text.Json.Nodes;

namespace Kith.Server.Tests.Chats;

public sealed class ChatTests(ChatApp app) : IClassFixture<ChatApp>
{
    [Fact]
    public async Task A_chat_starts_with_aira_and_is_titled_after_its_first_turn()
    {
        var me = await app.SignUpAsync();
        var chat = (await me.PostAsync("/api/ai/chats/", new { })).Expect(201);
        Assert.Equal("aira", chat.Get("agent"));
        Assert.Null(chat["title"]);
        Assert.StartsWith("You are \"Aira\", a warm, deeply caring best friend.", chat.Get("system_prompt"), StringComparison.Ordinal);
        Assert.Equal(me.UserId, chat.Get("user"));
        var id = chat.Get("id");

        (
            await me.PostAsync(
                $"/api/ai/chats/{id}/send_message/",
                new { content = "my sister is coming to visit next week, I'm so happy" }
            )
        ).Expect(200);

        var now = (await me.GetAsync($"/api/ai/chats/{id}/")).Expect(200);
        Assert.Equal("My sister is coming to visit next week, I'm so…", now.Get("title"));
        Assert.Equal(2, now["message_count"]!.GetValue<int>());
        Assert.True(now["total_tokens"]!.GetValue<int>() > 0);
    }

    [Fact]
    public async Task A_chat_can_be_renamed_pinned_archived_and_deleted()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, title: "Before");

        var changed = (
            await me.PatchAsync(
                $"/api/ai/chats/{id}/",
                new
                {
                    title = "After",
                    pinned = true,
                    archived = true,
                }
            )
        ).Expect(200);
        Assert.Equal("After", changed.Get("title"));
        Assert.True(changed["pinned"]!.GetValue<bool>());
        Assert.True(changed["archived"]!.GetValue<bool>());

        (await me.DeleteAsync($"/api/ai/chats/{id}/")).Expect(204);
        (await me.GetAsync($"/api/ai/chats/{id}/")).ExpectProblem(404, "not_found");
        (await me.GetAsync($"/api/ai/chats/{id}/messages/")).ExpectProblem(404, "not_found");
        (await me.DeleteAsync($"/api/ai/chats/{id}/")).ExpectProblem(404, "not_found");
    }

    [Fact]
    public async Task An_ended_chat_stays_readable_and_takes_nothing_more()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me);
        (await me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = "bye" })).Expect(200);

        var ended = (await me.PostAsync($"/api/ai/chats/{id}/end/")).Expect(200);

        Assert.Equal("ended", ended.Get("status"));
        Assert.EndsWith("Z", ended.Get("ended_at"), StringComparison.Ordinal);
        (await me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = "one more" })).ExpectProblem(409, "chat_ended");
        (await me.PostAsync($"/api/ai/chats/{id}/end/")).ExpectProblem(409, "chat_ended");
        Assert.Equal(2, (await me.GetAsync($"/api/ai/chats/{id}/messages/"))["results"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_list_goes_page_by_page_newest_activity_first()
    {
        var me = await app.SignUpAsync();
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
            ids.Add(await ChatApp.StartChatAsync(me, title: $"Chat {i}"));
        (await me.PostAsync($"/api/ai/chats/{ids[2]}/send_message/", new { content = "up it goes" })).Expect(200);

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await me.GetAsync($"/api/ai/chats/?limit=3{(cursor is null ? "" : $"&cursor={cursor}")}")).Expect(200);
            seen.AddRange(page["results"]!.AsArray().Select(chat => chat!["id"]!.GetValue<string>()));
            cursor = page["next_cursor"]?.GetValue<string>();
        } while (cursor is not null);

        Assert.Equal(ids[2], seen[0]);
        Assert.Equal(ids.Order(), seen.Order());
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }

    [Fact]
    public async Task Messages_go_page_by_page_in_both_directions()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me);
        for (var i = 0; i < 4; i++)
            (await me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = $"m{i}" })).Expect(200);

        foreach (var order in new[] { "asc", "desc" })
        {
            var seen = new List<string>();
            string? cursor = null;
            do
            {
                var page = (
                    await me.GetAsync($"/api/ai/chats/{id}/messages/?limit=3&order={order}{(cursor is null ? "" : $"&cursor={cursor}")}")
                ).Expect(200);
                seen.AddRange(page["results"]!.AsArray().Select(m => m!["content"]!.GetValue<string>()));
                cursor = page["next_cursor"]?.GetValue<string>();
            } while (cursor is not null);

            string[] expected = ["m0", "m0", "m1", "m1", "m2", "m2", "m3", "m3"];
            Assert.Equal(order == "asc" ? expected : expected.Reverse(), seen);
        }
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("cursor=%2A%2A", "cursor")]
    [InlineData("cursor=AAAA", "cursor")]
    public async Task A_list_asked_for_wrongly_says_what_is_wrong(string query, string field)
    {
        var me = await app.SignUpAsync();

        (await me.GetAsync($"/api/ai/chats/?{query}")).ExpectInvalid(field);
    }

    [Fact]
    public async Task Two_sends_at_once_are_one_turn_and_one_409()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "gate|say:one two");
        var first = me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = "the gated first" });
        var asked = await app.NextRequestAsync("the gated first");

        var refused = await me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = "second" });
        (await me.GetAsync($"/api/turns/{refused.ExpectProblem(409, "turn_running").Get("turn_id")}/events?from=x")).ExpectInvalid("from");
        asked.ReleaseAll();

        Assert.Equal("one two", (await first).Expect(200).Get("ai_message.content"));
        Assert.Equal(2, (await me.GetAsync($"/api/ai/chats/{id}/messages/"))["results"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_message_sent_twice_with_one_client_id_is_one_message()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me);
        var body = new { content = "once", client_id = "c1" };

        var first = (await me.PostAsync($"/api/ai/chats/{id}/send_message/", body)).Expect(200);
        var again = (await me.PostAsync($"/api/ai/chats/{id}/send_message/", body)).Expect(200);

        Assert.Equal(first.Get("ai_message.id"), again.Get("ai_message.id"));
        Assert.Equal(2, (await me.GetAsync($"/api/ai/chats/{id}/messages/"))["results"]!.AsArray().Count);
    }

    [Fact]
    public async Task Stopping_reaches_the_provider_and_keeps_what_was_written()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "gate|say:one two three");
        using var response = await me.OpenStreamAsync($"/api/ai/chats/{id}/send_message/", new { content = "stop me" });
        var asked = await app.NextRequestAsync("stop me");
        asked.Release();
        var events = ServerEvents.ReadAsync(response).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        string? turnId = null;
        while (await events.MoveNextAsync() && events.Current.Type != "token")
            turnId = events.Current.Data["turn_id"]!.GetValue<string>();

        var stopped = (await me.PostAsync($"/api/turns/{turnId}/stop/")).Expect(200);

        Assert.Equal("stopped", stopped.Get("ai_message.status"));
        Assert.StartsWith("one", stopped.Get("ai_message.content"), StringComparison.Ordinal);
        await asked.Aborted.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        while (await events.MoveNextAsync() && events.Current.Type != "done") { }
        Assert.Equal("stopped", events.Current.Data["ai_message"]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Deleting_a_chat_in_the_middle_of_an_answer_reaches_the_provider_and_ends_its_stream_with_an_error()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "gate|say:nobody reads this");
        using var response = await me.OpenStreamAsync($"/api/ai/chats/{id}/send_message/", new { content = "delete me" });
        var asked = await app.NextRequestAsync("delete me");

        (await me.DeleteAsync($"/api/ai/chats/{id}/")).Expect(204);

        // Long before the turn's lease is renewed, which would find out too.
        await asked.Aborted.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        ServerEvent? last = null;
        await foreach (var item in ServerEvents.ReadAsync(response))
            last = item;
        Assert.Equal("error", last?.Type);
        Assert.Equal("not_found", last!.Data["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_database_that_goes_away_in_the_middle_of_an_answer_ends_its_stream_with_an_error()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "gate|say:one two");
        using var response = await me.OpenStreamAsync($"/api/ai/chats/{id}/send_message/", new { content = "lose me" });
        var asked = await app.NextRequestAsync("lose me");
        await using var begun = ServerEvents.ReadAsync(response).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await begun.MoveNextAsync());
        var turnId = begun.Current.Data["turn_id"]!.GetValue<string>();
        // Another server looks into the database again and again, for the turn runs here.
        await using var other = await app.StartAnotherAsync(options => options.BreakableStorage = true);
        using var elsewhere = other.Anonymous;
        elsewhere.Use(new Answer(200, me.SignIn!.ToJsonString(), null!, null, ""));
        using var followed = await elsewhere.OpenStreamAsync($"/api/turns/{turnId}/events");
        await using var events = ServerEvents.ReadAsync(followed).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal("message", events.Current.Type);

        other.StorageFails = true;

        Assert.True(await events.MoveNextAsync());
        Assert.Equal("error", events.Current.Type);
        Assert.Equal("storage_unavailable", events.Current.Data["code"]!.GetValue<string>());
        Assert.Equal(turnId, events.Current.Data["turn_id"]!.GetValue<string>());
        Assert.False(await events.MoveNextAsync());
        other.StorageFails = false;
        asked.ReleaseAll();
        while (await begun.MoveNextAsync() && begun.Current.Type != "done") { }
        Assert.Equal("complete", begun.Current.Data["ai_message"]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Erasing_an_account_in_the_middle_of_an_answer_reaches_the_provider()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "gate|say:nobody reads this");
        var said = me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = "erase me" });
        var asked = await app.NextRequestAsync("erase me");

        (await me.DeleteAsync("/api/auth/me", new { password = KithApp.Password })).Expect(200);

        await asked.Aborted.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        (await said).ExpectProblem(404, "not_found");
    }

    [Fact]
    public async Task A_closed_connection_changes_nothing()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "gate|say:it goes on");
        var response = await me.OpenStreamAsync($"/api/ai/chats/{id}/send_message/", new { content = "close the tab" });
        var asked = await app.NextRequestAsync("close the tab");
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        response.Dispose();
        asked.ReleaseAll();

        var done = await socket.ExpectAsync("done");

        Assert.Equal("it goes on", done["message"]!["content"]!.GetValue<string>());
        Assert.Equal("complete", done["message"]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_key_the_provider_refuses_is_a_502_and_the_message_is_kept()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "status:401");

        (await me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = "keep me" })).ExpectProblem(502, "provider_unavailable");

        var kept = (await me.GetAsync($"/api/ai/chats/{id}/messages/")).Expect(200);
        Assert.Equal("keep me", kept.Get("results.0.content"));
        Assert.Equal("failed", kept.Get("results.1.status"));
        var events = await me.StreamAsync($"/api/ai/chats/{id}/send_message/", new { content = "keep me too" });
        Assert.Equal("error", events[^1].Type);
        Assert.Equal("provider_unavailable", events[^1].Data["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task When_the_provider_is_down_the_offline_friend_answers_and_says_so()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "status:500");

        var said = (await me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = "are you there?" })).Expect(200);

        Assert.True(said["ai_message.offline"]!.GetValue<bool>());
        Assert.Equal("offline-friend", said.Get("ai_message.model"));
        Assert.NotEmpty(said.Get("ai_message.content"));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_kept_as_interrupted()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "error-after:2|say:one two three four");

        var said = (await me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = "go" })).Expect(200);

        Assert.Equal("interrupted", said.Get("ai_message.status"));
        Assert.StartsWith("one", said.Get("ai_message.content"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Citations_links_and_confidence_come_with_the_answer()
    {
        var me = await app.SignUpAsync();
        var cited = await ChatApp.StartChatAsync(me, "citations");
        var linked = await ChatApp.StartChatAsync(me, "say:See [the docs](https://example.org/docs) and https://example.com/a.");

        var first = (await me.PostAsync($"/api/ai/chats/{cited}/send_message/", new { content = "cite" })).Expect(200);
        var second = (await me.PostAsync($"/api/ai/chats/{linked}/send_message/", new { content = "link" })).Expect(200);

        Assert.Equal(2, first["ai_message.sources"]!.AsArray().Count);
        Assert.Equal(
            [("the docs", "https://example.org/docs"), ("example.com", "https://example.com/a")],
            second["ai_message.sources"]!.AsArray().Select(s => (s!["title"]!.GetValue<string>(), s["url"]!.GetValue<string>()))
        );
    }

    [Fact]
    public async Task A_guest_who_registers_keeps_their_chats()
    {
        var guest = await app.GuestAsync();
        var id = await ChatApp.StartChatAsync(guest);
        (await guest.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = "remember me" })).Expect(200);
        var stranger = await app.GuestAsync();
        (await stranger.GetAsync($"/api/ai/chats/{id}/")).ExpectProblem(404, "not_found");

        guest.Use(
            (
                await guest.PostAsync(
                    "/api/auth/register",
                    new
                    {
                        email = $"{Guid.NewGuid():N}@example.org",
                        password = KithApp.Password,
                        claim_guest = true,
                    }
                )
            ).Expect(201)
        );

        Assert.Equal(id, (await guest.GetAsync("/api/ai/chats/")).Expect(200).Get("results.0.id"));
        Assert.Equal("remember me", (await guest.GetAsync($"/api/ai/chats/{id}/messages/")).Get("results.0.content"));
        (await guest.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = "still me" })).Expect(200);
    }

    [Fact]
    public async Task The_greeting_and_the_profile_go_together()
    {
        var me = await app.SignUpAsync();
        Assert.NotEmpty((await me.GetAsync("/api/greeting/")).Expect(200).Get("text"));

        var put = (
            await me.PutAsync(
                "/api/user-profile/",
                JsonNode.Parse("""{"name":"Medhavi","preferences":{"music":"jazz"},"timezone":"Asia/Kolkata"}""")!
            )
        ).Expect(200);
        var patched = (await me.PatchAsync("/api/user-profile/", new { important_facts = new { job = "nurse" }, onboarded = true })).Expect(
            200
        );

        Assert.Equal("Medhavi", put.Get("name"));
        Assert.Equal("jazz", patched.Get("preferences.music"));
        Assert.Equal("nurse", patched.Get("important_facts.job"));
        Assert.True(patched["onboarded"]!.GetValue<bool>());
        Assert.Contains("Medhavi", (await me.GetAsync("/api/greeting/")).Get("text"), StringComparison.Ordinal);
        (await me.PatchAsync("/api/user-profile/", new { timezone = "Mars/Olympus" })).ExpectInvalid("timezone");
        (await me.PatchAsync("/api/user-profile/", new { preferences = new[] { 1 } })).ExpectInvalid("preferences");
        var chat = await ChatApp.StartChatAsync(me, "context");
        var seen = (await me.PostAsync($"/api/ai/chats/{chat}/send_message/", new { content = "what do you see?" })).Get(
            "ai_message.content"
        );
        Assert.Contains("name: Medhavi", seen, StringComparison.Ordinal);
        Assert.Contains("facts.job: nurse", seen, StringComparison.Ordinal);
    }
}
