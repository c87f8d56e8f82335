using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>Goodbye, with what lies ahead of the person in mind.</summary>
internal sealed class Farewell : IIntent
{
    private static readonly PhraseSet When = PhraseSet.Of(
        """
        goodbye|bye|cya|ciao|byebye
        good bye
        good night
        goodnight|gn|nighty
        see you|ya
        talk|speak|chat to? you? later|soon|tomorrow
        i have|need|got to go|leave|run|sleep|head
        i should|must go|leave|sleep|get
        i am off|going|heading to? bed|now|sleep|out|home|$
        ttyl|brb
        take care $
        farewell
        until tomorrow|next
        """
    );

    private static readonly string[] WithLuck =
    [
        "Take care{,name}. I remember that {x}: I'd wish you luck, but I think you'll manage without.",
        "Bye for now{,name}, and good luck: {x}, after all. Come and tell me how it went.",
    ];

    private static readonly string[] AtNight =
    [
        "Sleep well{,name}. Whatever is left of today will keep till morning.",
        "Good night{,name}. Put the day down gently; it's done its work.",
        "Good night! May your pillow be cool on both sides.",
    ];

    private static readonly string[] Lines =
    [
        "Bye{,name}! It was good talking. Come back whenever you like.",
        "Take care of yourself{,name}. I'll be right where you left me.",
        "See you{,name}. Do one kind thing for yourself on the way.",
        "Until next time. Thanks for the company, as far as a program can be kept company.",
        "Off you go, then{,name}. I'll keep the lamp on.",
    ];

    private static readonly string[] Brisk =
    [
        "Goodbye{,name}. Come back any time.",
        "All right, until next time{,name}.",
        "Good. I'm here when you need me again.",
    ];

    private static readonly PhraseSet Night = PhraseSet.Of("good night\ngoodnight|gn|nighty\nbed|sleep");

    public Reply? Answer(Scene scene)
    {
        if (scene.Said.Words.Length > 14 || scene.Said.EndsAsking || !When.IsIn(scene.Said))
        {
            return null;
        }
        foreach (var (occasion, _, _) in Knowledge.Ahead(scene))
        {
            if (scene.Pick(WithLuck, ("x", occasion.Clause)) is { } text)
            {
                return new Reply(text);
            }
        }
        return (Night.IsIn(scene.Said) ? Say.From(scene, AtNight) : null) ?? Say.From(scene, Lines, Brisk);
    }
}

/// <summary>Hello: with something remembered when this is a fresh chat with somebody known.</summary>
internal sealed class Greeting : IIntent
{
    private const int MostWords = 6;

    private static readonly PhraseSet When = PhraseSet.Of(
        """
        ^ hi|hello|hey|heya|hiya|yo|hallo|greetings|howdy|hii|helo|hullo|morning|evening|heyy|sup
        good morning|afternoon|evening|day
        what is up
        long time no
        i am back
        """
    );

    private static readonly string[] WithMemory =
    [
        "{hello}{,name}! Last I heard, {x}. Still so?",
        "{hello}{,name}, good that you're back. I have it in my notes that {x}. What's new since then?",
    ];

    private static readonly string[] Lines =
    [
        "{hello}{,name}! What's the first thing on your mind?",
        "{hello}{,name}. How has the day treated you so far?",
        "Hey{,name}! You picked a fine moment: I have no other appointments, ever. How are you?",
        "There you are{,name}. Tell me one good thing and one annoying thing about today.",
        "Hi{,name}! Long version or short version: how's life?",
        "Good to see your words{,name}. What are we talking about today?",
    ];

    private static readonly string[] Brisk =
    [
        "{hello}{,name}. What can I do for you?",
        "Hello{,name}. What would you like to talk through?",
        "{hello}. What's on the list today{,name}?",
    ];

    private static readonly string[] Again =
    [
        "Hello once more{,name}! We can skip the introductions this time.",
        "And hello back. Twice greeted is half befriended. What's up?",
        "Hi again{,name}. Did you lose the thread, or start a new one?",
        "Still me, still here. What shall we talk about?",
        "Hey hey. I'm beginning to think you like saying hello. What's on your mind?",
    ];

    public Reply? Answer(Scene scene)
    {
        if (scene.Said.Words.Length > MostWords || !When.IsIn(scene.Said))
        {
            return null;
        }
        if (scene.Before.Count > 0)
        {
            return Say.From(scene, Again);
        }
        var known = Knowledge
            .Of(scene, includingNow: false)
            .LastOrDefault(static note => note.Kind is NoteKind.Like or NoteKind.Job or NoteKind.Home);
        return (known is null || scene.Persona.IsBrisk ? null : Say.From(scene, WithMemory, null, ("x", known.Clause)))
            ?? Say.From(scene, Lines, Brisk);
    }
}

/// <summary>The small coins of conversation.</summary>
internal static class Manners
{
    public static readonly IIntent[] All =
    [
        new Farewell(),
        new Talk(
            "thank you|u\nthanks|thankyou|cheers|thanx|thankful\nappreciate it|you|that\nmuch appreciated",
            [
                "Any time{,name}.",
                "You're welcome. That's what I'm here for, and it's a good job to have.",
                "Gladly. Anything else on your heart, or shall we talk nonsense for a while?",
                "My pleasure, in so far as programs have any.",
                "Don't mention it{,name}. You did most of the work.",
                "With pleasure. What's next?",
            ],
            ["You're welcome{,name}.", "Any time. Anything else?", "Glad to be of use."],
            UpTo: 12
        ),
        new Talk(
            "^ sorry|apologies\ni am so|very|really? sorry\ni apologise|apologize\nforgive me\nmy bad|apologies",
            [
                "Nothing to forgive{,name}. Where were we?",
                "No harm done, I don't keep score.",
                "All forgotten, and I mean that technically too. Go on?",
                "It's all right. You may be short with me, I have no toes to step on.",
            ],
            UpTo: 12
        ),
        new Talk(
            "^ haha|hahaha|lol|lmao|rofl|hehe|hihi|ha|hahahaha|heh|lolol|xd\nthat is|was so? funny|hilarious\nmade me laugh\nlol|lmao|haha|hahaha $",
            [
                "There it is, the best sound I can't hear.",
                "Ha! I'll be here all week, quite literally. Want another joke?",
                "Glad that landed. My next one may not, so enjoy it.",
                "Laughing counts as exercise, I'm told. What else is new?",
                "One point for me. Your turn to be funny{,name}.",
            ],
            UpTo: 8
        ),
        new Talk(
            """
            i love|adore|like talking|chatting|you|u
            you are so|very|really|the|my|such|a|an|pretty|quite? a|best|really|very? sweet|kind|nice|great|amazing|awesome|funny|cute|smart|clever|best|lovely|wonderful|cool|helpful|good|friend|adorable|perfect|hilarious
            love you|u
            good bot|job|answer|one|point|advice|memory
            well said|done
            nice one
            that helps|helped
            you made me smile|laugh|day|happy
            you always know
            glad|happy you are|exist
            """,
            [
                "That's kind of you{,name}. I'd blush if I had the hardware.",
                "Well, that goes straight to my circuits. What did I do right, so I can do it again?",
                "Thank you. You bring out the better half of my sentences.",
                "I'll put that one in a frame. Now back to you: how are you really?",
                "You're rather good company yourself{,name}.",
                "Likewise, as far as a program may say so. What shall we talk about next?",
            ],
            UpTo: 14
        ),
        new Talk(
            """
            you are so|very|really|such|a|an|just|not? a|an|very|so? stupid|dumb|useless|annoying|boring|bad|idiot|rude|terrible|worst|funny|wrong|weird|creepy|helpful|smart
            you suck
            shut up
            hate you
            stupid|bad|useless|dumb bot|answer|program|ai
            you do not understand|listen|get|help|know
            you are not listening|helping|understanding
            that is not what i
            fuck you|off
            wrong answer
            screw you
            that makes no sense
            """,
            [
                "Fair criticism{,name}. I'm a small program and I miss things. Say it once more in other words?",
                "You may be right. Rules only go so far; what did you need from me just now?",
                "I'd rather be told than flattered. What would have been the better answer?",
                "Noted, without a grudge. Is it me, or has it been that sort of day?",
                "All right. I'll listen more carefully: what's the one thing I should get?",
            ],
            UpTo: 16
        ),
        new Greeting(),
    ];
}
