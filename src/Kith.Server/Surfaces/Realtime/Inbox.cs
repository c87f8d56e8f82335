using System.Buffers;
using System.Net.WebSockets;
using System.Threading.RateLimiting;

namespace Kith.Server.Surfaces.Realtime;

/// <summary>Reads one socket: text frames of at most 64 KB, and no flood of them.</summary>
internal sealed class Inbox(WebSocket socket, SocketEnd end, bool limited) : IDisposable
{
    private const int MostBytes = 64 * 1024;
    private const int FramesPerMinute = 1_200;

    private readonly ArrayBufferWriter<byte> _buffer = new(4 * 1024);
    private readonly TokenBucketRateLimiter _limiter = new(
        new TokenBucketRateLimiterOptions
        {
            TokenLimit = FramesPerMinute / 4,
            TokensPerPeriod = FramesPerMinute / 60,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }
    );
    private Task<ValueWebSocketReceiveResult>? _receiving;

    /// <summary>The next text frame, valid until the next call; null when the other side closed.</summary>
    /// <exception cref="SocketClosedException">It is too large, not text, or one too many; or somebody ended the socket.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        _buffer.ResetWrittenCount();
        while (true)
        {
            _receiving = socket.ReceiveAsync(_buffer.GetMemory(4 * 1024), cancellationToken).AsTask();
            if (await Task.WhenAny(_receiving, end.Ended) != _receiving)
                throw await end.Ended;
            var part = await _receiving;
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            if (part.MessageType == WebSocketMessageType.Binary)
                throw new SocketClosedException(WebSocketCloseStatus.InvalidMessageType, "Frames are text.");
            _buffer.Advance(part.Count);
            if (_buffer.WrittenCount > MostBytes)
                throw new SocketClosedException(CloseCodes.TooLarge, "A frame may have 64 KB.");
            if (!part.EndOfMessage)
                continue;
            if (limited && !_limiter.AttemptAcquire().IsAcquired)
                throw new SocketClosedException(CloseCodes.RateLimited, "Too many frames.");
            return _buffer.WrittenMemory;
        }
    }

    /// <summary>After our close went out: reads on until the other side's comes, or <paramref name="cancellationToken"/> aborts.</summary>
    public async Task WaitForCloseAsync(CancellationToken cancellationToken)
    {
        var part = _receiving is null ? default : await _receiving.WaitAsync(cancellationToken);
        while (part.MessageType != WebSocketMessageType.Close && socket.State == WebSocketState.CloseSent)
        {
            _buffer.ResetWrittenCount();
            part = await socket.ReceiveAsync(_buffer.GetMemory(4 * 1024), cancellationToken);
        }
    }

    public void Dispose() => _limiter.Dispose();
}
