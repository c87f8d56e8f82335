using Kith.Engine.Memory;

namespace Kith.Engine.Tests.Memory;

public sealed class GreeterTests
{
    private static readonly DateTimeOffset Evening = new(2026, 11, 21, 13, 34, 0, TimeSpan.Zero); // 19:04 in Kolkata

    [Theory]
    [InlineData(13, "Good evening, Medhavi.")]
    [InlineData(2, "Good morning, Medhavi.")]
    [InlineData(8, "Good afternoon, Medhavi.")]
    [InlineData(20, "Still up, Medhavi?")]
    public void It_goes_by_the_persons_own_clock(int utcHour, string start)
    {
        var now = new DateTimeOffset(2026, 11, 21, utcHour, 30, 0, TimeSpan.Zero);

        Assert.StartsWith(start, Greeter.Compose(Profile("Medhavi", "Asia/Kolkata"), now, now.AddDays(-1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_name_or_a_zone_it_claims_neither() =>
        Assert.Equal("Hey. I'm Aira. What's on your mind?", Greeter.Compose(Profile(null, null), Evening, lastSeen: null));

    [Theory]
    [InlineData(0.1, "Where were we?")]
    [InlineData(1, "How was your day?")]
    [InlineData(3, "It's been 3 days.")]
    [InlineData(90, "It's been a while")]
    public void It_knows_how_long_it_has_been(double days, string words) =>
        Assert.Contains(words, Greeter.Compose(Profile(null, null), Evening, Evening.AddDays(-days)), StringComparison.Ordinal);

    private static Profile Profile(string? name, string? zone) => new("p", name, "{}", "{}", 1, zone, 0, 0);
}
