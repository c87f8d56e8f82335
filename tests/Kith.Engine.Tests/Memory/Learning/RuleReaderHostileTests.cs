using FsCheck;
using FsCheck.Fluent;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Learning;
using Kith.Engine.Memory.Learning.Rules;

namespace Kith.Engine.Tests.Memory.Learning;

public sealed class RuleReaderHostileTests
{
    private const int MostFacts = 32,
        LongestFact = 400;

    private static readonly string[] Fragments =
    [
        "I ",
        "I'm ",
        "I am ",
        "I have ",
        "my ",
        "sister ",
        "Priya ",
        "'s ",
        "Today's ",
        "is called ",
        "who ",
        "she ",
        "lives in ",
        "Pune ",
        "and ",
        "but ",
        ", ",
        ". ",
        "? ",
        "\n",
        ": ",
        "\"",
        "“",
        "'",
        "`",
        "```",
        "> ",
        "- ",
        "next ",
        "on ",
        "in ",
        "for ",
        "since ",
        "31 February ",
        "29 February ",
        "3 May ",
        "999 years ago ",
        "in 120 years ",
        "9999-12-31 ",
        "0001-01-01 ",
        "Friday ",
        "any more",
        "no longer ",
        "not ",
        "as a nurse at ",
        "like ",
        "allergic to ",
        "favourite ",
        "just kidding ",
        "my birthday is ",
        "{0}",
        "%s",
        "\0",
        "\u200b",
        "\u202e",
        "\ud800",
        "\udc00",
        "é́́́",
        "İ",
        "ß",
        "日本",
        "😀",
        "١٢٣",
    ];

    private static readonly DateTimeOffset[] Times =
    [
        GoldSet.Now,
        DateTimeOffset.MinValue,
        DateTimeOffset.MaxValue,
        new(2024, 2, 29, 23, 59, 59, TimeSpan.FromHours(-12)),
        new(2026, 12, 31, 0, 0, 0, TimeSpan.FromHours(14)),
    ];

    [Fact]
    public void Whatever_is_written_is_read_without_failing_and_teaches_a_bounded_amount()
    {
        var fragments = Gen.Elements(Fragments).ArrayOf(40).Select(string.Concat);
        var texts = Gen.OneOf(fragments, ArbMap.Default.GeneratorFor<string>().Select(static text => text ?? ""));
        var messages = from text in texts from time in Gen.Elements(Times) select (text, time);
        Prop.ForAll(messages.ToArbitrary(), static message => AssertSound(message.text, message.time))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }

    [Fact]
    public void The_same_message_teaches_the_same()
    {
        foreach (var example in GoldSet.Read("utterances.txt"))
        {
            Assert.Equivalent(RuleReader.Read(example.Text, GoldSet.Now), RuleReader.Read(example.Text, GoldSet.Now), strict: true);
        }
    }

    [Fact]
    public void A_message_said_twice_over_teaches_nothing_more()
    {
        foreach (
            var example in GoldSet.Read("utterances.txt").Where(static example => !example.Text.Contains('`', StringComparison.Ordinal))
        )
        {
            var once = RuleReader.Read(example.Text, GoldSet.Now);
            var twice = RuleReader.Read($"{example.Text}\n\n{example.Text}", GoldSet.Now);
            Assert.Equal(once.Facts.Select(Line).Order(), twice.Facts.Select(Line).Order());
        }
    }

    public static TheoryData<string, int> Repeated =>
        new()
        {
            { "I live in Pune and ", 100_000 },
            { "I have a dog and a cat and ", 100_000 },
            { "I am a nurse, a teacher, ", 100_000 },
            { "my sister Priya who lives in Pune who ", 50_000 },
            { "I moved from a to a from ", 100_000 },
            { "I like a, b and c, ", 100_000 },
            { "\"I ", 500_000 },
            { " 'a", 500_000 },
            { "\n> I", 500_000 },
            { "```", 500_000 },
            { "my ", 500_000 },
            { "i ", 500_000 },
            { "not any more ", 100_000 },
            { "next Friday ", 100_000 },
            { "in two weeks ", 100_000 },
            { "don't forget that ", 100_000 },
            { "a", 2_000_000 },
            { ":", 1_000_000 },
            { "\ud83d\ude00", 500_000 },
            { "é\u0301", 500_000 },
        };

    [Theory]
    [MemberData(nameof(Repeated))]
    public void Huge_messages_are_read_in_part_only(string piece, int times)
    {
        var huge = string.Concat(Enumerable.Repeat(piece, times));
        AssertSound(huge, GoldSet.Now);
        var beginning = huge[..OwnWords.MostCharacters];
        Assert.Equivalent(RuleReader.Read(beginning, GoldSet.Now), RuleReader.Read(huge, GoldSet.Now), strict: true);
    }

    [Fact]
    public void What_lies_beyond_the_limit_is_not_read()
    {
        var padding = new string('a', OwnWords.MostCharacters);
        Assert.Empty(RuleReader.Read($"{padding}. I live in Pune.", GoldSet.Now).Facts);
        Assert.NotEmpty(RuleReader.Read($"I live in Pune. {padding}", GoldSet.Now).Facts);
    }

    private static void AssertSound(string text, DateTimeOffset time)
    {
        var learned = RuleReader.Read(text, time);
        Assert.InRange(learned.Facts.Count, 0, MostFacts);
        foreach (var fact in learned.Facts)
        {
            Assert.Contains(fact.Kind, FactKinds.All);
            Assert.Contains(fact.Sensitivity, Sensitivities.All);
            Assert.InRange(fact.Salience, 0, 1);
            Assert.InRange(fact.Text.Length, 3, LongestFact);
            Assert.InRange(fact.Subject.Length, 1, 40);
            Assert.EndsWith(".", fact.Text, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', fact.Text);
            Assert.DoesNotContain(" my ", fact.Text, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static string Line(LearnedFact fact) => $"{fact.Kind}|{fact.Subject}|{fact.Slot}|{fact.Text}|{fact.IsOver}";
}
