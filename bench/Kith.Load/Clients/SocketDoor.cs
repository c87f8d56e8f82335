using System.Diagnostics;
using System.Net.Sockets;
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
    /// <param name="receiveBuffer">How much the system takes while nobody reads; 0: as much as it likes.</param>
    public static async Task<SocketDoor> OpenAsync(
        Uri address,
        KithPerson? person,
        CancellationToken cancellationToken,
        int receiveBuffer = 0
    )
    {
        var door = new SocketDoor(person is null ? "" : $"\"chat_id\":\"{person.ChatId}\",");
        if (person is not null)
            door._socket.Options.SetRequestHeader("Authorization", $"Bearer {person.Token}");
        using var invoker = new HttpMessageInvoker(Handler(receiveBuffer), disposeHandler: false);
        await door._socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/ws/chat/" }.Uri, invoker, cancellationToken);
        if (person is not null && !IsType((await door.ReadAsync(cancellationToken)).Span, "ready"u8))
            throw new TurnFailedException("The socket isn't ready.");
        return door;
    }

    /// <summary>Comes in as a guest by the first frame, without a chat.</summary>
    public static async Task<SocketDoor> OpenAsGuestAsync(Uri address, CancellationToken cancellationToken)
    {
        var door = await OpenAsync(address, person: null, cancellationToken);
        var auth = Encoding.UTF8.GetBytes("""{"type":"auth","guest":true}""");
        await door._socket.SendAsync(auth.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        return IsType((await door.ReadAsync(cancellationToken)).Span, "ready"u8)
            ? door
            : throw new TurnFailedException("The socket isn't ready.");
    }

    /// <summary>Answers pings until the end; what comes is dropped.</summary>
    public void ListenInTheBackground()
    {
        _buffer = new byte[64];
        _ = Task.Run(async () =>
        {
            while (true)
                await _socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None);
        });
    }

    /// <summary>Reads what is left; true when the server closed before its end.</summary>
    public async Task<bool> IsClosedAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            while (true)
                await ReadAsync(patience.Token);
        }
        catch (Exception e) when (e is TurnFailedException or WebSocketException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
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

    private static SocketsHttpHandler Handler(int receiveBuffer) =>
        new()
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                if (receiveBuffer > 0)
                    socket.ReceiveBufferSize = receiveBuffer;
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };

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
