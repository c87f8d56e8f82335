using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>Somebody dear died or is ill: condolence first, and no brisk question while they are being spoken of.</summary>
internal sealed class LossIntent : IIntent
{
    /// <summary>So many messages after it was told, "she" still means the one lost.</summary>
    private const int StillSpokenOf = 3;

    private static readonly PhraseSet Elsewhere = PhraseSet.Of(
        """
        ^ thanks|thank|bye|goodbye|hello|hi|hey|goodnight|anyway
        tell|give me a|another
        good night
        change the|of subject|topic
        talk about something else
        joke|riddle|coin|dice
        """
    );

    private static readonly string[] Died =
    [
        "I'm so sorry that you lost {x}{,name}. There's nothing clever to say to that, so I'll only listen. What would you like me to know about {x}?",
        "Oh{,name}, I'm so sorry about {x}. That is a real loss. Would you tell me one small thing that only you would remember?",
        "I'm sorry{,name}. Losing {x} leaves a gap that nothing else fits, and grief keeps no timetable. How are the nights?",
        "I'm so sorry about {x}. That hurts, and it ought to take room. Who is around you these days?",
    ];

    // To a memory of them.
    private static readonly string[] Fond =
    [
        "That is worth keeping. Thank you for telling me about {x}.",
        "I can see how much {x} meant to you{,name}. I'm glad you have that to hold on to.",
        "It's good to hear about {x}. Is there another moment you think of?",
        "Love like that doesn't stop when somebody goes. What comes back to you most often?",
    ];

    private static readonly string[] Remembering =
    [
        "There's no hurry, and nothing you have to get over today{,name}. I'm listening.",
        "Of course it hurts. You and {x} had something that was only yours.",
        "Some days will be heavy and some softer, and both are allowed. What is today like?",
        "You can tell me as much about {x} as you like, in any order.",
        "I'm sorry it's so heavy{,name}. You don't have to find good words for it here.",
    ];

    private static readonly string[] ToBlame =
    [
        "Loss goes looking for somebody to blame{,name}, and it often picks the one who loved most. What would you say to a friend in your place?",
        "You did what you knew at the time, and you did it out of love for {x}. I'm so sorry{,name}. Which moment keeps coming back?",
    ];

    private static readonly string[] Thanked =
    [
        "Of course{,name}. I'm here whenever you want to talk about {x}.",
        "Always{,name}. Be gentle with yourself today.",
    ];

    private static readonly PhraseSet Remembers = PhraseSet.Of(
        "used to\nwe used|had|went|always|would\nalways|raised|taught|loved|remember|favourite|gave|made\n"
            + "he|she|it|they was|were|had|would|never\nstill have his|her|their|a|the\nwe got him|her|them|it"
    );
    private static readonly PhraseSet Blames = PhraseSet.Of(
        "my fault\nshould have|not\ncould have saved|done|been|helped\nif only\nblame|forgive myself\nfeel so|really|very? guilty\nregret"
    );
    private static readonly PhraseSet Thanks = PhraseSet.Of("^ thanks|thank");

    private static readonly string[] Ill =
    [
        "I'm sorry to hear that about {x}{,name}. It's frightening when someone you love isn't well. What have you been told so far?",
        "Oh no, poor {x}, I'm sorry. That's a worry to carry{,name}. How are things today?",
        "I'm sorry{,name}, and I hope {x} feels better soon. Is somebody there with you meanwhile?",
    ];

    private static readonly string[] Dying =
    [
        "I'm so sorry{,name}. Waiting for news of {x} is one of the hardest things there is. Is somebody with you?",
        "That's a heavy thing to be told about {x}, and I'm sorry. Nothing has to be settled in your head right now. How are you holding up?",
        "I'm so sorry{,name}. Whatever happens, {x} has someone who cares this much. What would you like to say to {x}?",
    ];

    private static readonly string[] Worrying =
    [
        "It's plain how much {x} means to you, and I'm sorry it's so hard. What's the next thing you're waiting for?",
        "That is hard to watch. Are you getting some rest yourself{,name}?",
        "I'm listening{,name}. What worries you most about {x}?",
        "One hour at a time is enough. Who can share this with you?",
    ];

    private static readonly string[] Better =
    [
        "That's a relief to read{,name}! I'm glad for you and {x}. How are you, now that you can breathe?",
        "Good news about {x}, I'm glad. What helped?",
    ];

    public Reply? Answer(Scene scene)
    {
        if (scene.Said.Words.Length == 0 || Losses.Of(scene) is not [_, ..] losses)
        {
            return null;
        }
        if (losses.Where(static loss => loss.Ago == 0).MaxBy(static loss => loss.Fate) is { } told)
        {
            return Say(scene, told.Fate == Fate.Died && Blames.IsIn(scene.Said) ? ToBlame : LinesFor(told.Fate), told);
        }
        if (losses.FindLast(static loss => loss.Fate != Fate.Better) is { } last && Thanks.IsIn(scene.Said) && InTalk(scene))
        {
            return Say(scene, Thanked, last);
        }
        if (scene.Said.EndsAsking || Elsewhere.IsIn(scene.Said))
        {
            return null;
        }
        for (var i = losses.Count - 1; i >= 0; i--)
        {
            if (losses[i].Fate != Fate.Better && IsStillMeant(scene, losses[i]))
            {
                return FollowUp(scene, losses[i]);
            }
        }
        return null;
    }

    private static Reply FollowUp(Scene scene, Loss loss) =>
        Say(
            scene,
            loss.Fate != Fate.Died ? Worrying
                : Blames.IsIn(scene.Said) ? ToBlame
                : Remembers.IsIn(scene.Said) ? Fond
                : Remembering,
            loss
        );

    private static string[] LinesFor(Fate fate) =>
        fate switch
        {
            Fate.Died => Died,
            Fate.Dying => Dying,
            Fate.Ill => Ill,
            _ => Better,
        };

    /// <summary>Named again, meant by "she" soon after, or an answer to what the friend has just asked about them.</summary>
    private static bool IsStillMeant(Scene scene, Loss loss)
    {
        var bright = FeelingReader.Find(scene.Said) is { Negated: false, Kind: "happy" or "excited" or "proud" or "better" };
        var inTalk = InTalk(scene);
        var near = inTalk || loss.Ago <= StillSpokenOf;
        // An ill one is also asked about in the ordinary way; only the dead must never be.
        var byName = loss.Fate == Fate.Died || near;
        if (byName && Losses.IsSpokenOf(loss, scene.Said, byPronoun: false))
        {
            return true;
        }
        if (bright || Losses.SpeaksOfOther(loss, scene.Said) || Occasions.Read(scene.Said).Count > 0)
        {
            return false;
        }
        // A question was asked about them, or the message before still spoke of them.
        var asked =
            scene.JustSaid.EndsWith('?')
            || (scene.Before is [.., var last] && (loss.Ago == 1 || Losses.IsSpokenOf(loss, last.Said, byPronoun: true)));
        return (inTalk && (asked || scene.Said.Words.Length <= 2)) || (near && Losses.IsSpokenOf(loss, scene.Said, byPronoun: true));
    }

    private static bool InTalk(Scene scene) =>
        Array.Exists([.. Died, .. Fond, .. Remembering, .. ToBlame, .. Ill, .. Dying, .. Worrying], scene.JustUsed);

    private static Reply Say(Scene scene, string[] lines, Loss loss) => new(scene.PickAnyway(lines, ("x", loss.Who ?? "them")));
}
