using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Kith.Engine.Models.Offline.Reading;

/// <summary>
/// Statements about the person as the person would make them: <c>Likes mangoes.</c>, <c>Their sister lives in Pune.</c> become
/// <c>I like mangoes.</c>, <c>My sister lives in Pune.</c> Anything else stays as it is.
/// </summary>
internal static partial class FirstPerson
{
    private static readonly FrozenDictionary<string, string> Verbs = new Dictionary<string, string>
    {
        ["Has"] = "I have",
        ["Is"] = "I am",
        ["Was"] = "I was",
        ["Does"] = "I do",
        ["Goes"] = "I go",
        ["Doesn't"] = "I don't",
        ["Isn't"] = "I am not",
        ["Can"] = "I can",
        ["Can't"] = "I can't",
        ["Cannot"] = "I cannot",
        ["Will"] = "I will",
        ["Used"] = "I used",
        ["Grew"] = "I grew",
        ["Lost"] = "I lost",
        ["Got"] = "I got",
        ["Had"] = "I had",
        ["Moved"] = "I moved",
        ["Passed"] = "I passed",
        ["Their"] = "My",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> AfterAName = "is was has had lives works likes loves hates plays studies died can will and"
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    public static string Of(string statement)
    {
        var (first, rest) = statement.Split(' ', 2) is [var word, var others] ? (word, others) : (statement, "");
        var begun =
            Verbs.TryGetValue(first, out var known) ? known
            : IsVerb(first, rest) ? $"I {BaseOf(first)}"
            : null;
        return begun is null ? statement : $"{begun} {Their().Replace(rest, "my")}".TrimEnd();
    }

    /// <summary>"I am called Medhavi."</summary>
    public static bool IsName(string statement) => statement.StartsWith("I am called ", StringComparison.Ordinal);

    /// <summary>A capital and an s make a verb of a fact, unless a verb follows: then it is somebody's name.</summary>
    private static bool IsVerb(string first, string rest) =>
        first.Length > 3
        && char.IsAsciiLetterUpper(first[0])
        && first.AsSpan(1).IndexOfAnyExceptInRange('a', 'z') < 0
        && first[^1] == 's'
        && first[^2] is not ('s' or 'u')
        && rest.Length > 0
        && !AfterAName.Contains(rest.Split(' ', 2)[0]);

    private static string BaseOf(string verb)
    {
        var word = verb.ToLowerInvariant();
        return word.EndsWith("ies", StringComparison.Ordinal) ? $"{word[..^3]}y"
            : word.EndsWith("ches", StringComparison.Ordinal) || word.EndsWith("shes", StringComparison.Ordinal) ? word[..^2]
            : word.EndsWith("sses", StringComparison.Ordinal) || word.EndsWith("xes", StringComparison.Ordinal) ? word[..^2]
            : word[..^1];
    }

    [GeneratedRegex(@"\btheir\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Their();
}
