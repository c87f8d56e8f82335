using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Kith.Engine.Models.Offline.Reading;

/// <summary>One word of a message as phrases see it, and where what was typed stands in <see cref="Utterance.Text"/>.</summary>
/// <param name="Text">Folded: lower case, without accents, contractions opened.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="End">Where it ends, not included.</param>
/// <param name="Sentence">The number of the sentence it stands in.</param>
/// <param name="Pause">True after a comma, dash or bracket, and at the start of a sentence.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Word(string Text, int Start, int End, int Sentence, bool Pause);

/// <summary>A message, cleaned of what can't be seen and split into words and sentences. Linear in its length, and bounded.</summary>
internal sealed class Utterance
{
    /// <summary>More than any accepted message; what lies beyond is not read.</summary>
    private const int MostCharacters = 64_000;

    /// <summary>What intents other than care look at: the beginning and the end of a long message.</summary>
    private const int FirstWords = 150,
        LastWords = 250;

    private readonly List<char> _ends = [];
    private readonly Word[] _all;

    public Utterance(string? raw)
    {
        Text = Clean(raw ?? "");
        _all = Split();
        Words = _all.Length <= FirstWords + LastWords ? _all : [.. _all[..FirstWords], .. _all[^LastWords..]];
    }

    public string Text { get; }

    /// <summary>The words most readers need: at most 400 of them.</summary>
    public Word[] Words { get; }

    /// <summary>Every word there is.</summary>
    public ReadOnlySpan<Word> AllWords => _all;

    public bool IsLong => _all.Length > FirstWords;

    /// <summary>True when the sentence ends with a question mark.</summary>
    public bool IsAsked(int sentence) => sentence < _ends.Count && _ends[sentence] == '?';

    /// <summary>True when the message ends with a question.</summary>
    public bool EndsAsking => Words is [.., var last] && IsAsked(last.Sentence);

    /// <summary>What was typed from word <paramref name="first"/> up to, not including, word <paramref name="after"/>.</summary>
    public string Typed(int first, int after) => first >= after ? "" : Text[Words[first].Start..Words[after - 1].End];

    private static string Clean(string raw)
    {
        var clean = new StringBuilder(Math.Min(raw.Length, MostCharacters));
        var marks = 0;
        // Runes first: a lone surrogate becomes U+FFFD, without which normalising throws.
        foreach (var rune in raw.AsSpan(0, Math.Min(raw.Length, MostCharacters)).EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            marks = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            if (rune.Value is '\n' or '\r' or 0x2028 or 0x2029)
            {
                clean.Append('\n');
            }
            else if (category is UnicodeCategory.Control or UnicodeCategory.SpaceSeparator)
            {
                clean.Append(' ');
            }
            else if (category is UnicodeCategory.Format || rune.Value is >= 0xFE00 and <= 0xFE0F || marks > 3)
            {
                continue;
            }
            else if (rune.IsAscii && rune.Value != '`')
            {
                clean.Append((char)rune.Value);
            }
            else
            {
                clean.Append(
                    rune.Value switch
                    {
                        0x2018 or 0x2019 or 0x02BC or '`' => "'",
                        0x201C or 0x201D => "\"",
                        _ => rune.ToString(),
                    }
                );
            }
        }
        return clean.ToString().Normalize(NormalizationForm.FormKC).Trim();
    }

    private Word[] Split()
    {
        var words = new List<Word>();
        var (pause, sentence) = (true, 0);
        for (var i = 0; i < Text.Length; )
        {
            var end = WordEnd(i);
            if (end == i)
            {
                if (IsSentenceEnd(i) && words.Count > 0 && words[^1].Sentence == sentence)
                {
                    _ends.Add(Text[i] is '?' or '\u061F' ? '?' : '.');
                    sentence++;
                    pause = true;
                }
                else if (Text[i] == '?' && _ends.Count > 0)
                {
                    _ends[^1] = '?';
                }
                pause |=
                    Text[i] is ',' or ';' or '(' or ')' or '\u2014' or '\u2013' or '/'
                    || IsLooseDash(i)
                    || (Text[i] == ':' && !IsInTime(i));
                i++;
                continue;
            }
            var opened = Spelling.Open(Text.AsSpan(i, end - i), out var folded);
            if (opened is null)
            {
                words.Add(new Word(folded, i, end, sentence, pause));
                pause = false;
            }
            foreach (var word in opened ?? [])
            {
                words.Add(new Word(word, i, end, sentence, pause));
                pause = false;
            }
            i = end;
        }
        return [.. words];
    }

    private int WordEnd(int start)
    {
        var end = start;
        while (end < Text.Length && (IsWordPart(Text[end]) || (end > start && Joins(end))))
        {
            end++;
        }
        return end;
    }

    /// <summary>An apostrophe between letters, a mask such as k@te, or a point or comma between digits.</summary>
    private bool Joins(int at) =>
        at + 1 < Text.Length
        && Text[at] switch
        {
            '\'' or '@' or '$' => char.IsLetter(Text[at - 1]) && char.IsLetter(Text[at + 1]),
            '.' or ',' => char.IsAsciiDigit(Text[at - 1]) && char.IsAsciiDigit(Text[at + 1]),
            _ => false,
        };

    private static bool IsWordPart(char c) =>
        char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private bool IsSentenceEnd(int at) => Text[at] is '.' or '!' or '?' or '\n' or '\u2026' or '\u3002' or '\u061F' or '\u0964';

    /// <summary>"10:30".</summary>
    private bool IsInTime(int at) => at > 0 && at + 1 < Text.Length && char.IsAsciiDigit(Text[at - 1]) && char.IsAsciiDigit(Text[at + 1]);

    private bool IsLooseDash(int at) => Text[at] == '-' && (at == 0 || at + 1 == Text.Length || Text[at - 1] == ' ' || Text[at + 1] == ' ');
}
