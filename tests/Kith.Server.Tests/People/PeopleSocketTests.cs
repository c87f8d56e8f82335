using System.Text.Json.Nodes;
using Kith.Server.Tests.Events;

namespace Kith.Server.Tests.People;

/// <summary>People on sockets: what they say, that they write, have read, are there; on each database.</summary>
public abstract class PeopleSocketTests(ChatApp app)
{
    [Fact]
    public async Task What_one_says_on_a_socket_comes_to_all_devices_of_both_and_once()
    {
        var (ann, bob, chat) = await MeetAsync();
        using var laptop = await ConnectAsync(ann);
        using var phone = await ConnectAsync(ann);
        using var his = await ConnectAsync(bob);

        await SayAsync(laptop, chat, "Hello, Bob.", "c-1");

        var told = await laptop.ExpectAsync("message");
        Assert.Equal("c-1", told["client_id"]!.GetValue<string>());
        Assert.Equal("c-1", (await phone.ExpectAsync("message"))["client_id"]!.GetValue<string>());
        var heard = await his.ExpectAsync("message");
        Assert.Null(heard["client_id"]);
        Assert.Equal("Hello, Bob.", heard["message"]!["content"]!.GetValue<string>());
        Assert.Equal(ann.UserId, heard["message"]!["sender"]!["id"]!.GetValue<string>());
        await his.SendAsync(
            new
            {
                type = "message",
                chat_id = chat,
                content = "Hello, Ann.",
                reply_to = IdOf(heard),
            }
        );
        Assert.Equal(IdOf(told), (await phone.ExpectAsync("message"))["message"]!["reply_to"]!.GetValue<string>());
    }

    [Fact]
    public async Task Sent_again_it_answers_the_first_to_who_sent_it_alone()
    {
        var (ann, bob, chat) = await MeetAsync();
        using var laptop = await ConnectAsync(ann);
        using var his = await ConnectAsync(bob);
        await SayAsync(laptop, chat, "Once.", "c-1");
        var first = await laptop.ExpectAsync("message");

        using var phone = await ConnectAsync(ann);
        await SayAsync(phone, chat, "Once.", "c-1");
        var again = await phone.ExpectAsync("message");

        Assert.Equal((IdOf(first), "c-1"), (IdOf(again), again["client_id"]!.GetValue<string>()));
        Assert.Single(await UntilMarkAsync(laptop, ann), frame => KithSocket.TypeOf(frame) == "event" && Kind(frame) == "chat.updated");
        Assert.Single(await UntilMarkAsync(his, bob), frame => KithSocket.TypeOf(frame) == "message");
    }

    [Fact]
    public async Task What_cannot_be_said_is_an_error()
    {
        var (ann, _, chat) = await MeetAsync();
        var eve = await app.SignUpAsync("eve");
        var own = await ChatApp.StartChatAsync(eve);
        using var socket = await ConnectAsync(eve);

        await SayAsync(socket, chat, "Let me in.", "c-1");
        Assert.Equal("not_found", await ErrorAsync(socket));
        await SayAsync(socket, chat, "Let me in.", "c-2", replyTo: "x");
        Assert.Equal("not_found", await ErrorAsync(socket));
        await SayAsync(socket, own, "A reply.", "c-3", replyTo: "x");
        Assert.Equal("invalid", await ErrorAsync(socket));
        await socket.SendAsync(new { type = "typing", chat_id = chat });
        Assert.Equal("not_found", await ErrorAsync(socket));
        await socket.SendAsync(new { type = "read", chat_id = chat });
        Assert.Equal("not_found", await ErrorAsync(socket));
        await socket.SendAsync(new { type = "presence", status = "asleep" });
        Assert.Equal("invalid", await ErrorAsync(socket));
        using var ofOne = await KithSocket.ConnectAsync(app, $"/ws/ai-chat/{own}/", eve);
        await SayAsync(ofOne, chat, "From here?", "c-4");
        Assert.Equal("invalid", await ErrorAsync(ofOne));
    }

    [Fact]
    public async Task Who_writes_is_told_to_the_other_and_not_to_oneself()
    {
        var (ann, bob, chat) = await MeetAsync();
        using var laptop = await ConnectAsync(ann);
        using var phone = await ConnectAsync(ann);
        using var his = await ConnectAsync(bob);
        using var stream = await bob.OpenStreamAsync("/api/events/stream");
        await using var events = ServerEvents.ReadAsync(stream).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await events.MoveNextAsync());

        await TypeAsync(laptop, chat);

        Assert.Equal((ann.UserId, chat, true), Typed(await his.ExpectAsync("typing")));
        while (events.Current.Type != "typing")
            Assert.True(await events.MoveNextAsync());
        Assert.Equal((ann.UserId, chat, true), Typed(events.Current.Data));
        Assert.DoesNotContain(await UntilMarkAsync(phone, ann), frame => KithSocket.TypeOf(frame) == "typing");
    }

    [Fact]
    public async Task Reading_on_one_device_clears_the_others_and_is_told()
    {
        var (ann, bob, chat) = await MeetAsync();
        using var hers = await ConnectAsync(ann);
        using var laptop = await ConnectAsync(bob);
        using var phone = await ConnectAsync(bob);
        await SayAsync(hers, chat, "Read me.", "c-1");
        var said = await laptop.ExpectAsync("message");

        await laptop.SendAsync(
            new
            {
                type = "read",
                chat_id = chat,
                message_id = IdOf(said),
            }
        );

        await EventAsync(phone, "chat.updated", frame => frame["chat"]!["unread_count"]!.GetValue<int>() == 0);
        var read = await EventAsync(hers, "read.changed", frame => frame["read_seq"]!.GetValue<int>() == 1);
        Assert.Equal((bob.UserId, chat, 1), (read.Text("user_id"), read.Text("chat_id"), read["delivered_seq"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("socket")]
    [InlineData("stream")]
    [InlineData("poll")]
    public async Task What_reached_a_device_is_told_whatever_door_it_came_by(string door)
    {
        var (ann, bob, chat) = await MeetAsync();
        using var hers = await ConnectAsync(ann);
        var cursor = await bob.CursorAsync();
        await SayAsync(hers, chat, "Did you get it?", "c-1");
        await hers.ExpectAsync("message");
        bool IsMessage(JsonNode frame) => KithSocket.TypeOf(frame) == "message";

        await (
            door switch
            {
                "socket" => EventDoors.ResumeAsync(app, bob, cursor, IsMessage),
                "stream" => EventDoors.StreamAsync(bob, cursor, IsMessage),
                _ => EventDoors.PollAsync(bob, cursor, frame => KithSocket.TypeOf(frame) == "event"),
            }
        );

        var read = await EventAsync(hers, "read.changed", _ => true);
        Assert.Equal((bob.UserId, 0, 1), (read.Text("user_id"), read["read_seq"]!.GetValue<int>(), read["delivered_seq"]!.GetValue<int>()));
    }

    [Fact]
    public async Task An_app_that_asks_is_no_device()
    {
        var (ann, bob, chat) = await MeetAsync();
        using var hers = await ConnectAsync(ann);
        var key = app.WithToken((await bob.PostAsync("/api/api-keys/", new { name = "An app" })).Expect(201).Get("key"));
        await SayAsync(hers, chat, "Did you get it?", "c-1");
        await hers.ExpectAsync("message");

        await EventDoors.PollAsync(key, "0", frame => KithSocket.TypeOf(frame) == "message" || Kind(frame) == "chat.updated");
        await app.DeliverAsync();

        Assert.DoesNotContain(await UntilMarkAsync(hers, ann), frame => Kind(frame) == "read.changed");
    }

    [Fact]
    public async Task Who_comes_is_told_of_and_can_be_looked_up_and_who_hides_is_not()
    {
        var (ann, bob, _) = await MeetAsync();
        using var his = await ConnectAsync(bob);

        using var hers = await ConnectAsync(ann);
        var came = await his.ExpectAsync("presence");
        Assert.Equal((ann.UserId, "online", null), (came.Text("user_id"), came.Text("status"), came["last_seen"]));
        await hers.SendAsync(new { type = "presence", status = "away" });
        await PingAsync(hers);
        var list = (await bob.GetAsync("/api/presence/")).Expect(200);
        Assert.Equal((ann.UserId, "away"), (list.Get("results.0.user_id"), list.Get("results.0.status")));

        var hidden = (await ann.PatchAsync("/api/presence/", new { visible = false })).Expect(200);
        Assert.False(hidden["visible"]!.GetValue<bool>());
        list = (await bob.GetAsync("/api/presence/")).Expect(200);
        Assert.Equal("offline", list.Get("results.0.status"));
        Assert.Null(list["results"]![0]!["last_seen"]);
        while ((await his.ExpectAsync("presence")).Text("status") != "offline") { }
    }

    [Fact]
    public async Task A_guest_has_nobody_to_tell()
    {
        var guest = await app.GuestAsync();

        Assert.Empty((await guest.GetAsync("/api/presence/")).Expect(200)["results"]!.AsArray());
        (await guest.PatchAsync("/api/presence/", new { visible = true })).ExpectProblem(403, "forbidden");
        (await (await app.SignUpAsync()).PatchAsync("/api/presence/", new { })).ExpectProblem(400, "invalid");
    }

    [Fact]
    public async Task Behind_a_block_one_hears_that_the_other_left_and_nothing_more()
    {
        var (ann, bob, chat) = await MeetAsync();
        using var hers = await ConnectAsync(ann);
        using var his = await ConnectAsync(bob);
        await SayAsync(his, chat, "Before.", "c-1");
        var before = await hers.ExpectAsync("message");
        await app.DeliverAsync();
        await UntilMarkAsync(his, bob);

        var connection = (await ann.GetAsync("/api/connections/")).Expect(200).Get("results.0.id");
        (await ann.PostAsync($"/api/connections/{connection}/block/")).Expect(200);
        while ((await his.ExpectAsync("presence")).Text("status") != "offline") { }
        await SayAsync(his, chat, "Are you there?", "c-2");
        await his.SendAsync(new { type = "ping" });
        var heard = await his.ReadUntilAsync("pong");
        await TypeAsync(hers, chat);
        await hers.SendAsync(
            new
            {
                type = "read",
                chat_id = chat,
                message_id = IdOf(before),
            }
        );
        await hers.SendAsync(new { type = "presence", status = "away" });
        await PingAsync(hers);
        await app.DeliverAsync();

        heard.AddRange(await UntilMarkAsync(his, bob));
        Assert.Equal(
            ["chat.updated", "message"],
            heard.Select(frame => Kind(frame) ?? KithSocket.TypeOf(frame)).Where(kind => kind != "pong").Order()
        );
        Assert.Equal("offline", (await bob.GetAsync("/api/presence/")).Expect(200).Get("results.0.status"));
    }

    private async Task<(Person Ann, Person Bob, string Chat)> MeetAsync()
    {
        var (ann, bob) = (await app.SignUpAsync("ann"), await app.SignUpAsync("bob"));
        var asked = (await ann.PostAsync("/api/connections/", new { user_id = bob.UserId })).Expect(201).Get("id");
        return (ann, bob, (await bob.PostAsync($"/api/connections/{asked}/accept/")).Expect(200).Get("chat_id"));
    }

    /// <summary>A socket that tells what happens from now on, as it does from the client's first words.</summary>
    private async Task<KithSocket> ConnectAsync(Person person)
    {
        var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", person);
        await PingAsync(socket);
        return socket;
    }

    /// <summary>What was sent before is dealt with.</summary>
    private static async Task PingAsync(KithSocket socket)
    {
        await socket.SendAsync(new { type = "ping" });
        await socket.ExpectAsync("pong");
    }

    private static Task SayAsync(KithSocket socket, string chat, string content, string clientId, string? replyTo = null) =>
        socket.SendAsync(
            new
            {
                type = "message",
                chat_id = chat,
                content,
                client_id = clientId,
                reply_to = replyTo,
            }
        );

    private static Task TypeAsync(KithSocket socket, string chat) =>
        socket.SendAsync(
            new
            {
                type = "typing",
                chat_id = chat,
                is_typing = true,
            }
        );

    private static async Task<string> ErrorAsync(KithSocket socket) => (await socket.ExpectAsync("error")).Text("code");

    private static async Task<JsonNode> EventAsync(KithSocket socket, string kind, Func<JsonNode, bool> isIt)
    {
        while (true)
        {
            var frame = await socket.ExpectAsync("event");
            if (Kind(frame) == kind && isIt(frame))
                return frame;
        }
    }

    /// <summary>What a socket is told until something that happens now, without it.</summary>
    private static async Task<List<JsonNode>> UntilMarkAsync(KithSocket socket, Person person)
    {
        var mark = await ChatApp.StartChatAsync(person, title: "So far");
        return (await EventDoors.ReadAsync(socket, frame => frame["chat_id"]?.GetValue<string>() == mark)).SkipLast(1).ToList();
    }

    private static string IdOf(JsonNode frame) => frame["message"]!["id"]!.GetValue<string>();

    private static string? Kind(JsonNode frame) => frame["kind"]?.GetValue<string>();

    private static (string By, string Chat, bool IsTyping) Typed(JsonNode frame) =>
        (frame.Text("by"), frame.Text("chat_id"), frame["is_typing"]!.GetValue<bool>());
}

public sealed class SqlitePeopleSocketTests(EventApp app) : PeopleSocketTests(app), IClassFixture<EventApp>;

public sealed class PostgresPeopleSocketTests(PostgresEventApp app) : PeopleSocketTests(app), IClassFixture<PostgresEventApp>;

file static class Frames
{
    public static string Text(this JsonNode frame, string name) => frame[name]!.GetValue<string>();
}
