using Kith.Engine.Memory.Facts;

namespace Kith.Engine.Tests.Memory.Facts;

/// <summary>Which facts hold: the table of the rules. A line of facts, and what of them is live at 100.</summary>
public sealed class LivenessTests
{
    /// <summary>
    /// A fact is its name and slot, then <c>+n</c> for a message at n that says it, <c>-n</c> for one that ends it, in brackets when it is off
    /// the active branch; <c>own@n</c> written by the person at n, <c>pending</c>, <c>until@n</c>, <c>from@n</c>.
    /// </summary>
    [Theory]
    // One fact.
    [InlineData("a +1", "a")]
    [InlineData("a (+1)", "")]
    [InlineData("a (+1) +2", "a")]
    [InlineData("a", "")]
    [InlineData("a own@1", "a")]
    [InlineData("a own@1 (+2)", "a")]
    [InlineData("a +1 pending", "")]
    [InlineData("a +1 until@100", "")]
    [InlineData("a +1 until@101", "a")]
    [InlineData("a +1 from@200", "a")]
    // What is over.
    [InlineData("a +1 -2", "")]
    [InlineData("a +1 (-2)", "a")]
    [InlineData("a +1 -2 +3", "a")]
    [InlineData("a +2 -1", "a")]
    [InlineData("a +1 -2 (+3)", "")]
    [InlineData("a own@1 -2", "")]
    [InlineData("a own@3 -2", "a")]
    // A slot.
    [InlineData("a:s +1; b:s +2", "b")]
    [InlineData("a:s +2; b:s +1", "a")]
    [InlineData("a:s +1; b:t +2", "a b")]
    [InlineData("a +1; b +2", "a b")]
    [InlineData("a:s +1; b:s (+2)", "a")]
    [InlineData("a:s +1; b:s +2 pending", "a")]
    [InlineData("a:s +1 pending; b:s +2", "b")]
    [InlineData("a:s own@1; b:s +2", "b")]
    [InlineData("a:s own@3; b:s +2", "a")]
    [InlineData("a:s +1 +3; b:s +2", "a")]
    [InlineData("a:s +1 (+3); b:s +2", "b")]
    // A chain: any that stands keeps all before it away, whether it holds or not.
    [InlineData("a:s +1; b:s +2; c:s +3", "c")]
    [InlineData("a:s +1; b:s +2; c:s (+3)", "b")]
    [InlineData("a:s +1; b:s (+2); c:s +3", "c")]
    [InlineData("a:s +1; b:s (+2); c:s (+3)", "a")]
    [InlineData("a:s +1; b:s +2 -3", "")]
    [InlineData("a:s +1; b:s +2 until@50", "")]
    // The day that was named.
    [InlineData("a:s +1; b:s +2 from@200", "a b")]
    [InlineData("a:s +1; b:s +2 from@50", "b")]
    public void What_is_live(string facts, string live)
    {
        var known = Derive(facts);
        Assert.Equal(live, string.Join(' ', known.Where(one => one.IsLive(100)).Select(one => one.Fact.Text)));
    }

    [Theory]
    [InlineData("a:s +1; b:s +2", "a until 2 by b; b")]
    [InlineData("a:s +1; b:s +2 +5", "a until 2 by b; b")]
    [InlineData("a:s +1 +3; b:s +2", "a; b until 3 by a")]
    [InlineData("a:s +1; b:s +7 from@4", "a until 4 by b; b")]
    [InlineData("a:s +5; b:s +7 from@4", "a until 7 by b; b")]
    [InlineData("a:s +1 until@3; b:s +7", "a until 3 by b; b")]
    [InlineData("a:s +1 -3; b:s +7", "a until 3 by b; b")]
    [InlineData("a:s +1; b:s +2; c:s +3", "a until 2 by b; b until 3 by c; c")]
    [InlineData("a:s +1; b:s own@2", "a until 2 by b; b")]
    [InlineData("a +1 -2 -4", "a until 2")]
    public void How_long_each_held(string facts, string held) =>
        Assert.Equal(
            held,
            string.Join(
                "; ",
                Derive(facts)
                    .Select(one =>
                        one.Fact.Text
                        + (one.ValidUntil is { } until ? $" until {until}" : "")
                        + (one.SupersededBy is { } by ? $" by {by}" : "")
                    )
            )
        );

    [Fact]
    public void The_order_of_the_rows_makes_no_difference()
    {
        const string facts = "a:s +1; b:s +2 -4; c:s (+3); d:s own@2; e:t +1; f +1 -2";
        var expected = Derive(facts).Select(Text).Order(StringComparer.Ordinal).ToList();
        var random = new Random(7);
        for (var i = 0; i < 50; i++)
        {
            var lines = facts.Split("; ");
            random.Shuffle(lines);
            Assert.Equal(expected, Derive(string.Join("; ", lines)).Select(Text).Order(StringComparer.Ordinal));
        }

        static string Text(KnownFact one) => $"{one.Fact.Text} {one.ValidUntil} {one.SupersededBy} {one.IsSuspended}";
    }

    private static IReadOnlyList<KnownFact> Derive(string facts)
    {
        var rows = new List<Fact>();
        var sources = new List<FactSource>();
        foreach (var line in facts.Split("; "))
        {
            var words = line.Split(' ');
            var name = words[0].Split(':');
            var fact = FactRules.Blank(name[0], "me", 0) with
            {
                Text = name[0],
                Slot = name.Length > 1 ? name[1] : null,
                Origin = FactOrigins.Rules,
            };
            foreach (var word in words[1..])
            {
                var plain = word.Trim('(', ')');
                if (plain[0] is '+' or '-')
                {
                    var at = long.Parse(plain[1..]);
                    sources.Add(new FactSource(fact.Id, $"m{at}", plain[0] == '-' ? at : null, word == plain ? 1 : 0, at));
                    continue;
                }

                var number = word.Contains('@', StringComparison.Ordinal) ? long.Parse(word.Split('@')[1]) : 0;
                fact = word.Split('@')[0] switch
                {
                    "own" => fact with { Origin = FactOrigins.Person, CreatedAt = number },
                    "pending" => fact with { Pending = 1 },
                    "until" => fact with { ValidUntil = number },
                    "from" => fact with { ValidFrom = number },
                    _ => throw new FormatException(word),
                };
            }

            rows.Add(fact);
        }

        return Liveness.Derive(rows, sources);
    }
}
