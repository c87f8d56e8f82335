using Kith.Engine.Models.Pipeline;

namespace Kith.Engine.Tests.Models;

public sealed class CircuitBreakerTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void Four_failures_and_an_old_one_leave_it_closed()
    {
        var breaker = new CircuitBreaker(_clock);
        breaker.Fail();
        _clock.Advance(TimeSpan.FromSeconds(30.1));
        Fail(breaker, 4);

        Assert.True(breaker.TryEnter());
    }

    [Fact]
    public void An_answer_in_between_starts_the_count_again()
    {
        var breaker = new CircuitBreaker(_clock);
        Fail(breaker, 4);
        breaker.Succeed();
        Fail(breaker, 4);

        Assert.True(breaker.TryEnter());
    }

    [Fact]
    public void Open_it_lets_one_probe_through_after_thirty_seconds()
    {
        var breaker = new CircuitBreaker(_clock);
        Fail(breaker, 5);

        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(breaker.TryEnter());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(breaker.TryEnter());
        Assert.False(breaker.TryEnter());
    }

    [Fact]
    public void A_failed_probe_opens_it_for_another_thirty_seconds()
    {
        var breaker = new CircuitBreaker(_clock);
        Fail(breaker, 5);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(breaker.TryEnter());
        breaker.Fail();

        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(breaker.TryEnter());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(breaker.TryEnter());
    }

    [Fact]
    public void A_probe_that_the_caller_stopped_leaves_room_for_the_next()
    {
        var breaker = new CircuitBreaker(_clock);
        Fail(breaker, 5);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(breaker.TryEnter());
        breaker.Leave();

        Assert.True(breaker.TryEnter());
        breaker.Begin();
        Assert.True(breaker.TryEnter());
        Assert.True(breaker.TryEnter());
    }

    private static void Fail(CircuitBreaker breaker, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.True(breaker.TryEnter());
            breaker.Fail();
        }
    }
}
