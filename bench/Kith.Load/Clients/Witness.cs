using System.Net.ServerSentEvents;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kith.Load.Clients;

/// <summary>
/// Somebody who says things, remembers everything they were told, and says a thing again with the same key when they weren't told. Speaks
/// over a socket, with client ids, or over HTTP, with idempotency keys.
/// </summary>
internal sealed class Witness(string name, bool bySocket, HttpClient http)
{
    private readonly List<Said> _all = [];
    private KithPerson _person = null!;
    private string _refreshToken = "";

    public string Name => name;

    public IReadOnlyList<Said> All => _all;

    public string ChatId => _person.ChatId;

    public async Task EnterAsync(Uri address, CancellationToken cancellationToken)
    {
        (_person, _refreshToken) = await KithPerson.EnterWithRefreshAsync(http, address, cancellationToken);
    }

    /// <summary>Goes on at a server that was started again, with a fresh token.</summary>
    public async Task ReturnAsync(Uri address, CancellationToken cancellationToken)
    {
        (_person, _refreshToken) = await _person.RefreshAsync(address, _refreshToken, cancellationToken);
    }

    /// <summary>Says something new and listens to the end of the answer.</summary>
    public Task SayAsync(CancellationToken cancellationToken) => SendAsync(SayNew(), cancellationToken);

    /// <summary>Says something new and hears nothing of what the server answers, until cancelled.</summary>
    public async Task SayUnheardAsync(CancellationToken cancellationToken)
    {
        var said = SayNew();
        said.Attempts++;
        await using var door = bySocket ? await SocketDoor.OpenAsync(_person.Address, _person, cancellationToken) : null;
        using var request = Request(said);
        var sent =
            door?.SendAsync(said.Text, said.Key, cancellationToken).AsTask()
            ?? http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await sent.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Sends it, again or for the first time, and listens to the end of the answer.</summary>
    public Task SendAsync(Said said, CancellationToken cancellationToken)
    {
        said.Attempts++;
        return bySocket ? SendBySocketAsync(said, cancellationToken) : SendByHttpAsync(said, cancellationToken);
    }

    /// <summary>Everything in the chat, oldest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> ReadMessagesAsync(CancellationToken cancellationToken)
    {
        var messages = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var from = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = await _person.SendAsync(
                HttpMethod.Get,
                $"/api/ai/chats/{ChatId}/messages/?limit=200{from}",
                null,
                cancellationToken
            );
            messages.AddRange(page["results"]!.AsArray().Select(message => message!));
            cursor = page["next_cursor"]?.GetValue<string>();
        } while (cursor is not null);

        return messages;
    }

    private Said SayNew()
    {
        var said = new Said($"{name}-{_all.Count}", $"{name} says thing number {_all.Count}.");
        _all.Add(said);
        return said;
    }

    private async Task SendBySocketAsync(Said said, CancellationToken cancellationToken)
    {
        await using var door = await SocketDoor.OpenAsync(_person.Address, _person, cancellationToken);
        await door.SendAsync(said.Text, said.Key, cancellationToken);
        var turnId = "";
        while (!said.IsOver)
        {
            using var frame = JsonDocument.Parse(await door.ReadAsync(cancellationToken));
            var type = Text(frame.RootElement, "type");
            if (type == "message" && Text(frame.RootElement, "client_id") != said.Key)
                continue;
            if (type == "event" && Text(frame.RootElement, "kind") == "turn.started")
                turnId = Text(frame.RootElement, "turn_id");
            if (type == "error")
                End(said, Text(frame.RootElement, "code"));
            else if (type != "token" || Text(frame.RootElement, "turn_id") == turnId)
                Take(said, type, frame.RootElement);
        }
    }

    private async Task SendByHttpAsync(Said said, CancellationToken cancellationToken)
    {
        using var request = Request(said);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            if ((int)response.StatusCode < 500)
                said.Refuse();
            throw new TurnFailedException($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}");
        }

        var events = SseParser.Create(await response.Content.ReadAsStreamAsync(cancellationToken));
        await foreach (var item in events.EnumerateAsync(cancellationToken))
        {
            using var body = JsonDocument.Parse(item.Data);
            if (item.EventType == "error")
                End(said, Text(body.RootElement, "code"));
            else
                Take(said, item.EventType, body.RootElement);
        }

        if (!said.IsOver)
            throw new TurnFailedException("The stream ended without an end.");
    }

    private HttpRequestMessage Request(Said said)
    {
        var request = _person.Message(said.Text, "text/event-stream");
        request.Headers.Add("Idempotency-Key", said.Key);
        return request;
    }

    private static void Take(Said said, string type, JsonElement body) =>
        said.Take(type, type == "token" ? body.GetProperty("index").GetInt32() : 0, type == "token" ? Text(body, "content") : "");

    /// <summary>An answer that failed is an end too; anything else wasn't accepted.</summary>
    private static void End(Said said, string code)
    {
        if (code is "provider_unavailable" or "internal")
        {
            said.Take("done", 0, "");
            return;
        }

        said.Refuse();
        throw new TurnFailedException(code);
    }

    private static string Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>The server is gone, or refused.</summary>
    public static bool IsLost(Exception exception) =>
        exception is HttpRequestException or IOException or WebSocketException or TurnFailedException or OperationCanceledException;
}
