using Kith.Engine.Memory;
using Kith.Engine.Memory.Facts;

namespace Kith.Engine.Tests.Memory;

public sealed class GreeterTests
{
    private static readonly DateTimeOffset Evening = new(2026, 11, 21, 13, 34, 0, TimeSpan.Zero); // 19:04 in Kolkata, a Saturday

    [Theory]
    [InlineData(13, "Good evening, Medhavi.")]
    [InlineData(2, "Good morning, Medhavi.")]
    [InlineData(8, "Good afternoon, Medhavi.")]
    [InlineData(20, "Still up, Medhavi?")]
    public void It_goes_by_the_persons_own_clock(int utcHour, string start)
    {
        var now = new DateTimeOffset(2026, 11, 21, utcHour, 30, 0, TimeSpan.Zero);

        Assert.StartsWith(start, Greet(Profile("Medhavi", "Asia/Kolkata"), now, now.AddDays(-1)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_name_or_a_zone_it_claims_neither() =>
        Assert.Equal("Hey. I'm Aira. What's on your mind?", Greet(Profile(null, null), Evening, lastSeen: null).Text);

    [Theory]
    [InlineData(0.1, "Where were we?")]
    [InlineData(1, "How was your day?")]
    [InlineData(3, "It's been 3 days.")]
    [InlineData(90, "It's been a while")]
    public void It_knows_how_long_it_has_been(double days, string words) =>
        Assert.Contains(words, Greet(Profile(null, null), Evening, Evening.AddDays(-days)).Text, StringComparison.Ordinal);

    [Theory]
    // What has passed is asked for, unless the person was here since.
    [InlineData("Has a job interview on 2026-11-20.", "2026-11-19", "How did the job interview go yesterday?")]
    [InlineData("Has a job interview on 2026-11-20.", "2026-11-20", "How did the job interview go yesterday?")]
    [InlineData("Has a job interview on 2026-11-20.", "2026-11-21", null)]
    [InlineData("Has an exam on 2026-11-18.", "2026-11-16", "How did the exam go on Wednesday?")]
    [InlineData("Has an exam on 2026-11-17.", "2026-11-16", null)]
    [InlineData("Is visiting their parents on 2026-11-20.", "2026-11-19", "You were visiting your parents yesterday. How was it?")]
    [InlineData("Plans to run a marathon on 2026-11-20.", "2026-11-19", "You wanted to run a marathon yesterday. Did it work out?")]
    // What comes is spoken of once a day.
    [InlineData("Has an exam on 2026-11-21.", "2026-11-20", "Good luck with the exam today!")]
    [InlineData("Has an exam on 2026-11-22.", "2026-11-20", "Good luck with the exam tomorrow!")]
    [InlineData("Has an exam on 2026-11-22.", "2026-11-21", null)]
    [InlineData("Has an exam on 2026-11-23.", "2026-11-20", null)]
    [InlineData("Their wedding is on 2026-11-22.", "2026-11-20", "It's your wedding tomorrow, isn't it? I hope it goes well.")]
    [InlineData("Is flying to Rome on 2026-11-22.", "2026-11-20", "You're flying to Rome tomorrow, aren't you? I hope it goes well.")]
    [InlineData("Starts their new job on 2026-11-22.", "2026-11-20", "You wanted to start your new job tomorrow. I hope it goes well.")]
    // No day, or nothing to say of it.
    [InlineData("Is moving to Canada in November 2026.", "2026-11-20", null)]
    [InlineData("Is going on holiday in the week of 2026-11-22.", "2026-11-20", null)]
    [InlineData("Lost their grandmother on 2026-11-20.", "2026-11-19", null)]
    [InlineData("Passed their driving test on 2026-11-20.", "2026-11-19", null)]
    public void It_speaks_of_what_is_on(string fact, string lastSeen, string? words)
    {
        var greeting = Greet(Profile(null, null), Evening, At(lastSeen), Fact(FactKinds.Plan, fact));

        Assert.Equal(words is null ? [] : ["f"], greeting.FactIds);
        if (words is not null)
            Assert.Equal($"Hey. {words}", greeting.Text);
    }

    [Theory]
    [InlineData("me", "Has their birthday on 21 November.", "Happy birthday!")]
    [InlineData("me", "Was born on 21 November 1990.", "Happy birthday!")]
    [InlineData("me", "Was born on 1990-11-21.", "Happy birthday!")]
    [InlineData("me", "Birthday is November 22nd.", "Your birthday is tomorrow!")]
    [InlineData("Priya", "Their sister Priya has her birthday on 21 November.", "It's Priya's birthday today.")]
    [InlineData("mother", "Their mother has her birthday on 22 November.", "It's your mother's birthday tomorrow.")]
    [InlineData("me", "Was 34 years old in November 2026.", null)]
    [InlineData("me", "Was born on 31 February.", null)]
    [InlineData("me", "Has their birthday on 20 November.", null)]
    public void It_knows_birthdays(string subject, string fact, string? words)
    {
        var known = Fact(FactKinds.Birthday, fact) with { };
        var greeting = Greet(Profile(null, null), Evening, At("2026-11-20"), known with { Fact = known.Fact with { Subject = subject } });

        Assert.Equal(words is null ? [] : ["f"], greeting.FactIds);
        if (words is not null)
            Assert.Equal($"Hey. {words}", greeting.Text);
    }

    [Fact]
    public void Who_was_born_on_a_leap_day_has_a_birthday_each_year()
    {
        var born = Fact(FactKinds.Birthday, "Was born on 29 February 2000.");

        Assert.Contains("Happy birthday", Greet(Profile(null, null), At("2027-02-28"), null, born).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Happy birthday", Greet(Profile(null, null), At("2028-02-28"), null, born).Text, StringComparison.Ordinal);
        Assert.Contains("Happy birthday", Greet(Profile(null, null), At("2028-02-29"), null, born).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_with_a_day_beside_its_words_counts_by_the_persons_own_days()
    {
        var plan = Fact(FactKinds.Plan, "Has an interview.");
        // The 22nd in Kolkata, the 21st in UTC.
        plan = plan with
        {
            Fact = plan.Fact with { ValidFrom = new DateTimeOffset(2026, 11, 21, 18, 30, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() },
        };

        Assert.Contains("tomorrow", Greet(Profile(null, "Asia/Kolkata"), Evening, At("2026-11-20"), plan).Text, StringComparison.Ordinal);
        Assert.Contains("today", Greet(Profile(null, null), Evening, At("2026-11-20"), plan).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_delicate_waits_for_a_yes_or_was_heard_of_since_is_not_spoken_of()
    {
        var plan = Fact(FactKinds.Plan, "Has an exam on 2026-11-20.");
        KnownFact[] silent =
        [
            plan with
            {
                Fact = plan.Fact with { Sensitivity = Sensitivities.Sensitive },
            },
            plan with
            {
                Fact = plan.Fact with { Sensitivity = Sensitivities.LocalOnly },
            },
            plan with
            {
                Fact = plan.Fact with { Pending = 1 },
            },
            plan with
            {
                IsSuspended = true,
            },
            plan with
            {
                SupersededBy = "g",
            },
            plan with
            {
                Overtaken = new Said(1, "m"),
            },
        ];

        Assert.All(silent, fact => Assert.Empty(Greet(Profile(null, null), Evening, At("2026-11-19"), fact).FactIds));
        // That its day is over is no reason not to ask.
        var over = plan with
        {
            ValidUntil = At("2026-11-21").ToUnixTimeMilliseconds(),
        };
        Assert.Single(Greet(Profile(null, null), Evening, At("2026-11-19"), over).FactIds);
    }

    [Fact]
    public void Of_several_things_it_says_the_one_that_matters_most_now()
    {
        var birthday = Fact(FactKinds.Birthday, "Has their birthday on 21 November.", "birthday");
        var passed = Fact(FactKinds.Plan, "Has an exam on 2026-11-20.", "passed");
        var today = Fact(FactKinds.Plan, "Has an exam on 2026-11-21.", "today");
        var tomorrow = Fact(FactKinds.Plan, "Has an exam on 2026-11-22.", "tomorrow");
        KnownFact[] all = [tomorrow, today, passed, birthday];

        foreach (var expected in new[] { "birthday", "passed", "today", "tomorrow" })
        {
            Assert.Equal([expected], Greet(Profile(null, null), Evening, At("2026-11-19"), all).FactIds);
            all = [.. all.Where(fact => fact.Fact.Id != expected)];
        }
    }

    [Theory]
    [InlineData("Is called Medhavi.", "Medhavi")]
    [InlineData("Name is José Díaz.", "José Díaz")]
    [InlineData("Likes to be called Meddy.", "Meddy")]
    [InlineData("Has a name nobody can say.", null)]
    [InlineData("Is called sam", "sam")]
    [InlineData("Is called away often.", null)]
    public void A_name_that_was_told_is_used_unless_the_person_wrote_one(string fact, string? name)
    {
        var told = Fact(FactKinds.Name, fact);

        Assert.StartsWith(
            name is null ? "Hey. " : $"Hey, {name}. ",
            Greet(Profile(null, null), Evening, null, told).Text,
            StringComparison.Ordinal
        );
        Assert.StartsWith("Hey, Sam. ", Greet(Profile("Sam", null), Evening, null, told).Text, StringComparison.Ordinal);
    }

    private static Greeting Greet(Profile profile, DateTimeOffset now, DateTimeOffset? lastSeen, params KnownFact[] known) =>
        Greeter.Compose(profile, known, now, lastSeen);

    private static DateTimeOffset At(string day) =>
        new(DateOnly.ParseExact(day, "yyyy-MM-dd").ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);

    private static Profile Profile(string? name, string? zone) => new("p", name, "{}", "{}", 1, zone, 0, 0);

    private static KnownFact Fact(string kind, string text, string id = "f") =>
        new(
            new Fact(id, "p", kind, "me", text, null, 0.5, Sensitivities.Normal, 0, 0, FactOrigins.Rules, null, null, 0, 0),
            IsSuspended: false,
            ValidUntil: null,
            SupersededBy: null,
            Sources: ["m"]
        );
}
