using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Kith.Tests.Shared.Talk;

/// <summary>
/// Somebody in a chat with people, on a device that loses its connection again and again. They say things, say again with the same client id
/// what nobody acknowledged, change, delete and react to what was said, and keep what they are told, by its cursor alone.
/// </summary>
/// <param name="canary">In everything they say.</param>
/// <param name="foreign">What they must never see.</param>
internal sealed class Talker(
    TalkServer server,
    string name,
    string canary,
    IReadOnlyList<string> foreign,
    Random random,
    ConcurrentQueue<string> faults
)
{
    private const int MostOnOneConnection = 40;

    private static readonly string[] s_emoji = ["👍", "❤️", "🎉", "👋🏽", "🇮🇳"];

    private readonly SortedDictionary<long, JsonNode> _view = [];
    private readonly Dictionary<string, int> _told = new(StringComparer.Ordinal);
    private readonly HashSet<string> _acknowledged = new(StringComparer.Ordinal);
    private readonly HashSet<long> _deleted = [];
    private string _token = "";
    private long _cursor;
    private int _said;

    public string UserId { get; private set; } = "";

    public string ChatId { get; set; } = "";

    public int Connections { get; private set; }

    /// <summary>How much they have said so far.</summary>
    public int Said => Volatile.Read(ref _said);

    /// <summary>What was acknowledged, by client id.</summary>
    public IReadOnlySet<string> Acknowledged => _acknowledged;

    /// <summary>What they deleted, or tried to, by its number.</summary>
    public IReadOnlySet<long> Deleted => _deleted;

    /// <summary>What they know of the chat, a line each.</summary>
    public IEnumerable<string> View => _view.Values.Select(message => message.ToJsonString());

    public async Task SignUpAsync(CancellationToken cancellationToken)
    {
        var body = new
        {
            email = $"{Guid.NewGuid():N}@example.org",
            password = $"{Guid.NewGuid()}",
            display_name = name,
        };
        var entered = (await server.SendAsync(HttpMethod.Post, "/api/auth/register", token: null, body, cancellationToken))!;
        (_token, UserId) = (entered["access_token"]!.GetValue<string>(), entered["user"]!["id"]!.GetValue<string>());
    }

    public Task<JsonNode?> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken) =>
        server.SendAsync(method, path, _token, body, cancellationToken);

    /// <summary>From here on they know what happens.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken) =>
        _cursor = NumberOf((await SendAsync(HttpMethod.Get, "/api/events/", null, cancellationToken))!["cursor"]!);

    /// <summary>Says so many things, each until it is acknowledged.</summary>
    public async Task TalkAsync(int count, CancellationToken cancellationToken)
    {
        while (_said < count)
        {
            try
            {
                using var socket = await ConnectAsync(cancellationToken);
                for (var left = random.Next(1, MostOnOneConnection); left > 0 && _said < count; left--)
                    await SayAsync(socket, cancellationToken);
            }
            catch (Exception e) when (TalkServer.IsLost(e))
            {
                // Cut; the next connection goes on.
            }
        }
    }

    /// <summary>Says the last thing there is to say.</summary>
    public async Task EndAsync(string clientId, CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(cancellationToken);
        await socket.SendAsync(Message("That's all.", clientId), cancellationToken);
        while (!_acknowledged.Contains(clientId))
            Take(await socket.ReadAsync(cancellationToken));
    }

    /// <summary>Reads on until they know of the message with this client id.</summary>
    public async Task HearAsync(string clientId, CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(cancellationToken);
        while (_view.Count == 0 || _view.Last().Value["client_id"]?.GetValue<string>() != clientId)
            Take(await socket.ReadAsync(cancellationToken));
    }

    /// <summary>What is there by now, oldest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> ReadAsync(CancellationToken cancellationToken)
    {
        var all = new List<JsonNode>();
        for (string? next = ""; next is not null; )
        {
            var path = $"/api/people-chats/{ChatId}/messages/?limit=200&cursor={next}";
            var page = (await SendAsync(HttpMethod.Get, path, null, cancellationToken))!;
            all.AddRange(page["results"]!.AsArray().Select(message => message!));
            next = page["next_cursor"]?.GetValue<string>();
        }

        foreach (var message in all)
            CheckForeign(message.ToJsonString());
        return all;
    }

    private async Task<TalkSocket> ConnectAsync(CancellationToken cancellationToken)
    {
        Connections++;
        return await server.ConnectAsync(_token, $"{_cursor}", cancellationToken);
    }

    /// <summary>The next thing, or once more what wasn't acknowledged; sometimes the connection breaks as soon as it is sent.</summary>
    private async Task SayAsync(TalkSocket socket, CancellationToken cancellationToken)
    {
        var clientId = $"{name}-{_said}";
        await socket.SendAsync(Message($"{name} says thing number {_said}.", clientId), cancellationToken);
        if (random.Next(30) == 0)
            throw new IOException("Cut.");
        while (!_acknowledged.Contains(clientId))
            Take(await socket.ReadAsync(cancellationToken));
        _said++;
        await DoAsync(socket, cancellationToken);
    }

    /// <summary>Something else, now and then.</summary>
    private async Task DoAsync(TalkSocket socket, CancellationToken cancellationToken)
    {
        if (_view.Count == 0)
            return;
        var (seq, message) = _view.ElementAt(random.Next(_view.Count));
        var path = $"/api/people-chats/{ChatId}/messages/{IdOf(message)}/";
        var isMine = message["sender"]!["id"]!.GetValue<string>() == UserId;
        switch (random.Next(40))
        {
            case 0 when isMine:
                await TryAsync(HttpMethod.Patch, path, new { content = $"{canary} {name} puts it differently." }, cancellationToken);
                break;
            case 1 when isMine:
                _deleted.Add(seq);
                await TryAsync(HttpMethod.Delete, path, null, cancellationToken);
                break;
            case 2 or 3:
                var emoji = Uri.EscapeDataString(s_emoji[random.Next(s_emoji.Length)]);
                await TryAsync(
                    random.Next(3) == 0 ? HttpMethod.Delete : HttpMethod.Put,
                    $"{path}reactions/{emoji}/",
                    null,
                    cancellationToken
                );
                break;
            case 4:
                await socket.SendAsync(
                    new
                    {
                        type = "typing",
                        chat_id = ChatId,
                        is_typing = true,
                    },
                    cancellationToken
                );
                break;
            case 5 or 6:
                await socket.SendAsync(
                    new
                    {
                        type = "read",
                        chat_id = ChatId,
                        message_id = IdOf(message),
                    },
                    cancellationToken
                );
                break;
            case 7:
                // In a chat that isn't theirs: it must be refused, and nowhere to be found.
                await socket.SendAsync(
                    new
                    {
                        type = "message",
                        chat_id = $"{Guid.NewGuid()}",
                        content = "refused",
                        client_id = $"refused-{Guid.NewGuid()}",
                    },
                    cancellationToken
                );
                break;
            case 8:
                // Too long for the chat that is.
                await socket.SendAsync(Message($"refused {new string('x', 40_000)}", $"refused-{Guid.NewGuid()}"), cancellationToken);
                break;
        }
    }

    /// <summary>Somebody may have deleted the message meanwhile, and the server may be gone.</summary>
    private async Task TryAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(method, path, body, cancellationToken);
        }
        catch (HttpRequestException e) when (e.StatusCode == System.Net.HttpStatusCode.NotFound || TalkServer.IsLost(e))
        {
            // Either way the events tell.
        }
    }

    private object Message(string content, string clientId) =>
        new
        {
            type = "message",
            chat_id = ChatId,
            content = $"{canary} {content}",
            client_id = clientId,
        };

    private void Take(JsonNode frame)
    {
        var text = frame.ToJsonString();
        CheckForeign(text);
        var type = frame["type"]!.GetValue<string>();
        if (type == "ready" || frame["cursor"] is not { } at)
            return;
        var cursor = NumberOf(at);
        if (cursor <= _cursor)
        {
            // What is said again is answered the first, beside the log.
            if (type == "message" && frame["client_id"] is { } again)
                _acknowledged.Add(again.GetValue<string>());
            else
                faults.Enqueue($"{name} was told {cursor} after {_cursor}: {text}");
            return;
        }

        _cursor = cursor;
        if (type == "resync")
            faults.Enqueue($"{name} lost the log at {cursor}");
        else if (frame["message"] is { } message && message["chat"]!.GetValue<string>() == ChatId)
            Put(frame, type, message);
        else if (frame["kind"]?.GetValue<string>() == "message.deleted")
            Remove(frame["message_id"]!.GetValue<string>());
    }

    private void CheckForeign(string text)
    {
        foreach (var word in foreign.Where(word => text.Contains(word, StringComparison.Ordinal)))
            faults.Enqueue($"{name} saw {word}: {text}");
    }

    private void Put(JsonNode frame, string type, JsonNode message)
    {
        _view[message["seq"]!.GetValue<long>()] = message;
        if (type != "message")
            return;
        var times = _told[IdOf(message)] = _told.GetValueOrDefault(IdOf(message)) + 1;
        if (times > 1)
            faults.Enqueue($"{name} was told {times} times of {IdOf(message)}");
        if (frame["client_id"] is { } clientId)
            _acknowledged.Add(clientId.GetValue<string>());
    }

    private void Remove(string id)
    {
        foreach (var seq in _view.Where(pair => IdOf(pair.Value) == id).Select(pair => pair.Key).ToList())
            _view.Remove(seq);
    }

    private static string IdOf(JsonNode message) => message["id"]!.GetValue<string>();

    private static long NumberOf(JsonNode cursor) => long.Parse(cursor.GetValue<string>(), CultureInfo.InvariantCulture);
}
