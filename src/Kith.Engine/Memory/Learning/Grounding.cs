using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Kith.Engine.Memory.Search;

namespace Kith.Engine.Memory.Learning;

/// <summary>Whether what a model notes stands on what the person said: a model may not add to it.</summary>
internal static partial class Grounding
{
    /// <summary>What sentences about people are made of, whoever they are about.</summary>
    private static readonly FrozenSet<string> s_frame = Terms(
            "is was has had have having lives live living works work working likes like liking loves love enjoys enjoy hates hate dislikes dislike "
                + "wants want wanting plans plan planning feels feel feeling called named name owns own uses used prefers prefer "
                + "goes going went moving moved moves calls person people someone thing currently recently since"
        )
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// True when at least half of the words that carry the statement are the person's own, and every name and number is. Dates were worked
    /// out and don't count.
    /// </summary>
    /// <param name="statement">A sentence in the third person.</param>
    /// <param name="said">The person's own words.</param>
    public static bool Holds(string statement, string said)
    {
        var own = Terms(said).ToHashSet(StringComparer.Ordinal);
        var text = Date().Replace(statement, match => new string(' ', match.Length));
        var carrying = Tokeniser.Read(text).Where(token => !StopWords.Contains(token.Word) && !s_frame.Contains(token.Term)).ToList();
        var shared = carrying.Count(token => own.Contains(token.Term));
        return shared > 0
            && shared * 2 >= carrying.Count
            && carrying.All(token => own.Contains(token.Term) || !IsNameOrNumber(text, token));
    }

    /// <summary>A capital letter tells a name, but for the one that a sentence begins with.</summary>
    private static bool IsNameOrNumber(string text, Token token) =>
        char.IsDigit(token.Word[0]) || (char.IsUpper(text[token.Start]) && text[..token.Start].TrimEnd() is [.., not ('.' or '!' or '?')]);

    private static IEnumerable<string> Terms(string text) => Tokeniser.Read(text).Select(token => token.Term);

    [GeneratedRegex(@"\d{4}-\d{2}(-\d{2})?", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Date();
}
