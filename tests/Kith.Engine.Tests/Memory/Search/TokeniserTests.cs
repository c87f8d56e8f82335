using FsCheck;
using FsCheck.Fluent;
using Kith.Engine.Memory.Search;

namespace Kith.Engine.Tests.Memory.Search;

public sealed class TokeniserTests
{
    [Theory]
    [InlineData("Hello, World!", "hello world")]
    [InlineData("café CAFE\u0301 cafe", "cafe cafe cafe")] // composed and decomposed
    [InlineData("Straße Ærø Łódź naïve İstanbul ısı", "strass aero lodz naiv istanbul isi")]
    [InlineData("Ёлка ЁЛКА Αθήνας ΑΘΗΝΑΣ", "елка елка αθηνασ αθηνασ")]
    [InlineData("don't don’t I'm", "dont dont im")]
    [InlineData("Medhavi's dogs' it's 1990's", "medhavi dog it 1990")]
    [InlineData("l'amour d’accord qu'il o'brien", "l amour d accord qu il obrien")]
    [InlineData("well-known e-mail: a.b@example.org", "well know e mail a b exampl org")]
    [InlineData("2023-05-08 gpt4 ٣٤ ４２", "2023 05 08 gpt4 34 42")]
    [InlineData("ﬁle Ｗｉｄｅ", "file wide")]
    [InlineData("soft\u00ADhyphen", "softhyphen")]
    [InlineData("שָׁלוֹם مَرْحَبًا", "שלום مرحبا")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("東京都", "東京 京都 都")]
    [InlineData("猫", "猫")]
    [InlineData("私はcatが好き", "私は は cat が好 好き き")]
    [InlineData("ｶﾅ カナ", "カナ ナ カナ ナ")]
    [InlineData("안녕 세계", "안녕 녕 세계 계")]
    [InlineData("สวัส", "สว วั ัส ส")]
    [InlineData("👍🏽 ok❤️", "👍 ok ❤")]
    [InlineData("👩‍💻", "👩 💻")]
    [InlineData("🇮🇳🇩🇪 🇫", "🇮🇳 🇩🇪")]
    [InlineData("┌──┐ ⣿⣿ --- ...", "")]
    [InlineData("", "")]
    public void Text_becomes_terms(string text, string terms) =>
        Assert.Equal(terms, string.Join(' ', Tokeniser.Read(text).Select(token => token.Term)));

    [Theory]
    [InlineData("Oh, cafe\u0301s!", "Oh|cafe\u0301s")]
    [InlineData("It's Medhavi’s.", "It's|Medhavi’s")]
    [InlineData("a東京b", "a|東京|京|b")]
    [InlineData("so👍🏽", "so|👍")]
    public void A_token_knows_its_place_in_the_text(string text, string places) =>
        Assert.Equal(places, string.Join('|', Tokeniser.Read(text).Select(token => text.Substring(token.Start, token.Length))));

    [Fact]
    public void Of_a_long_word_the_beginning_counts_and_never_half_a_character()
    {
        var latin = Assert.Single(Tokeniser.Read(new string('x', 5_000)));
        var gothic = Assert.Single(Tokeniser.Read("a" + string.Concat(Enumerable.Repeat("\U00010330", 500))));

        Assert.Equal((Tokeniser.LongestTerm, 5_000), (latin.Word.Length, latin.Length));
        Assert.Equal(Tokeniser.LongestTerm - 1, gothic.Term.Length);
        Assert.False(char.IsHighSurrogate(gothic.Term[^1]));
    }

    [Fact]
    public void Of_an_endless_text_the_beginning_counts() =>
        Assert.Equal(Tokeniser.MostTokens, Tokeniser.Read(string.Concat(Enumerable.Repeat("a ", 50_000))).Count);

    [Fact]
    public void Whatever_comes_in_is_read_with_places_in_order_and_terms_that_can_be_stored()
    {
        var runes = Gen.Choose(0, 0x10FFFF).Where(value => value is < 0xD800 or > 0xDFFF).Select(char.ConvertFromUtf32);
        var odd = Gen.Elements(
            "\uD83D",
            "\uDC4D",
            "\0",
            "'",
            "’",
            "\u0301",
            "\u200D",
            "\uFE0F",
            "\U0001F1EE",
            "\U0001F3FD",
            "s",
            "l",
            "猫",
            "が",
            "\u3099",
            "ﾞ",
            "ᄀ",
            "\u0E31",
            "½",
            "ß",
            "İ",
            "\u00AD"
        );
        var texts = Gen.Frequency((2, runes), (5, odd), (2, Gen.Choose(32, 126).Select(c => ((char)c).ToString())))
            .ListOf()
            .Select(pieces => string.Concat(pieces));

        Prop.ForAll(texts.ToArbitrary(), Check).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

        static void Check(string text)
        {
            var end = 0;
            foreach (var token in Tokeniser.Read(text))
            {
                Assert.InRange(token.Term.Length, 1, Tokeniser.LongestTerm);
                Assert.DoesNotContain('\0', token.Term);
                _ = new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(token.Term);
                Assert.True(token.Length > 0 && token.End <= text.Length && token.End >= end, $"{token} in {text}");
                end = token.End;
            }
        }
    }

    [Theory]
    [InlineData("a", '\u0301')]
    [InlineData("", '語')]
    [InlineData("", '\'')]
    [InlineData("don", '\'')]
    public void One_character_a_hundred_thousand_times_is_a_bounded_number_of_bounded_tokens(string start, char c)
    {
        var tokens = Tokeniser.Read(start + new string(c, 100_000) + "t");

        Assert.InRange(tokens.Count, 1, Tokeniser.MostTokens);
        Assert.All(tokens, token => Assert.InRange(token.Term.Length, 1, Tokeniser.LongestTerm));
    }
}
