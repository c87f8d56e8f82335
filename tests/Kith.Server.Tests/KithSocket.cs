using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kith.Server.Tests;

/// <summary>A WebSocket client that reads frame by frame.</summary>
public sealed class KithSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    private KithSocket(string? protocol, (string Name, string Value)[] headers)
    {
        _socket.Options.CollectHttpResponseDetails = true;
        if (protocol is not null)
            _socket.Options.AddSubProtocol(protocol);
        foreach (var (name, value) in headers)
            _socket.Options.SetRequestHeader(name, value);
    }

    /// <summary>The close code, once <see cref="ReadAsync"/> has answered null.</summary>
    public int? CloseCode => (int?)_socket.CloseStatus;

    public int? HttpStatus => (int)_socket.HttpStatusCode;

    /// <summary>The subprotocol that was agreed on.</summary>
    public string? Protocol => _socket.SubProtocol;

    /// <summary>Connects; <paramref name="headers"/> go with the upgrade.</summary>
    public static Task<KithSocket> ConnectAsync(KithApp app, string path, params (string Name, string Value)[] headers) =>
        ConnectAsync(app, path, protocol: null, headers);

    /// <summary>As above, offering a subprotocol.</summary>
    public static async Task<KithSocket> ConnectAsync(
        KithApp app,
        string path,
        string? protocol,
        params (string Name, string Value)[] headers
    )
    {
        var socket = new KithSocket(protocol, headers);
        await socket.OpenAsync(app, path);
        return socket;
    }

    /// <summary>Connects with a person's bearer token and reads the <c>ready</c> frame.</summary>
    public static async Task<KithSocket> ConnectAsync(KithApp app, string path, Person person)
    {
        var socket = await ConnectAsync(app, path, ("Authorization", $"Bearer {person.AccessToken}"));
        await socket.ExpectAsync("ready");
        return socket;
    }

    /// <summary>The status of an upgrade that is refused.</summary>
    public static async Task<int> RefusalAsync(KithApp app, string path, params (string Name, string Value)[] headers)
    {
        using var socket = new KithSocket(protocol: null, headers);
        await Assert.ThrowsAsync<WebSocketException>(() => socket.OpenAsync(app, path));
        return socket.HttpStatus ?? 0;
    }

    public Task SendAsync(object frame) => SendTextAsync(JsonSerializer.Serialize(frame));

    public Task SendTextAsync(string text, WebSocketMessageType type = WebSocketMessageType.Text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), type, endOfMessage: true, TestContext.Current.CancellationToken);

    /// <summary>The next frame; null when the server closed.</summary>
    public async Task<JsonNode?> ReadAsync()
    {
        using var bytes = new MemoryStream();
        while (true)
        {
            var part = await _socket.ReceiveAsync(new ArraySegment<byte>(_buffer), TestContext.Current.CancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                // As every browser answers it.
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
                return null;
            }

            bytes.Write(_buffer.AsSpan(0, part.Count));
            if (part.EndOfMessage)
                return JsonNode.Parse(bytes.ToArray());
        }
    }

    /// <summary>Frames up to the first of this type, which is the last.</summary>
    public async Task<List<JsonNode>> ReadUntilAsync(string type)
    {
        var frames = new List<JsonNode>();
        while (await ReadAsync() is { } frame)
        {
            frames.Add(frame);
            if (TypeOf(frame) == type)
                return frames;
        }

        throw new InvalidOperationException($"Closed with {CloseCode} before {type}; got {string.Join(" ", frames.Select(TypeOf))}");
    }

    /// <summary>The first frame of this type; those before it are passed over.</summary>
    public async Task<JsonNode> ExpectAsync(string type) => (await ReadUntilAsync(type))[^1];

    /// <summary>Reads until the server closes; answers its code.</summary>
    public async Task<int?> ExpectCloseAsync()
    {
        while (await ReadAsync() is not null) { }
        return CloseCode;
    }

    public static string TypeOf(JsonNode frame) => frame["type"]!.GetValue<string>();

    public static string Text(IEnumerable<JsonNode> frames) =>
        string.Concat(frames.Where(frame => TypeOf(frame) == "token").Select(frame => frame["content"]!.GetValue<string>()));

    public void Dispose() => _socket.Dispose();

    private Task OpenAsync(KithApp app, string path) =>
        _socket.ConnectAsync(new Uri($"ws://{app.Address.Authority}{path}"), TestContext.Current.CancellationToken);
}
