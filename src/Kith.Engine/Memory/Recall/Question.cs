using System.Collections.Frozen;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Search;

namespace Kith.Engine.Memory.Recall;

/// <summary>What a new message asks of memory.</summary>
/// <param name="Terms">Its telling words, as they were written, by the terms they are found by; small talk has none.</param>
/// <param name="Kinds">The kinds of facts it asks for.</param>
/// <param name="IsAboutEverything">It asks what is known of the person altogether.</param>
internal sealed record Question(IReadOnlyDictionary<string, string> Terms, IReadOnlySet<string> Kinds, bool IsAboutEverything)
{
    /// <summary>Of a longer message its beginning and its end are looked up.</summary>
    private const int LongestPart = 300;

    private const int ShortestStem = 3;
    private const int MostStems = 16;

    private static readonly FrozenSet<string> s_smallTalk = Words(
        """
        hello hey hiya heya yo howdy greetings bye goodbye cya see later good morning afternoon evening night day okay ok k yes yeah yep
        yup nope nah sure fine well thanks thank thx ty please welcome sorry hmm hm um oh ah wow lol haha hehe nice cool great awesome
        going doing today up whats hows there friend aira everything anything something nothing really
        """
    );

    private static readonly FrozenSet<string> s_asking = Words(
        "what whats when whens where wheres who whos whom whose which why how hows do does did am is are was were can could have has tell remember remind know"
    );

    private static readonly FrozenDictionary<string, string[]> s_kinds = new Dictionary<string, string>
    {
        [FactKinds.Name] = "name called",
        [FactKinds.Birthday] = "birthday bday born old age",
        [FactKinds.Family] =
            "family relatives parents sister brother sibling mother father mom mum dad wife husband partner girlfriend boyfriend son daughter kids children "
            + "cousin aunt uncle niece nephew grandmother grandfather grandma grandpa",
        [FactKinds.Friend] = "friends roommate colleague neighbour neighbor",
        [FactKinds.Pet] = "pet dog cat puppy kitten",
        [FactKinds.Work] = "work job profession occupation employer company career boss living",
        [FactKinds.Education] = "study school college university degree student",
        [FactKinds.Place] = "live home from city town country address hometown",
        [FactKinds.Like] = "like love enjoy favourite favorite hobby interests taste",
        [FactKinds.Dislike] = "dislike hate stand dont",
        [FactKinds.Plan] = "plan planned upcoming schedule tomorrow weekend week appointment next soon",
        [FactKinds.Event] = "happened upcoming tomorrow weekend week yesterday",
        [FactKinds.Possession] = "own car bike belongings",
        [FactKinds.Skill] = "skill speak language instrument play learning",
        [FactKinds.Health] = "health allergy allergic medication medicine sick ill illness diet",
        [FactKinds.Belief] = "belief believe religion faith",
    }
        .SelectMany(kind => Words(kind.Value).Select(word => (Kind: kind.Key, Term: TermOf(word))))
        .GroupBy(word => word.Term, word => word.Kind, StringComparer.Ordinal)
        .ToFrozenDictionary(word => word.Key, word => word.Distinct().ToArray(), StringComparer.Ordinal);

    private static readonly string[] s_everything = ["about me", "about myself", "know me", "remember me", "who am i", "describe me"];

    /// <summary>Whether anything can be found for it at all.</summary>
    public bool IsSmallTalk => Terms.Count == 0 && Kinds.Count == 0 && !IsAboutEverything;

    /// <summary>A pure function.</summary>
    public static Question Read(string text)
    {
        var tokens = Tokeniser.Read(PartsOf(text));
        var telling = tokens
            .Where(token => !StopWords.Contains(token.Word) && !s_smallTalk.Contains(token.Word))
            .DistinctBy(token => token.Term, StringComparer.Ordinal)
            .ToDictionary(token => token.Term, token => token.Word, StringComparer.Ordinal);
        var asksOfMe =
            tokens.Any(token => Inquiry.Me.Contains(token.Word))
            && (text.Contains('?', StringComparison.Ordinal) || (tokens.Count > 0 && s_asking.Contains(tokens[0].Word)));
        if (!asksOfMe)
            return new Question(telling, FrozenSet<string>.Empty, IsAboutEverything: false);
        var line = string.Join(' ', tokens.Select(token => token.Word));
        return new Question(
            telling,
            tokens.SelectMany(token => s_kinds.GetValueOrDefault(token.Term, [])).ToHashSet(StringComparer.Ordinal),
            s_everything.Any(words => line.Contains(words, StringComparison.Ordinal))
        );
    }

    /// <summary>What is looked up of a message, however long it is: its end first, where a question mostly stands, for a search heeds the first words.</summary>
    public static string PartsOf(string text) => text.Length <= 2 * LongestPart ? text : $"{text[^LongestPart..]} {text[..LongestPart]}";

    /// <summary>What its longest words begin with, whatever their ending.</summary>
    public IEnumerable<string> Stems() =>
        Terms
            .Select(term =>
                term.Key.AsSpan().CommonPrefixLength(term.Value) is >= ShortestStem and var common ? term.Value[..common] : term.Value
            )
            .OrderByDescending(stem => stem.Length)
            .Take(MostStems);

    /// <summary>The words of the question that stand in a text too, as they were asked.</summary>
    public IReadOnlyList<string> WordsIn(string text) =>
        Terms.Count == 0
            ? []
            :
            [
                .. Tokeniser
                    .Read(text)
                    .Select(token => token.Term)
                    .Distinct(StringComparer.Ordinal)
                    .Where(Terms.ContainsKey)
                    .Select(term => Terms[term]),
            ];

    /// <summary>The piece of a text that fits best, on one line.</summary>
    public string Excerpt(string text) => Snippet.Of(text, Tokeniser.Read(text), Terms.Keys.ToHashSet(StringComparer.Ordinal)).Text;

    private static string TermOf(string word) => Tokeniser.Read(word)[0].Term;

    private static FrozenSet<string> Words(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
