using System.Threading.Channels;

namespace Kith.Engine.Tests.Models;

/// <summary>A clock that stands still, and tells when somebody begins to wait on it: tests move it then, and never sleep.</summary>
internal sealed class WatchedClock : TimeProvider
{
    private readonly FakeClock _clock = new();
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    public override long GetTimestamp() => _clock.GetTimestamp();

    public void Advance(TimeSpan by) => _clock.Advance(by);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _clock.CreateTimer(callback, state, dueTime, period);
        _waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Lets the next wait that is not one of the pipeline's time-outs pass at once; tells how long it was.</summary>
    public async Task<TimeSpan> PassRetryDelayAsync()
    {
        while (true)
        {
            var wait = await _waits.Reader.ReadAsync(TestContext.Current.CancellationToken);
            if (wait > TimeSpan.Zero && wait <= TimeSpan.FromSeconds(20))
            {
                Advance(wait);
                return wait;
            }
        }
    }
}
