using System.Text;
using System.Text.Json.Nodes;

namespace Kith.Server.Tests.Events;

/// <summary>Two devices of one person while turns run: one stays, the other loses its socket again and again.</summary>
public abstract class TwoDevicesTests(ChatApp app)
{
    private static readonly string[] Models = ["echo", "say:one two three four five", "drop-after:2"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_device_that_resumes_at_any_place_sees_what_one_that_stays_sees(int seed)
    {
        var me = await app.SignUpAsync();
        var chats = await Task.WhenAll(Models.Select(model => ChatApp.StartChatAsync(me, model)));
        var cursor = await me.CursorAsync();
        var old = await PersonView.ReadAsync(me);
        using var stays = await KithSocket.ConnectAsync(app, "/ws/chat/", me);

        var talking = TalkAsync(me, chats);
        var changing = ResumeAgainAndAgainAsync(me, cursor, seed);
        var seen = await EventDoors.ReadAsync(stays, IsLast);
        var (cuts, pieces) = await changing;
        await talking;

        var fresh = (await PersonView.ReadAsync(me)).ToString();
        Assert.Equal(fresh, (await old.Copy().ApplyAsync(seen, me)).ToString());
        Assert.Equal(fresh, (await old.Copy().ApplyAsync(pieces, me)).ToString());
        Assert.True(cuts >= 10, $"only {cuts} cuts");
        AssertOneOrder(seen, long.Parse(cursor));
        AssertOneOrder(pieces, long.Parse(cursor));
        Assert.Equal(TextsOf(seen), TextsOf(pieces));
        foreach (var done in seen.Where(frame => KithSocket.TypeOf(frame) == "done"))
            Assert.Equal(done["message"]!["content"]!.GetValue<string>(), TextsOf(pieces)[done["turn_id"]!.GetValue<string>()]);
    }

    /// <summary>Three chats at once, then one more that tells the others to look no further.</summary>
    private static async Task TalkAsync(Person me, string[] chats)
    {
        await Task.WhenAll(
            chats.Select(async chat =>
            {
                for (var i = 0; i < 6; i++)
                    (await me.PostAsync($"/api/ai/chats/{chat}/send_message/", new { content = $"message {i} in {chat}" })).Expect(200);
            })
        );
        await ChatApp.StartChatAsync(me, title: "The last");
    }

    private async Task<(int Cuts, List<JsonNode> Frames)> ResumeAgainAndAgainAsync(Person me, string cursor, int seed)
    {
        var random = new Random(seed);
        var frames = new List<JsonNode>();
        var running = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var cuts = 0; ; cuts++)
        {
            using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", ("Authorization", $"Bearer {me.AccessToken}"));
            await socket.SendAsync(
                new
                {
                    type = "resume",
                    cursor,
                    turns = running.Select(turn => new { turn_id = turn.Key, index = turn.Value }),
                }
            );
            for (var left = random.Next(1, 15); left > 0; left--)
            {
                var frame = (await socket.ReadAsync())!;
                frames.Add(frame);
                if (KithSocket.TypeOf(frame) == "ready")
                    continue; // its cursor is for who has none
                cursor = frame["cursor"]?.GetValue<string>() ?? cursor;
                Note(running, frame);
                if (IsLast(frame))
                    return (cuts, frames);
            }
        }
    }

    /// <summary>What a client keeps per running turn: the next index.</summary>
    private static void Note(Dictionary<string, int> running, JsonNode frame)
    {
        if (frame["turn_id"]?.GetValue<string>() is not { } turnId)
            return;
        if (frame["kind"]?.GetValue<string>() == "turn.started")
            running[turnId] = 0;
        else if (KithSocket.TypeOf(frame) == "token")
            running[turnId] = frame["index"]!.GetValue<int>() + 1;
        else if (KithSocket.TypeOf(frame) == "done")
            running.Remove(turnId);
    }

    /// <summary>Every number of the log once, in order.</summary>
    private static void AssertOneOrder(List<JsonNode> frames, long after)
    {
        var cursors = frames
            .Where(frame => frame["cursor"] is not null && KithSocket.TypeOf(frame) != "ready")
            .Select(frame => long.Parse(frame["cursor"]!.GetValue<string>()))
            .ToList();
        Assert.Equal(Enumerable.Range(1, cursors.Count).Select(i => after + i), cursors);
    }

    /// <summary>Each turn's tokens, put together by their indexes, which have no gaps.</summary>
    private static Dictionary<string, string> TextsOf(List<JsonNode> frames)
    {
        var texts = new Dictionary<string, (int Next, StringBuilder Text)>(StringComparer.Ordinal);
        foreach (var token in frames.Where(frame => KithSocket.TypeOf(frame) == "token"))
        {
            var turnId = token["turn_id"]!.GetValue<string>();
            var (next, text) = texts.TryGetValue(turnId, out var known) ? known : (0, new StringBuilder());
            Assert.Equal(next, token["index"]!.GetValue<int>());
            texts[turnId] = (next + 1, text.Append(token["content"]!.GetValue<string>()));
        }

        return texts.ToDictionary(pair => pair.Key, pair => pair.Value.Text.ToString(), StringComparer.Ordinal);
    }

    private static bool IsLast(JsonNode frame) => frame["chat"]?["title"]?.GetValue<string>() == "The last";
}

public sealed class SqliteTwoDevicesTests(EventApp app) : TwoDevicesTests(app), IClassFixture<EventApp>;

public sealed class PostgresTwoDevicesTests(PostgresEventApp app) : TwoDevicesTests(app), IClassFixture<PostgresEventApp>;
