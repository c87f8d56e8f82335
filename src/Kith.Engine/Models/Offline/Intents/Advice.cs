using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>A few things a friend without an encyclopedia can still suggest.</summary>
internal static class Advice
{
    private const string How = "how|help|tips|advice|should|what";

    public static readonly IIntent[] All =
    [
        new Talk(
            """
            can|could|did|do not sleep
            can not fall asleep
            trouble|hard|help sleeping|sleep
            awake all night
            insomnia
            how .. fall asleep|sleep
            """,
            [
                "Nights like that are long. Try giving up on sleep for twenty minutes: dim light, something dull to read, no screen. What keeps turning over in your head?",
                "Write tomorrow's worries on paper, one line each, and leave them in another room. They keep till morning. Which one is the loudest?",
                "Breathe out longer than you breathe in, ten times, and let the bed carry your whole weight. If you're still awake after that, come and tell me.",
            ]
        ),
        new Talk(
            """
            how|help|tips|advice|ready|prepare|preparing .. interview|interviews
            interview tips|advice
            what .. say|wear|do .. interview
            """,
            [
                "Have three stories ready: one thing you did well, one you got wrong and mended, one about working with others. They answer half of all questions. Which will be hardest for you?",
                "Say your first two sentences aloud until they bore you; after that the nerves have less to hold on to. Want to try them on me?",
                "Prepare one question you truly want answered about the place. It calms you, and they notice. What would yours be?",
            ]
        ),
        new Talk(
            """
            panic attack
            panicking
            calm down
            calm me
            breathing exercise
            how .. stop|calm|handle|deal worrying|anxiety|anxious|overthinking|with
            can not stop|calm worrying|overthinking|thinking|down
            """,
            [
                "Let's slow it down together. Breathe in for four, hold for four, out for six, three times. Then name five things you can see, slowly. What's the first?",
                "Feet flat on the floor, shoulders down, and one long breath out. Nothing has to be solved this minute. What set it off?",
                "Try putting the worry into one sentence that starts with \"I'm afraid that\". Said in full it's often smaller than it felt. What's yours?",
            ]
        ),
        new Talk(
            """
            procrastinating|procrastinate|procrastination
            no motivation
            can not focus|concentrate|study|get|start
            how .. focus|concentrate|study|motivated|productive|discipline
            unmotivated
            lazy
            """,
            [
                "Make it smaller until it's almost silly: open the book, write one bad line, wash one cup. Five minutes, then you're allowed to stop. What would the silly-small version be?",
                "Phone in another room, one thing on the table, twenty minutes on the clock. I'll be here when it rings. What's the one thing?",
                "It often isn't laziness but not knowing the next step. If somebody filmed you working on it, what would they see you do first?",
            ]
        ),
        new Talk(
            """
            make|find|making new? friends
            how .. meet people
            how .. talk to girls|boys|people|her|him|someone|strangers
            i am shy
            """,
            [
                "Friendship grows from seeing the same faces often, so pick one place to turn up every week: a class, a club, a café. What would you go to even without company?",
                "Start small and concrete: one question about them, then listen to the whole answer. Most people are starved of that. Who would you like to try it on?",
            ]
        ),
        new Talk(
            """
            how .. apologise|apologize|sorry
            make up with
            should i apologise|apologize|say
            """,
            [
                "A good apology has no \"but\": what you did, that you see what it cost them, what you'll do now. Want to try the first sentence here?",
                "Short beats perfect. \"I was wrong about that, and I'm sorry\" has mended more than any speech. Who is it for?",
            ]
        ),
        new Talk(
            $"""
            {How} .. break|breakup|heartbreak|ex|over him|her|up|my
            get over him|her|them|my|it
            """,
            [
                "There's no shortcut through it, only company. Mute what hurts to look at, eat something warm, and let the days be small for a while. What's the hardest hour?",
                "Missing someone isn't proof you should go back; it's proof it mattered. What do you miss most, the person or the days?",
            ]
        ),
        new Talk(
            """
            should i .. or not
            should i
            what should|shall|do|can|must i do
            i do not know what to do
            need some? advice
            give me advice
            any advice|tips|ideas|suggestions
            what would you do
            help me decide|choose
            """,
            [
                "I can't decide it for you, but I can help you hear yourself: which choice would you regret not having tried?",
                "Imagine it's already decided one way. Are you relieved, or looking for the door?",
                "Let's lay it out: what's the best thing that could come of it, and what's the worst you could live with?",
                "What would you tell a good friend who asked you exactly that?",
                "Perhaps it needn't be settled whole. What is the smallest step you could take back afterwards?",
            ],
            [
                "Let's structure it: name the options, and for each the one thing that speaks most against it. What's the first?",
                "What would have to be true for the answer to be obvious?",
            ]
        ),
    ];

    /// <summary>True when one of these would be given.</summary>
    public static bool IsWanted(Scene scene) => Array.Exists(All, advice => advice.Answer(scene) is not null);
}
