using System.Text;
using System.Text.Json.Nodes;

namespace Kith.Server.Tests.Events;

public sealed class EventEndpointTests(EventApp app) : IClassFixture<EventApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Asking_answers_what_came_since_and_where_to_go_on()
    {
        var me = await app.SignUpAsync();
        var start = await me.CursorAsync();
        var id = await ChatApp.StartChatAsync(me);
        (await me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = "hi", client_id = "c-1" })).Expect(200);

        var page = (await me.GetAsync($"/api/events?cursor={start}")).Expect(200);

        var events = page["events"]!.AsArray().Select(frame => frame!).ToList();
        Assert.Equal(["event", "message", "event", "event", "done", "event"], events.Select(KithSocket.TypeOf));
        Assert.Equal(
            ["chat.created", "turn.started", "chat.updated", "chat.updated"],
            events.Select(frame => frame["kind"]?.GetValue<string>()).OfType<string>()
        );
        Assert.Equal("c-1", page.Get("events.1.client_id"));
        Assert.Equal(page.Get("events.4.turn_id"), page.Get("events.2.turn_id"));
        Assert.Equal(page.Get("events.4.message.id"), page.Get("events.2.message.id"));
        Assert.Equal(page.Get("cursor"), page.Get("events.5.cursor"));
        var next = (await me.GetAsync($"/api/events/?cursor={page.Get("cursor")}")).Expect(200);
        Assert.Equal((0, page.Get("cursor")), (next["events"]!.AsArray().Count, next.Get("cursor")));
        var now = (await me.GetAsync("/api/events/")).Expect(200);
        Assert.Equal((0, page.Get("cursor")), (now["events"]!.AsArray().Count, now.Get("cursor")));
    }

    [Fact]
    public async Task Waiting_ends_with_the_first_event()
    {
        var me = await app.SignUpAsync();
        var waiting = me.GetAsync($"/api/events/?cursor={await me.CursorAsync()}&wait=25");

        var id = await ChatApp.StartChatAsync(me);

        Assert.Equal(id, (await waiting).Expect(200).Get("events.0.chat_id"));
    }

    [Fact]
    public async Task Waiting_in_vain_ends_when_it_was_to()
    {
        var clock = new FakeClock();
        await using var own = await KithApp.StartAsync(options => options.Clock = clock);
        var me = await own.SignUpAsync();
        var cursor = await me.CursorAsync();
        var time = TimeSpan.FromSeconds(7);
        var isWaiting = clock.WhenSetAsync(time);

        var waiting = me.GetAsync($"/api/events/?cursor={cursor}&wait={time.TotalSeconds}");
        await isWaiting.WaitAsync(Cancel);
        clock.Advance(time - TimeSpan.FromMilliseconds(1));
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        var page = (await waiting).Expect(200);
        Assert.Empty(page["events"]!.AsArray());
        Assert.Equal(cursor, page.Get("cursor"));
    }

    [Theory]
    [InlineData("999")]
    [InlineData("-1")]
    [InlineData("nonsense")]
    [InlineData("99999999999999999999")]
    public async Task A_cursor_of_no_log_is_told_over_every_door(string cursor)
    {
        var me = await app.SignUpAsync();
        await ChatApp.StartChatAsync(me);

        await AssertResyncAsync(me, cursor, head: "1");
    }

    [Fact]
    public async Task A_cursor_older_than_what_is_kept_is_told_over_every_door()
    {
        var clock = new FakeClock();
        await using var own = await KithApp.StartAsync(options => options.Clock = clock);
        var me = await own.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me);
        await own.ArrangeAsync("UPDATE events SET at = 1");
        (await me.PatchAsync($"/api/ai/chats/{id}/", new { title = "Since" })).Expect(200);

        clock.Advance(TimeSpan.FromMinutes(10));
        await own.PollAsync();
        // Forgetting goes on in the background.
        Answer page;
        do page = (await me.GetAsync("/api/events/?cursor=0")).Expect(200);
        while (page.Get("events.0.type") != "resync");

        await AssertResyncAsync(me, "0", head: "2", own);
        Assert.Equal("Since", (await me.GetAsync("/api/events/?cursor=1")).Expect(200).Get("events.0.chat.title"));
    }

    [Theory]
    [InlineData("26")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("soon")]
    public async Task How_long_to_wait_has_limits(string wait)
    {
        var me = await app.SignUpAsync();

        (await me.GetAsync($"/api/events/?wait={wait}")).ExpectInvalid("wait");
    }

    [Fact]
    public async Task Nobody_hears_of_anything_without_credentials()
    {
        (await app.Anonymous.GetAsync("/api/events/")).ExpectProblem(401, "unauthenticated");
        (await app.Anonymous.GetAsync("/api/events/stream")).ExpectProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_stream_tells_a_turn_as_a_socket_does()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "say:one two three");
        using var response = await me.OpenStreamAsync("/api/events/stream");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using var events = ServerEvents.ReadAsync(response).GetAsyncEnumerator(Cancel);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(
            ("ready", "1", me.UserId),
            (events.Current.Type, events.Current.Id, events.Current.Data["user"]!["id"]!.GetValue<string>())
        );

        (await me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = "count" })).Expect(200);

        var seen = new List<ServerEvent>();
        do
        {
            Assert.True(await events.MoveNextAsync());
            seen.Add(events.Current);
        } while (seen[^1].Type != "done");
        Assert.Equal("one two three", seen.Text());
        Assert.Equal("message", seen[0].Type);
        Assert.All(seen, e => Assert.Equal(e.Type is "message" or "event" or "done", e.Id is not null));
        Assert.Equal(["2", "3", "4", "5"], seen.Select(e => e.Id).OfType<string>());
    }

    [Fact]
    public async Task A_stream_that_comes_back_in_the_middle_of_an_answer_has_all_of_it()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "gate|say:one two three");
        using var sending = await me.OpenStreamAsync($"/api/ai/chats/{id}/send_message/", new { content = $"for {id}" });
        FakeModel.ReceivedRequest asked;
        do asked = await app.Models.NextRequestAsync(Cancel);
        while (!asked.BodyText.Contains(id, StringComparison.Ordinal));
        asked.Release();

        using var response = await me.OpenStreamAsync("/api/events/stream", body: null, ("Last-Event-ID", await me.CursorAsync()));
        await using var events = ServerEvents.ReadAsync(response).GetAsyncEnumerator(Cancel);
        var seen = new List<ServerEvent>();
        while (seen.Count == 0 || seen[^1].Type != "done")
        {
            Assert.True(await events.MoveNextAsync());
            seen.Add(events.Current);
            if (events.Current.Type == "token")
                asked.ReleaseAll();
        }

        Assert.Equal("one two three", seen.Text());
    }

    [Fact]
    public async Task A_silent_stream_says_from_time_to_time_that_it_lives()
    {
        var clock = new FakeClock();
        await using var own = await KithApp.StartAsync(options => options.Clock = clock);
        var me = await own.SignUpAsync();
        using var response = await me.OpenStreamAsync("/api/events/stream");
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Cancel), Encoding.UTF8);
        while (await lines.ReadLineAsync(Cancel) is { Length: > 0 }) { }

        clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(":", await lines.ReadLineAsync(Cancel));
    }

    [Fact]
    public async Task Signing_out_ends_what_waits()
    {
        var clock = new FakeClock();
        await using var own = await KithApp.StartAsync(options => options.Clock = clock);
        var me = await own.SignUpAsync();
        var (stream, poll) = await WaitAsync(me, clock);

        (await me.PostAsync("/api/auth/logout")).Expect(204);

        Assert.Equal("The stream ended.", (await Assert.ThrowsAsync<InvalidOperationException>(() => stream)).Message);
        (await poll).ExpectProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_server_that_stops_ends_what_waits()
    {
        var clock = new FakeClock();
        await using var own = await KithApp.StartAsync(options => options.Clock = clock);
        var me = await own.SignUpAsync();
        var (stream, poll) = await WaitAsync(me, clock);

        await own.StopServerAsync();

        Assert.Equal("The stream ended.", (await Assert.ThrowsAsync<InvalidOperationException>(() => stream)).Message);
        Assert.Equal("0", (await poll).Expect(200).Get("cursor"));
    }

    [Fact]
    public async Task Streams_that_nobody_reads_hold_up_nobody()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me);
        for (var i = 0; i < 100; i++)
            (await me.PatchAsync($"/api/ai/chats/{id}/", new { system_prompt = new string('x', 30_000) })).Expect(200);
        var before = await me.CursorAsync();
        var unread = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => me.OpenStreamAsync("/api/events/stream?cursor=0")));

        (await me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = "still there?" })).Expect(200);

        Assert.Equal("message", (await me.GetAsync($"/api/events/?cursor={before}")).Expect(200).Get("events.0.type"));
        foreach (var response in unread)
            response.Dispose();
    }

    /// <summary>A stream and a call that both wait, on a server whose clock stands still.</summary>
    private static async Task<(Task<List<JsonNode>> Stream, Task<Answer> Poll)> WaitAsync(Person me, FakeClock clock)
    {
        var cursor = await me.CursorAsync();
        var timers = clock.Timers;
        var response = await me.OpenStreamAsync("/api/events/stream");
        var stream = EventDoors.ReadAsync(response, _ => false);
        // One says that it lives, one wakes it now and then, and one ends the waiting of the call.
        var poll = me.GetAsync($"/api/events/?cursor={cursor}&wait=25");
        await clock.WhenTimersAsync(timers + 3);
        return (stream, poll);
    }

    private async Task AssertResyncAsync(Person me, string cursor, string head, KithApp? own = null)
    {
        var page = (await me.GetAsync($"/api/events/?cursor={cursor}&wait=25")).Expect(200);
        Assert.Equal("resync", KithSocket.TypeOf(Assert.Single(page["events"]!.AsArray())!));
        Assert.Equal(head, page.Get("cursor"));
        foreach (
            var frames in new[]
            {
                await EventDoors.ResumeAsync(own ?? app, me, cursor, IsResync),
                await EventDoors.StreamAsync(me, cursor, IsResync),
            }
        )
            Assert.Equal(head, frames[^1]["cursor"]!.GetValue<string>());

        static bool IsResync(JsonNode frame) => KithSocket.TypeOf(frame) == "resync";
    }
}
