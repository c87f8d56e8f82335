using System.Text;
using Kith.FakeModel.Scripts;

namespace Kith.FakeModel.Wire;

/// <summary>Writes server-sent events, flushed one by one, cut the way the script wants.</summary>
/// <param name="cutAt">The whole stream goes out in two pieces, the first of so many bytes; null: event by event.</param>
internal sealed class EventWriter(HttpResponse response, Framing framing, int? cutAt, CancellationToken cancellationToken)
{
    private static readonly string[] LineEnds = ["\r\n", "\n", "\r"];
    private readonly List<byte> _held = [];
    private int _events;

    public Task StartAsync()
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        return response.StartAsync(cancellationToken);
    }

    public async Task WriteAsync(string text)
    {
        // A whole event gets one kind of line end: CR then LF across two lines would read as a single one.
        var lineEnd = framing == Framing.MixedLineEnds ? LineEnds[_events++ % LineEnds.Length] : "\n";
        var bytes = Encoding.UTF8.GetBytes(text.Replace("\n", lineEnd, StringComparison.Ordinal));
        if (cutAt is not null)
        {
            _held.AddRange(bytes);
            return;
        }
        var step = framing == Framing.ByteByByte ? 1 : bytes.Length;
        for (var at = 0; at < bytes.Length; at += step)
        {
            await response.Body.WriteAsync(bytes.AsMemory(at, step), cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }

    /// <summary>What was held back, in its two pieces.</summary>
    public async Task FinishAsync()
    {
        var bytes = _held.ToArray();
        var cut = Math.Min(cutAt ?? 0, bytes.Length);
        foreach (var piece in new[] { bytes.AsMemory(0, cut), bytes.AsMemory(cut) })
        {
            await response.Body.WriteAsync(piece, cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }
}
