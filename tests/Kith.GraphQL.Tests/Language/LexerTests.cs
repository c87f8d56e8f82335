using Kith.GraphQL.Language;

namespace Kith.GraphQL.Tests.Language;

public sealed class LexerTests
{
    [Fact]
    public void Whatever_has_no_meaning_is_passed_over()
    {
        Assert.Equal(["{", "a", "}"], Texts("\uFEFF # a comment, \"not a string\"\r\n{,\t,a ,\r}\n#the end"));
        Assert.Equal(["a", "...", "b"], Texts("a...b"));
    }

    [Theory]
    [InlineData("0", "Int")]
    [InlineData("-12", "Int")]
    [InlineData("-0", "Int")]
    [InlineData("1.5", "Float")]
    [InlineData("-1.5e-10", "Float")]
    [InlineData("1E+3", "Float")]
    [InlineData("0.0", "Float")]
    public void Numbers(string source, string kind)
    {
        var token = new Lexer(source, 10).Next();
        Assert.Equal((kind, source), (token.Kind.ToString(), token.Text));
    }

    [Theory]
    [InlineData("01")]
    [InlineData("-")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1.e1")]
    [InlineData("1e")]
    [InlineData("1a")]
    [InlineData("1_")]
    [InlineData("1.2.3")]
    [InlineData("0x1")]
    [InlineData("+1")]
    public void What_only_looks_like_a_number_is_refused(string source) =>
        Assert.Throws<SyntaxException>(() => new Lexer(source, 10).Next());

    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"simple\"", "simple")]
    [InlineData("\"\\\" \\\\ \\/ \\b \\f \\n \\r \\t\"", "\" \\ / \b \f \n \r \t")]
    [InlineData("\"\\u00e9 \\u{E9} \\u{000000e9}\"", "é é é")]
    [InlineData("\"\\u{1F600}\"", "\uD83D\uDE00")]
    [InlineData("\"\\uD83D\\uDE00\"", "\uD83D\uDE00")]
    [InlineData("\"\uD83D\uDE00\"", "\uD83D\uDE00")]
    [InlineData("\"# no comment, \u0007\"", "# no comment, \u0007")]
    public void Strings(string source, string value) => Assert.Equal(value, new Lexer(source, 10).Next().Text);

    [Theory]
    [InlineData("\"")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"a\rb\"")]
    [InlineData("\"\\")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u00\"")]
    [InlineData("\"\\u00g0\"")]
    [InlineData("\"\\u{}\"")]
    [InlineData("\"\\u{110000}\"")]
    [InlineData("\"\\u{D800}\"")]
    [InlineData("\"\\u{41\"")]
    [InlineData("\"\\uD83D\"")]
    [InlineData("\"\\uD83D\\u0041\"")]
    [InlineData("\"\\uDE00\\uD83D\"")]
    [InlineData("\"\"\"open")]
    [InlineData("\"\"\"\\\"\"\"")]
    public void Strings_that_are_none_are_refused(string source) => Assert.Throws<SyntaxException>(() => new Lexer(source, 10).Next());

    [Fact]
    public void Half_a_surrogate_pair_is_no_character_anywhere()
    {
        foreach (var source in new[] { "\"\uD83D\"", "\"\"\"\uDE00\"\"\"", "# \uD83D\na", "\uD83D" })
            Assert.Throws<SyntaxException>(() => new Lexer(source, 10).Next());
    }

    [Theory]
    [InlineData("\"\"\"\"\"\"", "")]
    [InlineData("\"\"\"one\"\"\"", "one")]
    [InlineData("\"\"\"\n\n    Hello,\n      World!\n\n    Yours,\n      GraphQL.\n  \n\"\"\"", "Hello,\n  World!\n\nYours,\n  GraphQL.")]
    [InlineData("\"\"\"  first\r\n    second\r    third\"\"\"", "  first\nsecond\nthird")]
    [InlineData("\"\"\"a \\\"\"\" b \\n\"\"\"", "a \"\"\" b \\n")]
    [InlineData("\"\"\"\n  \t a\n  \tb\n\"\"\"", " a\nb")]
    [InlineData("\"\"\"   \n \n\"\"\"", "")]
    public void Block_strings_lose_what_their_lines_are_indented_by(string source, string value) =>
        Assert.Equal(value, new Lexer(source, 10).Next().Text);

    [Fact]
    public void Tokens_are_counted()
    {
        var lexer = new Lexer("a b c", 2);
        lexer.Next();
        lexer.Next();
        var error = Assert.Throws<SyntaxException>(() => lexer.Next());
        Assert.True(error.IsLimit);
        Assert.Equal(4, error.Position);
    }

    private static List<string> Texts(string source)
    {
        var lexer = new Lexer(source, 100);
        var texts = new List<string>();
        for (var token = lexer.Next(); token.Kind != TokenKind.EndOfFile; token = lexer.Next())
            texts.Add(token.Text);
        return texts;
    }
}
