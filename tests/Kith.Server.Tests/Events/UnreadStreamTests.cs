using System.Text.Json.Nodes;
using Kith.Server.Tests.Chats;

namespace Kith.Server.Tests.Events;

/// <summary>Streams whose clients don't read: they hold little, and hold up nobody.</summary>
public abstract class UnreadStreamTests(StillApp app)
{
    [Fact]
    public async Task Event_streams_that_are_not_read_are_not_read_ahead_and_hold_nothing()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, title: "Then");
        for (var i = 0; i < 500; i++)
            await SlowReaderTests.WriteAsync(me, id, SlowReaderTests.Large);
        var cursor = await me.CursorAsync();
        var unread = new List<RawConnection>();
        for (var i = 0; i < 20; i++)
            unread.Add(await RawConnection.StreamAsync(app, me, "GET /api/events/stream?cursor=0"));

        // One that reads is not held up by them: no connection to the database waits with them.
        await EventDoors.StreamAsync(me, "0", frame => frame["cursor"]?.GetValue<string>() == cursor);
        (await me.PatchAsync($"/api/ai/chats/{id}/", new { title = "Now", system_prompt = "short" })).Expect(200);
        (await me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = "still there?" })).Expect(200);

        // What the log told long ago is shown as it is now: it wasn't taken from the database before there was room for it.
        using var first = unread[0];
        var (then, now) = (0, 0);
        await foreach (var line in first.ReadLinesAsync())
        {
            then += line.Contains("\"title\":\"Then\"", StringComparison.Ordinal) ? 1 : 0;
            now += line.Contains("\"title\":\"Now\"", StringComparison.Ordinal) ? 1 : 0;
            if (line.StartsWith("event: done", StringComparison.Ordinal))
                break;
        }

        Assert.InRange(then, 1, 400);
        Assert.InRange(now, 100, 501);
        unread.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task An_answers_stream_that_is_not_read_holds_up_neither_the_answer_nor_anybody()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, SlowReaderTests.Long);
        var cursor = await me.CursorAsync();
        using var unread = await RawConnection.StreamAsync(
            app,
            me,
            $"POST /api/ai/chats/{id}/send_message/",
            new { content = $"for {id}" }
        );
        (await app.NextRequestAsync(id)).ReleaseAll();

        var frames = await EventDoors.StreamAsync(me, cursor, frame => KithSocket.TypeOf(frame) == "done");

        var content = frames[^1]["message"]!["content"]!.GetValue<string>();
        Assert.EndsWith(" w39999", content, StringComparison.Ordinal);
        (await me.PostAsync($"/api/ai/chats/{await ChatApp.StartChatAsync(me)}/send_message/", new { content = "next" })).Expect(200);
        // It waits for its reader all the same.
        var text = "";
        await foreach (var line in unread.ReadLinesAsync())
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal) && JsonNode.Parse(line[6..])!["ai_message"] is { } answer)
                text = answer["content"]!.GetValue<string>();
        }

        Assert.Equal(content, text);
    }
}

public sealed class SqliteUnreadStreamTests(StillApp app) : UnreadStreamTests(app), IClassFixture<StillApp>;

public sealed class PostgresUnreadStreamTests(PostgresStillApp app) : UnreadStreamTests(app), IClassFixture<PostgresStillApp>;

public sealed class PostgresStillApp : StillApp
{
    protected override void Configure(KithAppOptions options)
    {
        base.Configure(options);
        options.Postgres = true;
    }
}
