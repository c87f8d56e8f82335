using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kith.Server.Tests.Authorization;
using Kith.Server.Tests.Events;

namespace Kith.Server.Tests.People;

/// <summary>
/// All that somebody was answered and told, without what differs from person to person: each id and name made for a test is the number of its first mention.
/// </summary>
internal sealed partial class Transcript
{
    private readonly SteppingApp _app;
    private readonly Person _me;
    private readonly string _cursor;
    private readonly string _mark;
    private readonly KithSocket _live;
    private readonly HttpResponseMessage _stream;
    private readonly IAsyncEnumerator<ServerEvent> _streamed;
    private readonly List<string> _lines = [];
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);

    private Transcript(SteppingApp app, Person me, string cursor, string mark, KithSocket live, HttpResponseMessage stream)
    {
        (_app, _me, _cursor, _mark) = (app, me, cursor, mark);
        (_live, _stream, _streamed) = (live, stream, ServerEvents.ReadAsync(stream).GetAsyncEnumerator());
    }

    public static async Task<Transcript> BeginAsync(SteppingApp app, Person me)
    {
        var mark = await ChatApp.StartChatAsync(me);
        var cursor = await me.CursorAsync();
        var live = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        return new Transcript(app, me, cursor, mark, live, await me.OpenStreamAsync($"/api/events/stream?cursor={cursor}"));
    }

    public async Task NoteAsync(Task<Answer> answering)
    {
        var answer = await answering;
        Add($"{answer.Request} {answer.Status} {answer.Text}");
        await ListenAsync();
    }

    public async Task TryAsync(Door door, Actor actor)
    {
        var outcome = await door.TryAsync(_app, actor);
        Add($"{door.Name} {outcome.Cell} {outcome.Said}");
        await ListenAsync();
    }

    public async Task SendAsync(object frame)
    {
        await _live.SendAsync(frame);
        await _live.SendAsync(new { type = "ping" });
        // What the log tells of it may come before the answers, or after them.
        await ListenAsync(await EventDoors.ReadAsync(_live, one => KithSocket.TypeOf(one) == "pong"));
    }

    /// <summary>With all that is told of the events meanwhile to who was away.</summary>
    public async Task<List<string>> EndAsync()
    {
        var last = await MarkAsync();
        AddAll("polling", await EventDoors.PollAsync(_me, _cursor, last));
        AddAll("a socket that resumes", await EventDoors.ResumeAsync(_app, _me, _cursor, last));
        _live.Dispose();
        await _streamed.DisposeAsync();
        _stream.Dispose();
        return _lines;
    }

    /// <summary>What is told live of what was just done, before anything else is done: frames show things as they are by then.</summary>
    private async Task ListenAsync(params IEnumerable<JsonNode> before)
    {
        var isMark = await MarkAsync();
        var frames = before.Concat(await EventDoors.ReadAsync(_live, isMark)).ToLookup(frame => frame["cursor"] is not null);
        AddAll("the socket answers", frames[false]);
        AddAll("the socket tells", frames[true]);
        do
        {
            Assert.True(await _streamed.MoveNextAsync());
            AddAll("the stream", [_streamed.Current.Data]);
        } while (!isMark(_streamed.Current.Data));
    }

    /// <summary>Changes something that nobody else sees; how the frame is known that tells it.</summary>
    private async Task<Func<JsonNode, bool>> MarkAsync()
    {
        var title = $"after line {_lines.Count}";
        (await _me.PatchAsync($"/api/ai/chats/{_mark}/", new { title })).Expect(200);
        return frame => frame["chat"]?["title"]?.GetValue<string>() == title;
    }

    private void AddAll(string door, IEnumerable<JsonNode> frames)
    {
        foreach (var frame in frames)
            Add($"{door}: {frame.ToJsonString()}");
    }

    private void Add(string text)
    {
        var neutral = Differing().Replace(text, "");
        _lines.Add(Name().Replace(neutral, match => NumberOf(match.Value)));
    }

    private string NumberOf(string name)
    {
        _names.TryAdd(name, _names.Count + 1);
        return $"#{_names[name]}";
    }

    [GeneratedRegex(
        "\"(?:trace_id|next_cursor)\":\"[^\"]*\"|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Differing();

    [GeneratedRegex(
        "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(told|canary)?[0-9a-f]{32}",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Name();
}
