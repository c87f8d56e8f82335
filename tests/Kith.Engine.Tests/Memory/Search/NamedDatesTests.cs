using Kith.Engine.Memory.Search;

namespace Kith.Engine.Tests.Memory.Search;

/// <summary>The time a question names. Now is Saturday, 21 November 2026, in Pune.</summary>
public sealed class NamedDatesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 10, 0, 0, TimeSpan.FromHours(5.5));

    [Theory]
    [InlineData("What did I eat yesterday?", "2026-11-20", "2026-11-21")]
    [InlineData("who called today", "2026-11-21", "2026-11-22")]
    [InlineData("what happened last week?", "2026-11-09", "2026-11-16")]
    [InlineData("what happened this week?", "2026-11-16", "2026-11-23")]
    [InlineData("what did we do last weekend", "2026-11-14", "2026-11-16")]
    [InlineData("last month", "2026-10-01", "2026-11-01")]
    [InlineData("last year", "2025-01-01", "2026-01-01")]
    [InlineData("Whom did I meet last Tuesday?", "2026-11-17", "2026-11-18")]
    [InlineData("What came last Saturday?", "2026-11-14", "2026-11-15")]
    [InlineData("What did I say three days ago?", "2026-11-17", "2026-11-20")]
    [InlineData("a week ago", "2026-11-11", "2026-11-18")]
    [InlineData("Where was Melanie in May 2023?", "2023-05-01", "2023-06-01")]
    [InlineData("Where was Melanie on 7 May 2023?", "2023-05-07", "2023-05-08")]
    [InlineData("Where was Melanie on May 7th, 2023?", "2023-05-07", "2023-05-08")]
    [InlineData("Where was I in December?", "2025-12-01", "2026-01-01")]
    [InlineData("Where was I on the 3rd of November?", "2026-11-03", "2026-11-04")]
    [InlineData("What did Nate win in 2022?", "2022-01-01", "2023-01-01")]
    public void A_time_is_found(string question, string from, string until)
    {
        var found = NamedDates.Find(Words(question), s_now);

        Assert.NotNull(found);
        Assert.Equal((from, until), (found.From.ToString("yyyy-MM-dd"), found.Until.ToString("yyyy-MM-dd")));
        Assert.Equal(TimeSpan.FromHours(5.5), found.From.Offset);
    }

    [Theory]
    [InlineData("May I have a mango?")]
    [InlineData("I may march on")]
    [InlineData("long ago")]
    [InlineData("on 31 February 2023")]
    [InlineData("What is on the last page?")]
    public void No_time_is_found(string question) => Assert.Null(NamedDates.Find(Words(question).Where(w => w != "2023").ToArray(), s_now));

    [Fact]
    public void What_was_said_then_is_near_what_came_after_less_and_what_came_before_not()
    {
        var day = NamedDates.Find(["yesterday"], s_now)!;

        Assert.Equal(1, day.Nearness(day.From.ToUnixTimeMilliseconds()));
        Assert.InRange(day.Nearness(day.Until.AddDays(7).ToUnixTimeMilliseconds()), 0.3, 0.4);
        Assert.Equal(0, day.Nearness(day.From.ToUnixTimeMilliseconds() - 1));
    }

    private static string[] Words(string text) => [.. Tokeniser.Read(text).Select(token => token.Word)];
}
