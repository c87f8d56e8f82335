using System.Collections.Frozen;

namespace Kith.Engine.Memory.Search;

/// <summary>A term to look for.</summary>
/// <param name="Weight">1, or less for a word that tells little.</param>
/// <param name="Related">What else it may be called.</param>
internal sealed record SoughtTerm(string Term, double Weight, IReadOnlyList<string> Related);

/// <summary>What somebody asks, as far as it tells where to look. A pure function of the text and the time.</summary>
/// <param name="Terms">Each once, in the order of the text.</param>
/// <param name="AsksWhen">The answer says a time.</param>
/// <param name="AsksHowMuch">The answer has a number.</param>
/// <param name="AsksSeveral">The answer is put together from several conversations: it counts, compares or lists.</param>
/// <param name="IsAboutMe">It is about what the person said or did, as all is that isn't about the answers.</param>
/// <param name="IsAboutYou">It is about what was answered.</param>
/// <param name="Dates">The time it names.</param>
internal sealed record Inquiry(
    IReadOnlyList<SoughtTerm> Terms,
    bool AsksWhen,
    bool AsksHowMuch,
    bool AsksSeveral,
    bool IsAboutMe,
    bool IsAboutYou,
    NamedDates? Dates
)
{
    /// <summary>Of a longer text the first ones.</summary>
    private const int MostTerms = 48;

    private const double VagueWeight = 0.6;

    private static readonly FrozenSet<string> s_vague = Words(
            """
            much many time long old kind type day week month year date would could might may likely current currently total recent
            recently mention mentioned said say tell told get got use used go make made take took one first last new thing things way
            lot really like good great know think want also ever since consider describe remind remember talk discuss
            """
        )
        .SelectMany(word => Tokeniser.Read(word))
        .Select(token => token.Term)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Words for whoever asks, folded.</summary>
    internal static FrozenSet<string> Me { get; } = Words("i me my mine myself am im ive id we our us").ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_you = Words("you your youre youve").ToFrozenSet(StringComparer.Ordinal);
    private static readonly FrozenSet<string> s_units = Words("day days date month months year years time week weeks weekend")
        .ToFrozenSet(StringComparer.Ordinal);

    /// <param name="now">By the person's own clock.</param>
    public static Inquiry Read(string text, DateTimeOffset now)
    {
        var tokens = Tokeniser.Read(text);
        string[] words = [.. tokens.Select(token => token.Word)];
        var telling = tokens.Where(token => !StopWords.Contains(token.Word)).ToList();
        var terms = (telling.Count > 0 ? telling : tokens)
            .Select(token => token.Term)
            .Distinct(StringComparer.Ordinal)
            .Take(MostTerms)
            .Select(term => new SoughtTerm(term, s_vague.Contains(term) ? VagueWeight : 1, RelatedWords.Of(term)));
        var isAboutYou = IsAboutAnswers(words);
        return new Inquiry(
            [.. terms],
            AsksForTime(words),
            AsksForNumber(words),
            AsksForSeveral(words),
            !isAboutYou || words.Any(Me.Contains),
            isAboutYou,
            NamedDates.Find(words, now)
        );
    }

    private static bool AsksForTime(string[] words) =>
        words.Contains("when")
        || HasPair(words, "how", "long")
        || HasPair(words, "how", "old")
        || words.Where((word, i) => i > 0 && s_units.Contains(word) && words[i - 1] is "what" or "which" or "many").Any();

    private static bool AsksForNumber(string[] words) =>
        words.Any(word => word is "number" or "amount" or "cost" or "price" or "total")
        || words
            .Where((word, i) => i > 0 && words[i - 1] == "how" && word is "many" or "much" or "long" or "old" or "often" or "far")
            .Any();

    private static bool AsksForSeveral(string[] words) =>
        words.Any(word => word is "both" or "or" or "all" or "between" or "order" or "total" or "average")
        || HasPair(words, "how", "many")
        || HasPair(words, "how", "often")
        || words.Where((word, i) => word is "what" or "which" or "who" && AreMany(words.AsSpan(i + 1))).Any();

    /// <summary>Are my hobbies; kinds of books did I read.</summary>
    private static bool AreMany(ReadOnlySpan<string> words)
    {
        if (words is ["are" or "were", ..])
            return true;
        foreach (var word in words)
        {
            if (StopWords.Contains(word) && word != "of")
                return false;
            if (word.Length > 3 && word[^1] == 's' && word[^2] != 's')
                return true;
        }

        return false;
    }

    /// <summary>"You told me", but not "can you tell me", which only asks politely.</summary>
    private static bool IsAboutAnswers(string[] words) =>
        words
            .Where((word, i) => s_you.Contains(word) && (i == 0 || words[i - 1] is not ("can" or "could" or "would" or "will" or "do")))
            .Any();

    private static bool HasPair(string[] words, string first, string second) =>
        words.Where((word, i) => i > 0 && word == second && words[i - 1] == first).Any();

    private static string[] Words(string words) => words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
