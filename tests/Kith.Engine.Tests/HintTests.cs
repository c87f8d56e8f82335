namespace Kith.Engine.Tests;

public sealed class HintTests
{
    private readonly Hint _hint = new(wakesInline: true);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_came_while_nobody_waited_is_told_once()
    {
        _hint.Wake();
        _hint.Wake();

        await _hint.WaitAsync();
        var second = _hint.WaitAsync();

        Assert.False(second.IsCompleted);
        _hint.Wake();
        await second;
    }

    [Fact]
    public void The_waiter_goes_on_within_the_call_that_wakes_it()
    {
        var seen = 0;
        async Task CountAsync()
        {
            while (true)
            {
                await _hint.WaitAsync();
                seen++;
            }
        }

        _ = CountAsync();
        for (var i = 1; i <= 3; i++)
        {
            _hint.Wake();
            Assert.Equal(i, seen);
        }
    }

    [Fact]
    public async Task Who_waits_so_long_at_most_goes_on_by_a_hint_by_the_clock_or_when_it_is_cancelled()
    {
        var (hint, clock) = (new Hint(), new FakeClock());
        using var stop = new CancellationTokenSource();
        Task WaitAsync() => hint.WaitAsync(TimeSpan.FromSeconds(15), clock, stop.Token);

        var byHint = WaitAsync();
        hint.Wake();
        await byHint.WaitAsync(Cancel);
        var byClock = WaitAsync();
        clock.Advance(TimeSpan.FromSeconds(14));
        Assert.False(byClock.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await byClock.WaitAsync(Cancel);
        var cancelled = WaitAsync();
        Assert.False(cancelled.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(0, clock.Timers);
    }

    [Fact]
    public void Who_may_not_hold_up_the_one_that_wakes_goes_on_elsewhere()
    {
        var hint = new Hint();
        using var woken = new ManualResetEventSlim();
        var thread = 0;
        async Task WaitAsync()
        {
            await hint.WaitAsync();
            thread = Environment.CurrentManagedThreadId;
            woken.Set();
        }

        _ = WaitAsync();
        hint.Wake();
        woken.Wait(Cancel);

        Assert.NotEqual(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public async Task No_hint_is_lost_between_threads()
    {
        const int count = 10_000;
        var (told, seen) = (0, 0);
        var reading = Task.Run(
            async () =>
            {
                while (Volatile.Read(ref seen) < count)
                {
                    await _hint.WaitAsync();
                    seen = Volatile.Read(ref told);
                }
            },
            Cancel
        );

        for (var i = 0; i < count; i++)
        {
            Interlocked.Increment(ref told);
            _hint.Wake();
        }

        await reading;
        Assert.Equal(count, seen);
    }
}
