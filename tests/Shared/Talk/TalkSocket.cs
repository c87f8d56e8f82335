using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kith.Tests.Shared.Talk;

/// <summary>A device's connection, which can be cut at any time.</summary>
internal sealed class TalkSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private byte[] _buffer = new byte[16 * 1024];

    /// <summary>Connects, and goes on after the cursor.</summary>
    public static async Task<TalkSocket> OpenAsync(Uri address, string token, string cursor, CancellationToken cancellationToken)
    {
        var socket = new TalkSocket();
        try
        {
            socket._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
            await socket._socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/ws/chat/" }.Uri, cancellationToken);
            await socket.SendAsync(new { type = "resume", cursor }, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public Task SendAsync(object frame, CancellationToken cancellationToken) =>
        _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(frame), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    /// <exception cref="IOException">The server closed.</exception>
    public async Task<JsonNode> ReadAsync(CancellationToken cancellationToken)
    {
        for (var length = 0; ; )
        {
            if (length == _buffer.Length)
                Array.Resize(ref _buffer, 2 * length);
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
                throw new IOException($"Closed with {(int?)_socket.CloseStatus} {_socket.CloseStatusDescription}");
            length += part.Count;
            if (part.EndOfMessage)
                return JsonNode.Parse(_buffer.AsSpan(0, length))!;
        }
    }

    /// <summary>Without a goodbye, as a network does it.</summary>
    public void Dispose()
    {
        _socket.Abort();
        _socket.Dispose();
    }
}
