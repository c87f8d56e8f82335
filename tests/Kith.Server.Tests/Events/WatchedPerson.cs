using System.Text.Json.Nodes;

namespace Kith.Server.Tests.Events;

/// <summary>A person with an old snapshot and a device at every door, live ones and such as come afterwards.</summary>
internal sealed class WatchedPerson : IDisposable
{
    private readonly ChatApp _app;
    private readonly Person _me;
    private readonly string _cursor;
    private readonly KithSocket _live;
    private readonly HttpResponseMessage _stream;
    private readonly PersonView _old;
    private readonly List<JsonNode> _frames = [];

    private WatchedPerson(ChatApp app, Person me, string cursor, KithSocket live, HttpResponseMessage stream, PersonView old)
    {
        (_app, _me, _cursor) = (app, me, cursor);
        (_live, _stream, _old) = (live, stream, old);
    }

    /// <param name="between">What happens between the cursor and the snapshot.</param>
    public static async Task<WatchedPerson> BeginAsync(ChatApp app, Person me, Func<Task> between)
    {
        var cursor = await me.CursorAsync();
        var live = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        var stream = await me.OpenStreamAsync($"/api/events/stream?cursor={cursor}");
        await between();
        return new WatchedPerson(app, me, cursor, live, stream, await PersonView.ReadAsync(me));
    }

    /// <summary>What every door makes of the old snapshot of each is what is there now.</summary>
    public static async Task AssertAsync(ChatApp app, params WatchedPerson[] all)
    {
        // What their devices were given is told to the others: all of it before anything is compared.
        foreach (var one in all)
            await one.CatchUpAsync();
        await app.DeliverAsync();
        foreach (var one in all)
            await one.AssertAsync();
    }

    /// <summary>Their devices are given everything there is.</summary>
    private async Task CatchUpAsync()
    {
        var mark = await ChatApp.StartChatAsync(_me, title: "So far");
        _frames.AddRange(await EventDoors.ReadAsync(_live, IsMark));
        await EventDoors.ResumeAsync(_app, _me, "0", IsMark);

        bool IsMark(JsonNode frame) => frame["kind"]?.GetValue<string>() == "chat.created" && frame["chat_id"]!.GetValue<string>() == mark;
    }

    private async Task AssertAsync()
    {
        var last = await ChatApp.StartChatAsync(_me, title: "The last");
        var fresh = await PersonView.ReadAsync(_me);

        await AssertLeadsToAsync(fresh, _old, await EventDoors.PollAsync(_me, _cursor, IsLast), "polling");
        await AssertLeadsToAsync(fresh, _old, await EventDoors.ResumeAsync(_app, _me, _cursor, IsLast), "a socket that resumes");
        await AssertLeadsToAsync(fresh, _old, await EventDoors.StreamAsync(_me, _cursor, IsLast), "a stream that resumes");
        await AssertLeadsToAsync(fresh, _old, [.. _frames, .. await EventDoors.ReadAsync(_live, IsLast)], "a live socket");
        await AssertLeadsToAsync(fresh, _old, await EventDoors.ReadAsync(_stream, IsLast), "a live stream");
        await AssertLeadsToAsync(fresh, new PersonView(), await EventDoors.PollAsync(_me, "0", IsLast), "everything from the beginning");

        bool IsLast(JsonNode frame) => frame["kind"]?.GetValue<string>() == "chat.created" && frame["chat_id"]!.GetValue<string>() == last;
    }

    public void Dispose()
    {
        _live.Dispose();
        _stream.Dispose();
    }

    /// <summary>Twice, too: events are upserts, and what the snapshot has already does no harm.</summary>
    private async Task AssertLeadsToAsync(PersonView fresh, PersonView old, List<JsonNode> frames, string door)
    {
        Assert.Equal((door, fresh.ToString()), (door, (await old.Copy().ApplyAsync(frames, _me)).ToString()));
        Assert.Equal(
            (door, fresh.ToString()),
            (door, (await (await old.Copy().ApplyAsync(frames, _me)).ApplyAsync(frames, _me)).ToString())
        );
        Assert.Equal((door, fresh.ToString()), (door, (await fresh.Copy().ApplyAsync(frames, _me)).ToString()));
    }
}
