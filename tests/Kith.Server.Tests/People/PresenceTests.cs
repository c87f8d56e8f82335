namespace Kith.Server.Tests.People;

/// <summary>Which doors make somebody live.</summary>
public sealed class PresenceTests(ChatApp app) : IClassFixture<ChatApp>
{
    [Fact]
    public async Task A_socket_of_everything_makes_its_person_live_until_all_are_closed()
    {
        using var me = await app.SignUpAsync();
        Assert.False(await app.IsLiveAsync(me));

        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        using var another = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        Assert.True(await app.IsLiveAsync(me));

        (await me.PostAsync("/api/auth/logout")).Expect(204);
        Assert.Equal(4401, await socket.ExpectCloseAsync());
        Assert.Equal(4401, await another.ExpectCloseAsync());
        Assert.False(await app.IsLiveAsync(me));
    }

    [Fact]
    public async Task A_stream_of_everything_makes_its_person_live_too()
    {
        using var me = await app.SignUpAsync();
        using (var response = await me.OpenStreamAsync("/api/events/stream"))
        {
            await using var events = ServerEvents.ReadAsync(response).GetAsyncEnumerator(TestContext.Current.CancellationToken);
            Assert.True(await events.MoveNextAsync());
            Assert.True(await app.IsLiveAsync(me));
        }
    }

    [Fact]
    public async Task A_socket_of_one_chat_or_of_an_app_does_not()
    {
        using var me = await app.SignUpAsync();
        var chat = await ChatApp.StartChatAsync(me);
        using var ofOne = await KithSocket.ConnectAsync(app, $"/ws/ai-chat/{chat}/", me);
        var key = (await me.PostAsync("/api/api-keys/", new { name = "An app" })).Expect(201).Get("key");
        using var ofApp = await KithSocket.ConnectAsync(app, "/ws/chat/", ("Authorization", $"Bearer {key}"));
        await ofApp.ExpectAsync("ready");

        Assert.False(await app.IsLiveAsync(me));
    }
}
