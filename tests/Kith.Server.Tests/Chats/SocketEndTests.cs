using System.Runtime.CompilerServices;
using Kith.Server.Surfaces;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

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
    public async Task Stopping_a_turn_that_takes_its_time_keeps_nothing_else_waiting()
    {
        using var model = new DeafModel();
        await using var app = await KithApp.StartAsync(options =>
            options.Services = services => services.Replace(ServiceDescriptor.Singleton<IChatClient>(model))
        );
        var me = await app.SignUpAsync();
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        await socket.SendAsync(new { type = "message", content = "tell me a long story" });
        var token = await socket.ExpectAsync("token");

        await socket.SendAsync(new { type = "stop", turn_id = token["turn_id"]!.GetValue<string>() });
        await socket.SendAsync(new { type = "ping" });

        Assert.DoesNotContain(await socket.ReadUntilAsync("pong"), frame => KithSocket.TypeOf(frame) == "done");
        model.HearAgain.SetResult();
        Assert.Equal("stopped", (await socket.ExpectAsync("done"))["message"]!["status"]!.GetValue<string>());
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

    /// <summary>Says a word, and doesn't hear that it is to stop until the test lets it.</summary>
    private sealed class DeafModel : IChatClient
    {
        public TaskCompletionSource HearAgain { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default
        )
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, "Once");
            await HearAgain.Task;
            cancellationToken.ThrowIfCancellationRequested();
        }

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default
        ) => GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() { }
    }
}
