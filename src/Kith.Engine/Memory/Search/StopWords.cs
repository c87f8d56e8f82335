using System.Collections.Frozen;

namespace Kith.Engine.Memory.Search;

/// <summary>
/// English words too frequent to tell messages apart. They are indexed like others, so that a search for nothing else finds them; beside
/// other words of a query they are left out, for most of the time would go into them.
/// </summary>
internal static class StopWords
{
    private const string Words = """
        a about after all also am an and any are arent as at be because been before being both but by can cant could couldnt did
        didnt do does doesnt doing dont down during each few for from had has hasnt have havent having he her here hers herself
        hi him himself his how i id if ill im in into is isnt it its itself ive just me more most my myself no nor not now of
        off on once only or other our ours out over own same she should shouldnt so some such than that thats the their theirs
        them then there these they theyre this those through to too under until up us very was wasnt we were werent what whats
        when where which while who whom whose why will with wont would wouldnt you your youre yours yourself
        """;

    private static readonly FrozenSet<string> s_words = Words
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <param name="word">Folded, not stemmed.</param>
    public static bool Contains(string word) => s_words.Contains(word);
}
