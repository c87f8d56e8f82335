using Kith.Engine.Memory.Search;

namespace Kith.Engine.Tests.Memory.Search;

public sealed class SearchQueryTests
{
    [Theory]
    [InlineData("What did I say about mangoes?", "say mango", null)]
    [InlineData("the who", "the who", "who")] // nothing else to go by
    [InlineData("mango mangoes Mango ", "mango", null)]
    [InlineData("ripe man", "ripe man", "man")]
    [InlineData("ripe m", "ripe m", null)]
    [InlineData("adoption", "adopt", "adoption")]
    [InlineData("東京都", "東京 京都", null)]
    [InlineData("猫", "猫", "猫")]
    [InlineData("?!", "", null)]
    public void A_query_becomes_terms_and_what_may_be_going_on(string text, string terms, string? prefix)
    {
        var query = SearchQuery.Read(text);

        Assert.Equal((terms, prefix), (string.Join(' ', query.Terms), query.Prefix));
    }

    [Fact]
    public void At_most_sixteen_terms_are_looked_for() =>
        Assert.Equal(16, SearchQuery.Read(string.Join(' ', Enumerable.Range(1000, 40))).Terms.Count);

    [Theory]
    [InlineData("\"ripe mangoes\"", "I like ripe mangoes", true)]
    [InlineData("\"ripe mangoes\"", "mangoes, when ripe", false)]
    [InlineData("“to be or not”", "To be, or not to be", true)]
    [InlineData("\"a\" mango", "nothing of it", true)] // a word by itself is no phrase
    [InlineData("\"ripe mangoes", "mangoes, when ripe", true)] // nor is what isn't closed
    [InlineData("\"東京都\"", "東京都庁", true)]
    [InlineData("\"東京都\"", "東京と京都", false)]
    public void A_phrase_has_to_be_in_the_text(string text, string message, bool has)
    {
        Assert.Equal(has, SearchQuery.Read(text).HasPhrases(Tokeniser.Read(message)));
    }
}
