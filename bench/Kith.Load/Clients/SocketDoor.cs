using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Kith.Load.Clients;

/// <summary>Over a WebSocket: Kith's, or the relay's, which speaks the same frames for a turn.</summary>
internal sealed class SocketDoor : Door
{
    private readonly ClientWebSocket _socket = new();
    private readonly string _chat;
    private byte[] _buffer = new byte[16 * 1024];

    private SocketDoor(string chat) => _chat = chat;

    /// <param name="person">Null at the relay, which knows nobody.</param>
    public static async Task<SocketDoor> OpenAsync(Uri address, KithPerson? person, CancellationToken cancellationToken)
    {
        var door = new SocketDoor(person is null ? "" : $"\"chat_id\":\"{person.ChatId}\",");
        if (person is not null)
            door._socket.Options.SetRequestHeader("Authorization", $"Bearer {person.Token}");
        await door._socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/ws/chat/" }.Uri, cancellationToken);
        if (person is not null && !IsType((await door.ReadAsync(cancellationToken)).Span, "ready"u8))
            throw new TurnFailedException("The socket isn't ready.");
        return door;
    }

    public override async Task<TurnTimes> SayAsync(string text, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await SendAsync(text, clientId: null, cancellationToken);
        TimeSpan accepted = default,
            first = default;
        while (true)
        {
            var frame = await ReadAsync(cancellationToken);
            if (IsType(frame.Span, "token"u8))
            {
                if (first == default)
                    first = Since(start);
                if (Seen is { } seen)
                    Tell(frame.Span, seen);
            }
            else if (IsType(frame.Span, "message"u8))
                accepted = Since(start);
            else if (IsType(frame.Span, "done"u8))
                return new TurnTimes(accepted, first, Since(start));
            else if (IsType(frame.Span, "error"u8))
                throw new TurnFailedException(Encoding.UTF8.GetString(frame.Span));
        }
    }

    /// <summary>Says it, and waits for nothing.</summary>
    public ValueTask SendAsync(string text, string? clientId, CancellationToken cancellationToken)
    {
        var id = clientId is null ? "" : $"\"client_id\":\"{clientId}\",";
        var frame = Encoding.UTF8.GetBytes($"{{\"type\":\"message\",{_chat}{id}\"content\":{JsonSerializer.Serialize(text)}}}");
        return _socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
    }

    /// <summary>The next frame, valid until the next call.</summary>
    /// <exception cref="TurnFailedException">The server closed.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length)
                Array.Resize(ref _buffer, 2 * length);
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
                throw new TurnFailedException($"Closed with {(int?)_socket.CloseStatus} {_socket.CloseStatusDescription}");
            length += part.Count;
            if (part.EndOfMessage)
                return _buffer.AsMemory(0, length);
        }
    }

    public static bool IsType(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> type)
    {
        var start = "{\"type\":\""u8;
        return frame.StartsWith(start) && frame[start.Length..].StartsWith(type) && frame[start.Length + type.Length] == '"';
    }

    public override ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    internal static void Tell(ReadOnlySpan<byte> token, TokenSeen seen)
    {
        var json = new Utf8JsonReader(token);
        var (turn, index, content) = ("", 0, "");
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            if (json.ValueTextEquals("turn_id"u8) && json.Read())
                turn = json.GetString()!;
            else if (json.ValueTextEquals("index"u8) && json.Read())
                index = json.GetInt32();
            else if (json.ValueTextEquals("content"u8) && json.Read())
                content = json.GetString()!;
        }

        seen(turn, index, content);
    }
}
