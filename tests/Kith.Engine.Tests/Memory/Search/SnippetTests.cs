using Kith.Engine.Memory.Search;

namespace Kith.Engine.Tests.Memory.Search;

public sealed class SnippetTests
{
    private static readonly string s_filler = string.Concat(Enumerable.Repeat("lorem ipsum dolor ", 30));

    [Theory]
    [InlineData("I love mangoes.", "mango", "mangoes")]
    [InlineData("One\nline\tonly: mango", "mango", "mango")]
    [InlineData("東京都に住む", "京都", "京都")]
    [InlineData("東京都に住む", "東京 京都", "東京都")] // overlapping pairs are one
    [InlineData("CAFÉ café", "cafe", "CAFÉ|café")]
    [InlineData("👍🏽 fine", "👍", "👍")]
    public void What_matched_is_marked(string text, string terms, string marked) => Assert.Equal(marked, Marked(Of(text, terms)));

    [Fact]
    public void A_long_text_is_cut_around_the_place_with_the_most_of_what_was_asked_for()
    {
        var snippet = Of($"mango {s_filler}ripe mango from Goa {s_filler}", "mango ripe goa");

        Assert.StartsWith("…", snippet.Text, StringComparison.Ordinal);
        Assert.EndsWith("…", snippet.Text, StringComparison.Ordinal);
        Assert.InRange(snippet.Text.Length, 100, 202);
        Assert.Equal("ripe|mango|Goa", Marked(snippet));
        Assert.All(
            snippet.Text.Trim('…').Split(' '),
            word => Assert.Contains(word, "lorem ipsum dolor ripe mango from Goa", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Without_spaces_no_character_is_cut_in_half()
    {
        var text = string.Concat(Enumerable.Repeat("\U00020000", 301)) + "猫" + string.Concat(Enumerable.Repeat("\U00020000", 300));

        var snippet = Of(text, "猫\U00020000");

        Assert.Equal("猫\U00020000", Marked(snippet));
        Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(snippet.Text)));
    }

    [Fact]
    public void A_word_longer_than_a_snippet_and_a_text_that_changed_have_one_too()
    {
        Assert.InRange(Of(new string('x', 500), new string('x', Tokeniser.LongestTerm)).Text.Length, 1, 202);
        Assert.Equal(
            ("quite something else", 0),
            (Of("quite something else", "mango").Text, Of("quite something else", "mango").Highlights.Count)
        );
    }

    private static Snippet Of(string text, string terms) => Snippet.Of(text, Tokeniser.Read(text), terms.Split(' ').ToHashSet());

    private static string Marked(Snippet snippet) =>
        string.Join('|', snippet.Highlights.Select(part => snippet.Text.Substring(part.Start, part.Length)));
}
