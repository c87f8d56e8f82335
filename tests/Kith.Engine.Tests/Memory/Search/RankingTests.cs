using Kith.Engine.Memory.Search;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Memory.Search;

/// <summary>The order of results against BM25 written down plainly, on both databases.</summary>
public sealed class RankingTests(SqliteEngine sqlite, PostgresEngine postgres) : IClassFixture<SqliteEngine>, IClassFixture<PostgresEngine>
{
    private static readonly string[] s_words =
        "mango kiwi fig plum pear apple ripe sweet sour green goa river tree basket market salt".Split(' ');

    private static readonly string[] s_queries =
    [
        "mango ",
        "mango kiwi ",
        "ripe sweet plum from the market ",
        "salt salt fig ",
        "green river tree basket apple pear sour goa ",
        "nothing of it ",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void A_score_is_what_the_formula_says()
    {
        var ranking = new Ranking(new Totals(Documents: 10, Tokens: 50, Last: 10));

        ranking.Add([Posting.Of(1, 1, 5), Posting.Of(2, 2, 5), Posting.Of(3, 1, 10)], count: 3);

        // ln(1 + 7.5 / 3.5) = 1.1451323; times 2.2 f / (f + 1.2 (0.25 + 0.75 length / 5)): 4.4 / 3.2, 2.2 / 2.2, 2.2 / 3.1.
        Assert.Equal(
            [(2L, 1.574557), (1L, 1.145132), (3L, 0.812675)],
            ranking.Best(0, 10).Select(found => (found.Document, Math.Round(found.Score, 6)))
        );
    }

    [Fact]
    public async Task SQLite_ranks_as_the_plain_formula_does() => await CompareWithPlainAsync(sqlite);

    [Fact]
    public async Task PostgreSQL_ranks_as_the_plain_formula_does() => await CompareWithPlainAsync(postgres);

    [Fact]
    public async Task Both_databases_give_the_same_lists_with_the_same_scores()
    {
        var texts = Texts(seed: 11);
        var (mine, theirs) = (await PersonAsync(sqlite, texts), await PersonAsync(postgres, texts));

        foreach (var query in s_queries.Concat(["man", "\"ripe sweet\"", "the", "gr"]))
            Assert.Equal(await ListAsync(sqlite, mine, query), await ListAsync(postgres, theirs, query));
    }

    /// <summary>More than is read of all terms together: the frequent one counts among the best of the rare one.</summary>
    [Fact]
    public async Task Among_very_many_messages_the_rare_word_decides_on_both_databases()
    {
        string[] texts =
        [
            .. Enumerable
                .Range(0, 18_000)
                .Select(i =>
                    i % 200 == 0 ? "market mango"
                    : i % 200 == 1 ? "mango alone"
                    : "market"
                ),
        ];
        foreach (var app in new EngineApp[] { sqlite, postgres })
        {
            var found = await ListAsync(app, await PersonAsync(app, texts), "market mango ");

            Assert.Equal(180, found.Count);
            Assert.All(found.Take(90), item => Assert.StartsWith("market mango", item.Text, StringComparison.Ordinal));
            Assert.All(found.Skip(90), item => Assert.Equal("mango alone", item.Text));
        }
    }

    private static async Task CompareWithPlainAsync(EngineApp app)
    {
        var texts = Texts(seed: 5);
        var me = await PersonAsync(app, texts);
        // Somebody else's messages must not make a term more frequent.
        await PersonAsync(app, [.. Enumerable.Repeat("mango mango mango", 50)]);

        foreach (var query in s_queries)
            Assert.Equal(Plain(texts, query), await ListAsync(app, me, query));
    }

    /// <summary>BM25 as in the textbook: every document and every term, k1 = 1.2, b = 0.75. The words here are their own stems.</summary>
    private static List<(string Text, double Score)> Plain(string[] texts, string query)
    {
        var documents = texts.Select(text => text.Split(' ')).ToList();
        var average = documents.Average(words => words.Length);
        var terms = query.Split(' ').Intersect(s_words.Append("noth")).Distinct().ToList();
        var scored = documents.Select(
            (words, i) =>
                (
                    Text: texts[i],
                    Index: i,
                    Score: terms.Sum(term =>
                    {
                        var with = documents.Count(other => other.Contains(term));
                        var idf = Math.Log(1 + (documents.Count - with + 0.5) / (with + 0.5));
                        var often = words.Count(word => word == term);
                        return often == 0 ? 0 : idf * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * words.Length / average));
                    })
                )
        );
        return
        [
            .. scored
                .Where(document => document.Score > 0)
                .OrderByDescending(document => Math.Round(document.Score, 9))
                .ThenByDescending(document => document.Index)
                .Select(document => (document.Text, Math.Round(document.Score, 9)))
                .Take(200),
        ];
    }

    private static string[] Texts(int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, 200)
                .Select(_ =>
                    string.Join(
                        ' ',
                        Enumerable.Range(0, random.Next(1, 12)).Select(_ => s_words[random.Next(random.Next(1, s_words.Length + 1))])
                    )
                ),
        ];
    }

    private static async Task<Caller> PersonAsync(EngineApp app, string[] texts)
    {
        var me = await app.AddPersonAsync();
        await Corpus.AddAsync(app, me, texts);
        await app.Index.CatchUpAsync(Cancel);
        return me;
    }

    private static async Task<List<(string Text, double Score)>> ListAsync(EngineApp app, Caller caller, string query)
    {
        var page = (await app.Search.FindAsync(caller, query, conversationId: null, from: 0, limit: 200, Cancel)).Value;
        return [.. page.Results.Select(found => (found.View.Message.Content, Math.Round(found.Score, 9)))];
    }
}
