using System.Buffers;
using System.Text;
using Kith.Engine;
using Kith.Engine.Users;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces;

/// <summary>A server-sent event.</summary>
/// <param name="Data">JSON, in which all line breaks are escaped, or nothing.</param>
internal readonly record struct StreamEvent(string Type, byte[] Data, string? Id = null);

/// <summary>
/// Writes server-sent events until their stream ends, or the caller's patience. An event is taken when the one before it is written, so a
/// reader that doesn't read holds what waits for it, until the web server gives it up.
/// </summary>
internal sealed class EventStreamWriter(HttpContext http, CurrentUser user, Patience patience) : IDisposable
{
    /// <summary>Proxies take a silent connection for a dead one.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <param name="unavailable">What is told at last when the database can't answer.</param>
    public async Task WriteAsync(IAsyncEnumerable<StreamEvent> events, params StreamEvent[] unavailable)
    {
        http.Response.ContentType = StreamDocument.MediaType;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.IsOver);
        var beating = BeatAsync(stop.Token);
        try
        {
            // The client learns that it is followed, before anything happens.
            await http.Response.BodyWriter.FlushAsync(patience.IsOver);
            await foreach (var told in events)
                await WriteAsync(Bytes(told), patience.IsOver);
        }
        catch (OperationCanceledException) when (patience.IsOver.IsCancellationRequested)
        {
            // It ends as a stream does; who still wants it comes back.
        }
        catch (StorageUnavailableException)
        {
            foreach (var told in unavailable)
                await WriteAsync(Bytes(told), patience.IsOver).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            await stop.CancelAsync();
            await beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _writing.Dispose();

    /// <summary>Says something that means nothing, and notes that the sign-in is in use.</summary>
    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        var signIns = http.RequestServices.GetRequiredService<SignIns>();
        using var timer = new PeriodicTimer(KeepAlive, http.RequestServices.GetRequiredService<TimeProvider>());
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            signIns.NoteUse(user.SignInId, user.Caller.PrincipalId);
            await WriteAsync(":\n\n"u8.ToArray(), cancellationToken);
        }
    }

    private async Task WriteAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await http.Response.BodyWriter.WriteAsync(bytes, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    private static byte[] Bytes(StreamEvent told)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Encoding.UTF8.GetBytes($"event: {told.Type}\n{(told.Id is null ? "" : $"id: {told.Id}\n")}data: ", bytes);
        bytes.Write(told.Data);
        bytes.Write("\n\n"u8);
        return bytes.WrittenSpan.ToArray();
    }
}
