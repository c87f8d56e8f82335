using System.Text.Json.Nodes;

namespace Kith.Server.Tests.Events;

/// <summary>
/// The replay law: an old snapshot plus the events since equals a fresh snapshot. For every change there is, over every door, live and
/// afterwards.
/// </summary>
public abstract class ReplayLaw(ChatApp app)
{
    protected ChatApp App { get; } = app;

    /// <summary>Changes something, and compares what every door makes of it with what is there.</summary>
    protected async Task HoldAsync(Func<Person, Task> change)
    {
        var me = await App.SignUpAsync();
        await SendAsync(me, await ChatApp.StartChatAsync(me), "before everything");
        var cursor = await me.CursorAsync();
        using var live = await KithSocket.ConnectAsync(App, "/ws/chat/", me);
        using var stream = await me.OpenStreamAsync($"/api/events/stream?cursor={cursor}");
        await SendAsync(me, await ChatApp.StartChatAsync(me), "between the cursor and the snapshot");
        var old = await PersonView.ReadAsync(me);

        await change(me);
        var last = await ChatApp.StartChatAsync(me, title: "The last");
        var fresh = await PersonView.ReadAsync(me);

        await AssertLeadsToAsync(me, fresh, old, await EventDoors.PollAsync(me, cursor, IsLast), "polling");
        await AssertLeadsToAsync(me, fresh, old, await EventDoors.ResumeAsync(App, me, cursor, IsLast), "a socket that resumes");
        await AssertLeadsToAsync(me, fresh, old, await EventDoors.StreamAsync(me, cursor, IsLast), "a stream that resumes");
        await AssertLeadsToAsync(me, fresh, old, await EventDoors.ReadAsync(live, IsLast), "a live socket");
        await AssertLeadsToAsync(me, fresh, old, await EventDoors.ReadAsync(stream, IsLast), "a live stream");
        await AssertLeadsToAsync(me, fresh, new PersonView(), await EventDoors.PollAsync(me, "0", IsLast), "everything from the beginning");

        bool IsLast(JsonNode frame) => frame["kind"]?.GetValue<string>() == "chat.created" && frame["chat_id"]!.GetValue<string>() == last;
    }

    /// <summary>Twice, too: events are upserts, and what the snapshot has already does no harm.</summary>
    private static async Task AssertLeadsToAsync(Person me, PersonView fresh, PersonView old, List<JsonNode> frames, string door)
    {
        Assert.Equal((door, fresh.ToString()), (door, (await old.Copy().ApplyAsync(frames, me)).ToString()));
        Assert.Equal((door, fresh.ToString()), (door, (await (await old.Copy().ApplyAsync(frames, me)).ApplyAsync(frames, me)).ToString()));
        Assert.Equal((door, fresh.ToString()), (door, (await fresh.Copy().ApplyAsync(frames, me)).ToString()));
    }

    /// <summary>A chat with three messages and their answers.</summary>
    protected static async Task<string> StartTalkAsync(Person me)
    {
        var id = await ChatApp.StartChatAsync(me);
        foreach (var text in new[] { "one", "two", "three" })
            await SendAsync(me, id, text);
        return id;
    }

    protected static async Task<string> IdAtAsync(Person me, string chat, int place) =>
        (await me.GetAsync($"{chat}messages/")).Expect(200).Get($"results.{place}.id");

    protected static async Task SendAsync(Person me, string chatId, string content) =>
        (await me.PostAsync($"/api/ai/chats/{chatId}/send_message/", new { content })).Expect(200);
}
