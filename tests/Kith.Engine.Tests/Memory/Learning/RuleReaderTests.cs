using System.Globalization;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Learning.Rules;

namespace Kith.Engine.Tests.Memory.Learning;

public sealed class RuleReaderTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("utterances.txt", 0.95, 0.80, 90)]
    [InlineData("unseen.txt", 0.95, 0.80, 30)]
    [InlineData("chatty.txt", 0.95, 0.80, 60)]
    [InlineData("later.txt", 0.90, 0.50, 15)]
    public void What_messages_teach_is_learned_and_little_else(string file, double precision, double recall, int idle)
    {
        var score = GoldSet.Measure(GoldSet.Read(file));
        output.WriteLine($"{file}: {score}");
        foreach (var fault in score.Faults)
        {
            output.WriteLine(fault);
        }
        Assert.True(score.Precision >= precision, $"{score}");
        Assert.True(score.Recall >= recall, $"{score}");
        Assert.True(score.Idle >= idle, $"{score}");
    }

    [Theory]
    [InlineData("I have an exam on Friday", "2026-11-18", "Has an exam on 2026-11-20.", "2026-11-20")]
    [InlineData("I have an exam on Friday", "2026-11-20", "Has an exam on 2026-11-27.", "2026-11-27")]
    [InlineData("I have an exam next Friday", "2026-11-22", "Has an exam on 2026-11-27.", "2026-11-27")]
    [InlineData("I have an exam on 29 February", "2026-11-18", "Has an exam on 2027-02-28.", "2027-02-28")]
    [InlineData("I have an exam on 2026-12-24", "2026-11-18", "Has an exam on 2026-12-24.", "2026-12-24")]
    [InlineData("I have an exam in January", "2026-11-18", "Has an exam in January 2027.", "2027-01-01")]
    [InlineData("I got married on 3 May", "2026-11-18", "Got married on 2026-05-03.", "2026-05-03")]
    [InlineData("I got married on 3 May", "2026-02-01", "Got married on 2025-05-03.", "2025-05-03")]
    [InlineData("I got married last summer", "2026-05-01", "Got married in summer 2025.", "2025-06-01")]
    [InlineData("I have lived in Berlin for five years", "2026-11-18", "Lives in Berlin (since 2021).", "2021-01-01")]
    public void Times_that_depend_on_today_become_dates(string said, string today, string fact, string from)
    {
        var time = new DateTimeOffset(DateTime.Parse(today, CultureInfo.InvariantCulture), TimeSpan.FromHours(5.5)).AddHours(23);
        var learned = Assert.Single(RuleReader.Read(said, time).Facts);
        Assert.Equal(fact, learned.Text);
        Assert.Equal(new DateTimeOffset(DateTime.Parse(from, CultureInfo.InvariantCulture), time.Offset), learned.ValidFrom);
    }

    [Theory]
    [InlineData("Forget that I love mangoes.")]
    [InlineData("Please forget I live in Pune")]
    [InlineData("Could you delete that I work as a nurse?")]
    [InlineData("I want you to forget that I have a dog called Bruno.")]
    [InlineData("Don't remember that I was born on 3 May.")]
    public void What_is_to_be_forgotten_is_not_learned(string said) => Assert.Empty(RuleReader.Read(said, GoldSet.Now).Facts);

    [Theory]
    [InlineData("Don't forget that I love mangoes.")]
    [InlineData("Please remember that I love mangoes.")]
    public void What_is_not_to_be_forgotten_is(string said) =>
        Assert.Equal("Likes mangoes.", Assert.Single(RuleReader.Read(said, GoldSet.Now).Facts).Text);

    [Theory]
    [InlineData("I'm staying with Anu until May 2027", "Is staying with Anu until May 2027.", "2027-05-31")]
    [InlineData("I'm staying with Anu till Friday", "Is staying with Anu until 2026-11-20.", "2026-11-20")]
    [InlineData("I'm staying with Anu until tomorrow", "Is staying with Anu until 2026-11-19.", "2026-11-19")]
    [InlineData("I'm staying with Anu until the end of January", "Is staying with Anu until January 2027.", "2027-01-31")]
    [InlineData("I live in Lisbon until next summer", "Lives in Lisbon until summer 2027.", "2027-08-31")]
    [InlineData(
        "My sister Leelo is staying with me until 3 December",
        "Their sister Leelo is staying with them until 2026-12-03.",
        "2026-12-03"
    )]
    public void What_is_told_to_end_holds_until_then(string said, string fact, string until)
    {
        var learned = RuleReader.Read(said, GoldSet.Now).Facts[^1];
        Assert.Equal((fact, null), (learned.Text, learned.ValidFrom));
        Assert.Equal(
            new DateTimeOffset(DateTime.Parse(until, CultureInfo.InvariantCulture).AddDays(1).AddMilliseconds(-1), GoldSet.Now.Offset),
            learned.ValidUntil
        );
    }

    [Theory]
    [InlineData("I want to finish my thesis by May 2027", "Wants to finish their thesis by May 2027.")]
    [InlineData("I was married until 2019", "Was married until 2019.")]
    public void What_is_due_or_was_once_does_not_end(string said, string fact)
    {
        var learned = Assert.Single(RuleReader.Read(said, GoldSet.Now).Facts);
        Assert.Equal((fact, null), (learned.Text, learned.ValidUntil));
    }

    [Theory]
    [InlineData("He told me: I'm a pilot.")]
    [InlineData("Here is what Tom sent me:\nI moved to Oslo and I work at Shell.")]
    [InlineData("Tom's update: I live in Oslo.")]
    [InlineData("Tom’s note: I live in Oslo.")]
    [InlineData("This is his confession: I live in Oslo.")]
    [InlineData("A note from Anna: I live in Oslo.")]
    public void What_others_announce_is_not_the_persons(string said) => Assert.Empty(RuleReader.Read(said, GoldSet.Now).Facts);

    [Theory]
    [InlineData("My colleague has diabetes.")]
    [InlineData("My sister Priya has depression.")]
    [InlineData("My friend Tina is a lesbian and she's had a stroke.")]
    public void What_is_delicate_about_others_is_not_learned(string said) =>
        Assert.DoesNotContain(
            RuleReader.Read(said, GoldSet.Now).Facts,
            static fact => !fact.Text.StartsWith("Has a", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("As Anna put it, I live in Rome.")]
    [InlineData("According to my boss, I work in a zoo.")]
    [InlineData("In Tom's words: I'm a nurse")]
    public void What_others_put_is_not_learned(string said) => Assert.Empty(RuleReader.Read(said, GoldSet.Now).Facts);

    [Theory]
    [InlineData("My favourite film is Paris, Texas.", "Their favourite film is Paris, Texas.")]
    [InlineData("My favourite film is The Good, the Bad and the Ugly", "Their favourite film is The Good, the Bad and the Ugly.")]
    [InlineData("My favourite band is Queen, they rock", "Their favourite band is Queen.")]
    [InlineData("My favourite book is Emma, what's yours?", "Their favourite book is Emma.")]
    public void A_title_may_have_a_comma(string said, string fact) =>
        Assert.Equal(fact, Assert.Single(RuleReader.Read(said, GoldSet.Now).Facts).Text);

    [Theory]
    [InlineData("I'm allergic to nuts.", Sensitivities.Sensitive)]
    [InlineData("I'm Hindu.", Sensitivities.Sensitive)]
    [InlineData("I'm bisexual.", Sensitivities.Sensitive)]
    [InlineData("I'm in debt.", Sensitivities.Sensitive)]
    [InlineData("I love mangoes.", Sensitivities.Normal)]
    public void What_is_delicate_is_marked(string said, string sensitivity) =>
        Assert.Equal(sensitivity, RuleReader.Read(said, GoldSet.Now).Facts[^1].Sensitivity);

    [Theory]
    [InlineData("I enjoy cooking for my family", "Likes cooking for their family.")]
    [InlineData("My dog Rex is blind", "Their dog Rex is blind.")]
    [InlineData("My brother Dev got married last year", "Their brother Dev got married in 2025.")]
    [InlineData("I'm an electrician", "Is an electrician.")]
    [InlineData("My birthday is on 29 February", "Has their birthday on 29 February.")]
    [InlineData("My mom's birthday is on 29 February", "Their mom has their birthday on 29 February.")]
    [InlineData("Here's a fun fact: I live in Oslo.", "Lives in Oslo.")]
    [InlineData("About me: I live in Oslo.", "Lives in Oslo.")]
    [InlineData("I fly to Oslo on Monday", "Flies to Oslo on 2026-11-23.")]
    [InlineData("I don't like mangoes any more", "No longer likes mangoes.")]
    public void Facts_are_sentences_in_the_third_person(string said, string fact) =>
        Assert.Equal(fact, RuleReader.Read(said, GoldSet.Now).Facts[^1].Text);

    [Theory]
    [InlineData("I'm delighted!", 1)]
    [InlineData("I feel so lonely", -1)]
    [InlineData("I'm not happy", -1)]
    [InlineData("I was so sad last year", 0)]
    [InlineData("My sister is sad", 0)]
    [InlineData("Awesome!", 0)]
    public void Moods_are_good_or_bad_and_their_own(string said, int sign) =>
        Assert.Equal(sign, Math.Sign(RuleReader.Read(said, GoldSet.Now).Mood?.Valence ?? 0));
}
