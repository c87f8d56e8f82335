using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>Asks riddles, knows from its own last reply which one is open, and judges the answer.</summary>
internal sealed class RiddleIntent : IIntent
{
    private static readonly (string Riddle, string Answer, string Solution)[] Riddles =
    [
        ("What gets wetter the more it dries?", "towel", "a towel"),
        ("I have keys but open no lock, and space but no room. What am I?", "keyboard", "a keyboard"),
        ("What has a neck but no head?", "bottle", "a bottle"),
        ("The more you take, the more you leave behind. What are they?", "footsteps|steps|footprints", "footsteps"),
        ("What can fill a room and takes up no space?", "light", "light"),
        ("What has hands but cannot clap?", "clock|watch", "a clock"),
        ("I speak without a mouth and answer without ears. What am I?", "echo", "an echo"),
        ("What goes up and never comes down?", "age", "your age"),
    ];

    private static readonly PhraseSet Asked = PhraseSet.Of(
        "riddle|riddles\nbrain teaser\nplay .. game\nlet us play\na game\nquiz me\nanother riddle"
    );

    private static readonly PhraseSet GivesUp = PhraseSet.Of(
        "give|gave up\ndo not know\nno idea|clue\ntell me\nwhat is it|the\nanswer\nsolution\n^ idk\n^ no $\nstumped"
    );

    private static readonly PhraseSet Yes = PhraseSet.Of("^ yes|yeah|yep|yup|sure|okay|please|go|why|absolutely|definitely|another|more");

    private static readonly PhraseSet NoGuess = PhraseSet.Of(
        "^ hm|hmm|um|uh|wait|nice|okay|cool|good|let|haha|lol|wow|hard|tricky|interesting|oh"
    );

    private static readonly string[] Waiting =
    [
        "Take your time. \"Give up\" is allowed too.",
        "No hurry, it isn't going anywhere. Nor am I.",
    ];

    private static readonly string[] Right =
    [
        "Yes, {x}! Quick work. Another riddle?",
        "{X} it is. You've done this before. Another riddle?",
        "Exactly: {x}. I'll need harder ones. Another riddle?",
    ];

    private static readonly string[] Solved =
    [
        "It's {x}. Another riddle?",
        "{X}! Obvious afterwards, as they all are. Another riddle?",
        "The answer is {x}. Another riddle?",
    ];

    private static readonly string[] Wrong =
    [
        "Good guess, but no. Say \"give up\" and I'll tell.",
        "Not quite. One more try, or give up?",
        "Warm-ish. Try once more?",
    ];

    private static readonly string[] Gone = ["That was my last riddle. You're owed a rest, and I'm owed one by you: do you know any?"];

    public Reply? Answer(Scene scene)
    {
        var said = scene.Said;
        if (said.Words.Length > 16)
        {
            return null;
        }
        if (Open(scene) is { } open)
        {
            var answered = PhraseSet.Of(open.Answer).IsIn(said);
            if (answered || GivesUp.IsIn(said))
            {
                return Say.From(scene, answered ? Right : Solved, null, ("x", open.Solution))
                    ?? new Reply($"{Phrasing.Capital(open.Solution)}.");
            }
            if (NoGuess.IsIn(said))
            {
                return Say.From(scene, Waiting);
            }
            if (said.Words.Length <= 4 && !Asked.IsIn(said) && scene.Pick(Wrong) is { } wrong)
            {
                return new Reply(wrong);
            }
        }
        var accepted = scene.JustSaid.EndsWith("riddle?", StringComparison.Ordinal) && Yes.IsIn(said);
        return accepted || Asked.IsIn(said)
            ? new Reply(scene.Pick([.. Riddles.Select(static r => r.Riddle)]) ?? scene.PickAnyway(Gone))
            : null;
    }

    /// <summary>The riddle asked in the last reply, or before a wrong guess.</summary>
    private static (string Riddle, string Answer, string Solution)? Open(Scene scene)
    {
        var asked = Array.Exists([.. Wrong, .. Waiting], scene.JustUsed)
            ? scene.Replies.TakeLast(4)
            : scene.Replies.TakeLast(1).Where(_ => scene.JustSaid.Length > 0);
        foreach (var reply in asked.Reverse())
        {
            var found = Array.FindIndex(Riddles, riddle => reply.Contains(riddle.Riddle, StringComparison.Ordinal));
            if (found >= 0)
            {
                return Riddles[found];
            }
        }
        return null;
    }
}
