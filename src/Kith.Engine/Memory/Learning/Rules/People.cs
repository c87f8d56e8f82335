using System.Globalization;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>Reads who there is in somebody's life, and what a single table can't hold: names, birthdays, favourites, days ahead.</summary>
internal static class People
{
    private static readonly PhraseSet Naming = PhraseSet.Of(
        """
        my|the real|full|first? name is
        everyone|everybody calls? me
        i am called
        people|friends|everyone|everybody call|calls me
        my friends|family|colleagues|mates call|calls me
        you can|could|may call me
        call me
        i go by
        name is
        """
    );

    private static readonly PhraseSet Having = PhraseSet.Of(
        """
        i have got? a|an|one|another|my
        i have? got|adopted|rescued a|an|another
        i am married|engaged to
        i am dating|seeing
        i have? named|called our|the|my
        """
    );

    private static readonly PhraseSet Birthdays = PhraseSet.Of(
        """
        i|my birthday is|was|falls|'s
        it is my birthday
        i was born
        """
    );

    private static readonly PhraseSet HasToBe = PhraseSet.Of(
        """
        has|have got? to be
        must be
        """
    );

    private static readonly Rule Named = new("", FactKinds.Name, "", "name", Reads.Name) { Salience = 1 };
    private static readonly Rule Born = new("", FactKinds.Birthday, "", "birthday", Reads.End) { Salience = 0.9 };
    private static readonly Rule Favourite = new("", FactKinds.Like, "", "favourite", Reads.Value) { Salience = 0.6 };
    private static readonly Rule Coming = new("", FactKinds.Plan, "", null, Reads.End) { Salience = 0.7 };
    private static readonly Rule Several = new("", FactKinds.Family, "", "", Reads.Value) { Salience = 0.7 };
    private static readonly Rule Lost = new("", FactKinds.Event, "", null, Reads.Value) { Salience = 0.9 };

    /// <summary>Who is spoken of in a clause: "my cousin Nina", "Priya is my sister", and without a name "my mother".</summary>
    public static List<Person> Mentioned(Utterance clause)
    {
        var people = new List<Person>();
        for (var i = 0; i < clause.Words.Length; i++)
        {
            if (Person.At(clause, i, out var after) is { } person && (after >= clause.Words.Length || clause.Words[after].Text != "'s"))
            {
                people.Add(person);
            }
            people.AddRange(Person.Each(clause, i));
        }
        return Person.Introduced(clause) is { } introduced ? [introduced, .. people] : people;
    }

    /// <summary>"Has a sister called Priya."</summary>
    public static LearnedFact Exists(Person person, bool isOver = false)
    {
        var a = "aeiou".Contains(person.Described[0], StringComparison.Ordinal) ? "an" : "a";
        var text = person.Name is null ? $"Has {a} {person.Described}." : $"Has {a} {person.Described} called {person.Name}.";
        return new LearnedFact(person.Kind, person.Subject, text, person.Slot, 0.7, Sensitivities.Normal, IsOver: isOver);
    }

    /// <summary>What a statement says that the table of rules doesn't hold.</summary>
    public static List<LearnedFact> Read(Statement statement, Dates dates, out Person? person)
    {
        person = null;
        var facts = new List<LearnedFact>();
        if (statement.About is { Name: null } unnamed && NameOf(statement) is { } name)
        {
            person = unnamed with { Name = name };
            facts.Add(Exists(person));
        }
        else if (statement.About is null && Called(statement.Said) is { } own)
        {
            facts.Add(Matcher.Fact(statement, Named, $"Is called {own}", "name", null, dates));
        }
        else if (Birthdays.At(statement.Said.Words, 0) is not null && statement.When is { Unit: Unit.Day, Since: false } born)
        {
            var text =
                born.HasYear && born.Behind.Year < dates.Today.Year - 1
                    ? string.Create(CultureInfo.InvariantCulture, $"Was born on {born.Behind:d MMMM yyyy}")
                    : $"Has their birthday on {born.DayOfYear}";
            facts.Add(Matcher.Fact(statement, Born, text, "birthday", null, dates));
        }
        else if (
            Birthdays.At(statement.Said.Words, 0) is not null
            && statement.Said.Words is [.., { Text: "born" }]
            && statement.When is { Unit: Unit.Year or Unit.Month } year
        )
        {
            facts.Add(Matcher.Fact(statement, Born, $"Was born {year.Text(true)}", "birthday", null, dates));
        }
        else if (statement.About is null)
        {
            person = Has(statement, facts);
            if (facts.Count == 0)
            {
                ReadOwn(statement, dates, facts);
            }
        }
        return facts;
    }

    private static void ReadOwn(Statement statement, Dates dates, List<LearnedFact> facts)
    {
        var said = statement.Said;
        var words = said.Words;
        if (words[0].Text is "my" or "our" && words.Length > 2)
        {
            if (words[1].Text == "favourite" && FavouriteOf(said) is var (what, slot))
            {
                facts.Add(Matcher.Fact(statement, Favourite, what, slot, null, dates));
            }
            else if (statement.When is { Since: false } when && when.Last(when.Ahead) >= dates.Today && Ahead(said) is { } thing)
            {
                facts.Add(Matcher.Fact(statement, Coming, $"{thing} {when.Text(false)}", null, when.Ahead, dates));
            }
        }
        else if (words[0].Text == "i" && SeveralOf(said) is var (text, key))
        {
            var rule =
                Person.IsPetWord(key) ? Several with { Kind = FactKinds.Pet }
                : key is "friends" ? Several with { Kind = FactKinds.Friend }
                : Several;
            facts.Add(Matcher.Fact(statement, rule, text, key, null, dates));
        }
        else if (
            words.Length > 3
            && words[0].Text == "i"
            && words[1].Text == "lost"
            && Person.At(said, 2, out _) is { } lost
            && !words[2..].Any(static word => word.Text is "respect" or "trust")
        )
        {
            var day = statement.When is { } when && when.Behind <= dates.Today ? when : null;
            var told =
                $"Lost their {lost.Described}{(lost.Name is null ? "" : " " + lost.Name)}{(day is null ? "" : " " + day.Text(true))}";
            facts.Add(Matcher.Fact(statement, Lost, told, lost.Slot, day?.Behind, dates));
        }
    }

    /// <summary>The name the person gives; "I'm Noor" only where nothing else can be meant.</summary>
    private static string? Called(Utterance said)
    {
        var words = said.Words;
        var isPlain = Naming.At(words, 0) is not null;
        var isLoose =
            words.Length > 2
            && words[0].Text == "i"
            && words[1].Text == "am"
            && !Vocabulary.IsDescription(words[2].Text)
            && !Person.IsKnown(words[2].Text);
        if (words is [.., { Text: "here" }] && words[..^1].All(word => char.IsUpper(said.Text[word.Start])))
        {
            return Person.GivenName(said, 0);
        }
        return
            (isPlain || isLoose)
            && NameReader.Find(said, asked: false) is { } name
            && (isPlain || !Vocabulary.IsDescription(name.ToLowerInvariant()))
            ? name
            : null;
    }

    /// <summary>"[my sister]'s name is Priya", "[my sister] is called Priya".</summary>
    public static string? NameOf(Statement statement)
    {
        var words = statement.Said.Words;
        return words.Length > 3 && words[1].Text is "name" or "am" && words[2].Text is "is" or "was" or "called" or "named"
            ? Person.GivenName(statement.Said, 3)
            : null;
    }

    /// <summary>"I have a sister called Anna", "I'm married to Elena".</summary>
    private static Person? Has(Statement statement, List<LearnedFact> facts)
    {
        var said = statement.Said;
        if (Having.At(said.Words, 0) is not { } found || found.After >= said.Words.Length)
        {
            return null;
        }
        if (said.Words[1].Text == "am")
        {
            var relation = said.Words[2].Text switch
            {
                "married" => "spouse",
                "engaged" => "fiance",
                _ => "partner",
            };
            var name = said.Words[found.After].Text is "my" or "a" or "the" ? null : Person.GivenName(said, found.After);
            if (name is null)
            {
                return null;
            }
            var partner = new Person(relation, relation, name);
            facts.Add(
                Exists(partner, statement.NoLonger) with
                {
                    Text =
                        relation == "spouse" ? $"Is married to {name}."
                        : relation == "fiance" ? $"Is engaged to {name}."
                        : $"Has a partner called {name}.",
                }
            );
            return partner;
        }
        if (
            Person.AfterOwner(said, found.After, out var after) is not { } person
            || (after < said.Words.Length && !Follows(said.Words, after))
        )
        {
            return null;
        }
        if (person.IsOne)
        {
            facts.Add(Exists(person, statement.NoLonger));
        }
        return person;
    }

    /// <summary>What may come after a person one has: not "a dog house", "a friend request".</summary>
    private static bool Follows(Word[] words, int at) =>
        words[at].Pause
        || words[at].Text
            is "and"
                or "who"
                or "that"
                or "in"
                or "from"
                or "at"
                or "with"
                or "now"
                or "too"
                or "but"
                or "so"
                or "because"
                or "which"
                or "whose";

    /// <summary>"two kids": how many, and the slot.</summary>
    private static (string Text, string Key)? SeveralOf(Utterance said)
    {
        var words = said.Words;
        var at = words.Length > 1 && words[1].Text == "have" ? 2 : -1;
        at += at > 0 && at < words.Length && words[at].Text == "got" ? 1 : 0;
        if (
            at < 0
            || at + 1 >= words.Length
            || !(
                words[at].Text is "two" or "three" or "four" or "five" or "six" or "seven"
                || (words[at].Text.Length == 1 && char.IsAsciiDigit(words[at].Text[0]))
            )
        )
        {
            return null;
        }
        var last = at + 1;
        while (last < words.Length && last - at < 3 && !Person.IsSeveral(words[last].Text))
        {
            last++;
        }
        return last < words.Length && Person.IsSeveral(words[last].Text) && !words[last].Pause
            ? ($"Has {said.Typed(at, last + 1)}", words[last].Text)
            : null;
    }

    /// <summary>"my favourite food is biryani".</summary>
    private static (string Text, string Slot)? FavouriteOf(Utterance said)
    {
        var words = said.Words;
        var verb = Array.FindIndex(
            words,
            0,
            Math.Min(words.Length, 7),
            static word => word.Text is "is" or "are" or "has" or "have" or "must"
        );
        var after = verb < 3 ? -1 : HasToBe.At(words, verb)?.After ?? (words[verb].Text is "is" or "are" ? verb + 1 : -1);
        if (
            after < 0
            || after >= words.Length
            || words[after].Text is "not" or "you" or "when" or "that" or "this" or "how"
            || (Wording.Title(said, after) ?? Wording.Value(said, after)) is not { } value
        )
        {
            return null;
        }
        var what = string.Join(' ', words[2..verb].Select(static word => word.Text));
        var are = words[verb].Text is "are" or "have" ? "are" : "is";
        return ($"Their favourite {what} {are} {value}", $"favourite:{what}");
    }

    /// <summary>"my wedding is": something that lies ahead.</summary>
    private static string? Ahead(Utterance said)
    {
        var words = said.Words;
        var verb = Array.FindIndex(
            words,
            0,
            Math.Min(words.Length, 7),
            static word => word.Text is "is" or "are" or "starts" or "begins" or "start" or "begin"
        );
        return
            verb > 1
            && Vocabulary.Occasions.Contains(words[Wording.Head(said, 1, verb)].Text)
            && Reflection.ToThemOrNull(said.Typed(0, verb + 1)) is { } thing
            ? Phrasing.Capital(thing)
            : null;
    }
}
