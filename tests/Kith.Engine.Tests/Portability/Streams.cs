using System.Text;

namespace Kith.Engine.Tests.Portability;

/// <summary>A stream that can only be read.</summary>
public abstract class ReadOnlyStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>Gives a few bytes at once, as a bad line does.</summary>
public sealed class OddStream(byte[] bytes, int bytesAtOnce) : ReadOnlyStream
{
    private int _position;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Math.Min(Math.Min(bytesAtOnce, buffer.Length), bytes.Length - _position);
        bytes.AsMemory(_position, count).CopyTo(buffer);
        _position += count;
        return ValueTask.FromResult(count);
    }
}

/// <summary>Made while it is read.</summary>
public sealed class MadeStream : ReadOnlyStream
{
    private readonly IEnumerator<string> _pieces;
    private Memory<byte> _rest;

    public MadeStream(Func<MadeStream, IEnumerable<string>> pieces) => _pieces = pieces(this).GetEnumerator();

    public long BytesRead { get; private set; }

    /// <summary>How many of them came before anything that is wanted.</summary>
    public long Unknown { get; set; } = long.MaxValue / 2;

    public Action BeforeRead { get; set; } = () => { };

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        BeforeRead();
        while (_rest.IsEmpty && _pieces.MoveNext())
            _rest = Encoding.UTF8.GetBytes(_pieces.Current);
        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        BytesRead += count;
        return ValueTask.FromResult(count);
    }
}
