using System.Text.Json.Nodes;

namespace Kith.Server.Tests.Events;

/// <summary>The three doors to one log: each gives the frames after a cursor up to a last one.</summary>
public static class EventDoors
{
    /// <summary>The newest cursor: what the documentation says to take before a snapshot.</summary>
    public static async Task<string> CursorAsync(this Person person) => (await person.GetAsync("/api/events/")).Expect(200).Get("cursor");

    public static async Task<List<JsonNode>> PollAsync(Person person, string cursor, Func<JsonNode, bool> isLast)
    {
        var frames = new List<JsonNode>();
        while (frames.Count == 0 || !isLast(frames[^1]))
        {
            var page = (await person.GetAsync($"/api/events/?cursor={cursor}&wait=25")).Expect(200);
            frames.AddRange(page["events"]!.AsArray().Select(frame => frame!));
            cursor = page.Get("cursor");
        }

        return frames;
    }

    public static async Task<List<JsonNode>> ResumeAsync(KithApp app, Person person, string cursor, Func<JsonNode, bool> isLast)
    {
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", person);
        await socket.SendAsync(new { type = "resume", cursor });
        return await ReadAsync(socket, isLast);
    }

    public static async Task<List<JsonNode>> ReadAsync(KithSocket socket, Func<JsonNode, bool> isLast)
    {
        var frames = new List<JsonNode>();
        do frames.Add(await socket.ReadAsync() ?? throw new InvalidOperationException($"Closed with {socket.CloseCode}."));
        while (!isLast(frames[^1]));
        return frames;
    }

    /// <summary>As a browser does it: the cursor in the header.</summary>
    public static async Task<List<JsonNode>> StreamAsync(Person person, string cursor, Func<JsonNode, bool> isLast)
    {
        using var response = await person.OpenStreamAsync("/api/events/stream", body: null, ("Last-Event-ID", cursor));
        return await ReadAsync(response, isLast);
    }

    public static async Task<List<JsonNode>> ReadAsync(HttpResponseMessage response, Func<JsonNode, bool> isLast)
    {
        var frames = new List<JsonNode>();
        await foreach (var item in ServerEvents.ReadAsync(response))
        {
            Assert.Equal(item.Type, KithSocket.TypeOf(item.Data));
            if (item.Data["cursor"] is { } cursor)
                Assert.Equal(cursor.GetValue<string>(), item.Id);
            frames.Add(item.Data);
            if (isLast(item.Data))
                return frames;
        }

        throw new InvalidOperationException("The stream ended.");
    }
}
