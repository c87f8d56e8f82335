namespace Kith.Engine.Tests;

public sealed class HintTests
{
    private readonly Hint _hint = new();

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
            TestContext.Current.CancellationToken
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
