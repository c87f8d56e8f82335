using System.Buffers;
using System.Net.WebSockets;
using System.Threading.RateLimiting;
using Kith.Server.Hosting;

namespace Kith.Server.Surfaces;

/// <summary>Reads one socket: text frames of at most 64 KB that are finished in time, and no flood of them.</summary>
internal sealed class Inbox(WebSocket socket, SocketEnd end, SocketLimits limits, TimeProvider clock) : IDisposable
{
    /// <summary>From the first part of a frame to its last.</summary>
    public static readonly TimeSpan FinishTime = TimeSpan.FromSeconds(30);

    private const int MostBytes = 64 * 1024;

    /// <summary>A frame may come in pieces, but what would pieces without anything in them be for?</summary>
    private const int MostEmptyPieces = 64;

    private const int PieceBytes = 4 * 1024;

    private ArrayBufferWriter<byte> _buffer = new();
    private readonly TokenBucketRateLimiter? _limiter = limits.NewFrameLimiter();
    private Task<ValueWebSocketReceiveResult>? _receiving;

    /// <summary>The next text frame, valid until the next call; null when the other side closed.</summary>
    /// <exception cref="SocketClosedException">
    /// It is too large, not text, not finished, or one too many; or somebody ended the socket.
    /// </exception>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        // Most sockets say nothing most of the time: only a frame that has begun gets a buffer.
        _buffer = new ArrayBufferWriter<byte>();
        ITimer? unfinished = null;
        try
        {
            for (var empty = 0; ; )
            {
                var part = await ReceiveAsync(unfinished is null ? Memory<byte>.Empty : _buffer.GetMemory(PieceBytes), cancellationToken);
                if (part.MessageType == WebSocketMessageType.Close)
                    return null;
                if (part.MessageType == WebSocketMessageType.Binary)
                    throw new SocketClosedException(WebSocketCloseStatus.InvalidMessageType, "Frames are text.");
                _buffer.Advance(part.Count);
                if (_buffer.WrittenCount > MostBytes)
                    throw new SocketClosedException(CloseCodes.TooLarge, "A frame may have 64 KB.");
                if (part.EndOfMessage)
                    break;
                if (part.Count == 0 && ++empty > MostEmptyPieces)
                    throw new SocketClosedException(CloseCodes.RateLimited, "Too many empty frames.");
                unfinished ??= clock.CreateTimer(EndUnfinished, state: null, FinishTime, Timeout.InfiniteTimeSpan);
            }
        }
        finally
        {
            unfinished?.Dispose();
        }

        _limiter?.TryReplenish();
        if (_limiter?.AttemptAcquire().IsAcquired == false)
            throw new SocketClosedException(CloseCodes.RateLimited, "Too many frames.");
        return _buffer.WrittenMemory;
    }

    /// <summary>After our close went out: reads on until the other side's comes, or <paramref name="cancellationToken"/> aborts.</summary>
    public async Task WaitForCloseAsync(CancellationToken cancellationToken)
    {
        var part = _receiving is null ? default : await _receiving.WaitAsync(cancellationToken);
        while (part.MessageType != WebSocketMessageType.Close && socket.State == WebSocketState.CloseSent)
        {
            _buffer.ResetWrittenCount();
            part = await socket.ReceiveAsync(_buffer.GetMemory(PieceBytes), cancellationToken);
        }
    }

    public void Dispose() => _limiter?.Dispose();

    /// <summary>The end comes first: who sends without a pause would never be told of it.</summary>
    private async Task<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (end.Ended.IsCompleted)
            throw await end.Ended;
        _receiving = socket.ReceiveAsync(buffer, cancellationToken).AsTask();
        if (await Task.WhenAny(_receiving, end.Ended) != _receiving)
            throw await end.Ended;
        return await _receiving;
    }

    private void EndUnfinished(object? state) =>
        end.End(new SocketClosedException(CloseCodes.Unfinished, $"A frame wasn't finished within {FinishTime.TotalSeconds} seconds."));
}
