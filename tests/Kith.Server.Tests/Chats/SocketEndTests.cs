using Kith.Server.Surfaces.Realtime;

namespace Kith.Server.Tests.Chats;

public sealed class SocketEndTests
{
    [Fact]
    public async Task The_first_reason_ends_a_socket()
    {
        using var end = new SocketEnd();
        var (first, second) = (new InvalidOperationException("first"), new InvalidOperationException("second"));

        end.End(first);
        end.End(second);

        Assert.Same(first, await end.Ended);
        Assert.True(end.Stopping.IsCancellationRequested);
    }

    [Fact]
    public void A_reason_that_comes_after_the_socket_is_gone_changes_nothing()
    {
        var end = new SocketEnd();
        end.Dispose();

        end.End(new InvalidOperationException("too late"));
    }

    [Fact]
    public async Task A_database_that_is_away_closes_with_1013_before_and_after_signing_in()
    {
        await using var app = await KithApp.StartAsync(options => options.BreakableStorage = true);
        var me = await app.SignUpAsync();
        using var visitor = await KithSocket.ConnectAsync(app, "/ws/chat/");
        using var early = await KithSocket.ConnectAsync(app, "/ws/chat/");
        app.StorageFails = true;

        await visitor.SendAsync(new { type = "auth", guest = true });
        await early.SendAsync(new { type = "auth", token = me.AccessToken });

        Assert.Equal(1013, await visitor.ExpectCloseAsync());
        Assert.Equal(1013, await early.ExpectCloseAsync());
    }
}
