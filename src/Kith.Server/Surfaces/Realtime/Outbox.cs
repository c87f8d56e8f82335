using System.Net.WebSockets;
using System.Threading.Channels;

namespace Kith.Server.Surfaces.Realtime;

/// <summary>
/// What waits to be sent on one socket: at most 256 frames or 1 MB. Who sends waits for room, for what they send can wait; a
/// reader that makes none for 5 s is too slow.
/// </summary>
internal sealed class Outbox(WebSocket socket) : IDisposable
{
    private const int MostFrames = 256;
    private const int MostBytes = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Channel<byte[]> _frames = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(MostFrames) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }
    );
    private readonly SemaphoreSlim _sent = new(0);
    private long _bytes;

    /// <summary>Queues a frame; false when the reader is too slow.</summary>
    public async Task<bool> SendAsync(byte[] frame, CancellationToken cancellationToken)
    {
        while (!TryQueue(frame))
        {
            if (!await _sent.WaitAsync(Patience, cancellationToken))
                return false;
        }

        return true;
    }

    /// <summary>No more frames: <see cref="RunAsync"/> ends when those that wait are sent.</summary>
    public void Complete() => _frames.Writer.TryComplete();

    /// <summary>Sends until completed or cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var frame in _frames.Reader.ReadAllAsync(cancellationToken))
        {
            await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            Interlocked.Add(ref _bytes, -frame.Length);
            if (_sent.CurrentCount == 0)
                _sent.Release();
        }
    }

    public void Dispose() => _sent.Dispose();

    /// <summary>A frame larger than everything may wait goes when nothing else waits.</summary>
    private bool TryQueue(byte[] frame)
    {
        var bytes = Interlocked.Add(ref _bytes, frame.Length);
        if ((bytes <= MostBytes || bytes == frame.Length) && _frames.Writer.TryWrite(frame))
            return true;
        Interlocked.Add(ref _bytes, -frame.Length);
        return false;
    }
}
