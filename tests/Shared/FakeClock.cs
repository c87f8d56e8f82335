namespace Kith.Tests.Shared;

/// <summary>A clock that stands still until a test moves it; timers that fall due fire inside <see cref="Advance"/>.</summary>
public sealed class FakeClock(DateTimeOffset? start = null) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<FakeTimer> _timers = [];
    private readonly DateTimeOffset _start = start ?? new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private readonly List<(int Count, TaskCompletionSource Reached)> _expected = [];
    private readonly List<(TimeSpan DueTime, TaskCompletionSource Set)> _awaited = [];
    private TimeSpan _elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _start + _elapsed;
    }

    public override long GetTimestamp()
    {
        lock (_lock)
            return _elapsed.Ticks;
    }

    /// <summary>Moves on, stopping at each timer on the way, so that what repeats fires as often as it would have.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        TimeSpan end;
        lock (_lock)
            end = _elapsed + by;
        while (TakeDue(end) is { } due)
            due.Fire();
    }

    /// <summary>Moves on at once, as if the machine had slept: what fell due meanwhile fires once.</summary>
    public void Jump(TimeSpan by)
    {
        FakeTimer[] due;
        lock (_lock)
        {
            _elapsed += by;
            due = [.. _timers.Where(timer => timer.DueAt <= _elapsed).OrderBy(timer => timer.DueAt)];
            foreach (var timer in due)
                timer.Reschedule(from: _elapsed);
        }

        foreach (var timer in due)
            timer.Fire();
    }

    /// <summary>Completes when so many timers are set: what is to be woken by the clock must be waiting before it moves.</summary>
    public Task WhenTimersAsync(int count)
    {
        var expected = (count, Reached: new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_lock)
            _expected.Add(expected);
        Settle();
        return expected.Reached.Task;
    }

    /// <summary>How many timers are set now.</summary>
    public int Timers
    {
        get
        {
            lock (_lock)
                return _timers.Count(timer => timer.DueAt is not null);
        }
    }

    /// <summary>Completes when the next timer is set to fire after exactly that time: who sets it is waiting then.</summary>
    public Task WhenSetAsync(TimeSpan dueTime)
    {
        var awaited = (dueTime, Set: new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_lock)
            _awaited.Add(awaited);
        return awaited.Set.Task;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>The next timer due until <paramref name="end"/>, with the clock set to its time; null when none is left.</summary>
    private FakeTimer? TakeDue(TimeSpan end)
    {
        lock (_lock)
        {
            var next = _timers.Where(timer => timer.DueAt <= end).MinBy(timer => timer.DueAt);
            _elapsed =
                next is null ? end
                : next.DueAt > _elapsed ? next.DueAt!.Value
                : _elapsed;
            next?.Reschedule();
            return next;
        }
    }

    private void Settle()
    {
        lock (_lock)
        {
            var set = _timers.Count(timer => timer.DueAt is not null);
            foreach (var (count, reached) in _expected)
                if (set >= count)
                    reached.TrySetResult();
        }
    }

    private sealed class FakeTimer(FakeClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public TimeSpan? DueAt { get; private set; }

        public void Fire() => callback(state);

        public void Reschedule(TimeSpan? from = null) => DueAt = _period > TimeSpan.Zero ? (from ?? DueAt) + _period : null;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool fireNow;
            lock (clock._lock)
            {
                _period = period;
                fireNow = dueTime == TimeSpan.Zero;
                DueAt =
                    dueTime == Timeout.InfiniteTimeSpan ? null
                    : fireNow ? (period > TimeSpan.Zero ? clock._elapsed + period : null)
                    : clock._elapsed + dueTime;
                clock._timers.Remove(this);
                clock._timers.Add(this);
                foreach (var awaited in clock._awaited.Where(awaited => awaited.DueTime == dueTime))
                    awaited.Set.TrySetResult();
                clock._awaited.RemoveAll(awaited => awaited.DueTime == dueTime);
            }

            clock.Settle();
            // As a real timer does: not on the caller's stack.
            if (fireNow)
                ThreadPool.QueueUserWorkItem(_ => Fire());
            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
