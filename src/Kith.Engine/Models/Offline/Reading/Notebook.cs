using System.Collections.Frozen;

namespace Kith.Engine.Models.Offline.Reading;

internal enum NoteKind
{
    Home,
    Job,
    Like,
    Dislike,
    Favourite,
    Person,
    Birthday,
    Age,
}

/// <summary>One thing a person said about themselves.</summary>
/// <param name="Kind">What sort of thing.</param>
/// <param name="Subject">What it is about, in lower case: "sister", "food", the thing liked.</param>
/// <param name="Value">The answer alone: "Ana", "Pune", "jazz".</param>
/// <param name="Clause">A clause to say back, without end punctuation: "you live in Pune".</param>
internal sealed record Note(NoteKind Kind, string Subject, string Value, string Clause);

/// <summary>Reads what a person tells about themselves. Takes only plain statements: what it doesn't understand it doesn't note.</summary>
internal static class Notebook
{
    private const int MostValueWords = 8;

    public const string Relations =
        "sister|brother|mom|mother|dad|father|wife|husband|partner|girlfriend|boyfriend|son|daughter|friend|boss|manager|colleague|"
        + "roommate|flatmate|neighbour|cousin|aunt|uncle|grandmother|grandfather|niece|nephew|baby|fiance|fiancee|teacher|dog|cat|puppy|"
        + "kitten|parrot|horse|rabbit|hamster|bird|pet|child|kid|grandson|granddaughter|stepmother|stepfather|stepmom|stepdad|mentor|turtle|"
        + "tortoise|fish|goldfish|pony|budgie|ex";

    /// <summary>"I am 34 and live in Lisbon": whoever began the sentence.</summary>
    private const string Joined = "and currently|now|still? live|living|reside in|near|at";

    private static readonly (NoteKind Kind, string Said, string Back)[] Rules =
    [
        (NoteKind.Home, "i currently|now|still? live|stay|reside in|near|at", "you live in"),
        (NoteKind.Home, Joined, "you live in"),
        (NoteKind.Home, "i am living|based in", "you live in"),
        (NoteKind.Home, "i just|recently? moved to", "you moved to"),
        (NoteKind.Home, "i am|come originally? from", "you're from"),
        (NoteKind.Job, "i work|worked as", "you work as"),
        (NoteKind.Job, "i am working as", "you work as"),
        (NoteKind.Job, "i work at", "you work at"),
        (NoteKind.Job, "i work for", "you work for"),
        (NoteKind.Job, "i work in", "you work in"),
        (NoteKind.Job, "my job|profession|occupation is a|an", "you work as a"),
        (NoteKind.Like, "i really|just|do|also|absolutely|totally|still|always? like|love|enjoy|adore|prefer", "you like"),
        (NoteKind.Like, "i am really|very|so? into", "you're into"),
        (NoteKind.Like, "i am a huge|big|great? fan of", "you're a fan of"),
        (NoteKind.Dislike, "i really|just|absolutely|also|still? hate|dislike|detest|despise", "you can't stand"),
        (NoteKind.Dislike, "i do not really|even? like|enjoy|love", "you don't like"),
        (NoteKind.Dislike, "i can not stand", "you can't stand"),
        (NoteKind.Favourite, "my favourite * is|are", "your favourite {0} is"),
        (NoteKind.Favourite, "my favourite * * is|are", "your favourite {0} is"),
        (NoteKind.Birthday, "my birthday is", "your birthday is"),
        (NoteKind.Birthday, "i was born on", "you were born on"),
        (NoteKind.Job, "i am a|an", "you're a"),
        (NoteKind.Age, "i am", "you're"),
        (NoteKind.Person, "my best|older|younger|elder|little|big|new|old|twin? " + Relations, "your {0} is"),
    ];

    private static readonly PhraseSet Phrases = new(Rules.Select(static rule => rule.Said));

    private static readonly FrozenSet<string> Jobs = Set(
        "nurse teacher doctor engineer developer programmer designer student lawyer chef cook driver writer artist musician singer actor "
            + "accountant architect baker barber carpenter cashier cleaner clerk consultant dentist editor electrician farmer firefighter "
            + "gardener hairdresser journalist judge librarian manager mechanic midwife painter paramedic pharmacist photographer pilot "
            + "plumber police postman professor psychologist receptionist researcher sailor salesperson scientist secretary soldier surgeon "
            + "surveyor tailor therapist translator tester waiter waitress vet analyst banker dancer florist freelancer potter physicist "
            + "chemist biologist banker entrepreneur founder founder's barista bartender physiotherapist radiographer carer caregiver"
    );

    private static readonly FrozenSet<string> NotLiked = Set(
        "you your it that this him her them how when what to if the it's myself me being everything nothing anything something all so i "
            + "not doing having as"
    );

    private static readonly FrozenSet<string> ClauseEnds = Set(
        "but because although though while when which who where if so except unless and then i until whenever"
    );

    private static readonly FrozenSet<string> Trailing = Set(
        "too also lot much really very most now lately recently again today haha lol there here though"
    );

    private static readonly FrozenSet<string> Asking = Set(
        "do did should would could will can am does if what why who where how wish think"
    );

    private static readonly FrozenSet<string> RelationWords = Relations.Split('|').ToFrozenSet(StringComparer.Ordinal);

    public static bool IsRelation(string word) => RelationWords.Contains(word);

    public static bool IsJob(string word) => Jobs.Contains(word);

    public static List<Note> Read(Utterance said)
    {
        var notes = new List<Note>();
        var taken = -1;
        foreach (var found in Phrases.All(said.Words))
        {
            if (found.First > taken && !IsAsking(said, found.First) && IsMine(said, found) && Note(said, found) is { } note)
            {
                notes.Add(note);
                taken = found.First;
            }
        }
        return notes;
    }

    /// <summary>The words from <paramref name="from"/> to the end of the clause, as typed; empty when there are none.</summary>
    public static string Rest(Utterance said, int from, int most = MostValueWords, bool keepAnd = false)
    {
        var words = said.Words;
        var end = from;
        while (
            end < words.Length
            && end - from < most
            && (end == from || !words[end].Pause)
            && words[end].Sentence == words[Math.Max(from - 1, 0)].Sentence
            && (end == from || !EndsClause(words, end) || (keepAnd && words[end].Text is "and") || IsList(words, end))
        )
        {
            end++;
        }
        end = WithoutTrailing(words, from, end);
        // Opened contractions share their place: half of one is not a word to quote.
        return end - from >= most && end < words.Length && !words[end].Pause ? "" : said.Typed(from, Math.Max(from, end));
    }

    /// <summary>Where the words from <paramref name="from"/> to <paramref name="end"/> end without "too", "a lot", "now" and the like.</summary>
    public static int WithoutTrailing(Word[] words, int from, int end)
    {
        while (end > from && Trailing.Contains(words[end - 1].Text))
        {
            end--;
            end -= end > from && words[end - 1].Text is "a" or "so" or "very" ? 1 : 0;
        }
        return end;
    }

    /// <summary>A word that begins another clause; but the second "I" of "I think I …" goes on with the first.</summary>
    private static bool EndsClause(Word[] words, int at) =>
        ClauseEnds.Contains(words[at].Text)
        && !(
            words[at].Text == "i"
            && words[at - 1].Text is ("think" or "guess" or "hope" or "wish" or "feel" or "know" or "believe" or "suppose")
        );

    /// <summary>"tea and biscuits": the second half begins no new clause.</summary>
    private static bool IsList(Word[] words, int at) =>
        words[at].Text == "and"
        && at + 1 < words.Length
        && words[at + 1].Text is not ("i" or "my" or "it" or "he" or "she" or "we" or "they" or "you" or "then" or "so" or "the" or "that");

    /// <summary>Of a joined clause: the sentence began with "I" and has nobody else in it so far.</summary>
    private static bool IsMine(Utterance said, Found found)
    {
        var before = said.Words[..found.First]
            .Where(word => word.Sentence == said.Words[found.First].Sentence)
            .Select(static word => word.Text);
        return Rules[found.Rule].Said != Joined
            || (before.Contains("i") && !before.Any(static word => word is "my" or "our" or "we" or "they" or "he" or "she" or "who"));
    }

    private static Note? Note(Utterance said, Found found)
    {
        var (kind, _, back) = Rules[found.Rule];
        var words = said.Words;
        if (kind == NoteKind.Person)
        {
            return Person(said, found);
        }
        var value = Rest(said, found.After);
        if (value.Length == 0 || Reflection.ToYouOrNull(value) is not { } mirrored || found.After >= words.Length)
        {
            return null;
        }
        var first = words[found.After].Text;
        return kind switch
        {
            NoteKind.Like or NoteKind.Dislike when IsThing(words, found.After) => new Note(
                kind,
                value.ToLowerInvariant(),
                mirrored,
                $"{back} {mirrored}"
            ),
            NoteKind.Favourite => Favourite(said, found, mirrored),
            NoteKind.Age => Age(words, found.After, first),
            NoteKind.Job when back == "you're a" => Jobs.Contains(words[LastOf(said, found.After, value)].Text)
                ? new Note(kind, "job", mirrored, $"you're {words[found.After - 1].Text} {mirrored}")
                : null,
            NoteKind.Job when back == "you work as a" => new Note(
                kind,
                "job",
                mirrored,
                $"you work as {words[found.After - 1].Text} {mirrored}"
            ),
            NoteKind.Home when !char.IsUpper(value[0]) && first is not ("a" or "the") && value.Contains(' ', StringComparison.Ordinal) =>
                null,
            NoteKind.Birthday when back == "you were born on" && !value.Any(char.IsDigit) => null,
            NoteKind.Home or NoteKind.Job or NoteKind.Birthday => new Note(kind, Name(kind), mirrored, $"{back} {mirrored}"),
            _ => null,
        };
    }

    private static string Name(NoteKind kind) => kind.ToString().ToLowerInvariant();

    private static int LastOf(Utterance said, int from, string value)
    {
        var end = said.Words[from].Start + value.Length;
        return Array.FindLastIndex(said.Words, word => word.End <= end);
    }

    private static Note? Favourite(Utterance said, Found found, string value)
    {
        var thing = said.Typed(found.First + 1, found.After - 1).ToLowerInvariant();
        var subject = string.Join(' ', said.Words[(found.First + 2)..(found.After - 1)].Select(static word => word.Text));
        var are = said.Words[found.After - 1].Text;
        return new Note(NoteKind.Favourite, subject, value, $"your {thing} {are} {value}");
    }

    private static Note? Age(Word[] words, int at, string first)
    {
        var isAge = int.TryParse(first, out var years) && years is > 3 and < 120;
        var ends = at + 1 >= words.Length || words[at + 1].Pause || words[at + 1].Text is "years" or "and" or "now";
        return isAge && ends ? new Note(NoteKind.Age, "age", $"{years}", $"you're {years}") : null;
    }

    /// <summary>Something one can like; not "it", "when …", "you".</summary>
    public static bool IsThing(Word[] words, int at) =>
        !NotLiked.Contains(words[at].Text)
        || (words[at].Text is "to" && at + 1 < words.Length && words[at + 1].Text is not ("be" or "think" or "say" or "die" or "know"))
        || (words[at].Text is "the" or "being" && at + 1 < words.Length && words[at + 1].Text is not ("way" or "fact" or "idea"));

    /// <summary>"my sister Ana", "my sister is called Ana", "my sister's name is Ana".</summary>
    private static Note? Person(Utterance said, Found found)
    {
        var words = said.Words;
        var at = found.After;
        var named = false;
        while (at < words.Length && at - found.After < 4 && words[at].Text is "'s" or "name" or "is" or "called" or "named")
        {
            named |= words[at].Text is "name" or "called" or "named";
            at++;
        }
        var direct = at == found.After;
        if (at >= words.Length || (!direct && !named) || words[at].Sentence != words[found.First].Sentence || words[at].Pause)
        {
            return null;
        }
        var name = NameReader.Capitalised(said, at);
        if (name is null || NameReader.IsDescription(name) || (direct && name.All(char.IsUpper)))
        {
            return null;
        }
        name = name.Split(' ')[0];
        var relation = words[found.After - 1].Text;
        var full = said.Typed(found.First + 1, found.After).ToLowerInvariant();
        full = full.EndsWith("'s", StringComparison.Ordinal) ? full[..^2] : full;
        return new Note(NoteKind.Person, relation, name, $"your {full} is called {name}");
    }

    private static bool IsAsking(Utterance said, int at)
    {
        var words = said.Words;
        if (at > 0 && Asking.Contains(words[at - 1].Text) && words[at - 1].Sentence == words[at].Sentence)
        {
            return true;
        }
        if (!said.IsAsked(words[at].Sentence))
        {
            return false;
        }
        var first = at;
        while (first > 0 && words[first - 1].Sentence == words[at].Sentence)
        {
            first--;
        }
        return words[first].Text
            is not ("i" or "my" or "we" or "and" or "but" or "so" or "well" or "yes" or "no" or "hi" or "hey" or "hello");
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
