using System.Collections.Frozen;

namespace Kith.Engine.Models.Offline.Reading;

/// <summary>Reads a person's name where they give it, and refuses what only looks like one.</summary>
internal static class NameReader
{
    private const int LongestName = 40,
        MostNameWords = 3;

    private static readonly PhraseSet Plain = PhraseSet.Of(
        """
        my real|full|first? name is
        i am called
        they|people|friends call me
        everyone|everybody call|calls me
        you can|could|may call me
        just|please|but|and|simply call me
        ^ call me
        i go by
        ^ name is
        """
    );

    private static readonly PhraseSet Loose = PhraseSet.Of(
        """
        ^ i am
        hi|hello|hey i am
        ^ this is
        hi|hello|hey this is
        """
    );

    // What follows "my name is" or "call me" and is no name, and what follows "I'm" in capitals and is none either.
    private static readonly FrozenSet<string> NoNames = (
        "not hard difficult easy long short important irrelevant none nothing secret private a an the on in at of my your his her our their "
        + "what when where why how if it that this then there here later tomorrow tonight today now back soon maybe crazy stupid old young "
        + "weird strange anything whatever something someone anyone nobody no yes ok okay so very really too also just still always never "
        + "please thanks sorry sure fine good great well better bad sad happy angry mad tired bored lonely anxious nervous stressed sick ill "
        + "hungry thirsty sleepy exhausted excited proud grateful upset hurt scared afraid worried depressed single married divorced pregnant "
        + "gay straight bi trans vegan vegetarian blue down up done ready busy free late early home alone human christian muslim hindu "
        + "jewish buddhist atheist catholic sikh african mexican greek dutch french german swiss thai arab welsh tamil punjabi bengali "
        + "gujarati marathi iraqi pakistani israeli doing going feeling trying looking thinking working from and but or because about "
        + "to for with like love hate need want think know guess mr mrs ms dr all out off over under glad lost stuck confused different "
        + "spelled spelt pronounced also quite pretty kind quiet shy fun kidding joking serious sober drunk sunday monday tuesday wednesday "
        + "thursday friday saturday january february march june july october november december cold hot warm friendly helpful patient "
        + "honest loving caring wise calm gentle polite professional expert you me him us them who whom which"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] NoNameEndings = ["ing", "ed", "ish", "ese", "ian", "ful", "less", "ous", "able"];

    /// <summary>The name the person gives in <paramref name="said"/>, the last if there are several; null when they give none.</summary>
    /// <param name="said">The message.</param>
    /// <param name="asked">True when they have just been asked for it, so that a bare word may be the answer.</param>
    public static string? Find(Utterance said, bool asked)
    {
        string? name = null;
        foreach (var found in Plain.All(said.Words))
        {
            name = AfterPlain(said, found.After) ?? name;
        }
        foreach (var found in Loose.All(said.Words))
        {
            name ??= AfterLoose(said, found.After);
        }
        return name ?? (asked && said.Words is { Length: 1 or 2 } ? AfterPlain(said, 0) : null);
    }

    /// <summary>Up to three capitalised words from <paramref name="at"/> on, as typed; null when the first is not capitalised.</summary>
    public static string? Capitalised(Utterance text, int at)
    {
        var end = at;
        while (end < text.Words.Length && end - at < MostNameWords && IsCapitalised(text, end) && (end == at || Adjoins(text, end)))
        {
            end++;
        }
        return end == at ? null : Checked(text.Typed(at, end));
    }

    /// <summary>True for a capitalised word that describes rather than names.</summary>
    public static bool IsDescription(string name) => NoNames.Contains(name.Split(' ')[0].ToLowerInvariant());

    private static string? AfterPlain(Utterance said, int at)
    {
        var words = said.Words;
        at += at < words.Length && words[at].Text is "actually" or "just" or "simply" ? 1 : 0;
        if (
            at >= words.Length
            || NoNames.Contains(words[at].Text)
            || (at > 0 && (words[at - 1].Sentence != words[at].Sentence || said.Text[words[at].Start - 1] is not (' ' or '"' or ':')))
        )
        {
            return null;
        }
        return Capitalised(said, at)
            ?? Checked(said.Typed(at, at + 1)) switch
            {
                // A name in small letters is taken only where the phrase ends with it: "my name is medhavi", not "my name is written so".
                { Length: > 1 } small when Ends(said, at + 1) => char.ToUpperInvariant(small[0]) + small[1..],
                _ => null,
            };
    }

    private static string? AfterLoose(Utterance said, int at)
    {
        var words = said.Words;
        if (at >= words.Length || NoNames.Contains(words[at].Text) || LooksDescriptive(words[at].Text) || said.IsAsked(words[at].Sentence))
        {
            return null;
        }
        var name = Capitalised(said, at);
        var after = at + (name?.Split(' ').Length ?? 0);
        return name is not null && !IsShouted(name) && Ends(said, after) ? name : null;
    }

    private static bool Ends(Utterance said, int after) =>
        after >= said.Words.Length || said.Words[after].Pause || said.Words[after].Text is "and" or "from" or "but" or "by" or "btw";

    private static bool Adjoins(Utterance text, int at) =>
        !text.Words[at].Pause && text.Words[at].Start > 0 && text.Text[text.Words[at].Start - 1] is ' ' or '.' or '-';

    private static bool IsCapitalised(Utterance text, int at) => char.IsUpper(text.Text[text.Words[at].Start]);

    private static bool IsShouted(string name) => name.Length > 1 && !name.Any(char.IsLower);

    private static bool LooksDescriptive(string word) => word.Length > 4 && NoNameEndings.Any(word.EndsWith);

    private static string? Checked(string name)
    {
        name = name.EndsWith("'s", StringComparison.Ordinal) ? name[..^2] : name;
        var sound = name.Length is > 0 and <= LongestName && char.IsLetter(name[0]) && name.All(static c => char.IsLetter(c) || IsMark(c));
        return sound ? name : null;
    }

    private static bool IsMark(char c) =>
        c is ' ' or '-' or '\'' or '.'
        || char.GetUnicodeCategory(c)
            is System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
