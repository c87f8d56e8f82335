using System.Globalization;
using System.Text;

namespace Kith.Engine.Memory.Search;

/// <summary>
/// Makes characters that people take for the same the same: small letters, no accents (<c>é</c> is <c>e</c>, <c>ё</c> is <c>е</c>), no
/// compatibility forms (<c>Ａ</c>, <c>ﬁ</c>), Western digits. Vowel signs of Indic scripts are letters and stay.
/// </summary>
internal static class Folding
{
    private const int Cached = 0x3000;

    /// <summary>Filled as characters are met; filling one twice does no harm.</summary>
    private static readonly string?[] s_folded = new string?[Cached];

    /// <summary>What a letter, mark or digit becomes: usually one character, none for an accent by itself.</summary>
    public static string Fold(Rune rune) => rune.Value < Cached ? s_folded[rune.Value] ??= Compute(rune) : Compute(rune);

    /// <summary>Scripts that put no spaces between words, and Hangul, whose words carry their particles.</summary>
    public static bool IsUnspaced(Rune rune) =>
        rune.Value
            is (>= 0x0E00 and <= 0x0EFF) // Thai, Lao
                or (>= 0x1000 and <= 0x109F) // Myanmar
                or (>= 0x1100 and <= 0x11FF) // Hangul letters
                or (>= 0x1780 and <= 0x17FF) // Khmer
                or (>= 0x2E80 and <= 0x2FDF) // radicals
                or (>= 0x3005 and <= 0x3007)
                or (>= 0x3021 and <= 0x3029)
                or (>= 0x3041 and <= 0x318F) // kana, Bopomofo, Hangul letters
                or (>= 0x31A0 and <= 0x31FF)
                or (>= 0x3400 and <= 0x4DBF) // Han
                or (>= 0x4E00 and <= 0x9FFF)
                or (>= 0xA960 and <= 0xA97F)
                or (>= 0xAC00 and <= 0xD7FF) // Hangul
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0xFF66 and <= 0xFFDC) // half-width kana and Hangul
                or (>= 0x20000 and <= 0x3FFFF);

    private static string Compute(Rune rune)
    {
        var digit = Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber ? (int)Rune.GetNumericValue(rune) : -1;
        if (digit >= 0)
            return ((char)('0' + digit)).ToString();
        if (IsUnspaced(rune))
            return rune.ToString().Normalize(NormalizationForm.FormKC);
        var folded = new StringBuilder();
        foreach (var part in rune.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (!IsAccent(part) && IsWord(part))
                folded.Append(Letter(Rune.ToLowerInvariant(part)));
        }

        return folded.ToString();
    }

    /// <summary>Letters, marks and digits.</summary>
    public static bool IsWord(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is <= UnicodeCategory.OtherLetter
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.LetterNumber
                or UnicodeCategory.OtherNumber;

    /// <summary>Marks one may leave out: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowels, variation selectors.</summary>
    private static bool IsAccent(Rune rune) =>
        rune.Value
            is (>= 0x0300 and <= 0x036F)
                or (>= 0x0591 and <= 0x05C7)
                or 0x0640
                or (>= 0x064B and <= 0x065F)
                or 0x0670
                or (>= 0x1AB0 and <= 0x1AFF)
                or (>= 0x1DC0 and <= 0x1DFF)
                or (>= 0x20D0 and <= 0x20FF)
                or (>= 0xFE00 and <= 0xFE0F)
                or (>= 0xFE20 and <= 0xFE2F)
                or (>= 0xE0100 and <= 0xE01EF);

    /// <summary>Letters that Unicode doesn't take apart, and people do.</summary>
    private static string Letter(Rune rune) =>
        rune.Value switch
        {
            'ß' => "ss",
            'æ' => "ae",
            'œ' => "oe",
            'ø' => "o",
            'ł' => "l",
            'đ' or 'ð' => "d",
            'þ' => "th",
            'ı' => "i",
            'ħ' => "h",
            'ς' => "σ",
            _ => rune.ToString(),
        };
}
