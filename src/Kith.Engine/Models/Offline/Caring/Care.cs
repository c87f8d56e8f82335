using System.Collections.Frozen;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Caring;

/// <summary>What words of danger are about, the most pressing first.</summary>
internal enum Concern
{
    None,
    Emergency,
    Abuse,
    SelfHarm,
    SomeoneElse,
    Bereaved,
    Others,
    Despair,
}

/// <summary>
/// Words of self-harm, suicide, abuse and danger, and what is said to them: the rule for a real model and for the offline friend alike.
/// It would rather ask once too often than overlook somebody.
/// </summary>
public static class Care
{
    private static readonly PhraseSet Figures = PhraseSet.Of(FiguresOfSpeech.Phrases);

    // In the order they are asked: first what is said of oneself, then whom else it may be about, then the words alone.
    private static readonly (Concern Concern, PhraseSet Words)[] Lists =
    [
        (Concern.Emergency, Across(ConcernWords.Emergency)),
        (Concern.SelfHarm, Across(ConcernWords.SelfHarm)),
        (Concern.SelfHarm, Across(ConcernInOtherLanguages.Phrases)),
        (Concern.Bereaved, PhraseSet.Of(ConcernWords.Bereaved)),
        (Concern.SomeoneElse, PhraseSet.Of(ConcernWords.SomeoneElse)),
        (Concern.SelfHarm, Across(ConcernWords.Suicide)),
        (Concern.Abuse, PhraseSet.Of(ConcernWords.Abuse)),
        (Concern.Others, PhraseSet.Of(ConcernWords.Others)),
        (Concern.Despair, PhraseSet.Of(ConcernWords.Despair)),
    ];

    // Looked up once a word instead of once a word and list.
    private static readonly FrozenSet<string> Beginnings = Lists
        .SelectMany(static list => list.Words.FirstWords)
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly PhraseSet Laughing = PhraseSet.Of("lol|lmao|haha|hahaha|rofl|kidding|joking");

    /// <summary>
    /// True when the text speaks of self-harm, suicide, being hurt or abused, danger or overdose, plainly or obliquely. English, with common
    /// misspellings, and the plainest words of a dozen other languages. Denials count; figures of speech ("dead tired") don't.
    /// </summary>
    public static bool IsConcerning(string text) => Find(new Utterance(text)) != Concern.None;

    /// <summary>How the rule begins, in whichever wording.</summary>
    internal const string RuleOpening = "If the person speaks, even indirectly or in a joke, of suicide";

    private const string Rule =
        RuleOpening
        + ", self-harm, being hurt or abused, danger or an overdose: take it "
        + "seriously and answer that first, calmly and warmly. Do not joke, lecture, diagnose, promise secrecy, or describe methods. Say plainly "
        + "that you are an AI and that people can help now. Ask whether they are safe at this moment, one thing at a time. If life may be in "
        + "danger, urge them to call the emergency number now or to go to where somebody is. Stay with the subject until they say they are safe. ";

    /// <summary>The rule a composed prompt gives to a real model when the person's country isn't known; about 400 tokens.</summary>
    public static string Prompt { get; } =
        Rule
        + "Name help that fits their country, or else the directory. "
        + string.Join("; ", HelpLines.Named.Select(Describe))
        + $"; anywhere else: the local emergency number and {HelpLines.Directory}.";

    /// <summary>The same rule with the help of one country, judged by an IANA time zone; <see cref="Prompt"/> when that tells none. About 250 tokens.</summary>
    public static string PromptFor(string? timezone)
    {
        var help = HelpLines.For(timezone);
        return ReferenceEquals(help, HelpLines.International)
            ? Prompt
            : $"{Rule}Name this help. {Describe(help)}; anywhere else: the local emergency number and {HelpLines.Directory}.";
    }

    internal static Concern Find(Utterance said)
    {
        if (ConcernInOtherLanguages.Anywhere.Any(words => said.Text.Contains(words, StringComparison.Ordinal)))
        {
            return Concern.SelfHarm;
        }
        var words = said.AllWords.ToArray();
        MaskFigures(words);
        var beginnings = new List<int>();
        for (var i = 0; i < words.Length; i++)
        {
            if (Beginnings.Contains(words[i].Text))
            {
                beginnings.Add(i);
            }
        }
        foreach (var (concern, list) in Lists)
        {
            if (list.First(words, beginnings) is not null && !(concern == Concern.Others && Laughing.First(words) is not null))
            {
                return concern;
            }
        }
        return Concern.None;
    }

    private static void MaskFigures(Word[] words)
    {
        foreach (var found in Figures.All(words))
        {
            for (var i = found.First; i < found.After; i++)
            {
                words[i] = words[i] with { Text = "" };
            }
        }
        for (var i = 1; i < words.Length; i++)
        {
            // "10 kms" is a distance.
            if (words[i].Text == "kms" && words[i - 1].Text is [>= '0' and <= '9', ..])
            {
                words[i] = words[i] with { Text = "" };
            }
        }
    }

    private static PhraseSet Across(string lines) => PhraseSet.Of(lines, acrossSentences: true);

    private static string Describe(HelpLine line)
    {
        var parts = new List<string> { $"emergency {line.Emergency}", line.Listening };
        if (line.Violence is not null)
        {
            parts.Add($"violence at home: {line.Violence}");
        }
        if (line.Child is not null)
        {
            parts.Add($"under 18: {line.Child}");
        }
        return $"In {line.Country}: {string.Join(", ", parts)}";
    }
}
