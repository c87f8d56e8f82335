using Kith.Engine.Memory.Search;
using Kith.Engine.Tests.Storage;

namespace Kith.Engine.Tests.Memory.Search;

public sealed class EnglishStemmerTests
{
    [Theory]
    [InlineData("mangoes mango", "mango")]
    [InlineData("consist consisted consistency consistent consistently consisting consists", "consist")]
    [InlineData("consolation consolations console consoled consoles consoling consolingly", "consol")]
    [InlineData("conspirator conspirators conspire conspired conspiring", "conspir")]
    [InlineData("knit knits knitted knitting", "knit")]
    [InlineData("generate generates generating general generally", "generat generat generat general general")]
    [InlineData("communism arsenal", "communism arsenal")]
    [InlineData("skis dying idly early only news howe sky", "ski die idl earli onli news howe sky")]
    [InlineData("inning innings proceed proceeded exceeding", "inning inning proceed proceed exceed")]
    [InlineData("hopping hoped bed fluxed happy cry by say enjoy", "hop hope bed flux happi cri by say enjoy")]
    [InlineData("ties gas kiwis this agreed feed luxuriated", "tie gas kiwi this agre feed luxuri")]
    [InlineData("relational conditional rationalization apology", "relat condit ration apolog")]
    [InlineData("a is be", "a is be")]
    public void Words_become_stems(string words, string stems)
    {
        var found = words.Split(' ').Select(EnglishStemmer.Stem).ToList();
        Assert.Equal(
            stems.Contains(' ', StringComparison.Ordinal) ? stems : string.Join(' ', found.Select(_ => stems)),
            string.Join(' ', found)
        );
    }

    /// <summary>PostgreSQL carries the algorithm's own implementation.</summary>
    [Fact]
    public async Task They_are_those_of_snowballs_own_implementation()
    {
        await using var storage = new PostgresTestDatabase();
        await storage.InitializeAsync();
        var words = Words();

        var stems = await storage.Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("CREATE TEXT SEARCH DICTIONARY plain_english (TEMPLATE = snowball, Language = english)");
                return await session.QueryAsync<Pair>(
                    $"SELECT r.word, (ts_lexize('plain_english', r.word))[1] AS stem FROM {session.Rows("words", "word text")} r",
                    new { words = Kith.Engine.Storage.ReadSession.List(words.Select(word => new[] { word })) }
                );
            },
            TestContext.Current.CancellationToken
        );

        Assert.Equal(words.Count, stems.Count);
        Assert.Equal(stems.Select(pair => pair.Stem), stems.Select(pair => EnglishStemmer.Stem(pair.Word)));
    }

    /// <summary>Made of syllables and of every ending the algorithm knows: 20,000 words, the same each time.</summary>
    private static List<string> Words()
    {
        string[] syllables =
        [
            "a",
            "be",
            "con",
            "dy",
            "e",
            "fly",
            "gener",
            "hop",
            "i",
            "joy",
            "ky",
            "li",
            "mat",
            "nn",
            "o",
            "pla",
            "qu",
            "rr",
            "st",
            "tt",
            "u",
            "vex",
            "wow",
            "y",
            "zz",
        ];
        string[] endings =
        [
            "",
            "s",
            "es",
            "ies",
            "ied",
            "sses",
            "us",
            "ss",
            "ed",
            "edly",
            "ing",
            "ingly",
            "eed",
            "eedly",
            "y",
            "tional",
            "ational",
            "enci",
            "ency",
            "anci",
            "ably",
            "ently",
            "izer",
            "ization",
            "ation",
            "ator",
            "alism",
            "ality",
            "ally",
            "fulness",
            "ously",
            "ousness",
            "iveness",
            "ivity",
            "bility",
            "bly",
            "ogy",
            "logy",
            "fully",
            "lessly",
            "ly",
            "alize",
            "icate",
            "icity",
            "ical",
            "ful",
            "ness",
            "ative",
            "al",
            "ance",
            "ence",
            "er",
            "ic",
            "able",
            "ible",
            "ant",
            "ement",
            "ment",
            "ent",
            "ism",
            "ate",
            "iti",
            "ous",
            "ive",
            "ize",
            "sion",
            "tion",
            "ion",
            "e",
            "ll",
            "le",
        ];
        var random = new Random(1);
        return
        [
            .. Enumerable
                .Range(0, 20_000)
                .Select(_ =>
                    string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => syllables[random.Next(syllables.Length)]))
                    + endings[random.Next(endings.Length)]
                )
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private sealed record Pair(string Word, string Stem);
}
