using System.Net.WebSockets;

namespace Kith.Server.Surfaces;

/// <summary>
/// What waits to be sent on one socket: at most 256 frames or 1 MB. Who sends waits for room, for what they send can wait; a
/// reader that takes nothing for <see cref="Patience"/> is too slow, one that takes a little now and then is not.
/// </summary>
internal sealed class Outbox(WebSocket socket, TimeProvider clock, CancellationToken gone)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private const int MostFrames = 256;
    private const int MostBytes = 1024 * 1024;

    /// <summary>A large message goes in pieces, so that each is a sign that it is being read.</summary>
    private const int PieceBytes = 16 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<byte[]> _frames = new();
    private TaskCompletionSource? _taken;
    private long _bytes;
    private bool _isSending;
    private bool _isBroken;

    /// <summary>Queues a frame, and sends it at once if nothing is being sent; false when the reader is too slow.</summary>
    public async Task<bool> SendAsync(byte[] frame, CancellationToken cancellationToken)
    {
        while (!TryQueue(frame, out var taken))
        {
            try
            {
                await taken.WaitAsync(Patience, clock, cancellationToken);
            }
            catch (TimeoutException)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Completes when nothing waits any more, or nothing can be sent any more.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        while (IsSending(out var taken))
            await taken.WaitAsync(cancellationToken);
    }

    /// <param name="taken">Completes when the socket takes the next piece.</param>
    private bool IsSending(out Task taken)
    {
        lock (_gate)
        {
            taken = _isSending ? NextTaken() : Task.CompletedTask;
            return _isSending;
        }
    }

    /// <summary>A frame larger than everything may wait goes when nothing else waits.</summary>
    /// <param name="taken">Completes when there may be room.</param>
    private bool TryQueue(byte[] frame, out Task taken)
    {
        taken = Task.CompletedTask;
        lock (_gate)
        {
            if (_isBroken)
                return true;
            if (_frames.Count == MostFrames || (_bytes > 0 && _bytes + frame.Length > MostBytes))
            {
                taken = NextTaken();
                return false;
            }

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
        var isBroken = true;
        try
        {
            while (Next() is { } frame)
            {
                for (var from = 0; from < frame.Length; from += PieceBytes)
                {
                    var piece = frame.AsMemory(from, Math.Min(PieceBytes, frame.Length - from));
                    await socket.SendAsync(piece, WebSocketMessageType.Text, from + PieceBytes >= frame.Length, gone);
                    Tell(piece.Length);
                }
            }

            isBroken = false;
        }
        finally
        {
            if (isBroken)
                Break();
        }
    }

    private byte[]? Next()
    {
        lock (_gate)
        {
            _isSending = _frames.TryDequeue(out var frame);
            if (!_isSending)
                Tell(0);
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
            Tell(0);
        }
    }

    /// <summary>Tells whoever waits that this much was taken, or that nothing more will be.</summary>
    private void Tell(int bytes)
    {
        lock (_gate)
        {
            _bytes -= bytes;
            _taken?.TrySetResult();
            _taken = null;
        }
    }

    private Task NextTaken() => (_taken ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
}
