using Kith.Engine.Conversations;
using Kith.Engine.Turns;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Tests.Turns;

public sealed class TextTests
{
    [Theory]
    [InlineData("hello", "Hello")]
    [InlineData("# A heading\n\nand text", "A heading")]
    [InlineData("\n\n  second line first", "Second line first")]
    [InlineData("`code` and more", "Code and more")]
    [InlineData("   \t", "Untitled")]
    [InlineData("one two three four five six seven eight nine ten eleven", "One two three four five six seven eight nine ten…")]
    [InlineData(
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "Donaudampfschifffahrtselektrizitätenhauptbetrieb…"
    )]
    public void A_title_is_the_first_line_cut_at_a_word(string message, string title) => Assert.Equal(title, Titles.Of(message));

    [Fact]
    public void A_title_never_cuts_a_surrogate_pair()
    {
        for (var i = 40; i < 52; i++)
            Assert.True(Titles.Of(new string('x', i) + string.Concat(Enumerable.Repeat("😀", 9))).IsNormalized());
    }

    [Fact]
    public void Sources_are_citations_then_links_each_once_and_only_of_the_web()
    {
        var citation = new CitationAnnotation
        {
            Title = "Cited",
            Url = new Uri("https://a.example/1"),
            Snippet = "So it says.",
        };
        const string Text = """
            See [the page](https://a.example/1), [other](http://b.example/x?y=1), <https://c.example/z>, https://d.example/end.
            Not [this](javascript:alert(1)), [nor](data:text/html,x), ftp://e.example or https:// alone.
            """;

        var sources = Sources.Of(Text, [citation, new CitationAnnotation { Title = "No address" }]);

        Assert.Equal(
            ["https://a.example/1", "http://b.example/x?y=1", "https://c.example/z", "https://d.example/end"],
            sources.Select(source => source.Url)
        );
        Assert.Equal(["Cited", "other", "c.example", "d.example"], sources.Select(source => source.Title));
        Assert.Equal("So it says.", sources[0].Snippet);
    }

    [Fact]
    public void A_hundred_kilobytes_of_brackets_cost_nothing() =>
        Assert.Empty(Sources.Of(string.Concat(Enumerable.Repeat("[(<https://", 10_000)), []));

    [Theory]
    [InlineData("", 4)]
    [InlineData("four", 5)]
    [InlineData("fünf", 6)]
    public void Tokens_are_estimated_by_bytes(string text, int tokens) => Assert.Equal(tokens, TokenCount.Estimate(text));
}
