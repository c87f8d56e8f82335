using Kith.Engine.Models.Http;

namespace Kith.Engine.Tests.Models;

public sealed class BoundedStreamTests
{
    [Fact]
    public async Task An_endless_line_is_refused_before_it_fills_the_memory()
    {
        using var endless = new RepeatingStream("x");

        await Assert.ThrowsAsync<InvalidDataException>(() => DrainAsync(endless));

        Assert.InRange(endless.Given, 1024 * 1024, 3 * 1024 * 1024);
    }

    [Fact]
    public async Task Endless_events_are_refused_too()
    {
        using var endless = new RepeatingStream("data: {\"choices\":[]}\n\n");

        await Assert.ThrowsAsync<InvalidDataException>(() => DrainAsync(endless));

        Assert.InRange(endless.Given, 32 * 1024 * 1024, 34 * 1024 * 1024);
    }

    private static async Task DrainAsync(Stream stream)
    {
        await foreach (var item in ProviderAnswer.ReadEventsAsync(stream, TestContext.Current.CancellationToken))
        {
            Assert.NotNull(item.Data);
        }
    }

    private sealed class RepeatingStream(string text) : MemoryStream
    {
        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            for (var i = 0; i < buffer.Length; i++)
            {
                buffer.Span[i] = (byte)text[(int)((Given + i) % text.Length)];
            }
            Given += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
