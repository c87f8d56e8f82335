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

    private static readonly FrozenSet<string> Telling = "i feel feeling am life my today day week everything"
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> AfterFeeling =
        "about because since to at of that and but with when today tonight now lately right again this for over after too as though so i"
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

    // "I'm not good at that" is no bad mood.
    private static readonly PhraseSet NotOfState = PhraseSet.Of("good|great|fine|okay|bad|amazing|happy at|with|for|in|on|to|enough");

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
            if (ByKind.TryGetValue(felt.Kind, out var mood) && IsMeant(said.Words, felt.Word))
            {
                return mood;
            }
        }
        return !NotOfState.IsIn(said) && FeelingReader.Find(said) is { Negated: true, Other: null, Kind: "fine" or "happy" or "better" }
            ? Down
            : null;
    }

    /// <summary>Not "Awesome!", "I'm glad you asked", "I'm a proud Irishman".</summary>
    private static bool IsMeant(Word[] words, string feeling)
    {
        var at = Array.FindIndex(words, word => word.Text == feeling);
        var next = at + 1 < words.Length && !words[at + 1].Pause ? words[at + 1].Text : "";
        var after = at + 2 < words.Length ? words[at + 2].Text : "";
        var ofYou = next == "you" || (next is "for" or "that" or "with" && after is "you" or "your");
        var ofThing = at > 0 && next.Length > 0 && words[at - 1].Text is "a" or "an" or "the";
        // "really bad eczema", "a terrible film"; and "I'm afraid I can't".
        var ofWhatFollows = Exclamations.Contains(feeling) && next.Length > 0 && !AfterFeeling.Contains(next);
        var isPolite = feeling == "afraid" && next is "i" or "we" or "so" or "not" or "that" or "it" or "there";
        var gotLost = feeling == "lost" && at > 0 && words[at - 1].Text is "got" or "get";
        return !ofYou
            && !ofThing
            && !ofWhatFollows
            && !isPolite
            && !gotLost
            && (!Exclamations.Contains(feeling) || words.Any(static word => Telling.Contains(word.Text)));
    }
}
