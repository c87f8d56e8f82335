using System.Collections.Frozen;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>What chat leaves out at the start of a sentence: "moved to Leeds in May", "flying home on Friday", "not a fan of olives".</summary>
internal static class Elided
{
    /// <summary>Forms that give no order: what begins with one of them was done by whoever writes.</summary>
    private static readonly FrozenSet<string> Done = Set(
        "moved relocated turned got bought started lost joined graduated adopted passed handed sold retired grew gave finished"
    );

    private static readonly FrozenSet<string> Doing = Set(
        "flying travelling traveling moving going heading getting saving expecting living working studying learning starting doing running "
            + "training planning hoping visiting allergic based obsessed engaged pregnant"
    );

    /// <summary>"Living in London is dear": the first words are what is spoken of.</summary>
    private static readonly FrozenSet<string> Finite = Set(
        "is are was were am makes make can could would will should has sounds seems costs takes"
    );

    private static readonly PhraseSet Disliking = PhraseSet.Of(
        """
        not a|such|into|keen|fond
        not really|exactly a|into|keen|fond
        """
    );

    private static readonly PhraseSet Refusing = PhraseSet.Of("can not stand|bear|tolerate");

    /// <summary>The words to begin the sentence with, and how many of its own they stand for; "" when nothing was left out.</summary>
    public static string Before(Utterance said, ReadOnlySpan<Word> words, out int instead)
    {
        instead = 0;
        var at = 0;
        while (at < words.Length && Statement.IsAdverb(words[at].Text))
        {
            at++;
        }
        if (at + 1 >= words.Length || words[at + 1].Pause)
        {
            return "";
        }
        var (first, next) = (words[at].Text, words[at + 1]);
        if (first == "myself" && char.IsUpper(said.Text[next.Start]))
        {
            instead = at + 1;
            return "I am ";
        }
        return Done.Contains(first) || Refusing.At(words, at) is not null ? "I "
            : Disliking.At(words, at) is not null || (Doing.Contains(first) && !HasVerb(words[(at + 1)..])) ? "I am "
            : first == "been" ? "I have "
            : first == "born" && next.Text is "and" or "in" or "on" ? "I was "
            : "";
    }

    private static bool HasVerb(ReadOnlySpan<Word> words)
    {
        for (var i = 0; i < words.Length && !words[i].Pause; i++)
        {
            if (Finite.Contains(words[i].Text))
            {
                return true;
            }
        }
        return false;
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
