using System.Collections.Frozen;

namespace Kith.Engine.Models.Offline.Reading;

internal enum Fate
{
    Better,
    Ill,
    Dying,
    Died,
}

/// <summary>Somebody dear to the person, and what became of them.</summary>
/// <param name="Relation">"dog", "grandmother"; empty when only a pronoun was said.</param>
/// <param name="Name">"Bruno"; null when none was given.</param>
/// <param name="Who">To say back: "Bruno", "your grandmother"; null when it isn't known.</param>
/// <param name="Fate">The latest word on it.</param>
/// <param name="Ago">How many messages ago it was last spoken of; 0 is the new message.</param>
internal sealed record Loss(string Relation, string? Name, string? Who, Fate Fate, int Ago);

/// <summary>Reads who died, is ill or got better again, through the memories and the whole chat.</summary>
internal static class Losses
{
    /// <summary>From further back than this, "she" may be somebody else.</summary>
    private const int PronounReaches = 3,
        FurthestSubject = 8;

    private const string Kin = Notebook.Relations;
    private const string Describing = "best|older|younger|elder|little|big|old|twin|dear|beloved|only|first|own|sweet|poor|late";

    private static readonly (Fate Fate, bool Before, string When)[] Rules =
    [
        (Fate.Died, false, "died"),
        (Fate.Died, false, "passed away|on|peacefully|yesterday|today|last|this|suddenly"),
        (Fate.Died, false, "passed $"),
        (Fate.Died, false, "is|has|was? passed|dead $"),
        (Fate.Died, false, "is dead now|and|since|because|to"),
        (Fate.Died, false, "is gone $"),
        (Fate.Died, false, "did not make|survive it"),
        (Fate.Died, false, "was|got put down|to"),
        (Fate.Died, false, "was killed"),
        (Fate.Died, false, "'s death|funeral|passing|burial"),
        (Fate.Died, true, $"lost my|our {Describing}? {Describing}? {Kin}"),
        (Fate.Died, true, $"death|loss|passing of my|our {Describing}? {Kin}"),
        (Fate.Died, true, $"put my|our {Describing}? {Kin} .. down|sleep"),
        (Fate.Dying, false, "might|may|will|can|could|would probably|maybe? not make|survive it|this|the"),
        (Fate.Dying, false, "is|are dying|terminal|terminally"),
        (Fate.Dying, false, "is in? palliative|hospice"),
        (Fate.Dying, false, "has|have .. to live"),
        (Fate.Dying, false, "has|have to be put down|to"),
        (
            Fate.Ill,
            false,
            "is|was|got|gets|has|been|feels|fell|looks|being so|very|really|quite|seriously|badly|still|been|also? sick|ill|unwell|injured|poorly"
        ),
        (Fate.Ill, false, "is|was|ended|lying|been|still up? in the|a? hospital|icu|coma"),
        (
            Fate.Ill,
            false,
            "has|have|had|got|is with|a|an|just|been? a|diagnosed? with? cancer|leukemia|tumor|tumour|dementia|alzheimers|parkinsons|pneumonia|stroke|"
                + "diabetes|infection|heart|seizure|seizures"
        ),
        (Fate.Ill, false, "was|been|got diagnosed|hospitalised|hospitalized"),
        (Fate.Ill, false, "needs|need|needed surgery"),
        (
            Fate.Better,
            false,
            "is|feels|feeling|got|getting|doing|looks much|so|a|lot|finally|little? lot|bit? better|okay|fine|well|healthy|recovering"
        ),
        (Fate.Better, false, "recovered|survived"),
        (Fate.Better, false, "made it $"),
        (Fate.Better, false, "pulled through"),
        (Fate.Better, false, "will be okay|fine|alright|well"),
    ];

    private static readonly PhraseSet Phrases = new(Rules.Select(static rule => rule.When));
    private static readonly PhraseSet NotMeant = PhraseSet.Of(
        """
        died laughing|inside
        died of laughter|embarrassment|shame|boredom|laughing
        died on|in me|game
        dead tired|serious|right|wrong|inside|drunk
        sick|ill of
        sick and tired
        dying to|for|of to|for|laughter|curiosity
        """
    );

    private static readonly FrozenSet<string> Pronouns = Set("he she they it");
    private static readonly FrozenSet<string> Referring = Set("he she they him her them his their hers it its we us our");
    private static readonly FrozenSet<string> Telling = Set(
        "my our i we he she they it the and but so because well yes no hi hey hello oh then yesterday today"
    );

    /// <summary>Everybody read of, the one spoken of last at the end.</summary>
    public static List<Loss> Of(Scene scene)
    {
        var losses = new List<Loss>();
        foreach (var memory in scene.Blocks.Memories.TakeLast(60))
        {
            Read(new Utterance(memory.Text), int.MaxValue, losses, null);
        }
        for (var i = 0; i < scene.Before.Count; i++)
        {
            Read(scene.Before[i].Said, scene.Before.Count - i, losses, Person(scene, i));
        }
        Read(scene.Said, 0, losses, Person(scene, scene.Before.Count));
        return losses;
    }

    /// <summary>True when the person or pet is known to have died.</summary>
    public static bool HasDied(List<Loss> losses, Note person) =>
        losses.Exists(loss =>
            loss.Fate == Fate.Died
            && (
                loss.Name is not null
                    ? string.Equals(loss.Name, person.Value, StringComparison.OrdinalIgnoreCase)
                    : loss.Relation == person.Subject
            )
        );

    /// <summary>True when a message names them, or could mean them by "she".</summary>
    public static bool IsSpokenOf(Loss loss, Utterance said, bool byPronoun)
    {
        var words = said.Words;
        for (var i = 0; i < words.Length; i++)
        {
            var text = words[i].Text;
            var named = loss.Name is not null && string.Equals(text, loss.Name, StringComparison.OrdinalIgnoreCase);
            var related = text == loss.Relation && text.Length > 0 && i > 0 && IsOwned(words, i);
            if (named || related || (byPronoun && Referring.Contains(text)))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>True when another of the person's people or pets is spoken of.</summary>
    public static bool SpeaksOfOther(Loss loss, Utterance said)
    {
        var words = said.Words;
        // "She was my best friend" is still about her.
        for (var i = 1; i < words.Length && !Pronouns.Contains(words[0].Text); i++)
        {
            if (Notebook.IsRelation(words[i].Text) && words[i].Text != loss.Relation && IsOwned(words, i))
            {
                return true;
            }
        }
        return false;
    }

    private static void Read(Utterance said, int ago, List<Loss> losses, Note? spokenOf)
    {
        foreach (var found in Phrases.All(said.Words).OrderBy(static f => f.First))
        {
            var rule = Rules[found.Rule];
            if (IsTold(said, found) && Subject(said, found, rule.Before, ago, losses, spokenOf) is { } who)
            {
                var known = losses.Find(loss => IsSame(loss, who));
                // A death is not taken back by "she is okay now", which is then said of somebody else.
                if ((rule.Fate == Fate.Better && known is null) || (known?.Fate == Fate.Died && rule.Fate != Fate.Died))
                {
                    continue;
                }
                losses.RemoveAll(loss => IsSame(loss, who));
                var fate = known is { Fate: Fate.Dying, Ago: 0 } && rule.Fate == Fate.Ill ? Fate.Dying : rule.Fate;
                losses.Add(
                    who with
                    {
                        Fate = fate,
                        Name = who.Name ?? known?.Name,
                        Who = who.Name is null && known?.Name is not null ? known.Who : who.Who,
                    }
                );
            }
        }
    }

    private static bool IsSame(Loss one, Loss other) =>
        one.Name is not null && other.Name is not null
            ? string.Equals(one.Name, other.Name, StringComparison.OrdinalIgnoreCase)
            : one.Relation == other.Relation;

    /// <summary>A statement, not a figure of speech, and not "is my dog dying?".</summary>
    private static bool IsTold(Utterance said, Found found)
    {
        var words = said.Words;
        for (var i = found.First; i < found.After; i++)
        {
            if (NotMeant.At(words, i) is not null)
            {
                return false;
            }
        }
        if (!said.IsAsked(words[found.First].Sentence))
        {
            return true;
        }
        var first = found.First;
        while (first > 0 && words[first - 1].Sentence == words[found.First].Sentence)
        {
            first--;
        }
        return Telling.Contains(words[first].Text);
    }

    private static Loss? Subject(Utterance said, Found found, bool inside, int ago, List<Loss> losses, Note? spokenOf)
    {
        var words = said.Words;
        for (var i = inside ? found.After - 1 : found.First - 1; i >= 0 && i >= found.First - FurthestSubject; i--)
        {
            var word = words[i];
            if (word.Sentence != words[found.First].Sentence || (word.Text == "i" && !inside))
            {
                return null;
            }
            if (Notebook.IsRelation(word.Text) && IsOwned(words, i))
            {
                return inside && i + 1 < words.Length && words[i + 1].Text == "'s" ? null : Named(said, i, ago);
            }
            if (losses.Find(loss => string.Equals(loss.Name, word.Text, StringComparison.OrdinalIgnoreCase)) is { } known)
            {
                return known with { Ago = ago };
            }
            if (spokenOf is not null && string.Equals(spokenOf.Value, word.Text, StringComparison.OrdinalIgnoreCase))
            {
                return new Loss(spokenOf.Subject, spokenOf.Value, spokenOf.Value, Fate.Ill, ago);
            }
            if (Pronouns.Contains(word.Text))
            {
                return losses is [.., var last] && last.Ago - ago <= PronounReaches && (word.Text != "it" || last.Fate != Fate.Died)
                        ? last with
                        {
                            Ago = ago,
                        }
                    : spokenOf is not null && word.Text != "it" ? new Loss(spokenOf.Subject, spokenOf.Value, spokenOf.Value, Fate.Ill, ago)
                    : null;
            }
        }
        return null;
    }

    private static Loss Named(Utterance said, int at, int ago)
    {
        var words = said.Words;
        var own = at - 1;
        while (own > 0 && words[own].Text is not ("my" or "our"))
        {
            own--;
        }
        var name =
            at + 1 < words.Length
            && !words[at + 1].Pause
            && NameReader.Capitalised(said, at + 1) is { } given
            && !NameReader.IsDescription(given)
                ? given.Split(' ')[0]
                : null;
        var typed = said.Typed(own + 1, at + 1);
        typed = typed.EndsWith("'s", StringComparison.Ordinal) ? typed[..^2] : typed;
        return new Loss(words[at].Text, name, name ?? $"your {typed}", Fate.Ill, ago);
    }

    /// <summary>"my dog", "my sister's dog": the speaker's, within four words.</summary>
    private static bool IsOwned(Word[] words, int at)
    {
        for (var back = at - 1; back >= 0 && back >= at - 4 && words[back].Sentence == words[at].Sentence; back--)
        {
            if (words[back].Text is "my" or "our")
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The person named in this message or the two before it: whom "she" means.</summary>
    private static Note? Person(Scene scene, int index)
    {
        var note = index == scene.Before.Count ? Latest(Notebook.Read(scene.Said)) : Latest(scene.Before[index].Notes);
        for (var back = 1; note is null && back <= 2 && index - back >= 0; back++)
        {
            note = Latest(scene.Before[index - back].Notes);
        }
        return note;
    }

    private static Note? Latest(List<Note> notes) => notes.FindLast(static note => note.Kind == NoteKind.Person);

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
