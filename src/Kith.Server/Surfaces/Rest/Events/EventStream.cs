using System.Buffers;
using System.Text;
using Kith.Engine;
using Kith.Engine.Turns;
using Kith.Engine.Users;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.Events;

/// <summary>
/// A person's feed as server-sent events: the event's name is the frame's type, its id the cursor. A frame is taken from the feed when
/// the one before it is written, so a reader that doesn't read holds a bounded buffer, until the web server gives it up.
/// </summary>
/// <param name="ready">The first frame: a browser that loses the stream before anything happens knows where to go on.</param>
internal sealed class EventStream(CurrentUser user, Frame ready, long after) : IResult
{
    /// <summary>Proxies take a silent connection for a dead one.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        using var patience = new Patience(httpContext, user);
        using var writing = new SemaphoreSlim(1, 1);
        httpContext.Response.ContentType = "text/event-stream";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.IsOver);
        var beating = BeatAsync(httpContext, writing, stop.Token);
        try
        {
            await WriteAsync(httpContext.Response, writing, Bytes(ready), patience.IsOver);
            var feed = services.GetRequiredService<Feed>();
            await foreach (var frame in feed.FollowAsync(user.Caller, after, conversationId: null, turns: null, patience.IsOver))
                await WriteAsync(httpContext.Response, writing, Bytes(Frame.Of(frame, user.Caller)), patience.IsOver);
        }
        catch (OperationCanceledException) when (patience.IsOver.IsCancellationRequested)
        {
            // It ends as a stream does; who still wants it comes back.
        }
        catch (StorageUnavailableException)
        {
            await WriteAsync(httpContext.Response, writing, Bytes(Frame.Error(new StorageUnavailable())), patience.IsOver)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            await stop.CancelAsync();
            await beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Says something that means nothing, and notes that the sign-in is in use.</summary>
    private async Task BeatAsync(HttpContext http, SemaphoreSlim writing, CancellationToken cancellationToken)
    {
        var signIns = http.RequestServices.GetRequiredService<SignIns>();
        using var timer = new PeriodicTimer(KeepAlive, http.RequestServices.GetRequiredService<TimeProvider>());
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            signIns.NoteUse(user.SignInId, user.Caller.PrincipalId);
            await WriteAsync(http.Response, writing, ":\n\n"u8.ToArray(), cancellationToken);
        }
    }

    private static async Task WriteAsync(HttpResponse response, SemaphoreSlim writing, byte[] bytes, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            await response.BodyWriter.WriteAsync(bytes, cancellationToken);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>JSON has no line breaks but escaped ones.</summary>
    private static byte[] Bytes(Frame frame)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Encoding.UTF8.GetBytes($"event: {frame.Type}\n{(frame.Cursor is null ? "" : $"id: {frame.Cursor}\n")}data: ", bytes);
        bytes.Write(frame.ToUtf8());
        bytes.Write("\n\n"u8);
        return bytes.WrittenSpan.ToArray();
    }
}
