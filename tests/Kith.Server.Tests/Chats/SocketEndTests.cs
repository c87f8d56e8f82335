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
}
