using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>What is said to each feeling, and ways of saying a feeling without its word.</summary>
internal static class FeelingLines
{
    private static readonly (string Kind, PhraseSet When)[] WithoutWord =
    [
        (
            "worthless",
            PhraseSet.Of(
                "hate|despise myself\nfeel nothing|empty\ndead|empty inside\nam|like a|such|an? a? failure|loser|mess|disappointment|idiot\nnot good enough\ni ruin|ruined everything"
            )
        ),
        (
            "unloved",
            PhraseSet.Of("nobody|one likes|loves|cares|understands|wants about? me\neveryone|everybody|they hates|hate me\nnobody cares")
        ),
        (
            "missing",
            PhraseSet.Of(
                "i miss|missed my|him|her|them|home|you|being|having|the|our|those\ni really|still|will|would miss\nmissing my|him|her|home"
            )
        ),
        (
            "lonely",
            PhraseSet.Of(
                "have|got no friends|one|body\ndo not really|even? know anyone|anybody|people\nknow no|nobody one|here|in\nno one to talk to\nnobody to talk to\nall by myself"
            )
        ),
        ("anxious", PhraseSet.Of("anxiety\ngives me butterflies\nfreaking out\nwhat if i fail|mess\nheart is racing\nso many worries")),
        (
            "stressed",
            PhraseSet.Of(
                "too much to do|on\nso much work|pressure|stress\nunder pressure\nburnout\nstressing me\nstressful\ndeadline|deadlines\ncan not cope"
            )
        ),
        (
            "angry",
            PhraseSet.Of(
                "drives|driving|drove me crazy|mad|nuts|insane\nhow dare\nso unfair|rude\nnot fair\nit is unfair\nhate my boss|job|life"
            )
        ),
        (
            "sad",
            PhraseSet.Of(
                "i cried|cry\ncan not stop crying\nmade me cry\nbad|awful|terrible|horrible|rough|hard|tough|worst day|week|month|year|night|time\nheart hurts|aches\nfeel like crying"
            )
        ),
        ("tired", PhraseSet.Of("need a? break|rest|nap|holiday|vacation\nlong day|week|night|shift\ndid not sleep\nworked all night")),
        (
            "sick",
            PhraseSet.Of("headache|migraine|fever|flu|toothache|stomach\nhave|got|caught a cold\nmy back|head|stomach|throat hurts\ncovid")
        ),
        ("bored", PhraseSet.Of("nothing to do\nso boring\nboredom")),
        ("excited", PhraseSet.Of("can not wait\nlooking forward")),
        (
            "happy",
            PhraseSet.Of(
                "best day|week|night|time\nmade my day\nwhat a beautiful|great|lovely day\nhad|having|have a .. good|great|nice|lovely|amazing|wonderful day|week|weekend|night|morning|time"
            )
        ),
    ];

    private static readonly Dictionary<string, string[]> Lines = new(StringComparer.Ordinal)
    {
        ["worthless"] =
        [
            "That's a harsh voice you have to listen to{,name}, and I don't believe everything it says. When did it start talking like that today?",
            "Heavy words. If it stays like this for days, a doctor or somebody you trust should know; that's no weakness. What has today been like, hour by hour?",
            "You wouldn't say that to a friend, and you deserve the same manners. What happened just before you thought it?",
            "Thank you for saying it as it is{,name}. Is there one person you could tell the same sentence to?",
        ],
        ["unloved"] =
        [
            "That's a lonely conclusion{,name}, and it tends to arrive late in the day. What happened that brought it on?",
            "Nobody is a big word, but I believe it feels like that right now. Who made you feel it?",
            "It hurts to feel unseen. When were you last somewhere where they were glad you came?",
        ],
        ["missing"] =
        [
            "Missing someone is love with nowhere to sit. What do you miss first?",
            "What's the hour of the day when it's worst?",
            "Would you want it back as it was, or only the best of it?",
        ],
        ["lonely"] =
        [
            "Lonely is a cold sort of quiet. I'm a program, but I'm here and listening. Who do you miss most?",
            "I can keep you company in words, though a voice is better still. Is there someone you could send one line to tonight?",
            "That's a hard thing to admit{,name}. When was the last time you felt properly among your own people?",
            "An empty room can be very loud. What would you be doing right now with company?",
        ],
        ["anxious"] =
        [
            "Let's look at it in daylight{,name}: what exactly are you afraid will happen?",
            "A mind running ahead is exhausting. One long breath out first, then tell me the next thing that is really in your hands?",
            "Nerves mean your body is taking it seriously, and they pass their peak faster than they promise. What's the worst of it?",
            "We can make the worry smaller by making it precise. Finish this: \"I'm {word} that\"?",
        ],
        ["stressed"] =
        [
            "Too much at once, then. Empty your head here: list it all, and we'll find the one thing that can wait.",
            "You can't carry it all in one trip{,name}. Which piece is due first?",
            "When everything is urgent, half of it isn't. What would happen if you dropped one thing till tomorrow?",
            "Sounds like a week with no margins. When did you last eat something and sit down?",
        ],
        ["angry"] =
        [
            "Go on, let it out: I'm a safe place to be {word} at. What did they do?",
            "Anger usually guards something. What line got crossed?",
            "That sounds infuriating. What would you have said, if you could have said anything?",
            "Fair enough{,name}. Do you want to be agreed with for a while, or to work out what to do?",
        ],
        ["hurt"] =
        [
            "That kind of hurt comes from somebody who mattered. What did they do?",
            "Ouch. I won't hurry you past it. What part keeps coming back?",
            "You trusted, and it cost you. That says something good about you, though it doesn't feel so now. Who was it?",
        ],
        ["guilty"] =
        [
            "That one burns. What happened, without the verdict?",
            "Most people remember our worst moments far less than we do. What would you like to put right?",
            "You judge yourself like a stranger would. How would someone who likes you tell the same story?",
        ],
        ["jealous"] =
        [
            "An honest word, few people say it. What do they have that you'd like for yourself?",
            "Envy is a rude signpost, but it points somewhere. What does it say you want?",
        ],
        ["sad"] =
        [
            "I'm sorry it's one of those days{,name}. Do you know what brought it on, or did it just settle in?",
            "Then let's not pretend otherwise: a bad day may be a bad day here. What happened?",
            "That's a lot of grey. What was the heaviest moment of it?",
            "I'm listening{,name}, and there's no hurry. Where does it sit: in the head, or in the chest?",
            "You don't have to cheer up for me. What would make this evening one notch kinder?",
        ],
        ["tired"] =
        [
            "Sleepy-tired or tired-of-it-all? They need different medicine.",
            "Then lower the bar for today{,name}: fed, washed and horizontal counts as a success. What kept you going so long?",
            "Worn out is a message, not a failing. What could you cross off without anybody noticing?",
            "Permission to do less, signed by me. What has taken the most out of you?",
        ],
        ["sick"] =
        [
            "Poor you. Water, blanket, no heroics. If it gets worse or frightens you, a doctor beats a chatbot. How long has it been?",
            "Bodies have terrible timing. Is somebody there to bring you tea?",
            "Then today has one item on it: getting through it gently. What hurts?",
        ],
        ["confused"] =
        [
            "Let's untangle it: what are the two or three things pulling at you?",
            "Being {word} often means you know one thing and wish for another. What do you already know?",
            "Say it to me messily. Sorting comes after.",
        ],
        ["bored"] =
        [
            "Boredom is the waiting room of good ideas. While we wait, shall I tell you a joke?",
            "We can fix that, or at least make it sillier. Fancy a riddle?",
            "Quick: name three things within reach, and we'll invent a use none of them was made for. What have you got?",
            "What did you do at ten years old when there was nothing to do? It probably still works.",
        ],
        ["hungry"] =
        [
            "Important business first, then. What's within reach of your kitchen?",
            "Nothing good was ever decided on an empty stomach. What do you fancy?",
            "I can't cook, but I can cheer you on all the way to the fridge. Sweet or salty?",
        ],
        ["proud"] =
        [
            "Good, and don't wave it away. What did it take to get there?",
            "You've earned the right to enjoy that{,name}. What was the hardest part?",
        ],
        ["excited"] =
        [
            "I can tell from the typing! What are you looking forward to most?",
            "Now I want all of it, from the beginning. What's happening?",
            "Anticipation is half the fun, and you get it for free. When does it start?",
        ],
        ["grateful"] =
        [
            "That's a good feeling to write down. Who or what is it for?",
            "Hold on to that one{,name}. Have you told the person?",
        ],
        ["happy"] =
        [
            "That's good to read! What's behind it?",
            "Excellent{,name}. Details, please: what was the best moment?",
            "Then let's enjoy it properly. What happened?",
            "A good one for the collection. What would you like to remember of it?",
        ],
        ["better"] =
        [
            "Good. \"Better\" is a direction, and that's enough for one day. What helped?",
            "That's good to read{,name}. Keep whatever you did in a drawer for next time. What was it?",
        ],
        ["fine"] =
        [
            "Good to hear{,name}. What's been the best part so far?",
            "Fine is underrated. Anything you're looking forward to?",
            "Glad it's going all right. What are you up to?",
            "Good. Is that \"fine\" the polite kind or the real kind?",
        ],
    };

    /// <summary>A feeling told without its word: "I cried all night".</summary>
    public static string? Find(Utterance said) => said.EndsAsking ? null : Array.Find(WithoutWord, row => row.When.IsIn(said)).Kind;

    public static string[] Of(string kind) => Lines[kind];
}
