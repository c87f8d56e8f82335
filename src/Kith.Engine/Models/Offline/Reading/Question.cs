using System.Collections.Frozen;

namespace Kith.Engine.Models.Offline.Reading;

/// <summary>Tells a question from a statement that has the same words in it.</summary>
internal static class Question
{
    private static readonly FrozenSet<string> Leading = (
        "hey hi hello so and but well ok okay please now then oh also just can could would will do you i tell me aira wonder remind"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True when the sentence ends with a question mark, or the words found at <paramref name="at"/> open its clause.</summary>
    public static bool IsAt(Utterance said, int at)
    {
        var words = said.Words;
        if (said.IsAsked(words[at].Sentence))
        {
            return true;
        }
        while (at > 0 && !words[at].Pause && Leading.Contains(words[at - 1].Text))
        {
            at--;
        }
        return words[at].Pause;
    }

    /// <summary>What stands before the last sentence, when that one is a question; null when there is nothing or no question.</summary>
    public static Utterance? Told(Utterance said)
    {
        if (said.Words is not [.., var last] || last.Sentence == 0)
        {
            return null;
        }
        var first = Array.FindIndex(said.Words, word => word.Sentence == last.Sentence);
        return new Utterance(said.Text[..said.Words[first].Start]);
    }
}
