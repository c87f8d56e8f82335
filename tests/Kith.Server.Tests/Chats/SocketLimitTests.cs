using System.Net.WebSockets;
using Kith.Server.Hosting;
using Kith.Server.Surfaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kith.Server.Tests.Chats;

/// <summary>Each limit of a socket, over a real one.</summary>
public sealed class SocketLimitTests(ChatApp app) : IClassFixture<ChatApp>
{
    private static readonly object s_ping = new { type = "ping" };

    [Fact]
    public async Task Nobody_signs_in_within_10_seconds_and_it_closes_with_4401()
    {
        var clock = new FakeClock();
        await using var own = await KithApp.StartAsync(options => options.Clock = clock);
        var waits = clock.WhenSetAsync(TimeSpan.FromSeconds(10));
        using var socket = await KithSocket.ConnectAsync(own, "/ws/chat/");
        await waits;

        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(4401, await socket.ExpectCloseAsync());
    }

    [Theory]
    [InlineData("""{"type":"ping"}""")]
    [InlineData("nonsense")]
    public async Task Too_many_frames_before_signing_in_close_with_4429(string frame)
    {
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/");

        for (var i = 0; i < 65; i++)
            await socket.SendTextAsync(frame);

        Assert.Equal(4429, await socket.ExpectCloseAsync());
    }

    [Fact]
    public async Task Too_many_new_guests_by_socket_close_with_4429()
    {
        await using var own = await KithApp.StartAsync();
        for (var guests = 0; ; guests++)
        {
            using var socket = await KithSocket.ConnectAsync(own, "/ws/chat/");
            await socket.SendAsync(new { type = "auth", guest = true });
            if (await socket.ReadAsync() is not null)
                continue;
            Assert.Equal(4429, socket.CloseCode);
            Assert.InRange(guests, 60, 1000);
            return;
        }
    }

    [Fact]
    public async Task A_flood_of_frames_closes_its_socket_with_4429_and_no_other()
    {
        var me = await app.SignUpAsync();
        using var flooding = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        using var other = await KithSocket.ConnectAsync(app, "/ws/chat/", me);

        Assert.Equal(4429, await FloodAsync(flooding, s_ping));

        await other.SendAsync(s_ping);
        await other.ExpectAsync("pong");
    }

    [Fact]
    public async Task Resumes_count_the_turns_they_name()
    {
        var me = await app.SignUpAsync();
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        var resume = new { type = "resume", turns = Enumerable.Range(0, 100).Select(i => new { turn_id = $"t{i}", index = 0 }) };

        var (code, sent) = await FloodAsync(socket, resume, s_ping);

        // 1,200 at once and 20 a second, at 101 each: far fewer than the 300 frames of one socket.
        Assert.Equal(4429, code);
        Assert.InRange(sent, 11, 290);
    }

    [Fact]
    public async Task A_flood_over_many_sockets_is_one_flood()
    {
        var me = await app.SignUpAsync();
        for (var sockets = 1; ; sockets++)
        {
            using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
            // None of them sends as many as one may.
            for (var i = 0; i < 290 && socket.CloseCode is null; i++)
            {
                await socket.SendAsync(s_ping);
                await socket.ReadAsync();
            }

            if (socket.CloseCode is not { } code)
                continue;
            Assert.Equal(4429, code);
            Assert.InRange(sockets, 5, 100);
            return;
        }
    }

    [Fact]
    public async Task Without_limits_nothing_is_a_flood_and_nothing_too_many()
    {
        await using var own = await StartAsync(1, 1, options => options.Settings["KITH_RATE_LIMITS"] = "off");
        var me = await own.SignUpAsync();
        using var first = await KithSocket.ConnectAsync(own, "/ws/chat/", me);
        using var second = await KithSocket.ConnectAsync(own, "/ws/chat/", me);

        for (var i = 0; i < 1500; i++)
        {
            await second.SendAsync(s_ping);
            await second.ExpectAsync("pong");
        }
    }

    [Fact]
    public async Task A_frame_that_is_not_finished_closes_with_4408()
    {
        var clock = new FakeClock();
        await using var own = await KithApp.StartAsync(options => options.Clock = clock);
        using var socket = await RawConnection.UpgradeAsync(own, await own.SignUpAsync());
        var begun = clock.WhenSetAsync(Inbox.FinishTime);
        await socket.SendAsync(RawConnection.TextBegins, "{\"type\":");
        await begun;

        clock.Advance(Inbox.FinishTime);

        Assert.Equal(4408, await socket.ReadCloseAsync());
    }

    [Fact]
    public async Task A_frame_in_pieces_is_one_frame_and_its_time_ends_with_it()
    {
        var clock = new FakeClock();
        await using var own = await KithApp.StartAsync(options => options.Clock = clock);
        using var socket = await RawConnection.UpgradeAsync(own, await own.SignUpAsync());
        var begun = clock.WhenSetAsync(Inbox.FinishTime);
        await socket.SendAsync(RawConnection.TextBegins, "{\"type\":");
        await begun;
        await socket.SendAsync(RawConnection.Continues, "");
        await socket.SendAsync(RawConnection.Ends, "\"ping\"}");
        await ReadPongAsync(socket);

        clock.Advance(Inbox.FinishTime);

        await socket.SendAsync(RawConnection.Text, """{"type":"ping"}""");
        await ReadPongAsync(socket);
    }

    [Fact]
    public async Task Pieces_without_end_are_too_large_or_too_many()
    {
        var me = await app.SignUpAsync();
        using var large = await RawConnection.UpgradeAsync(app, me);
        await large.SendAsync(RawConnection.TextBegins, "");
        for (var i = 0; i < 9; i++)
            await large.SendAsync(RawConnection.Continues, new string(' ', 8 * 1024));
        Assert.Equal(1009, await large.ReadCloseAsync());

        using var empty = await RawConnection.UpgradeAsync(app, me);
        await empty.SendAsync(RawConnection.TextBegins, "");
        for (var i = 0; i < 64; i++)
            await empty.SendAsync(RawConnection.Continues, "");
        Assert.Equal(4429, await empty.ReadCloseAsync());
    }

    [Fact]
    public async Task A_peer_that_answers_no_ping_is_dropped_and_its_place_is_free()
    {
        // The web server's own clock: it can't be moved, so the time between pings is shorter here.
        await using var own = await StartAsync(1, 1, ping: TimeSpan.FromSeconds(1));
        var me = await own.SignUpAsync();
        using var dead = await RawConnection.UpgradeAsync(own, me);
        Assert.Equal(429, await KithSocket.RefusalAsync(own, "/ws/chat/", Bearer(me)));

        Assert.Null(await dead.ReadCloseAsync());

        // Its end is known here a moment before it is over there.
        Answer answer;
        do answer = await me.GetAsync("/api/events/");
        while (answer.Status == 429);
        answer.Expect(200);
    }

    [Fact]
    public async Task Sockets_streams_and_calls_that_wait_share_the_places_of_their_principal()
    {
        await using var own = await StartAsync(2, 100);
        var (me, other) = (await own.SignUpAsync(), await own.SignUpAsync());
        var socket = await KithSocket.ConnectAsync(own, "/ws/chat/", me);
        using var stream = await me.OpenStreamAsync("/api/events/stream");
        Assert.Equal(200, (int)stream.StatusCode);

        Assert.Equal(429, await KithSocket.RefusalAsync(own, "/ws/chat/", Bearer(me)));
        (await me.GetAsync("/api/events/stream")).ExpectProblem(429, "rate_limited");
        (await me.GetAsync("/api/events/?wait=25")).ExpectProblem(429, "rate_limited");
        (await me.GetAsync("/api/turns/nothing/events")).ExpectProblem(429, "rate_limited");
        var id = await ChatApp.StartChatAsync(me);
        (await me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = "hi" })).ExpectProblem(429, "rate_limited");
        Assert.Empty((await me.GetAsync($"/api/ai/chats/{id}/messages/"))["results"]!.AsArray());
        using var late = await KithSocket.ConnectAsync(own, "/ws/chat/");
        await late.SendAsync(new { type = "auth", token = me.AccessToken });
        Assert.Equal(4429, await late.ExpectCloseAsync());
        using var somebody = await KithSocket.ConnectAsync(own, "/ws/chat/", other);

        socket.Dispose();
        Answer answer;
        do answer = await me.GetAsync("/api/events/");
        while (answer.Status == 429);
        answer.Expect(200);
    }

    [Fact]
    public async Task Visitors_share_the_places_of_their_network_and_accounts_do_not_take_them()
    {
        await using var own = await StartAsync(100, 2);
        var (me, guest) = (await own.SignUpAsync(), await own.GuestAsync());
        using var first = await KithSocket.ConnectAsync(own, "/ws/chat/", guest);
        using var second = await KithSocket.ConnectAsync(own, "/ws/chat/");

        Assert.Equal(429, await KithSocket.RefusalAsync(own, "/ws/chat/"));
        Assert.Equal(429, await KithSocket.RefusalAsync(own, "/ws/chat/", Bearer(guest)));
        using var mine = await KithSocket.ConnectAsync(own, "/ws/chat/", me);
        await second.SendAsync(new { type = "auth", token = me.AccessToken });
        await second.ExpectAsync("ready");

        // Who has signed in with an account has given the place back, a guest not.
        using var third = await KithSocket.ConnectAsync(own, "/ws/chat/");
        await third.SendAsync(new { type = "auth", guest = true });
        await third.ExpectAsync("ready");
        Assert.Equal(429, await KithSocket.RefusalAsync(own, "/ws/chat/"));
    }

    private static Task<KithApp> StartAsync(
        int perPrincipal,
        int perNetwork,
        Action<KithAppOptions>? configure = null,
        TimeSpan? ping = null
    ) =>
        KithApp.StartAsync(options =>
        {
            configure?.Invoke(options);
            options.Services = services =>
                services.Replace(
                    ServiceDescriptor.Singleton(provider => new SocketLimits(
                        provider.GetRequiredService<KithOptions>(),
                        provider.GetRequiredService<RateLimits>()
                    )
                    {
                        OpenPerPrincipal = perPrincipal,
                        OpenPerNetwork = perNetwork,
                        Ping = ping ?? TimeSpan.FromSeconds(20),
                    })
                );
        });

    private static (string Name, string Value) Bearer(Person person) => ("Authorization", $"Bearer {person.AccessToken}");

    private static async Task ReadPongAsync(RawConnection socket)
    {
        while (await socket.ReadFrameAsync() is var (_, payload))
        {
            if (payload.AsSpan().IndexOf("\"pong\""u8) >= 0)
                return;
        }

        Assert.Fail("It ended.");
    }

    private static async Task<int?> FloodAsync(KithSocket socket, object frame) => (await FloodAsync(socket, frame, frame)).Code;

    /// <summary>Sends until the server closes: its code, and how many answers came before.</summary>
    private static async Task<(int? Code, int Answered)> FloodAsync(KithSocket socket, object frame, object asked)
    {
        var answered = 0;
        var reading = ReadAsync();
        try
        {
            while (!reading.IsCompleted)
            {
                await socket.SendAsync(frame);
                if (frame != asked)
                    await socket.SendAsync(asked);
            }
        }
        catch (WebSocketException)
        {
            // It is closed already.
        }

        return (await reading, answered);

        async Task<int?> ReadAsync()
        {
            while (await socket.ReadAsync() is not null)
                answered++;
            return socket.CloseCode;
        }
    }
}
