using System.Globalization;
using System.Text.RegularExpressions;
using Kith.Engine.Memory.Learning.Rules;
using Kith.Engine.Memory.Search;

namespace Kith.Engine.Memory.Learning;

/// <summary>
/// A summary without a model: the sentences in which a person told most, each with its day, the oldest first. A pure function of the summary
/// so far and what comes to it.
/// </summary>
internal static partial class Gist
{
    /// <summary>Characters of a summary: about 300 tokens.</summary>
    public const int Longest = 1_200;

    /// <summary>Of what is kept, so much may be older: what was said since gets the rest.</summary>
    private const int LongestOld = 800;

    private const int LongestSentence = 200;
    private const int FewestWords = 3;
    private const string Day = "yyyy-MM-dd";

    /// <param name="before">The summary so far; empty when there is none. What a model wrote in it is kept while there is room.</param>
    /// <param name="said">What the person said since, the oldest first, each at their local time.</param>
    public static string Extend(string before, IEnumerable<(DateTimeOffset At, string Text)> said)
    {
        var old = before.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var kept = Best(old.Select(line => (line, Score(line))), LongestOld);
        var added = Best(said.SelectMany(one => Sentences(one.At, one.Text)).Distinct(), Longest - Length(kept));
        // What room is left belongs to the older ones again.
        return string.Join('\n', Best(old.Select(line => (line, Score(line))), Longest - Length(added)).Concat(added));
    }

    private static IEnumerable<(string Line, double Score)> Sentences(DateTimeOffset at, string text) =>
        from sentence in Sentence().Split(OwnWords.Of(text)).Select(sentence => sentence.Trim())
        where sentence.Length > 0 && !sentence.EndsWith('?')
        let score = Score(sentence)
        where score > 0
        select ($"{at.ToString(Day, CultureInfo.InvariantCulture)}: {TextRules.Cut(sentence, LongestSentence)}", score);

    /// <summary>Those with the highest scores that fit, in their order.</summary>
    private static List<string> Best(IEnumerable<(string Line, double Score)> lines, int length)
    {
        var all = lines.ToList();
        var chosen = new SortedSet<int>();
        foreach (
            var (_, index) in all.Select((line, index) => (line.Score, index))
                .OrderByDescending(one => one.Score)
                .ThenByDescending(one => one.index)
        )
        {
            var needed = all[index].Line.Length + 1;
            if (needed > length)
                continue;
            length -= needed;
            chosen.Add(index);
        }

        return [.. chosen.Select(index => all[index].Line)];
    }

    /// <summary>More for what tells something of the person: themselves, names, numbers, many words that carry. Nothing for what is hardly a sentence.</summary>
    private static double Score(string line)
    {
        var tokens = Tokeniser.Read(line);
        var carrying = tokens.Where(token => !StopWords.Contains(token.Word)).Select(token => token.Term).Distinct().Count();
        if (carrying < FewestWords)
            return 0;
        var names = tokens.Count(token =>
            token.Start > 0 && char.IsUpper(line[token.Start]) && line[token.Start - 1] == ' ' && token.Word != "i"
        );
        var numbers = tokens.Any(token => char.IsDigit(token.Word[0])) ? 2 : 0;
        var person = tokens.Any(token => token.Word is "i" or "im" or "ive" or "my" or "we" or "our") ? 4 : 0;
        return Math.Min(carrying, 10) + (2 * Math.Min(names, 2)) + numbers + person;
    }

    private static int Length(IEnumerable<string> lines) => lines.Sum(line => line.Length + 1);

    [GeneratedRegex(@"(?<=[.!?…。！？])\s+|\n+", RegexOptions.None, 1000)]
    private static partial Regex Sentence();
}
