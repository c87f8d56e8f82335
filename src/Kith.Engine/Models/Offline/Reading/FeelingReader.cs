using System.Collections.Frozen;

namespace Kith.Engine.Models.Offline.Reading;

/// <summary>A feeling somebody named.</summary>
/// <param name="Kind">The group of <see cref="FeelingReader"/> the word belongs to.</param>
/// <param name="Word">As said: "nervous".</param>
/// <param name="Negated">"not happy".</param>
/// <param name="Other">Whose, turned round ("your sister"); null for the speaker's own.</param>
/// <param name="About">"about …", turned round: a thing.</param>
/// <param name="Because">"because …", turned round: a clause.</param>
internal sealed record Felt(string Kind, string Word, bool Negated, string? Other, string? About, string? Because);

/// <summary>Finds feelings where they are said of somebody: "I'm really tired", "feeling low", "my sister is sad", "not happy".</summary>
internal static class FeelingReader
{
    private static readonly (string Kind, string Words)[] Kinds =
    [
        ("worthless", "worthless useless pathetic unlovable hopeless suicidal empty numb depressed depressing"),
        ("lonely", "lonely alone lonesome isolated abandoned unwanted ignored invisible homesick"),
        ("anxious", "anxious nervous worried scared afraid terrified frightened panicky panicked uneasy tense apprehensive paranoid"),
        ("stressed", "stressed overwhelmed swamped overworked burnt burned drowning stretched frazzled pressured"),
        ("angry", "angry mad furious annoyed pissed irritated frustrated livid fuming enraged bitter resentful outraged"),
        ("hurt", "hurt betrayed heartbroken rejected humiliated offended insulted crushed devastated"),
        ("guilty", "guilty ashamed embarrassed regretful stupid dumb foolish"),
        ("jealous", "jealous envious"),
        (
            "sad",
            "sad down low unhappy upset miserable gloomy blue crying tearful disappointed gutted discouraged awful terrible horrible lost bad rough shitty crappy"
        ),
        ("tired", "tired exhausted drained sleepy knackered worn fatigued weary beat"),
        ("sick", "sick ill unwell feverish nauseous dizzy sore"),
        ("confused", "confused stuck torn unsure uncertain undecided puzzled"),
        ("bored", "bored"),
        ("hungry", "hungry starving thirsty peckish"),
        ("proud", "proud accomplished"),
        ("excited", "excited thrilled pumped psyched stoked buzzing eager"),
        ("grateful", "grateful thankful blessed lucky relieved touched"),
        (
            "happy",
            "happy glad cheerful great fantastic wonderful amazing awesome ecstatic delighted chuffed content joyful brilliant excellent"
        ),
        ("better", "better"),
        ("fine", "fine good okay alright well calm peaceful relaxed"),
    ];

    private static readonly FrozenDictionary<string, string> KindOf = Kinds
        .SelectMany(static kind => kind.Words.Split(' ').Select(word => KeyValuePair.Create(word, kind.Kind)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Adverbs = Set(
        "so very really quite a bit little kind kinda sort of pretty just still all too feeling being been more extremely super totally always also proper dead "
            + "now rather somewhat incredibly terribly both and or only such that this completely absolutely utterly bloody fucking damn again "
            + "already actually honestly even usually often constantly mostly not never exactly"
    );

    private static readonly FrozenSet<string> Verbs = Set(
        "am is are was were feel feels felt feeling been be get gets getting got become becoming became seem seems look looks sound sounds"
    );

    // "Life is good", "today was awful": said of the whole of it.
    private static readonly FrozenSet<string> Everything = Set("life everything things today day week month work school weekend");

    private static readonly FrozenSet<string> Following = Set(
        "about because since to at of that and but with when today tonight now lately right again this for over after too as though really"
    );

    private static readonly FrozenSet<string> Pronouns = Set("he she they him her them");

    // "a good idea", "well done", "great movie": a feeling word that describes something else.
    private static readonly FrozenSet<string> Things = Set(
        "at in idea movie film day book song food news job person girl boy guy man woman thing time one enough to as luck night morning afternoon evening day bye job grief god lord news point question advice stuff way old one"
    );

    /// <summary>The speaker's own feelings, each kind once, the weightiest first.</summary>
    public static List<Felt> Own(Utterance said)
    {
        var own = new List<Felt>();
        var sentence = -1;
        for (var i = 0; i < said.Words.Length; i++)
        {
            if (!KindOf.TryGetValue(said.Words[i].Text, out var kind))
            {
                continue;
            }
            var felt = Read(said, i, kind) ?? (said.Words[i].Sentence == sentence && GoesOn(said.Words, i) ? Bare(said, i, kind) : null);
            if (felt is { Other: null, Negated: false })
            {
                sentence = said.Words[i].Sentence;
                if (!own.Exists(one => one.Kind == kind))
                {
                    own.Add(felt);
                }
            }
        }
        return [.. own.OrderBy(static felt => Rank(felt.Kind))];
    }

    private static Felt Bare(Utterance said, int at, string kind) =>
        new(kind, said.Words[at].Text, false, null, About(said, at), Because(said, at));

    /// <summary>"happy for her but also jealous": the second feeling belongs to whoever has the first.</summary>
    private static bool GoesOn(Word[] words, int at)
    {
        var back = at - 1;
        while (back > 0 && Adverbs.Contains(words[back].Text) && words[back].Text is not ("and" or "not" or "never"))
        {
            back--;
        }
        return back > 0 && words[back].Text is ("and" or "but" or "yet" or "though") && Stands(words, at);
    }

    /// <summary>The weightiest feeling in the message; null when there is none.</summary>
    public static Felt? Find(Utterance said)
    {
        Felt? best = null;
        var rank = int.MaxValue;
        for (var i = 0; i < said.Words.Length; i++)
        {
            if (KindOf.TryGetValue(said.Words[i].Text, out var kind) && Rank(kind) < rank && Read(said, i, kind) is { } felt)
            {
                (best, rank) = (felt, Rank(kind));
            }
        }
        return best;
    }

    private static int Rank(string kind) => Array.FindIndex(Kinds, row => row.Kind == kind);

    private static Felt? Read(Utterance said, int at, string kind)
    {
        var words = said.Words;
        var sentence = words[at].Sentence;
        if (said.IsAsked(sentence) && (at < 2 || words[at - 2].Text != "i"))
        {
            return null;
        }
        if (words[at].Text == "sick" && at + 1 < words.Length && words[at + 1].Text == "of")
        {
            return null;
        }
        var negated = false;
        var back = at - 1;
        while (back >= 0 && !words[back + 1].Pause && (Adverbs.Contains(words[back].Text) || KindOf.ContainsKey(words[back].Text)))
        {
            negated |= words[back].Text is "not" or "never";
            back--;
        }
        var word = words[at].Text;
        var describes = at + 1 < words.Length && !words[at + 1].Pause && Things.Contains(words[at + 1].Text);
        var opens = back < 0 || words[back + 1].Pause;
        if (opens)
        {
            // "Sad today.", "feeling low": nobody named, so the speaker.
            return Stands(words, at) && !describes ? new Felt(kind, word, negated, null, About(said, at), Because(said, at)) : null;
        }
        if (words[back].Text == "me" && back > 0 && words[back - 1].Text is "makes" or "made" or "making" or "make" or "leaves" or "left")
        {
            return new Felt(kind, word, negated, null, null, null);
        }
        if (words[back].Text == "have" && words[back + 1].Text is "been" or "felt")
        {
            back++;
        }
        if (!Verbs.Contains(words[back].Text) || (describes && kind is "fine" or "happy" or "sad"))
        {
            return null;
        }
        return Whose(said, back) is { } whose
            ? new Felt(kind, word, negated || whose.Negated, whose.Other, About(said, at), Because(said, at))
            : null;
    }

    /// <summary>Whose feeling it is: the speaker's ("I am", "feeling …"), or somebody else's.</summary>
    private static (bool Negated, string? Other)? Whose(Utterance said, int verb)
    {
        var words = said.Words;
        var back = verb - 1;
        var negated = false;
        while (
            back >= 0
            && words[back].Sentence == words[verb].Sentence
            && (
                Verbs.Contains(words[back].Text)
                || Adverbs.Contains(words[back].Text)
                || words[back].Text is "have" or "has" or "do" or "did" or "had"
            )
        )
        {
            negated |= words[back].Text is "not" or "never";
            back--;
        }
        if (
            back < 0
            || words[back].Sentence != words[verb].Sentence
            || words[back].Text is "i" or "but" or "because" or "am"
            || (words[back].Text is "it" && words[verb + 1].Text is "lonely")
            || Everything.Contains(words[back].Text)
        )
        {
            return (negated, null);
        }
        if (Pronouns.Contains(words[back].Text))
        {
            return (
                negated,
                words[back].Text switch
                {
                    "he" => "him",
                    "she" => "her",
                    "they" => "them",
                    var other => other,
                }
            );
        }
        return Notebook.IsRelation(words[back].Text) && back > 0 && words[back - 1].Text == "my"
            ? (negated, $"your {words[back].Text}")
            : null;
    }

    private static string? About(Utterance said, int at)
    {
        var about = at + 1 < said.Words.Length && said.Words[at + 1].Text is "about" or "over";
        return about && Notebook.Rest(said, at + 2, 7) is { Length: > 0 } thing && !IsBare(thing) ? Reflection.ToYouOrNull(thing) : null;
    }

    /// <summary>"Sad today", "a bit nervous to be honest": the word ends its clause or is followed by a reason, and so describes nothing else.</summary>
    private static bool Stands(Word[] words, int at) =>
        at + 1 >= words.Length
        || words[at + 1].Pause
        || words[at + 1].Sentence != words[at].Sentence
        || Following.Contains(words[at + 1].Text);

    private static bool IsBare(string thing) =>
        thing.ToLowerInvariant() is "it" or "that" or "this" or "everything" or "something" or "things" or "him" or "her" or "them";

    private static string? Because(Utterance said, int at)
    {
        var words = said.Words;
        for (var i = at + 1; i < words.Length && words[i].Sentence == words[at].Sentence; i++)
        {
            if (words[i].Text is "because" or "since" && i + 3 < words.Length && words[i + 1].Text != "of")
            {
                return Notebook.Rest(said, i + 1, 10) is { Length: > 0 } clause ? Reflection.ToYouOrNull(clause) : null;
            }
        }
        return null;
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
