using System.Collections.Frozen;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>How a person says they feel, on the scale of <see cref="LearnedMood"/>.</summary>
internal static class Moods
{
    private static readonly FrozenDictionary<string, LearnedMood> ByKind = new Dictionary<string, LearnedMood>(StringComparer.Ordinal)
    {
        ["worthless"] = new("hopeless", -0.9),
        ["lonely"] = new("lonely", -0.7),
        ["anxious"] = new("anxious", -0.6),
        ["stressed"] = new("stressed", -0.6),
        ["angry"] = new("angry", -0.7),
        ["hurt"] = new("hurt", -0.7),
        ["guilty"] = new("guilty", -0.5),
        ["jealous"] = new("jealous", -0.4),
        ["sad"] = new("sad", -0.7),
        ["tired"] = new("tired", -0.4),
        ["sick"] = new("unwell", -0.5),
        ["confused"] = new("confused", -0.3),
        ["bored"] = new("bored", -0.3),
        ["proud"] = new("proud", 0.7),
        ["excited"] = new("excited", 0.8),
        ["grateful"] = new("grateful", 0.7),
        ["happy"] = new("happy", 0.8),
        ["better"] = new("better", 0.4),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly LearnedMood Down = new("sad", -0.5);

    /// <summary>Said by itself, such a word answers what the other said.</summary>
    private static readonly FrozenSet<string> Exclamations =
        "great fantastic wonderful amazing awesome brilliant excellent glad lucky sorry bad terrible awful rough lost touched"
            .Split(' ')
            .ToFrozenSet(StringComparer.Ordinal);

    // How one felt then is no mood of today.
    private static readonly PhraseSet Then = PhraseSet.Of(
        """
        used to
        when i was
        years|months|weeks|days ago
        yesterday
        last week|month|year|night|summer|winter|monday|tuesday|wednesday|thursday|friday|saturday|sunday
        as a child|kid|teenager|teen
        back then
        will be
        never
        """
    );

    /// <summary>The weightiest feeling of their own; null when they tell none.</summary>
    public static LearnedMood? Of(IEnumerable<Clause> clauses)
    {
        LearnedMood? mood = null;
        foreach (var clause in clauses)
        {
            var said = new Utterance(clause.Text);
            if (!Then.IsIn(said) && Of(said) is { } felt && (mood is null || Math.Abs(felt.Valence) > Math.Abs(mood.Valence)))
            {
                mood = felt;
            }
        }
        return mood;
    }

    private static LearnedMood? Of(Utterance said)
    {
        foreach (var felt in FeelingReader.Own(said))
        {
            var alone =
                Exclamations.Contains(felt.Word)
                && !said.Words.Any(static word => word.Text is "i" or "feel" or "feeling" or "am" or "life");
            if (!alone && ByKind.TryGetValue(felt.Kind, out var mood))
            {
                return mood;
            }
        }
        return FeelingReader.Find(said) is { Negated: true, Other: null, Kind: "fine" or "happy" or "better" } ? Down : null;
    }
}
