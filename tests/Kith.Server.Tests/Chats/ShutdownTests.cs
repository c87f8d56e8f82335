using Kith.Engine.Turns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kith.Server.Tests.Chats;

/// <summary>A server that is told to stop while it answers.</summary>
public sealed class ShutdownTests(ShutdownTests.Impatient app) : IClassFixture<ShutdownTests.Impatient>
{
    [Fact]
    public async Task A_stream_that_outlives_the_drain_ends_with_what_was_written()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "gate|say:one two three");
        using var response = await me.OpenStreamAsync($"/api/ai/chats/{id}/send_message/", new { content = "go on" });
        (await app.Models.NextRequestAsync(TestContext.Current.CancellationToken)).Release();
        var events = ServerEvents.ReadAsync(response).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        while (await events.MoveNextAsync() && events.Current.Type != "token") { }

        // The web server waits for its open streams, so the answer must be ended before it.
        var stopping = app.StopServerAsync();
        while (await events.MoveNextAsync() && events.Current.Type != "done") { }
        await stopping;

        Assert.Equal("interrupted", events.Current.Data["ai_message"]!["status"]!.GetValue<string>());
        Assert.StartsWith("one", events.Current.Data["ai_message"]!["content"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sockets_are_told_to_come_back_and_the_answer_that_is_waited_for_arrives()
    {
        var own = new ChatApp();
        await own.InitializeAsync();
        var me = await own.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "gate|say:one two three");
        using var socket = await KithSocket.ConnectAsync(own, "/ws/chat/", me);
        var sending = me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = "before the end" });
        var asked = await own.Models.NextRequestAsync(TestContext.Current.CancellationToken);

        var stopping = own.DisposeAsync();
        Assert.Equal(1012, await socket.ExpectCloseAsync());
        asked.ReleaseAll();

        Assert.Equal("one two three", (await sending).Expect(200).Get("ai_message.content"));
        await stopping;
    }

    /// <summary>Lets a running answer go on for a moment only.</summary>
    public sealed class Impatient : ChatApp
    {
        protected override void Configure(KithAppOptions options)
        {
            base.Configure(options);
            options.Services = services =>
                services.Replace(
                    ServiceDescriptor.Singleton(new TurnsOptions { NodeId = "impatient", Drain = TimeSpan.FromMilliseconds(50) })
                );
        }
    }
}
