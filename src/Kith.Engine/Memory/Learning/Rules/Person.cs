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
            + "other second two three half pet dear lovely sweet"
    );

    private static readonly FrozenSet<string> Pets = Set(
        "dog cat puppy kitten parrot horse rabbit hamster bird pet turtle tortoise fish goldfish pony budgie bunny snake lizard"
    );

    private static readonly FrozenSet<string> Friends = Set(
        "friend boss manager colleague roommate flatmate neighbour neighbor teacher mentor coworker classmate housemate therapist coach"
    );

    private static readonly FrozenSet<string> Partners = Set("husband wife partner girlfriend boyfriend fiance fiancee spouse");

    private static readonly FrozenSet<string> More = Set(
        "spouse sibling bunny snake lizard coworker classmate housemate neighbor stepson stepdaughter stepsister stepbrother twin godson "
            + "goddaughter godmother godfather therapist coach toddler grandad granddad nana gran auntie niece nephew"
    );

    private static readonly FrozenSet<string> Several = Set(
        "parents kids children sons daughters sisters brothers siblings friends dogs cats cousins grandparents twins grandchildren grandkids "
            + "nieces nephews uncles aunts colleagues roommates neighbours pets rabbits fish hamsters parrots horses chickens"
    );

    /// <summary>Whom facts of them are about.</summary>
    public string Subject => Name ?? Relation;

    /// <summary>What slots of theirs begin with.</summary>
    public string Key => Name is null ? Relation : $"{Relation}:{Vocabulary.Key(Name)}";

    /// <summary>The slot of there being such a person: one has one partner.</summary>
    public string Slot => IsPartner ? "partner" : Key;

    /// <summary>False where one may have several and it isn't said which: "a friend".</summary>
    public bool IsOne => Name is not null || Kind != FactKinds.Friend || Relation is "boss" or "manager";

    /// <summary>"Their older sister Priya".</summary>
    public string Whom => Name is null ? $"Their {Described}" : $"Their {Described} {Name}";

    public string Kind =>
        IsPet ? FactKinds.Pet
        : Friends.Contains(Relation) ? FactKinds.Friend
        : FactKinds.Family;

    public bool IsPet => Pets.Contains(Relation);

    public bool IsPartner => Partners.Contains(Relation);

    public static bool IsKnown(string word) => Notebook.IsRelation(word) || More.Contains(word);

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
        var called = after + 1 < words.Length && words[after].Text is "called" or "named" ? after + 1 : after;
        var name = GivenName(said, called);
        after = name is null ? after : called + name.Split(' ').Length;
        return new Person(what, described, name);
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
        if (
            at >= words.Length
            || (at > 0 && words[at].Pause)
            || StopWords.Contains(words[at].Text)
            || Vocabulary.IsDayOrMonth(words[at].Text)
        )
        {
            return null;
        }
        var name = NameReader.Capitalised(said, at);
        return name is null || NameReader.IsDescription(name) || (name.Length > 1 && !name.Any(char.IsLower)) ? null : name.Split(' ')[0];
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
