using System.Globalization;
using System.Text;

namespace Kith.Engine.Memory.Search;

/// <summary>
/// Cuts text into tokens, alike for messages and queries. A pure function: it never throws, and takes time in proportion to the text.
/// <list type="bullet">
/// <item>Letters and digits belong together; anything else separates. Case and accents don't matter (<see cref="Folding"/>).</item>
/// <item>An apostrophe within a word is dropped (<c>don't</c>: <c>dont</c>), with an <c>s</c> that ends it (<c>Medhavi's</c>:
/// <c>medhavi</c>), and separates a French or Italian article (<c>l'amour</c>: <c>l</c>, <c>amour</c>).</item>
/// <item>Scripts without spaces become overlapping pairs of characters, and the last one by itself.</item>
/// <item>An emoji is a token, without its skin tone; those joined into one picture are one token each; a flag is one.</item>
/// <item>English words are stemmed (<see cref="EnglishStemmer"/>).</item>
/// </list>
/// </summary>
internal static class Tokeniser
{
    /// <summary>Of a longer text the rest isn't searchable: about 100 KB of English.</summary>
    public const int MostTokens = 20_000;

    /// <summary>Of a longer word the rest is ignored.</summary>
    public const int LongestTerm = 64;

    public static IReadOnlyList<Token> Read(string text)
    {
        var reader = new Reader(text);
        reader.Read();
        return reader.Tokens;
    }

    private sealed class Reader(string text)
    {
        private readonly char[] _word = new char[LongestTerm];
        private int _wordLength;
        private int _wordStart;
        private int _wordEnd;
        private int _apostrophe = -1;
        private bool _isEnglish;
        private string? _last;
        private int _lastStart;
        private int _lastEnd;
        private int _flagStart = -1;

        public List<Token> Tokens { get; } = [];

        public void Read()
        {
            for (var i = 0; i < text.Length && Tokens.Count < MostTokens; )
            {
                var c = text[i];
                if (char.IsAscii(c))
                {
                    ReadAscii(c, i++);
                    continue;
                }

                if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) != System.Buffers.OperationStatus.Done)
                    Separate();
                else
                    ReadRune(rune, i, length);
                i += length;
            }

            if (Tokens.Count < MostTokens)
                Separate();
        }

        private void ReadAscii(char c, int at)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                EndRun();
                Append(char.ToLowerInvariant(c), at, at + 1, isEnglish: char.IsAsciiLetter(c));
            }
            else if (c == '\'')
            {
                ReadApostrophe(at);
            }
            else
            {
                Separate();
            }
        }

        private void ReadRune(Rune rune, int at, int length)
        {
            if (rune.Value is 0x2019 or 0x02BC or 0xFF07)
                ReadApostrophe(at);
            else if (Folding.IsUnspaced(rune) && Folding.IsWord(rune))
                AppendToRun(Folding.Fold(rune), at, at + length);
            else if (Folding.IsWord(rune))
                AppendFolded(rune, at, at + length);
            else if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format)
                _wordEnd = _wordLength > 0 ? at + length : _wordEnd; // soft hyphens and joiners are in a word, not of it
            else if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol && IsPicture(rune))
                AddPicture(rune, at, length);
            else
                Separate();
        }

        private void AppendFolded(Rune rune, int at, int end)
        {
            var folded = Folding.Fold(rune);
            if (folded.Length == 0)
            {
                // An accent by itself: it belongs to the letter before it.
                _wordEnd = _wordLength > 0 ? end : _wordEnd;
                return;
            }

            EndRun();
            foreach (var c in folded)
                Append(c, at, end, isEnglish: char.IsAsciiLetterLower(c));
        }

        private void Append(char c, int at, int end, bool isEnglish)
        {
            if (_wordLength == 0)
                (_wordStart, _isEnglish, _flagStart) = (at, true, -1);
            _isEnglish &= isEnglish;
            _wordEnd = end;
            if (_wordLength < LongestTerm)
                _word[_wordLength++] = c;
        }

        private void ReadApostrophe(int at)
        {
            if (_wordLength == 0 || at + 1 == text.Length || !char.IsLetter(text[at + 1]))
            {
                Separate();
                return;
            }

            if (_word.AsSpan(0, _wordLength) is "l" or "d" or "j" or "m" or "t" or "s" or "c" or "n" or "qu")
                EndWord();
            else
                _apostrophe = _wordLength;
        }

        private void AppendToRun(string folded, int at, int end)
        {
            EndWord();
            _flagStart = -1;
            if (_last is not null)
            {
                Add(_last + folded, TokenKind.Pair, _lastStart, end);
            }

            (_last, _lastStart, _lastEnd) = (folded, at, end);
        }

        private void AddPicture(Rune rune, int at, int length)
        {
            var isFlag = rune.Value is >= 0x1F1E6 and <= 0x1F1FF;
            if (isFlag && _flagStart >= 0)
            {
                // The second letter of a flag.
                Add(text[_flagStart..(at + length)], TokenKind.Symbol, _flagStart, at + length);
                _flagStart = -1;
                return;
            }

            Separate();
            if (isFlag)
                _flagStart = at;
            else
                Add(rune.ToString(), TokenKind.Symbol, at, at + length);
        }

        private void Separate()
        {
            EndWord();
            EndRun();
            _flagStart = -1;
        }

        private void EndWord()
        {
            if (_wordLength == 0)
                return;
            // The possessive: Medhavi's. Also it's, let's.
            if (_apostrophe == _wordLength - 1 && _apostrophe > 0 && _word[_apostrophe] == 's')
                _wordLength--;
            var word = TrimHalf(_word.AsSpan(0, _wordLength)).ToString();
            Tokens.Add(
                new Token(
                    _isEnglish ? EnglishStemmer.Stem(IrregularForms.BaseOf(word)) : word,
                    word,
                    TokenKind.Word,
                    _wordStart,
                    _wordEnd - _wordStart
                )
            );
            (_wordLength, _apostrophe) = (0, -1);
        }

        private void EndRun()
        {
            if (_last is null)
                return;
            Add(_last, TokenKind.Tail, _lastStart, _lastEnd);
            _last = null;
        }

        private void Add(string term, TokenKind kind, int start, int end) => Tokens.Add(new Token(term, term, kind, start, end - start));

        /// <summary>A word that was cut must not end with half a character.</summary>
        private static ReadOnlySpan<char> TrimHalf(ReadOnlySpan<char> word) => char.IsHighSurrogate(word[^1]) ? word[..^1] : word;

        /// <summary>Not the lines and blocks that drawings in text consist of.</summary>
        private static bool IsPicture(Rune rune) =>
            rune.Value >= 0x2190 && rune.Value is not ((>= 0x2500 and <= 0x259F) or (>= 0x2800 and <= 0x28FF));
    }
}
