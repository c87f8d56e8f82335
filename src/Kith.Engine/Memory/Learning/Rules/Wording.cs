using System.Collections.Frozen;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>Takes from a statement what its rule asks for.</summary>
internal static class Wording
{
    private const int MostWords = 8,
        MostItemWords = 6,
        MostItems = 8;

    private static readonly FrozenSet<string> Prepositions = Set(
        "in at for from with on to of by about near as that since through during every each after before who which because but and so"
    );
    private static readonly FrozenSet<string> AfterPlace = Set("with for as to since so because by after until alone right");
    private static readonly FrozenSet<string> Where = Set("in near at on outside by between around across");
    private static readonly FrozenSet<string> NoItems = Set(
        "this that these those which who especially even though when because with in at like as but then i you we he she they it my so if "
            + "particularly or too every on their his her its"
    );

    /// <summary>What stands for something that was named elsewhere, and what leads to something that was cut off.</summary>
    private static readonly FrozenSet<string> Pointers = Set("it them this that those these");
    private static readonly FrozenSet<string> Leading = Set("about to of with for at in from into");

    private static readonly FrozenSet<string> Pairs = Set(
        "rock and roll|fish and chips|mac and cheese|salt and vinegar|black and white|bed and breakfast",
        '|'
    );
    private static readonly FrozenSet<string> Unnamed = Set(
        "home work school night lunch once last least first times noon midnight hell bed"
    );

    /// <summary>The few words from <paramref name="at"/> to the end of the clause, in the third person; null when they don't read right.</summary>
    public static string? Value(Utterance said, int at, int most = MostWords) =>
        Notebook.Rest(said, at, most, keepAnd: true) is { Length: > 0 } value ? Reflection.ToThemOrNull(value) : null;

    /// <summary>
    /// "Paris, Texas", "The Good, the Bad and the Ugly": a name with a comma in it, to the end of the clause; null where what is behind the comma
    /// isn't in capitals like what is before.
    /// </summary>
    public static string? Title(Utterance said, int at)
    {
        var words = said.Words;
        var commas = 0;
        for (var i = at; i < words.Length; i++)
        {
            commas += i > at && words[i].Pause && said.Text[words[i - 1].End] == ',' ? 1 : 0;
            var isSmall = i > at && words[i].Text is "the" or "a" or "of" or "and" or "in";
            if ((i > at && words[i].Pause && commas == 0) || !(isSmall || char.IsUpper(said.Text[words[i].Start])))
            {
                return null;
            }
        }
        return commas > 0 && words.Length - at <= MostWords ? said.Typed(at, words.Length) : null;
    }

    /// <summary>"Pune", "a small village in Bihar", "pune".</summary>
    public static string? Place(Utterance said, int at, FrozenSet<string>? never, bool small)
    {
        var words = said.Words;
        var end = at;
        while (end < words.Length && (end == at || !words[end].Pause) && !AfterPlace.Contains(words[end].Text))
        {
            end++;
        }
        end -= end > at && words[end - 1].Text is "and" or "but" or "again" ? 1 : 0;
        end = Notebook.WithoutTrailing(words, at, end);
        if (end == at || end - at > MostWords || (never is not null && words[at..end].Any(word => never.Contains(word.Text))))
        {
            return null;
        }
        var typed = said.Typed(at, end);
        var first = words[at].Text;
        var isNamed = typed.Length > 0 && char.IsUpper(typed[0]);
        var isDescribed = end - at > 1 && first is "a" or "an" or "the" or "my" or "our";
        var isSmall =
            small
            && end - at == 1
            && typed.Length > 2
            && typed.All(char.IsLetter)
            && !Search.StopWords.Contains(first)
            && !Unnamed.Contains(first);
        return isNamed || isDescribed ? Reflection.ToThemOrNull(typed)
            : isSmall ? Phrasing.Capital(typed)
            : null;
    }

    /// <summary>"in Pune", "near Cork", "abroad".</summary>
    public static string? Whereabouts(Utterance said, int at, FrozenSet<string>? never)
    {
        var words = said.Words;
        if (at >= words.Length)
        {
            return null;
        }
        at += at + 1 < words.Length && words[at].Text is "just" or "right" or "somewhere" or "here" ? 1 : 0;
        var first = words[at].Text;
        return first is "abroad" or "overseas" or "alone" ? first
            : Where.Contains(first) && Place(said, at + 1, never, first is "in" or "near") is { } place ? $"{first} {place}"
            : null;
    }

    /// <summary>Each of several things with where it begins.</summary>
    public static List<(string Text, int At, int After)> Items(Utterance said, int at)
    {
        var items = new List<(string, int, int)>();
        var words = said.Words;
        while (at < words.Length && items.Count < MostItems)
        {
            at += SomeOf(words, at);
            at += at + 1 < words.Length && words[at].Text == "plus" ? 1 : 0;
            var end = at + 1;
            while (end < words.Length && !words[end].Pause && !EndsItem(said, at, end))
            {
                end++;
            }
            var last = end - at > MostItemWords ? Head(said, at, end) + 1 : Notebook.WithoutTrailing(words, at, end);
            var typed = last - at > MostItemWords ? "" : said.Typed(at, last);
            if (
                (NoItems.Contains(words[at].Text) && !IsOfPerson(words, at))
                || (items.Count > 0 && IsAside(words, at, end))
                || IsPerson(words, at)
                || typed.Length == 0
                || Reflection.ToThemOrNull(typed) is not { } text
            )
            {
                break;
            }
            if (!Leading.Contains(words[last - 1].Text) && !words[at..last].Any(static word => Pointers.Contains(word.Text)))
            {
                items.Add((text, at, end));
            }
            var joined = end < words.Length && words[end].Text is "and" or "or";
            if (joined && IsDoing(words, at) && end - at > 1 && !IsDoing(words, end + 1))
            {
                // "Improving education and infrastructure": the second belongs to what is done, and isn't liked by itself.
                break;
            }
            at = joined ? end + 1 : end;
        }
        return items;
    }

    /// <summary>The last word before any preposition: "nurse" of "a nurse in Pune".</summary>
    public static int Head(Utterance said, int at, int after)
    {
        var words = said.Words;
        var end = at;
        while (end < after && end < words.Length && (end == at || !words[end].Pause) && !Prepositions.Contains(words[end].Text))
        {
            end++;
        }
        while (
            end - 1 > at && words[end - 1].Text is "called" or "named" or "now" or "too" or "today" or "and" or "coming" or "up" or "there"
        )
        {
            end--;
        }
        return end - 1;
    }

    /// <summary>Words of <paramref name="said"/> up to <paramref name="after"/> with the verb of a person spoken about: "Is flying to Rome".</summary>
    public static string? Told(Utterance said, int after, string rest, bool past)
    {
        var words = said.Words;
        var verb = words[1].Text;
        var conjugated = verb switch
        {
            "am" => "is",
            "have" => "has",
            "do" => "does",
            "will" or "can" or "was" or "had" or "would" => verb,
            _ when past => verb,
            _ when verb.EndsWith('y') && verb.Length > 2 && !"aeiou".Contains(verb[^2], StringComparison.Ordinal) => verb[..^1] + "ies",
            _ when verb.EndsWith('s')
                    || verb.EndsWith("sh", StringComparison.Ordinal)
                    || verb.EndsWith("ch", StringComparison.Ordinal)
                    || verb == "go" => verb + "es",
            _ => verb + "s",
        };
        var middle = after > 2 ? Reflection.ToThemOrNull(said.Typed(2, after)) : "";
        return middle is null
            ? null
            : Phrasing.Capital(string.Join(' ', new[] { conjugated, middle, rest }.Where(static part => part.Length > 0)));
    }

    /// <summary>"an engineer" where the pattern has "a {0}".</summary>
    public static string Fill(string pattern, string value)
    {
        var vowel =
            value.Length > 0
            && "aeiouAEIOU".Contains(value[0], StringComparison.Ordinal)
            && !value.StartsWith("uni", StringComparison.OrdinalIgnoreCase);
        return (vowel ? pattern.Replace(" a {0}", " an {0}", StringComparison.Ordinal) : pattern)
            .Replace("{0}", value, StringComparison.Ordinal)
            .TrimEnd();
    }

    /// <summary>How many words of "a bit of Czech" only say how much.</summary>
    private static int SomeOf(Word[] words, int at)
    {
        var some = at + 2 < words.Length && words[at].Text == "a" && words[at + 1].Text is "bit" or "little" or "lot";
        return !some ? 0
            : words[at + 2].Text == "of" && at + 3 < words.Length ? 3
            : 2;
    }

    private static bool EndsItem(Utterance said, int at, int word) =>
        said.Words[word].Text switch
        {
            "and" or "or" => !IsPair(said, at, word) && !said.Words[at..word].Any(static one => one.Text is "about" or "of" or "between"),
            "on" => word + 1 < said.Words.Length && said.Words[word + 1].Text.TrimEnd('s').EndsWith("day", StringComparison.Ordinal),
            "every"
            or "but"
            or "because"
            or "although"
            or "while"
            or "which"
            or "who"
            or "if"
            or "so"
            or "when"
            or "then"
            or "i"
            or "since"
            or "as" => true,
            _ => false,
        };

    private static bool IsDoing(Word[] words, int at) => at < words.Length && words[at].Text.EndsWith("ing", StringComparison.Ordinal);

    private static bool IsPair(Utterance said, int at, int and) =>
        and > at && and + 1 < said.Words.Length && Pairs.Contains($"{said.Words[and - 1].Text} and {said.Words[and + 1].Text}");

    /// <summary>Several words behind a comma with no "and" to come: "penicillin, found out the hard way".</summary>
    private static bool IsAside(Word[] words, int at, int end) =>
        words[at].Pause && end - at > 2 && !words[at..].Any(static word => word.Text is "and" or "or");

    /// <summary>"my mum's cooking".</summary>
    private static bool IsOfPerson(Word[] words, int at) =>
        at + 3 < words.Length && words[at].Text == "my" && words[at + 2].Text == "'s" && Person.IsKnown(words[at + 1].Text);

    private static bool IsPerson(Word[] words, int at) =>
        words[at].Text is "my" or "our" or "his" or "her" or "their"
        && at + 1 < words.Length
        && !IsOfPerson(words, at)
        && (Person.IsKnown(words[at + 1].Text) || Person.IsSeveral(words[at + 1].Text));

    private static FrozenSet<string> Set(string words, char between = ' ') => words.Split(between).ToFrozenSet(StringComparer.Ordinal);
}
