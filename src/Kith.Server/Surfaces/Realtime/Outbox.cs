using System.Net.WebSockets;

namespace Kith.Server.Surfaces.Realtime;

/// <summary>
/// What waits to be sent on one socket: at most 256 frames or 1 MB. Who sends waits for room, for what they send can wait; a
/// reader that makes none for 5 s is too slow.
/// </summary>
internal sealed class Outbox(WebSocket socket, CancellationToken gone) : IDisposable
{
    private const int MostFrames = 256;
    private const int MostBytes = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Queue<byte[]> _frames = new();
    private readonly SemaphoreSlim _sent = new(0);
    private long _bytes;
    private bool _isSending;
    private bool _isBroken;

    /// <summary>Queues a frame, and sends it at once if nothing is being sent; false when the reader is too slow.</summary>
    public async Task<bool> SendAsync(byte[] frame, CancellationToken cancellationToken)
    {
        while (!TryQueue(frame))
        {
            if (!await _sent.WaitAsync(Patience, cancellationToken))
                return false;
        }

        return true;
    }

    /// <summary>Completes when nothing waits any more, or nothing can be sent any more.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        while (IsSending)
            await _sent.WaitAsync(cancellationToken);
    }

    public void Dispose() => _sent.Dispose();

    private bool IsSending
    {
        get
        {
            lock (_gate)
                return _isSending;
        }
    }

    /// <summary>A frame larger than everything may wait goes when nothing else waits.</summary>
    private bool TryQueue(byte[] frame)
    {
        lock (_gate)
        {
            if (_isBroken)
                return true;
            if (_frames.Count == MostFrames || (_bytes > 0 && _bytes + frame.Length > MostBytes))
                return false;
            _bytes += frame.Length;
            _frames.Enqueue(frame);
            if (_isSending)
                return true;
            _isSending = true;
        }

        _ = SendAllAsync();
        return true;
    }

    /// <summary>Whoever queues the first frame sends, here and now as long as the socket takes it, and what others queue meanwhile.</summary>
    private async Task SendAllAsync()
    {
        var (frame, isBroken) = (Next(sent: 0), true);
        try
        {
            for (; frame is not null; frame = Next(frame.Length))
                await socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, gone);
            isBroken = false;
        }
        finally
        {
            if (isBroken)
                Break();
        }
    }

    private byte[]? Next(int sent)
    {
        lock (_gate)
        {
            _bytes -= sent;
            _isSending = _frames.TryDequeue(out var frame);
            TellRoom();
            return frame;
        }
    }

    /// <summary>The other side is gone: nothing is kept for it, and whoever reads from it ends the socket.</summary>
    private void Break()
    {
        lock (_gate)
        {
            (_isBroken, _isSending) = (true, false);
            _frames.Clear();
            TellRoom();
        }
    }

    private void TellRoom()
    {
        if (_sent.CurrentCount == 0)
            _sent.Release();
    }
}
