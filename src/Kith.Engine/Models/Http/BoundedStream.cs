namespace Kith.Engine.Models.Http;

/// <summary>
/// A response body that refuses to be endless: at most <paramref name="maxBytes"/> in all and <paramref name="maxLineBytes"/> without a line
/// end. Readers of events keep a line in memory until it ends, so the line is what must be bounded.
/// </summary>
/// <exception cref="InvalidDataException">From a read that goes beyond a bound.</exception>
internal sealed class BoundedStream(Stream inner, int maxLineBytes = BoundedStream.DefaultLine, long maxBytes = BoundedStream.DefaultTotal)
    : Stream
{
    private const int DefaultLine = 1024 * 1024;
    private const long DefaultTotal = 32 * 1024 * 1024;
    private int _line;
    private long _total;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Count(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Count(buffer.AsSpan(offset, read));
        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Count(ReadOnlySpan<byte> bytes)
    {
        _total += bytes.Length;
        var lineEnd = bytes.LastIndexOfAny((byte)'\n', (byte)'\r');
        _line = lineEnd < 0 ? _line + bytes.Length : bytes.Length - lineEnd - 1;
        if (_line > maxLineBytes || _total > maxBytes)
        {
            throw new InvalidDataException("A response larger than allowed.");
        }
    }
}
