using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>Answers a feeling: with its reason when one was given, without when not.</summary>
internal sealed class FeelingIntent : IIntent
{
    private static readonly PhraseSet Hesitant = PhraseSet.Of("i guess|suppose\nkind|sort of\nmore or less\nkinda\ncould be better|worse");

    private static readonly string[] ToHesitant =
    [
        "That \"{word}\" has a small door in it. What's behind it?",
        "Fine with a question mark, I think. What's the other half?",
        "Half fine, then. Shall we look at the other half?",
    ];

    private static readonly string[] Denied =
    [
        "Not {x}, then. What would be the better word?",
        "Fair, not {x}. So what is it, if you had to name it?",
    ];

    private static readonly string[] Unwell =
    [
        "Not {x}: thank you for not dressing it up{,name}. What's wrong?",
        "Then let's skip the polite answer. What's making it hard?",
        "Not {x} is worth hearing about. Since when?",
    ];

    private static readonly string[] OfOthers =
    [
        "It's hard to watch that from the outside. What do you think {x} would want from you right now?",
        "That lands on you too, I imagine. How are you with it yourself?",
        "Good that {x} can count on you noticing. Do you know what's behind it?",
    ];

    private static readonly string[] OfHappyOthers =
    [
        "Lovely when it's somebody else's turn to shine. What's the occasion?",
        "And a bit of that rubs off on you, I hope. What happened?",
    ];

    private static readonly string[] About =
    [
        "Being {word} about {x} makes sense: you wouldn't be if it didn't matter to you. Which part is the worst?",
        "About {x}, I see. What would have to happen for you to be a little less {word}?",
        "{Word} about {x}, then. What do you tell yourself when it gets loud?",
    ];

    private static readonly string[] Because =
    [
        "{X}: no wonder you're {word}. What bothers you most about it?",
        "{X}. Anybody would be {word}. How long has it been like that?",
        "You have every reason, then: {x}. What would help, even a little?",
    ];

    private static readonly string[] GladAbout =
    [
        "{Word} about {x}: that's good to read. What's the best bit?",
        "As you should be, about {x}! Tell me more?",
    ];

    private static readonly string[] GladBecause =
    [
        "{X}! Then {word} is the only sensible thing to be. How are you celebrating?",
        "{X}. That's worth a small dance. Who else knows?",
    ];

    public Reply? Answer(Scene scene)
    {
        if (FeelingReader.Find(scene.Said) is not { } felt)
        {
            return FeelingLines.Find(scene.Said) is { } kind ? Say.From(scene, FeelingLines.Of(kind)) : null;
        }
        var bright = felt.Kind is "happy" or "excited" or "proud" or "grateful" or "fine" or "better";
        felt = felt.About is null && felt.Because is null ? felt with { About = AheadOf(scene, felt.Kind) } : felt;
        (string, string?)[] slots = [("x", felt.Because ?? felt.About), ("word", felt.Word)];
        if (felt.Other is not null)
        {
            return felt.Negated ? null : Say.From(scene, bright ? OfHappyOthers : OfOthers, null, ("x", felt.Other));
        }
        if (felt.Negated)
        {
            return Say.From(scene, bright ? Unwell : Denied, null, ("x", felt.Word));
        }
        if (felt.Kind == "fine" && Hesitant.IsIn(scene.Said) && scene.Pick(ToHesitant, slots) is { } hesitant)
        {
            return new Reply(hesitant);
        }
        var withReason =
            felt.Because is not null ? scene.Pick(bright ? GladBecause : Because, slots)
            : felt.About is not null ? scene.Pick(bright ? GladAbout : About, slots)
            : null;
        return withReason is null ? Say.From(scene, FeelingLines.Of(felt.Kind), null, ("word", felt.Word)) : new Reply(withReason);
    }

    /// <summary>What the feeling is likely about: what lies ahead by this message, or for nerves and joy by the one before.</summary>
    private static string? AheadOf(Scene scene, string kind)
    {
        var told = Occasions.Read(scene.Said);
        if (told.Count == 0 && kind is ("anxious" or "excited") && scene.Before is [.., var last])
        {
            told = Occasions.Read(last.Said);
        }
        return told is [var first, ..] ? $"your {first.What}" : null;
    }
}
