using System.Text.Json.Nodes;

namespace Kith.Server.Tests.GraphQL;

/// <summary>A client of the protocol <c>graphql-transport-ws</c>, message by message.</summary>
internal sealed class GraphQLClient(KithSocket socket) : IDisposable
{
    public static async Task<GraphQLClient> ConnectAsync(KithApp app, params (string Name, string Value)[] headers) =>
        new(await KithSocket.ConnectAsync(app, "/graphql/", "graphql-transport-ws", headers));

    /// <summary>Connected, and signed in by the payload of <c>connection_init</c>.</summary>
    public static async Task<GraphQLClient> ConnectAsync(KithApp app, Person person)
    {
        var client = await ConnectAsync(app);
        await client.SendAsync(new { type = "connection_init", payload = new { Authorization = $"Bearer {person.AccessToken}" } });
        Assert.Equal("""{"type":"connection_ack"}""", (await client.ReadAsync())!.ToJsonString());
        return client;
    }

    public string? Protocol => socket.Protocol;

    public Task SendAsync(object message) => socket.SendAsync(message);

    public Task SendTextAsync(string text) => socket.SendTextAsync(text);

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
    public Task<JsonNode?> ReadAsync() => socket.ReadAsync();

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

        throw new InvalidOperationException($"Closed with {socket.CloseCode}");
    }

    /// <summary>Events of turns up to the first of this kind.</summary>
    public async Task<List<JsonNode>> ReadEventsAsync(string id, string kind) =>
        [
            .. (await ReadUntilAsync(id, message => EventOf(message) is { } e && Subscriber.KindOf(e) == kind)).Select(message =>
                EventOf(message)!
            ),
        ];

    /// <summary>Reads until the server closes; answers its code.</summary>
    public Task<int?> ExpectCloseAsync() => socket.ExpectCloseAsync();

    public static string TypeOf(JsonNode message) => KithSocket.TypeOf(message);

    public void Dispose() => socket.Dispose();

    private static JsonNode? EventOf(JsonNode message) => message["payload"]?["data"]?["turnEvents"];
}
