using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>"Yes", "no", "maybe", "ok": small words whose sense depends on what was asked.</summary>
internal sealed class ShortAnswer : IIntent
{
    private const int LongestAnswer = 3;

    private static readonly PhraseSet Yes = PhraseSet.Of(
        "^ yes|yeah|yep|yup|sure|exactly|right|true|definitely|absolutely|correct|indeed|totally|y $\n^ of course $\n^ i do|am|did|have|will|would|think $\n^ i think so $"
    );

    private static readonly PhraseSet No = PhraseSet.Of(
        "^ no|nope|nah|never|n $\n^ not really|yet|today|now $\n^ no thanks|thank|way|not|never $\n^ i do|am|did|have|will not $"
    );

    private static readonly PhraseSet Unsure = PhraseSet.Of(
        "^ maybe|perhaps|dunno|possibly|depends|hmm|hm|um|uh|meh $\n^ i? do not know $\n^ not sure $\n^ i am not sure $\n^ i guess so? $\n^ kind|sort of $"
    );

    private static readonly PhraseSet Fine = PhraseSet.Of(
        "^ okay|alright|fine|cool|nice|great|good|hm|understood|interesting|wow|oh|ah|really|gotcha $\n^ i see $\n^ got it $\n^ all right $\n^ fair enough $\n^ makes sense $\n^ sounds good $"
    );

    private static readonly string[] AfterYes =
    [
        "I thought so. Tell me more?",
        "Go on, then: what's the next bit?",
        "Yes, I had a feeling. How come?",
        "Then I've understood you so far. What else?",
        "Good. And apart from that?",
        "Right. What's it like?",
    ];

    private static readonly string[] AfterNo =
    [
        "Fair enough. Then what would you rather talk about?",
        "No is a complete sentence. What's on your mind instead?",
        "That's all right. We can leave it there and pick something lighter.",
        "Then I guessed wrong. Put me right?",
        "Okay, not that. What, then?",
    ];

    private static readonly string[] AfterUnsure =
    [
        "Not knowing is allowed here. What's your first hunch, before you polish it?",
        "Leave it open, then. Some answers turn up while one is washing dishes.",
        "Say the messy version. I won't hold you to it.",
        "Half an answer will do{,name}. Which way do you lean?",
        "We can come back to it. What else is going on?",
    ];

    private static readonly string[] AfterFine =
    [
        "Good. Now then{,name}, what's the next chapter?",
        "That was the short version, I suspect. Got a longer one?",
        "All right. Shall we stay with this or change the subject?",
        "Noted with a nod. What else has today brought?",
        "Mm-hm. And how do you feel about it, now that it's said?",
        "Fine by me. Want a joke, or shall we go on?",
    ];

    private static readonly PhraseSet Little = PhraseSet.Of(
        "^ nothing|nm|nada|same $\n^ nothing|not much|really|special|new $\n^ nothing much|special|new\n^ same old\n^ not much"
    );

    private static readonly string[] AfterLittle =
    [
        "A quiet one, then. What was the best five minutes of it?",
        "Nothing is underrated. Shall I tell you a joke to go with it?",
        "Not much can be just the right amount. Anything you're looking forward to?",
        "Then we have room. Fancy a riddle?",
    ];

    private static readonly PhraseSet Middling = PhraseSet.Of(
        "it|that was|is okay|alright|fine|meh\n^ okay i guess\n^ so so $\n^ could be better|worse"
    );

    private static readonly string[] AfterMiddling =
    [
        "Only okay. What would have made it good?",
        "The beige of verdicts. What was missing?",
        "Middling, then. Was there at least one good bite in it?",
    ];

    private static readonly string[] ToNothing =
    [
        "An answer, and I haven't even asked yet. What's the question?",
        "I seem to have missed the first half{,name}. What are we talking about?",
    ];

    public Reply? Answer(Scene scene)
    {
        var said = scene.Said;
        if (said.Words.Length is 0 or > LongestAnswer + 3 || said.EndsAsking)
        {
            return null;
        }
        if (Little.IsIn(said) || Middling.IsIn(said))
        {
            return Say.From(scene, Little.IsIn(said) ? AfterLittle : AfterMiddling);
        }
        if (said.Words.Length > LongestAnswer + 1)
        {
            return null;
        }
        if (scene.JustSaid.Length == 0)
        {
            return Yes.IsIn(said) || No.IsIn(said) || Unsure.IsIn(said) ? Say.From(scene, ToNothing) : null;
        }
        if (Unsure.IsIn(said))
        {
            return Say.From(scene, AfterUnsure);
        }
        var fresh = FollowUp.Ask(scene);
        return No.IsIn(said) ? Say.From(scene, AfterNo)
            : Yes.IsIn(said) ? fresh ?? Say.From(scene, AfterYes)
            : Fine.IsIn(said) && said.Words.Length <= 2 ? fresh ?? Say.From(scene, AfterFine)
            : null;
    }
}
