using System.Net;
using System.Net.Http.Headers;

namespace Kith.Benchmarks;

/// <summary>Answers every request with the same events, without a network.</summary>
internal sealed class Replay(IReadOnlyList<byte[]> events, Func<bool> isPaced) : HttpMessageHandler
{
    private readonly byte[] _all = [.. events.SelectMany(bytes => bytes)];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = new StreamContent(isPaced() ? new PacedStream(events) : new MemoryStream(_all));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/event-stream");
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
    }

    /// <summary>Each read is one event, and none is there before it is asked for.</summary>
    private sealed class PacedStream(IReadOnlyList<byte[]> events) : Stream
    {
        private int _next;
        private int _read;

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
            if (_next == events.Count)
                return 0;
            if (_read == 0)
                await Task.Yield();
            var rest = events[_next].AsMemory(_read);
            var length = Math.Min(rest.Length, buffer.Length);
            rest[..length].CopyTo(buffer);
            _read = length == rest.Length ? 0 : _read + length;
            if (_read == 0)
                _next++;
            return length;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
