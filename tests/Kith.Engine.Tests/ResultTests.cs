namespace Kith.Engine.Tests;

public sealed class ResultTests
{
    [Fact]
    public void A_failure_gives_no_value()
    {
        Result<int> result = new NotFound("conversation");

        Assert.False(result.Try(out _, out var failure));
        Assert.Equal("not_found", failure.Code);
        Assert.Throws<InvalidOperationException>(() => result.Value);
    }

    [Fact]
    public void A_value_comes_back()
    {
        Result<int> result = 7;

        Assert.True(result.Try(out var value, out _));
        Assert.Equal(7, value);
    }
}
