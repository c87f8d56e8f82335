using Kith.Server.Surfaces;

namespace Kith.Server.Tests.Chats;

/// <summary>A socket whose client doesn't read, or hardly: it costs nobody else anything.</summary>
public sealed class SlowReaderTests(StillApp app) : IClassFixture<StillApp>
{
    /// <summary>More than the sockets of both sides hold.</summary>
    internal const string Long = "gate|tokens:40000:0";

    internal static readonly string Large = new('x', 30_000);

    [Fact]
    public async Task A_socket_that_is_not_read_while_tokens_flow_closes_with_4008_and_nobody_else_notices()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, Long);
        using var unread = await RawConnection.FollowAsync(app, me);
        using var other = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        var full = app.Clock.WhenSetAsync(Outbox.Patience);
        await other.SendAsync(
            new
            {
                type = "message",
                chat_id = id,
                content = $"for {id}",
            }
        );
        (await app.NextRequestAsync(id)).ReleaseAll();
        var frames = await other.ReadUntilAsync("done");
        await full;

        app.Clock.Advance(Outbox.Patience);

        Assert.Equal(4008, await unread.ReadCloseAsync());
        var done = frames[^1]["message"]!;
        Assert.Equal("complete", done["status"]!.GetValue<string>());
        Assert.Equal(done["content"]!.GetValue<string>(), KithSocket.Text(frames));
        await other.SendAsync(new { type = "ping" });
        await other.ExpectAsync("pong");
    }

    [Fact]
    public async Task A_socket_that_is_never_read_is_dropped_with_a_megabyte_of_large_frames_waiting()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me);
        using var unread = await RawConnection.FollowAsync(app, me);
        using var other = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        var full = app.Clock.WhenSetAsync(Outbox.Patience);
        // Far fewer than 256 frames wait by then.
        while (!full.IsCompleted)
        {
            await WriteAsync(me, id, Large);
            await other.ExpectAsync("event");
        }

        var closing = app.Clock.WhenSetAsync(SocketLife.CloseTime);
        app.Clock.Advance(Outbox.Patience);
        await closing;
        app.Clock.Advance(SocketLife.CloseTime);

        Assert.Null(await unread.ReadCloseAsync());
        await other.SendAsync(new { type = "ping" });
        await other.ExpectAsync("pong");
    }

    [Fact]
    public async Task A_reader_that_is_slow_but_reads_is_told_everything()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me);
        for (var i = 0; i < 500; i++)
            await WriteAsync(me, id, Large);
        var full = app.Clock.WhenSetAsync(Outbox.Patience);
        using var slow = await RawConnection.FollowAsync(app, me, """{"type":"resume","cursor":"0"}""");

        var events = 0;
        for (var i = 0; i < 4; i++)
        {
            await full;
            // Together far longer than patience.
            app.Clock.Advance(Outbox.Patience - TimeSpan.FromSeconds(1));
            full = app.Clock.WhenSetAsync(Outbox.Patience);
            for (; !full.IsCompleted; )
                events += await ReadEventAsync(slow);
        }

        while (events < 501)
            events += await ReadEventAsync(slow);
        await slow.SendAsync(RawConnection.Text, """{"type":"ping"}""");
        Assert.Equal(0, await ReadEventAsync(slow));
    }

    internal static async Task WriteAsync(Person me, string id, string text) =>
        (await me.PatchAsync($"/api/ai/chats/{id}/", new { system_prompt = text })).Expect(200);

    /// <summary>1 when the next frame is an event, else 0.</summary>
    private static async Task<int> ReadEventAsync(RawConnection socket)
    {
        while (await socket.ReadFrameAsync() is var (first, payload))
        {
            if (payload.AsSpan().StartsWith("{\"type\":\"event\""u8))
                return 1;
            if (payload.AsSpan().StartsWith("{\"type\":\"pong\""u8))
                return 0;
            Assert.NotEqual(RawConnection.Close, first);
        }

        throw new InvalidOperationException("It was dropped.");
    }
}

/// <summary>Its clock stands still, so nobody is too slow before a test says so.</summary>
public class StillApp : ChatApp
{
    public FakeClock Clock { get; } = new();

    protected override void Configure(KithAppOptions options)
    {
        base.Configure(options);
        options.Clock = Clock;
        options.Settings["KITH_RATE_LIMITS"] = "off";
    }
}
