using System.Text.Json.Nodes;

namespace Kith.Server.Tests.GraphQL;

/// <summary>Follows a chat's turns by server-sent events, from when it is there.</summary>
internal sealed class Subscriber(HttpResponseMessage response) : IAsyncDisposable
{
    public const string Query =
        "subscription($id: ID!) { turnEvents(sessionId: $id) { kind turnId index content code message { id role content status } } }";

    private readonly IAsyncEnumerator<ServerEvent> _events = ServerEvents.ReadAsync(response).GetAsyncEnumerator();

    public int Status => (int)response.StatusCode;

    public static async Task<Subscriber> StreamAsync(Person who, string chatId, string query = Query) =>
        new(await who.OpenStreamAsync("/graphql/", new { query, variables = new { id = chatId } }));

    /// <summary>The next event of a turn; null at the stream's end, whether it said so or not.</summary>
    public async Task<JsonNode?> ReadAsync() =>
        await _events.MoveNextAsync() && _events.Current.Type == "next" ? _events.Current.Data["data"]!["turnEvents"] : null;

    /// <summary>Events up to the first of this kind, which is the last.</summary>
    public async Task<List<JsonNode>> ReadUntilAsync(string kind)
    {
        var events = new List<JsonNode>();
        while (await ReadAsync() is { } next)
        {
            events.Add(next);
            if (KindOf(next) == kind)
                return events;
        }

        throw new InvalidOperationException($"Ended before {kind}; got {string.Join(" ", events.Select(KindOf))}");
    }

    public async Task<JsonNode> ExpectAsync(string kind) => (await ReadUntilAsync(kind))[^1];

    public static string KindOf(JsonNode e) => e["kind"]!.GetValue<string>();

    public static string Text(IEnumerable<JsonNode> events) =>
        string.Concat(events.Where(e => KindOf(e) == "token").Select(e => e["content"]!.GetValue<string>()));

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        response.Dispose();
    }
}
