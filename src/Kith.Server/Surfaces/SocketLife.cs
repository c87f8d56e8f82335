using System.Net.WebSockets;
using Kith.Engine;
using Kith.Server.Hosting;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces;

/// <summary>One open socket: what comes, what goes, and where anything may end it.</summary>
internal sealed record OpenSocket(HttpContext Http, Inbox Inbox, Outbox Outbox, SocketEnd End);

/// <summary>
/// What is spoken on a socket, until the client leaves. <c>user</c> is who the request itself signed in, or null; <c>place</c> is given back
/// for one of their own when they sign in later.
/// </summary>
internal delegate Task SocketTalk(OpenSocket socket, CurrentUser? user, IDisposable place, CancellationToken cancellationToken);

/// <summary>The life of one socket, whatever is spoken on it: the upgrade, the conversation, and the close that tells why it ended.</summary>
internal sealed partial class SocketLife(
    Origins origins,
    Credentials credentials,
    SocketLimits limits,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<SocketLife> log
)
{
    internal static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(2);

    /// <param name="protocol">The subprotocol the client has to offer; null for none.</param>
    public async Task<IResult> RunAsync(HttpContext http, string? protocol, SocketTalk converse)
    {
        if (!http.WebSockets.IsWebSocketRequest)
            return new Problem(StatusCodes.Status400BadRequest, "invalid", "This address speaks WebSocket.");
        if (protocol is not null && !http.WebSockets.WebSocketRequestedProtocols.Contains(protocol))
            return new Problem(StatusCodes.Status400BadRequest, "invalid", $"Sockets speak {protocol} here.");
        if (!origins.IsAllowed(http))
            return new Problem(StatusCodes.Status403Forbidden, "forbidden", "Pages of this origin may not open sockets here.");
        var found = await credentials.FindAsync(http);
        if (found.Failure is { } failure)
            return failure.ToProblem();
        using var place = limits.TryOpen(http, found.Value?.Caller);
        if (place is null)
            return SocketLimits.TooManyOpen.ToProblem();
        using var socket = await http.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext
            {
                SubProtocol = protocol,
                KeepAliveInterval = limits.Ping,
                KeepAliveTimeout = limits.Ping,
            }
        );
        await RunAsync(socket, http, (open, gone) => converse(open, found.Value, place, gone));
        return TypedResults.Empty;
    }

    private async Task RunAsync(WebSocket socket, HttpContext http, Func<OpenSocket, CancellationToken, Task> converse)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        using var end = new SocketEnd();
        using var restarting = lifetime.ApplicationStopping.Register(() =>
            end.End(new SocketClosedException(CloseCodes.Restarting, "Restarting. Come back."))
        );
        var outbox = new Outbox(socket, clock, gone.Token);
        using var inbox = new Inbox(socket, end, limits, clock);
        var (code, reason) = await EndOfAsync(() => converse(new OpenSocket(http, inbox, outbox, end), gone.Token));
        await CloseAsync(socket, inbox, outbox, code, reason);
        await gone.CancelAsync();
        await outbox.FlushAsync(CancellationToken.None);
    }

    private async Task<(WebSocketCloseStatus Code, string Reason)> EndOfAsync(Func<Task> converse)
    {
        try
        {
            await converse();
            return (WebSocketCloseStatus.NormalClosure, "Goodbye.");
        }
        catch (SocketClosedException e)
        {
            return (e.Code, e.Message);
        }
        catch (StorageUnavailableException)
        {
            var closed = SocketClosedException.Unavailable();
            return (closed.Code, closed.Message);
        }
        catch (OwnerGoneException)
        {
            return (CloseCodes.Unauthenticated, "This sign-in has ended.");
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            return (WebSocketCloseStatus.EndpointUnavailable, "");
        }
        catch (Exception e) when (LogBug(e))
        {
            return (WebSocketCloseStatus.InternalServerError, "Something went wrong on our side.");
        }
    }

    private async Task CloseAsync(WebSocket socket, Inbox inbox, Outbox outbox, WebSocketCloseStatus code, string reason)
    {
        using var time = new CancellationTokenSource(CloseTime, clock);
        try
        {
            // What was said before the end is sent before the close, unless the reader doesn't read.
            await outbox.FlushAsync(time.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(code, reason, time.Token);
            await inbox.WaitForCloseAsync(time.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            socket.Abort();
        }
    }

    private bool LogBug(Exception exception)
    {
        LogFailed(log, exception);
        return true;
    }

    [LoggerMessage(LogLevel.Error, "A socket failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
