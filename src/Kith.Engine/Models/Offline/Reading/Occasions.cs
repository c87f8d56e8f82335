namespace Kith.Engine.Models.Offline.Reading;

/// <summary>Something that lies ahead: "your interview is on Friday".</summary>
/// <param name="What">"interview", "dentist appointment".</param>
/// <param name="When">As said: "on Friday", "tomorrow".</param>
internal sealed record Occasion(string What, string When)
{
    public string Clause => $"your {What} {(What.EndsWith('s') && !What.EndsWith("ss", StringComparison.Ordinal) ? "are" : "is")} {When}";
}

/// <summary>Finds what a person says lies ahead of them.</summary>
internal static class Occasions
{
    private const string Days = "monday|tuesday|wednesday|thursday|friday|saturday|sunday";

    private static readonly PhraseSet Things = PhraseSet.Of(
        """
        interview|interviews|exam|exams|test|wedding|flight|appointment|presentation|date|meeting|surgery|operation|trip|concert|deadline
        race|marathon|audition|hearing|viva|defence|defense|match|party|vacation|holiday|graduation|scan|checkup|recital|move|reunion
        """.ReplaceLineEndings("|")
    );

    private static readonly PhraseSet Times = PhraseSet.Of(
        $"""
        tomorrow morning|afternoon|evening|night?
        tonight
        day after tomorrow
        later today
        on {Days} morning|afternoon|evening?
        this|next {Days}|weekend|week|month|year|afternoon|evening|morning|summer|winter|spring|autumn
        in a|an|one|two|three|four|five|six|seven|ten|few|couple hour|hours|day|days|week|weeks|month|months
        in 1|2|3|4|5|6|7|8|9|10|14 hours|days|weeks|months
        """
    );

    private static readonly HashSet<string> NotPartOfIt = new(
        (
            "a an the my our his her your their this that have has got had about for with to on in at of is are was be big first next last "
            + "another new important before after and i some no am upcoming really scary huge 's just"
        ).Split(' '),
        StringComparer.Ordinal
    );

    public static List<Occasion> Read(Utterance said)
    {
        var words = said.Words;
        var found = new List<Occasion>();
        foreach (var thing in Things.All(words))
        {
            if (IsMine(words, thing.First) && !said.IsAsked(words[thing.First].Sentence) && When(said, thing) is { } when)
            {
                var first = thing.First > 0 && IsPartOfIt(words, thing.First) ? thing.First - 1 : thing.First;
                found.Add(new Occasion(said.Typed(first, thing.After), when));
            }
        }
        return found;
    }

    private static bool IsPartOfIt(Word[] words, int at) =>
        !words[at].Pause && words[at - 1].Sentence == words[at].Sentence && !NotPartOfIt.Contains(words[at - 1].Text);

    /// <summary>"my", "a" or "I" shortly before it: not "the interview with the actor is tomorrow".</summary>
    private static bool IsMine(Word[] words, int at)
    {
        for (var back = at - 1; back >= 0 && back >= at - 3 && words[back].Sentence == words[at].Sentence; back--)
        {
            if (words[back].Text is "my" or "our" or "a" or "an" or "have")
            {
                return true;
            }
        }
        return false;
    }

    private static string? When(Utterance said, Found thing)
    {
        var words = said.Words;
        for (var at = thing.After; at < words.Length && words[at].Sentence == words[thing.First].Sentence; at++)
        {
            if (Things.At(words, at) is not null)
            {
                return null;
            }
            if (Times.At(words, at) is { } time)
            {
                return said.Typed(time.First, time.After);
            }
        }
        return null;
    }
}
