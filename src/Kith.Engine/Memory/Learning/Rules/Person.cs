using System.Collections.Frozen;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Search;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>Somebody of the person's: by what they are to them, by name, or both.</summary>
/// <param name="Relation">"sister", "mother-in-law", "dog".</param>
/// <param name="Described">The relation with what was said of it: "older sister".</param>
/// <param name="Name">Null when none was given.</param>
internal sealed record Person(string Relation, string Described, string? Name)
{
    private const int MostDescribing = 3;

    private static readonly FrozenSet<string> Describing = Set(
        "best older younger elder little big new old twin dear only first late eldest oldest youngest middle closest good close childhood "
            + "rescue golden black white brown ginger border cocker german french tiny fat lazy beautiful adopted foster crazy poor "
            + "other second two three half pet dear lovely sweet"
    );

    private static readonly FrozenSet<string> Pets = Set(
        "dog cat puppy kitten parrot horse rabbit hamster bird pet turtle tortoise fish goldfish pony budgie bunny snake lizard "
            + "retriever labrador poodle spaniel greyhound terrier collie beagle dachshund husky pug bulldog corgi chihuahua whippet "
            + "cockapoo labradoodle rottweiler dalmatian shepherd tabby ragdoll guineapig gecko cockatiel"
    );

    private static readonly FrozenSet<string> Friends = Set(
        "friend mate pal buddy boss manager colleague roommate flatmate neighbour neighbor teacher mentor coworker classmate housemate therapist coach"
    );

    private static readonly FrozenSet<string> Partners = Set("husband wife partner girlfriend boyfriend fiance fiancee spouse");

    private static readonly FrozenSet<string> More = Set(
        "spouse sibling bunny snake lizard coworker classmate housemate neighbor stepson stepdaughter stepsister stepbrother twin godson "
            + "goddaughter godmother godfather therapist coach toddler grandad granddad nana gran auntie niece nephew"
    );

    private static readonly FrozenSet<string> Several = Set(
        "boys girls parents kids children sons daughters sisters brothers siblings friends dogs cats cousins grandparents twins grandchildren grandkids "
            + "nieces nephews uncles aunts colleagues roommates neighbours pets rabbits fish hamsters parrots horses chickens"
    );

    private static readonly FrozenDictionary<string, string> Roundabout = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["little one"] = "child",
        ["other half"] = "partner",
        ["better half"] = "partner",
        ["significant other"] = "partner",
        ["old man"] = "dad",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What each of them is.</summary>
    private static readonly FrozenDictionary<string, string> OneOf = (
        "boys=son girls=daughter sons=son daughters=daughter sisters=sister brothers=brother dogs=dog cats=cat twins=child kids=child children=child "
        + "cousins=cousin nieces=niece nephews=nephew friends=friend rabbits=rabbit puppies=puppy kittens=kitten"
    )
        .Split(' ')
        .Select(static pair => pair.Split('='))
        .ToFrozenDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);

    /// <summary>Whom facts of them are about.</summary>
    public string Subject => Name ?? Relation;

    /// <summary>What slots of theirs begin with.</summary>
    public string Key => Name is null ? Relation : $"{Relation}:{Vocabulary.Key(Name)}";

    /// <summary>The slot of there being such a person: one has one partner.</summary>
    public string Slot => IsPartner ? "partner" : Key;

    /// <summary>False where one may have several and it isn't said which: "a friend".</summary>
    public bool IsOne =>
        Name is not null
        || (Kind != FactKinds.Friend && !Relation.StartsWith("ex", StringComparison.Ordinal))
        || Relation is "boss" or "manager";

    /// <summary>"Their older sister Priya".</summary>
    public string Whom => Name is null ? $"Their {Described}" : $"Their {Described} {Name}";

    public string Kind =>
        IsPet ? FactKinds.Pet
        : Friends.Contains(Relation) ? FactKinds.Friend
        : FactKinds.Family;

    public bool IsPet => Pets.Contains(Relation);

    public bool IsPartner => Partners.Contains(Relation);

    public static bool IsKnown(string word) =>
        Notebook.IsRelation(word) || More.Contains(word) || Pets.Contains(word) || Friends.Contains(word);

    public static bool IsSeveral(string word) => Several.Contains(word);

    public static bool IsPetWord(string word) =>
        Pets.Contains(word) || word is "dogs" or "cats" or "pets" or "rabbits" or "fish" or "hamsters" or "chickens";

    /// <summary>"my sister Priya" at word <paramref name="at"/>; null when nobody is named there.</summary>
    /// <param name="said">The clause.</param>
    /// <param name="at">Where "my" or "our" stands.</param>
    /// <param name="after">The first word behind.</param>
    public static Person? At(Utterance said, int at, out int after)
    {
        after = at;
        return at < said.Words.Length && said.Words[at].Text is "my" or "our" ? AfterOwner(said, at + 1, out after) : null;
    }

    /// <summary>"older sister called Priya": what follows "my" or "I have a".</summary>
    public static Person? AfterOwner(Utterance said, int at, out int after)
    {
        var words = said.Words;
        if (at + 1 < words.Length && Roundabout.TryGetValue($"{words[at].Text} {words[at + 1].Text}", out var meant))
        {
            var given = Named(said, at + 2, out after);
            return new Person(meant, meant, given);
        }
        var relation = at;
        while (
            relation < words.Length
            && relation - at < MostDescribing
            && Describing.Contains(words[relation].Text)
            && !(relation + 1 < words.Length && words[relation + 1].Pause)
        )
        {
            relation++;
        }
        after = relation + 1;
        if (relation >= words.Length || !IsKnown(words[relation].Text) || (relation > at && words[relation].Pause))
        {
            return null;
        }
        var what = words[relation].Text;
        if (what == "ex" && after < words.Length && IsKnown(words[after].Text))
        {
            what = $"ex-{words[after].Text}";
            after++;
        }
        if (after + 1 < words.Length && words[after].Text == "in" && words[after + 1].Text == "law")
        {
            what += "-in-law";
            after += 2;
        }
        var described = string.Join(' ', words[at..relation].Select(static word => word.Text).Append(what));
        return new Person(what, described, Named(said, after, out after));
    }

    /// <summary>The name of somebody at word <paramref name="at"/>: "Priya", "called Priya", ", Priya,".</summary>
    private static string? Named(Utterance said, int at, out int after)
    {
        var words = said.Words;
        var called = at + 1 < words.Length && words[at].Text is "called" or "named" ? at + 1 : at;
        after = called + 1;
        var isSetOff = called == at && at < words.Length && words[at].Pause && (after == words.Length || words[after].Pause);
        var name = isSetOff && words[at].Text is not ("aira" or "kith") ? NameAt(said, at) : GivenName(said, called);
        after = name is null ? at : after;
        return name;
    }

    /// <summary>Each of "two boys, Alfie and George" and "my cats Miso and Luna", where <paramref name="at"/> is the word that tells what they are.</summary>
    public static List<Person> Each(Utterance said, int at)
    {
        var people = new List<Person>();
        var words = said.Words;
        if (
            !OneOf.TryGetValue(words[at].Text, out var what)
            || !words[Math.Max(0, at - MostDescribing)..at].Any(static word => word.Text is "my" or "our" or "have" or "got")
        )
        {
            return people;
        }
        at++;
        at += at < words.Length && words[at].Text is "called" or "named" or "are" ? 1 : 0;
        while (NameAt(said, at) is { } name)
        {
            people.Add(new Person(what, what, name));
            at += at + 1 < words.Length && words[at + 1].Text == "and" ? 2 : 1;
        }
        return people.Count > 1 ? people : [];
    }

    /// <summary>"Priya is my older sister".</summary>
    public static Person? Introduced(Utterance said)
    {
        var words = said.Words;
        if (GivenName(said, 0) is not { } name || IsKnown(words[0].Text))
        {
            return null;
        }
        var next = name.Split(' ').Length;
        return
            next < words.Length
            && words[next].Text == "is"
            && At(said, next + 1, out var after) is { Name: null } person
            && after == words.Length
            ? person with
            {
                Name = name,
            }
            : null;
    }

    /// <summary>A given name at word <paramref name="at"/>, as typed; null for what only is in capitals.</summary>
    public static string? GivenName(Utterance said, int at)
    {
        var words = said.Words;
        return at > 0 && at < words.Length && words[at].Pause ? null : NameAt(said, at);
    }

    private static string? NameAt(Utterance said, int at)
    {
        var words = said.Words;
        if (at >= words.Length || StopWords.Contains(words[at].Text) || Vocabulary.IsDayOrMonth(words[at].Text))
        {
            return null;
        }
        var name = NameReader.Capitalised(said, at);
        return name is null || NameReader.IsDescription(name) || (name.Length > 1 && !name.Any(char.IsLower)) ? null : name.Split(' ')[0];
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
