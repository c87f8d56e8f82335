using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Kith.Engine.Models.Offline.Reading;

/// <summary>Turns what a person says about themselves into what one says back: "my boss yelled at me" into "your boss yelled at you".</summary>
internal static class Reflection
{
    private const int MostWords = 14;

    private static readonly FrozenDictionary<string, string> ToYou = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["i"] = "you",
        ["me"] = "you",
        ["my"] = "your",
        ["mine"] = "yours",
        ["myself"] = "yourself",
        ["i'm"] = "you're",
        ["im"] = "you're",
        ["i've"] = "you've",
        ["ive"] = "you've",
        ["i'd"] = "you'd",
        ["i'll"] = "you'll",
        ["we"] = "you",
        ["us"] = "you",
        ["our"] = "your",
        ["ours"] = "yours",
        ["we're"] = "you're",
        ["we've"] = "you've",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> ToThem = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["i"] = "they",
        ["me"] = "them",
        ["my"] = "their",
        ["mine"] = "theirs",
        ["myself"] = "themselves",
        ["i'm"] = "they're",
        ["im"] = "they're",
        ["i've"] = "they've",
        ["ive"] = "they've",
        ["i'd"] = "they'd",
        ["we"] = "they",
        ["us"] = "them",
        ["our"] = "their",
        ["ours"] = "theirs",
        ["we're"] = "they're",
        ["we've"] = "they've",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly SearchValues<char> Unspeakable = SearchValues.Create("\"?()<>[]{}|\n/\\*_#`~=");

    private static readonly FrozenSet<string> SmallAtStart = (
        "the a an this that these those it he she they everyone everybody nobody someone something everything nothing work school life "
        + "today tomorrow tonight yesterday there because when if and but so some no all one two three being having getting going not "
        + "people someone's his her their its just how what why where who"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    // Words whose presence makes turning round unsafe: it would speak of the friend, or keep half a thought.
    private static readonly FrozenSet<string> Unsafe = "you your yours yourself u ur you're you've i'll lol lmao haha pls please"
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The clause turned round, without end punctuation; null when the result might not read right.</summary>
    public static string? ToYouOrNull(string clause) => TurnOrNull(clause, ToYou);

    /// <summary>The same in the third person, for a note: "my boss yelled at me" into "their boss yelled at them".</summary>
    public static string? ToThemOrNull(string clause) => TurnOrNull(clause, ToThem);

    private static string? TurnOrNull(string clause, FrozenDictionary<string, string> persons)
    {
        clause = clause.Trim().TrimEnd('.', '!', ',', ';', ':', ' ');
        var words = clause.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is 0 or > MostWords || clause.AsSpan().ContainsAny(Unspeakable) || words.Any(IsUnsafe))
        {
            return null;
        }
        var turned = new StringBuilder(clause.Length + 8);
        var lastWasI = false;
        for (var i = 0; i < words.Length; i++)
        {
            var (word, tail) = Split(words[i]);
            var lower = word.ToLowerInvariant();
            turned.Append(i == 0 ? "" : " ").Append(Turn(persons, word, lower, i == 0, lastWasI)).Append(tail);
            lastWasI = lower == "i";
        }
        return turned.ToString();
    }

    private static string Turn(FrozenDictionary<string, string> persons, string word, string lower, bool first, bool lastWasI)
    {
        if (lastWasI && lower is "am" or "was")
        {
            return lower == "am" ? "are" : "were";
        }
        if (lower is "wasn't" && lastWasI)
        {
            return "weren't";
        }
        if (persons.TryGetValue(lower, out var other))
        {
            return other;
        }
        return first && SmallAtStart.Contains(lower) ? lower : word;
    }

    private static bool IsUnsafe(string word) => word.Length > 24 || Unsafe.Contains(Split(word).Word.ToLowerInvariant());

    private static (string Word, string Tail) Split(string word)
    {
        var end = word.Length;
        while (end > 0 && word[end - 1] is ',' or ';' or ':' or '.' or '!')
        {
            end--;
        }
        return (word[..end], word[end..]);
    }
}
