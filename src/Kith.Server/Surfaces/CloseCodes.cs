using System.Net.WebSockets;

namespace Kith.Server.Surfaces;

/// <summary>Why a socket is closed.</summary>
internal static class CloseCodes
{
    public const WebSocketCloseStatus Unauthenticated = (WebSocketCloseStatus)4401;
    public const WebSocketCloseStatus NotFound = (WebSocketCloseStatus)4404;
    public const WebSocketCloseStatus Unfinished = (WebSocketCloseStatus)4408;
    public const WebSocketCloseStatus RateLimited = (WebSocketCloseStatus)4429;
    public const WebSocketCloseStatus TooSlow = (WebSocketCloseStatus)4008;
    public const WebSocketCloseStatus TooLarge = WebSocketCloseStatus.MessageTooBig;
    public const WebSocketCloseStatus Restarting = (WebSocketCloseStatus)1012;
    public const WebSocketCloseStatus Unavailable = (WebSocketCloseStatus)1013;
}

/// <summary>Ends a socket with this code.</summary>
internal sealed class SocketClosedException(WebSocketCloseStatus code, string reason) : Exception(reason)
{
    public WebSocketCloseStatus Code => code;

    public static SocketClosedException Unavailable() => new(CloseCodes.Unavailable, "The database can't answer. Come back soon.");
}

/// <summary>
/// Where anything may end a socket. Reading stops at it in good order: cancelling a read would abort the socket, and the client
/// would never learn why.
/// </summary>
internal sealed class SocketEnd : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<Exception> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the first reason given.</summary>
    public Task<Exception> Ended => _ended.Task;

    /// <summary>Cancelled then, for what doesn't touch the socket itself.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>The first reason counts. What watches the socket may call this when it is already gone; then nothing happens.</summary>
    public void End(Exception reason)
    {
        lock (_gate)
        {
            if (_ended.TrySetResult(reason))
                _ = _stopping.CancelAsync();
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _ended.TrySetCanceled();
        _stopping.Dispose();
    }
}
