using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace Kith.Engine.Models.Offline.Reading;

/// <summary>
/// Where a phrase was found: the words from <paramref name="First"/> up to, not including, <paramref name="After"/>.
/// <paramref name="Rule"/> is the phrase's place in the set.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Found(int Rule, int First, int After);

/// <summary>
/// Phrases looked for in a message word by word, in time linear in its length. A phrase is words parted by spaces:
/// <c>a|b</c> either, <c>a?</c> perhaps, <c>*</c> any one word, <c>..</c> up to four words, <c>^</c> only at the start
/// of a sentence or clause, <c>$</c> only at its end. A phrase begins with a word that must be there and stays within a sentence.
/// </summary>
internal sealed class PhraseSet
{
    private const int LongestGap = 4;

    private readonly FrozenDictionary<string, Phrase[]> _byFirstWord;
    private readonly bool _acrossSentences;

    public PhraseSet(IEnumerable<string> phrases, bool acrossSentences = false)
    {
        _acrossSentences = acrossSentences;
        _byFirstWord = phrases
            .SelectMany(static (text, rule) => Phrase.Parse(text, rule))
            .SelectMany(static phrase => phrase.Parts[0].Words.Select(word => (word, phrase)))
            .GroupBy(static pair => pair.word, static pair => pair.phrase, StringComparer.Ordinal)
            .ToFrozenDictionary(static group => group.Key, static group => group.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>One phrase a line; empty lines part groups for the reader.</summary>
    public static PhraseSet Of(string lines, bool acrossSentences = false) =>
        new(lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), acrossSentences);

    public bool IsIn(Utterance said) => First(said.Words) is not null;

    public Found? First(Utterance said) => First(said.Words);

    public Found? First(ReadOnlySpan<Word> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (At(words, i) is { } found)
            {
                return found;
            }
        }
        return null;
    }

    /// <summary>The words a phrase of this set can begin with.</summary>
    public IEnumerable<string> FirstWords => _byFirstWord.Keys;

    /// <summary>The first phrase that begins at one of the given words.</summary>
    public Found? First(ReadOnlySpan<Word> words, List<int> beginnings)
    {
        foreach (var at in beginnings)
        {
            if (At(words, at) is { } found)
            {
                return found;
            }
        }
        return null;
    }

    public List<Found> All(ReadOnlySpan<Word> words)
    {
        var all = new List<Found>();
        for (var i = 0; i < words.Length; i++)
        {
            AddAt(words, i, all);
        }
        return all;
    }

    /// <summary>Every phrase that begins at word <paramref name="at"/>, in the order of the set.</summary>
    public List<Found> AllAt(ReadOnlySpan<Word> words, int at)
    {
        var all = new List<Found>();
        AddAt(words, at, all);
        return all;
    }

    private void AddAt(ReadOnlySpan<Word> words, int at, List<Found> all)
    {
        if (_byFirstWord.TryGetValue(words[at].Text, out var phrases))
        {
            foreach (var phrase in phrases)
            {
                if (EndOf(phrase, words, at) is >= 0 and var after)
                {
                    all.Add(new Found(phrase.Rule, at, after));
                }
            }
        }
    }

    /// <summary>The first phrase of the set that begins at word <paramref name="at"/>.</summary>
    public Found? At(ReadOnlySpan<Word> words, int at)
    {
        if (_byFirstWord.TryGetValue(words[at].Text, out var phrases))
        {
            foreach (var phrase in phrases)
            {
                if (EndOf(phrase, words, at) is >= 0 and var after)
                {
                    return new Found(phrase.Rule, at, after);
                }
            }
        }
        return null;
    }

    private int EndOf(Phrase phrase, ReadOnlySpan<Word> words, int at)
    {
        if (phrase.Opens && !words[at].Pause)
        {
            return -1;
        }
        var end = words.Length;
        if (!_acrossSentences)
        {
            // Only as far as the phrase could reach: the search must not walk a long sentence again for each word of it.
            var reach = Math.Min(words.Length, at + phrase.Reach + 1);
            for (end = at + 1; end < reach && words[end].Sentence == words[at].Sentence; end++) { }
        }
        return Match(phrase, 0, words[..end], at, words);
    }

    private static int Match(Phrase phrase, int part, ReadOnlySpan<Word> sentence, int at, ReadOnlySpan<Word> all)
    {
        if (part == phrase.Parts.Length)
        {
            var closed = at >= sentence.Length || all[at].Pause;
            return phrase.Closes && !closed ? -1 : at;
        }
        var piece = phrase.Parts[part];
        if (piece.IsGap)
        {
            for (var skip = 0; skip <= LongestGap && at + skip <= sentence.Length; skip++)
            {
                if (Match(phrase, part + 1, sentence, at + skip, all) is >= 0 and var after)
                {
                    return after;
                }
            }
            return -1;
        }
        if (at < sentence.Length && piece.Takes(sentence[at].Text) && Match(phrase, part + 1, sentence, at + 1, all) is >= 0 and var next)
        {
            return next;
        }
        return piece.IsOptional ? Match(phrase, part + 1, sentence, at, all) : -1;
    }

    private sealed record Part(string[] Words, bool IsOptional, bool IsGap, bool IsAny)
    {
        // A word of a long list is looked for at every place a gap may end: there a hash is much cheaper than a walk.
        private readonly FrozenSet<string>? _many = Words.Length > 4 ? Words.ToFrozenSet(StringComparer.Ordinal) : null;

        public bool Takes(string word) => IsAny || (_many?.Contains(word) ?? Array.IndexOf(Words, word) >= 0);
    }

    private sealed record Phrase(int Rule, Part[] Parts, bool Opens, bool Closes)
    {
        public int Reach { get; } = Parts.Sum(static part => part.IsGap ? LongestGap : 1);

        /// <summary>The phrase; a leading optional word makes it two.</summary>
        public static IEnumerable<Phrase> Parse(string text, int rule)
        {
            var pieces = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
            var (opens, closes) = (pieces.Remove("^"), pieces.Remove("$"));
            var parts = pieces
                .Select(static piece =>
                    piece is "*" or ".." ? new Part([], false, piece == "..", piece == "*")
                    : piece.EndsWith('?') ? new Part(piece[..^1].Split('|'), true, false, false)
                    : new Part(piece.Split('|'), false, false, false)
                )
                .ToArray();
            for (var first = 0; first < parts.Length; first++)
            {
                if (parts[first].IsGap || parts[first].IsAny)
                {
                    break;
                }
                yield return new Phrase(rule, parts[first..], opens, closes);
                if (!parts[first].IsOptional)
                {
                    yield break;
                }
            }
            throw new FormatException($"A phrase begins with a word that must be there: '{text}'.");
        }
    }
}
