using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>A stock of things told on request, and "another one" of whatever was told last.</summary>
internal sealed class Stock(string When, string[] Items, string Gone) : IIntent
{
    private static readonly PhraseSet More = PhraseSet.Of(
        "another|more $\none more\nanother one\nnext one\nagain $\nmore please\ntell me another\nanother joke|fact|story|poem|riddle|compliment"
    );

    private static readonly PhraseSet Yes = PhraseSet.Of("^ yes|yeah|yep|yup|sure|okay|please|go|why|absolutely|definitely");

    private readonly PhraseSet _when = PhraseSet.Of(When);

    /// <summary>A word in an offer of this, such as "joke", so that "yes, please" takes it up.</summary>
    public string Offer { get; init; } = "\0";

    public Reply? Answer(Scene scene)
    {
        var said = scene.Said;
        return said.Words.Length <= 25 && (_when.IsIn(said) || IsMore(scene) || IsAccepted(scene)) ? Next(scene) : null;
    }

    public Reply Next(Scene scene) => new(scene.Pick(Items) ?? scene.Pick([Gone]) ?? scene.PickAnyway(Items));

    private bool IsMore(Scene scene) => scene.Said.Words.Length <= 7 && More.IsIn(scene.Said) && Array.Exists(Items, scene.JustUsed);

    private bool IsAccepted(Scene scene) =>
        scene.Said.Words.Length <= 5
        && Yes.IsIn(scene.Said)
        && scene.JustSaid.EndsWith('?')
        && scene
            .JustSaid[(scene.JustSaid.AsSpan(0, scene.JustSaid.Length - 1).LastIndexOfAny(".!?:") + 1)..]
            .Contains(Offer, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What the friend keeps in its pockets.</summary>
internal static class Amusements
{
    private static readonly Stock Haiku = new(
        "haiku|haikus",
        [
            "Rain on the window,\neach drop looking for its way\ndown to the garden.",
            "The kettle falls still.\nTwo cups wait on the table\nfor the steam to clear.",
            "Snow on the old bench.\nSomeone has written a name\nand then walked away.",
        ],
        "Those were all the haiku I have in stock; for new ones there would have to be a model behind me."
    );

    public static readonly Stock Jokes = new(
        """
        joke|jokes
        make me laugh|smile|giggle
        say|tell|know something|anything .. funny
        be funny
        something funny
        entertain|amuse me
        """,
        [
            "Why did the scarecrow get a medal? He was outstanding in his field.",
            "I told my suitcase there will be no holiday this year. Now I'm dealing with emotional baggage.",
            "A man walks into a library and asks for books about paranoia. The librarian whispers: \"They're right behind you.\"",
            "What do you call a fish without eyes? A fsh.",
            "My clock is hungry. It keeps going back four seconds.",
            "Two goldfish are in a tank. One says to the other: \"Do you know how to drive this thing?\"",
            "Why don't skeletons argue? They haven't got the stomach for it.",
            "I asked the gym instructor to teach me the splits. \"How flexible are you?\" he said. I said: \"I can't do Tuesdays.\"",
            "Parallel lines have so much in common. Such a pity they'll never meet.",
            "Why did the programmer leave the restaurant in tears? The table had no index.",
            "A snail was robbed by two turtles. The police asked what happened. \"I don't know,\" said the snail, \"it all went so fast.\"",
            "What did the ocean say to the beach? Nothing, it just waved.",
            "I wrote a book about doing nothing. It's still blank, and the reviews are glowing.",
            "My grandfather's last day at the calendar factory was sad. He had taken one day off too many.",
        ],
        "That was the last joke in my pocket, and I respect you too much to recycle. Your turn: have you got one for me?"
    )
    {
        Offer = "joke",
    };

    private static readonly Stock Facts = new(
        """
        fun|interesting|random|cool|weird fact|facts
        tell me .. interesting|fascinating|cool|new
        tell me a|another|some fact|facts
        teach me something
        tell me something|anything $
        surprise me
        something interesting
        """,
        [
            "Octopuses have three hearts, and two of them rest while it swims. No wonder they prefer crawling.",
            "Honey barely spoils: jars from ancient tombs were still edible. Your pantry's most patient resident.",
            "A day on Venus is longer than its year. Imagine the Mondays.",
            "Bananas count as berries to a botanist, and strawberries don't. Botanists are fun at parties.",
            "Wombats produce cube-shaped droppings, which don't roll away. Nature thinks of everything.",
            "Sea otters hold hands while they sleep so they don't drift apart. That one always improves a day.",
            "Scotland's national animal is the unicorn. Somebody in that meeting was very persuasive.",
            "There are more possible games of chess than atoms in the observable universe. Losing one is hardly a statistic.",
        ],
        "My shelf of curious facts is empty now. Tell me something I couldn't know?"
    )
    {
        Offer = "fact",
    };

    private static readonly Stock Stories = new(
        "tell|read|make me? a|another|up .. story\n^ story $\na story\nbedtime story",
        [
            "A lighthouse keeper grew tired of warning ships and switched off the lamp to see who'd notice. At dawn one small boat came by to ask if he was all right. He has kept it lit for that boat ever since.",
            "A girl planted a button, because she'd been told good things grow. Nothing came up. But each spring the birds nested there first, and she decided that was what buttons grow into.",
            "An old clockmaker set every clock in his shop to a different hour, so that it was always tea time on some wall. Nobody ever saw him in a hurry.",
            "Two neighbours quarrelled over a hedge for nine years. The day one fell ill, the other trimmed it on both sides, badly, on purpose, so there'd be something to shout about when he was well again.",
        ],
        "I've told you all my stories. Now I'd like one of yours: what's the best thing that happened on an ordinary day?"
    )
    {
        Offer = "story",
    };

    private static readonly Stock Poems = new(
        "poem|poems|haiku|rhyme\nsing me? .. song|something\nsing for|to me\nwrite me a song|verse",
        [
            "The kettle hums, the window's grey,\nthe street has little left to say.\nSit down a while, the world can wait:\nit's never early, seldom late.",
            "Rain taps its small code on the sill,\nthe night is soft, the room is still.\nWhatever couldn't be done today\nhas put its coat on and gone away.",
            "Cup half empty, page half read,\na half-remembered tune in my head:\nhalves enough, when you come to count,\nto make a rather fair amount.",
            "One sock, one shoe, one open door,\nthe morning asks for nothing more.\nThe rest of you can come along\nwhen it has finished with its song.",
        ],
        "I've run dry of verses. Give me a first line, and we'll see whether you are the poet of us two?"
    )
    {
        Offer = "poem",
    };

    private static readonly Stock Cheer = new(
        """
        cheer me up
        motivate|inspire|encourage me
        compliment me
        give|say|tell me .. compliment|motivation|nice|encouraging|inspiring|kind|uplifting
        need .. motivation|encouragement|cheering|pep
        pep talk
        """,
        [
            "You're here, and asking for a push instead of giving up. That is most of it. Pick the smallest next step, one so small it's silly, and do only that.",
            "You have survived every bad day so far, which is a perfect record. Today is just the next one on the list.",
            "You don't have to feel like it. You only have to start badly: badly started beats beautifully planned.",
            "Here is a fact about you{,name}: you notice when something is off and you say so. Plenty of people never learn that.",
            "Think of the last thing you were sure you couldn't do and then did. Same person, same hands. What was it?",
            "Nobody is watching the clock on you{,name}. Slow still counts, and tired still counts.",
        ],
        "You've had my whole supply of encouragement, so let me turn it round: what would you tell a friend in your place?"
    )
    {
        Offer = "pep talk",
    };

    public static readonly IIntent[] All = [Haiku, Jokes, Facts, Stories, Poems, Cheer];
}
