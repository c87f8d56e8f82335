namespace Kith.Engine.Tests;

public sealed class TextRulesTests
{
    [Theory]
    [InlineData("Ann")]
    [InlineData("می‌خواهم")] // Persian, with a mark that keeps letters apart
    [InlineData("👩‍🔬")] // a scientist: two pictures joined
    [InlineData("李小龍")]
    public void A_name_that_can_be_seen_is_shown(string name) => Assert.Equal(name, TextRules.CheckShownName("name", name).Value);

    [Theory]
    [InlineData("\u3164")]
    [InlineData("\u2800\u2800")]
    [InlineData("\u115F \u1160")]
    [InlineData("\u200D")]
    public void A_name_that_looks_like_nothing_is_none(string name) => Refused(name, "has nothing that can be seen");

    [Theory]
    [InlineData("\u202Enna")]
    [InlineData("ann\u200B")]
    [InlineData("\u2066ann")]
    [InlineData("ann\uFEFF")]
    public void A_mark_that_nobody_sees_is_refused(string name) => Refused(name, "has an invisible character");

    private static void Refused(string name, string why) =>
        Assert.Equal(why, Assert.IsType<Invalid>(TextRules.CheckShownName("name", name).Failure).Errors["name"].Single());
}
