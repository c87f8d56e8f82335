using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kith.Server.Tests.GraphQL;

/// <summary>A client of the protocol <c>graphql-transport-ws</c>, message by message.</summary>
internal sealed class GraphQLClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    public static async Task<GraphQLClient> ConnectAsync(KithApp app, params (string Name, string Value)[] headers)
    {
        var client = new GraphQLClient();
        client._socket.Options.AddSubProtocol("graphql-transport-ws");
        foreach (var (name, value) in headers)
            client._socket.Options.SetRequestHeader(name, value);
        await client._socket.ConnectAsync(new Uri($"ws://{app.Address.Authority}/graphql/"), TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>Connected, and signed in by the payload of <c>connection_init</c>.</summary>
    public static async Task<GraphQLClient> ConnectAsync(KithApp app, Person person)
    {
        var client = await ConnectAsync(app);
        await client.SendAsync(new { type = "connection_init", payload = new { Authorization = $"Bearer {person.AccessToken}" } });
        Assert.Equal("""{"type":"connection_ack"}""", (await client.ReadAsync())!.ToJsonString());
        return client;
    }

    public string? Protocol => _socket.SubProtocol;

    public Task SendAsync(object message) => SendTextAsync(JsonSerializer.Serialize(message));

    public Task SendTextAsync(string text) =>
        _socket.SendAsync(
            Encoding.UTF8.GetBytes(text),
            WebSocketMessageType.Text,
            endOfMessage: true,
            TestContext.Current.CancellationToken
        );

    public Task SubscribeAsync(string id, string query, object? variables = null) =>
        SendAsync(
            new
            {
                id,
                type = "subscribe",
                payload = new { query, variables },
            }
        );

    /// <summary>The next message; null when the server closed.</summary>
    public async Task<JsonNode?> ReadAsync()
    {
        using var bytes = new MemoryStream();
        while (true)
        {
            var part = await _socket.ReceiveAsync(new ArraySegment<byte>(_buffer), TestContext.Current.CancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
                return null;
            }

            bytes.Write(_buffer.AsSpan(0, part.Count));
            if (part.EndOfMessage)
                return JsonNode.Parse(bytes.ToArray());
        }
    }

    /// <summary>The messages of an operation up to this type, which is the last.</summary>
    public async Task<List<JsonNode>> ReadUntilAsync(string id, Func<JsonNode, bool> isLast)
    {
        var messages = new List<JsonNode>();
        while (await ReadAsync() is { } message)
        {
            if (message["id"]?.GetValue<string>() != id)
                continue;
            messages.Add(message);
            if (isLast(message))
                return messages;
        }

        throw new InvalidOperationException($"Closed with {_socket.CloseStatus}: {_socket.CloseStatusDescription}");
    }

    /// <summary>Events of turns up to the first of this kind.</summary>
    public async Task<List<JsonNode>> ReadEventsAsync(string id, string kind) =>
        [
            .. (await ReadUntilAsync(id, message => EventOf(message) is { } e && Subscriber.KindOf(e) == kind)).Select(message =>
                EventOf(message)!
            ),
        ];

    /// <summary>Reads until the server closes; answers its code.</summary>
    public async Task<int?> ExpectCloseAsync()
    {
        while (await ReadAsync() is not null) { }
        return (int?)_socket.CloseStatus;
    }

    public static string TypeOf(JsonNode message) => message["type"]!.GetValue<string>();

    public void Dispose() => _socket.Dispose();

    private static JsonNode? EventOf(JsonNode message) => message["payload"]?["data"]?["turnEvents"];
}
