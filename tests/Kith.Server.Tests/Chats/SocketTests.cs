using System.Net.WebSockets;

namespace Kith.Server.Tests.Chats;

public sealed class SocketTests(ChatApp app) : IClassFixture<ChatApp>
{
    [Fact]
    public async Task A_first_frame_signs_in_and_what_came_before_is_not_lost()
    {
        var me = await app.SignUpAsync();
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/");
        await socket.SendAsync(new { type = "message", content = "too early" });
        await socket.SendAsync(new { type = "auth", token = me.AccessToken });

        var frames = await socket.ReadUntilAsync("done");

        Assert.Equal("ready", KithSocket.TypeOf(frames[0]));
        Assert.Equal(me.UserId, frames[0]["user"]!["id"]!.GetValue<string>());
        Assert.Equal("too early", KithSocket.Text(frames));
    }

    [Fact]
    public async Task A_turn_on_a_socket_goes_message_typing_tokens_done()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "say:one two three");
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", me);

        await socket.SendAsync(
            new
            {
                type = "message",
                chat_id = id,
                content = "count",
                client_id = "c-1",
            }
        );

        var frames = await socket.ReadUntilAsync("done");
        var types = frames.Where(f => KithSocket.TypeOf(f) != "event").Select(KithSocket.TypeOf).ToList();
        Assert.Equal("message", types[0]);
        Assert.Equal("c-1", frames.Single(f => KithSocket.TypeOf(f) == "message")["client_id"]!.GetValue<string>());
        var typing = frames.Where(f => KithSocket.TypeOf(f) == "typing").Select(f => f["is_typing"]!.GetValue<bool>());
        Assert.Equal([true, false], typing);
        var tokens = frames.Where(f => KithSocket.TypeOf(f) == "token").ToList();
        Assert.Equal(Enumerable.Range(0, tokens.Count), tokens.Select(f => f["index"]!.GetValue<int>()));
        Assert.All(tokens, f => Assert.Equal(id, f["chat_id"]!.GetValue<string>()));
        Assert.Equal("one two three", KithSocket.Text(frames));
        Assert.True(types.IndexOf("typing") < types.IndexOf("token") && types.LastIndexOf("token") < types.IndexOf("done"));
    }

    [Fact]
    public async Task A_second_device_sees_the_same_turn_live()
    {
        var me = await app.SignUpAsync();
        using var phone = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        using var laptop = await KithSocket.ConnectAsync(app, "/ws/chat/", me);

        await phone.SendAsync(new { type = "message", content = "on both" });

        Assert.Equal(KithSocket.Text(await phone.ReadUntilAsync("done")), KithSocket.Text(await laptop.ReadUntilAsync("done")));
    }

    [Fact]
    public async Task Resuming_in_the_middle_of_an_answer_misses_nothing()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "gate|say:one two three four");
        using var first = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        await first.SendAsync(
            new
            {
                type = "message",
                chat_id = id,
                content = "resume me",
            }
        );
        var message = await first.ExpectAsync("message");
        var asked = await NextRequestAsync("resume me");
        asked.Release(2);
        var seen = await first.ExpectAsync("token");
        var cursor = message["cursor"]!.GetValue<string>();
        var turnId = seen["turn_id"]!.GetValue<string>();
        first.Dispose();

        using var second = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        await second.SendAsync(
            new
            {
                type = "resume",
                cursor,
                turns = new[] { new { turn_id = turnId, index = 1 } },
            }
        );
        asked.ReleaseAll();

        var frames = await second.ReadUntilAsync("done");
        Assert.Equal("one two three four", seen["content"]!.GetValue<string>() + KithSocket.Text(frames));
        var indexes = frames.Where(f => KithSocket.TypeOf(f) == "token").Select(f => f["index"]!.GetValue<int>()).ToList();
        Assert.Equal(Enumerable.Range(1, indexes.Count), indexes);
    }

    [Fact]
    public async Task Who_comes_in_the_middle_of_an_answer_can_follow_it_from_its_beginning()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "gate|say:one two three four");
        using var first = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        await first.SendAsync(
            new
            {
                type = "message",
                chat_id = id,
                content = "come in",
            }
        );
        var asked = await NextRequestAsync("come in");
        asked.Release(2);
        await first.ExpectAsync("token");

        using var second = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        await second.SendAsync(new { type = "resume" });
        var before = await second.ExpectAsync("token");
        asked.ReleaseAll();

        var frames = await second.ReadUntilAsync("done");
        Assert.Equal(0, before["index"]!.GetValue<int>());
        Assert.Equal("one two three four", before["content"]!.GetValue<string>() + KithSocket.Text(frames));
    }

    [Fact]
    public async Task Stopping_on_the_socket_keeps_what_was_written()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "gate|say:one two three");
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        await socket.SendAsync(
            new
            {
                type = "message",
                chat_id = id,
                content = "stop by socket",
            }
        );
        (await NextRequestAsync("stop by socket")).Release();
        var token = await socket.ExpectAsync("token");

        await socket.SendAsync(new { type = "stop", turn_id = token["turn_id"]!.GetValue<string>() });

        Assert.Equal("stopped", (await socket.ExpectAsync("done"))["message"]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_same_client_id_again_answers_the_first_message()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me);
        using var socket = await KithSocket.ConnectAsync(app, $"/ws/ai-chat/{id}/", me);
        var frame = new
        {
            type = "message",
            content = "once",
            client_id = "same",
        };
        await socket.SendAsync(frame);
        var first = (await socket.ReadUntilAsync("done"))[^1]["message"]!["id"]!.GetValue<string>();

        await socket.SendAsync(frame);

        Assert.Equal(first, (await socket.ExpectAsync("done"))["message"]!["id"]!.GetValue<string>());
        Assert.Equal(2, (await me.GetAsync($"/api/ai/chats/{id}/messages/"))["results"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_message_sent_again_while_catching_up_does_not_move_the_cursor_past_what_was_told()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me);
        var again = new
        {
            type = "message",
            chat_id = id,
            content = "once",
            client_id = "again",
        };
        using (var first = await KithSocket.ConnectAsync(app, "/ws/chat/", me))
        {
            await first.SendAsync(again);
            await first.ReadUntilAsync("done");
        }

        for (var i = 0; i < 100; i++)
            (await me.PatchAsync($"/api/ai/chats/{id}/", new { system_prompt = new string('x', 30_000) })).Expect(200);
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        await socket.SendAsync(new { type = "resume", cursor = "0" });
        await socket.SendAsync(again);

        var (newest, told, answers) = (0L, 0, 0);
        while (told < 100 || answers < 2)
        {
            var frame = (await socket.ReadAsync())!;
            var cursor = frame["cursor"] is { } given ? long.Parse(given.GetValue<string>()) : newest;
            if (KithSocket.TypeOf(frame) == "event")
            {
                Assert.True(cursor > newest, $"{cursor} was told after {newest}");
                told++;
            }

            answers += KithSocket.TypeOf(frame) == "done" ? 1 : 0;
            newest = Math.Max(newest, cursor);
        }
    }

    [Fact]
    public async Task A_ticket_signs_in_once()
    {
        var me = await app.SignUpAsync();
        var ticket = (await me.PostAsync("/api/auth/ws-ticket")).Expect(200).Get("ticket");
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/");
        await socket.SendAsync(new { type = "auth", ticket });
        await socket.ExpectAsync("ready");

        using var again = await KithSocket.ConnectAsync(app, "/ws/chat/");
        await again.SendAsync(new { type = "auth", ticket });

        Assert.Equal(4401, await again.ExpectCloseAsync());
    }

    [Fact]
    public async Task A_guest_can_come_in_by_socket()
    {
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/");

        await socket.SendAsync(new { type = "auth", guest = true });

        Assert.True((await socket.ExpectAsync("ready"))["user"]!["is_anonymous"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("""{"type":"auth","token":"nonsense"}""")]
    [InlineData("""{"type":"auth","ticket":"nonsense"}""")]
    [InlineData("""{"type":"auth"}""")]
    public async Task Bad_credentials_close_with_4401(string frame)
    {
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/");

        await socket.SendTextAsync(frame);

        Assert.Equal(4401, await socket.ExpectCloseAsync());
    }

    [Fact]
    public async Task Signing_out_closes_the_socket_with_4401()
    {
        var me = await app.SignUpAsync();
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", me);

        (await me.PostAsync("/api/auth/logout")).Expect(204);

        Assert.Equal(4401, await socket.ExpectCloseAsync());
    }

    [Fact]
    public async Task Somebody_elses_chat_closes_with_4404_as_none_does()
    {
        var (me, other) = (await app.SignUpAsync(), await app.SignUpAsync());
        var id = await ChatApp.StartChatAsync(me);

        foreach (var chat in new[] { id, Guid.NewGuid().ToString() })
        {
            using var socket = await KithSocket.ConnectAsync(app, $"/ws/ai-chat/{chat}/", ("Authorization", $"Bearer {other.AccessToken}"));
            Assert.Equal(4404, await socket.ExpectCloseAsync());
        }
    }

    [Fact]
    public async Task What_is_not_a_frame_is_answered_and_the_socket_lives_on()
    {
        var me = await app.SignUpAsync();
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        foreach (
            var text in new[]
            {
                "",
                "{",
                "[]",
                "null",
                "{\"type\":5}",
                "{\"type\":\"nonsense\"}",
                "{\"type\":\"ping\",\"type\":\"ping\"}",
                "{\"type\":\"ping\",\"extra\":1}",
                "{\"type\":\"message\"}",
                "{\"type\":\"message\",\"content\":\"\\u0000\"}",
                "{\"type\":\"message\",\"content\":\"x\",\"context_message_limit\":0}",
                "{\"type\":\"typing\"}",
                "{\"type\":\"auth\",\"guest\":true}",
                "{\"type\":\"\\ud800\"}",
                "{\"type\":\"ping\",\"\\ud800\":1}",
                "{\"type\":\"stop\",\"turn_id\":\"\\u0000\"}",
                "{\"type\":\"read\",\"chat_id\":\"\\u0000\"}",
                "{\"type\":\"resume\",\"turns\":[{\"turn_id\":\"\\u0000\",\"index\":0}]}",
                "{\"type\":\"resume\",\"turns\":[" + string.Join(',', Enumerable.Repeat("{}", 101)) + "]}",
                "{\"type\":\"message\",\"content\":" + new string('[', 64) + new string(']', 64) + "}",
            }
        )
        {
            await socket.SendTextAsync(text);
            Assert.Equal("invalid", (await socket.ExpectAsync("error"))["code"]!.GetValue<string>());
        }

        await socket.SendAsync(
            new
            {
                type = "message",
                content = "x",
                chat_id = Guid.NewGuid(),
            }
        );
        Assert.Equal("not_found", (await socket.ExpectAsync("error"))["code"]!.GetValue<string>());
        await socket.SendAsync(new { type = "stop", turn_id = "nothing" });
        Assert.Equal("not_found", (await socket.ExpectAsync("error"))["code"]!.GetValue<string>());
        await socket.SendAsync(new { type = "resume", cursor = "999999" });
        await socket.ExpectAsync("resync");
        await socket.SendAsync(new { type = "ping" });
        await socket.ExpectAsync("pong");
        Assert.Empty((await me.GetAsync("/api/ai/chats/"))["results"]!.AsArray());
    }

    [Fact]
    public async Task A_frame_over_64_kb_closes_with_1009_and_binary_with_1003()
    {
        var me = await app.SignUpAsync();
        using var large = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        await large.SendTextAsync(new string(' ', 64 * 1024 + 1));
        Assert.Equal(1009, await large.ExpectCloseAsync());

        using var binary = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        await binary.SendTextAsync("{}", WebSocketMessageType.Binary);
        Assert.Equal(1003, await binary.ExpectCloseAsync());
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    public async Task A_page_of_another_origin_may_not_open_a_socket(string origin) =>
        Assert.Equal(403, await KithSocket.RefusalAsync(app, "/ws/chat/", ("Origin", origin)));

    [Fact]
    public async Task A_page_of_ours_may()
    {
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", ("Origin", app.Address.GetLeftPart(UriPartial.Authority)));

        await socket.SendAsync(new { type = "auth", guest = true });

        await socket.ExpectAsync("ready");
    }

    [Fact]
    public async Task Without_an_upgrade_it_says_what_it_is() => (await app.Anonymous.GetAsync("/ws/chat/")).ExpectProblem(400, "invalid");

    [Fact]
    public async Task Changes_to_chats_are_told()
    {
        var me = await app.SignUpAsync();
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        var id = await ChatApp.StartChatAsync(me, title: "New");
        (await me.PatchAsync($"/api/ai/chats/{id}/", new { title = "Newer" })).Expect(200);
        (await me.DeleteAsync($"/api/ai/chats/{id}/")).Expect(204);

        var kinds = new List<string>();
        for (var last = ""; last != "chat.deleted"; )
        {
            var frame = await socket.ExpectAsync("event");
            Assert.Equal(id, frame["chat_id"]!.GetValue<string>());
            kinds.Add(last = frame["kind"]!.GetValue<string>());
        }

        // What is gone when it is read is not told but for its end.
        Assert.Equal("chat.deleted", kinds[^1]);
        Assert.Equal(kinds.Count, kinds.Distinct().Count());
    }

    private async Task<FakeModel.ReceivedRequest> NextRequestAsync(string text)
    {
        while (true)
        {
            var request = await app.Models.NextRequestAsync(TestContext.Current.CancellationToken);
            if (request.BodyText.Contains(text, StringComparison.Ordinal))
                return request;
        }
    }
}
