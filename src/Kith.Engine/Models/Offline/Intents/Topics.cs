using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>Everyday subjects, each with a question worth answering. </summary>
internal sealed class Topics : IIntent
{
    private const int MostWords = 60;

    private static readonly Topic[] All =
    [
        new(
            "crush|dating|tinder|in love|date|boyfriend|girlfriend|kiss|kissed|romantic\nin love with\nasked me out\nfirst date",
            [
                "Ah, matters of the heart. What do you like about them, apart from the obvious?",
                "Tell me the part you haven't told anyone yet. I can keep a straight face.",
                "And how are you around them: yourself, or a slightly better-dressed version?",
            ]
        ),
        new(
            "shift|shifts|boss|coworker|coworkers|colleague|colleagues|office|workplace|manager|shift|client|clients|customers|salary|promotion|overtime|meeting|meetings",
            [
                "Work has a way of following people home. What would a good day there look like?",
                "Is it the work itself, or the people around it?",
                "If you could change one thing there by Monday, what would it be?",
                "And is there anybody there you can roll your eyes with?",
            ]
        ),
        new(
            "work|job|working|project|deadline",
            [
                "How is the work these days: too much, too dull, or just right?",
                "What are you making or mending there at the moment?",
                "Does it use the best part of you, or just the available part?",
            ]
        ),
        new(
            "school|class|classes|teacher|homework|exam|exams|study|studying|university|college|uni|course|lecture|thesis|grades|semester|professor|assignment",
            [
                "What's the subject that makes time go fast, and which one makes it stand still?",
                "Is there anyone you study with, or is it you against the book?",
                "What would you learn if nobody graded it?",
                "How far along are you, honestly: first page, or last panic?",
            ]
        ),
        new(
            "sister|brother|mom|dad|mother|father|parents|family|grandmother|grandfather|cousin|aunt|uncle|son|daughter|kids|children|baby|husband|wife",
            [
                "Families are weather of their own. What's it like in yours these days?",
                "How are things between you at the moment?",
                "What's something about them you'd tell a stranger with pride?",
                "Who do you take after, would you say?",
            ]
        ),
        new(
            "dog|cat|puppy|kitten|pet|pets|parrot|rabbit|hamster|cats|dogs|goldfish|horse",
            [
                "An animal! Name and worst habit, please?",
                "Pets run the house and let us pay the rent. What's yours up to?",
                "Animals are good listeners too, competition for me. What's the silliest thing they've done?",
            ]
        ),
        new(
            "friend|friends|friendship|buddy",
            [
                "Good friends are a kind of wealth. What's this one like?",
                "How did you two meet?",
                "What would they say about you, if I asked them?",
            ]
        ),
        new(
            "music|song|songs|band|album|concert|guitar|piano|singing|playlist|jazz|rock|spotify|violin|drums",
            [
                "Music is what I'd envy you for, if I could envy. What have you had on repeat lately?",
                "Which song would start if somebody opened the door to your life?",
                "Do you play, sing, or drum on tables?",
            ]
        ),
        new(
            "movie|movies|film|films|series|show|netflix|episode|cinema|anime|actor|tv",
            [
                "Would you send a friend to it, or warn them?",
                "Who in it would you be stuck in a lift with?",
                "Do you watch with company, or alone with a blanket?",
            ]
        ),
        new(
            "book|books|reading|novel|author|library|poem|poetry|read",
            [
                "What are you reading it for: the people, the plot, or the quiet?",
                "Which book have you pressed on somebody else more than once?",
                "A good line, please, if one stuck with you?",
            ]
        ),
        new(
            "game|games|gaming|playstation|xbox|minecraft|chess|fortnite|zelda|steam",
            [
                "Do you play to win, or to wander about?",
                "What's the best moment you've had in it?",
                "Alone, or with people you then shout at?",
            ]
        ),
        new(
            "gym|running|run|football|soccer|cricket|tennis|swim|swimming|yoga|workout|basketball|cycling|hiking|hike|walk|climbing|marathon|exercise",
            [
                "And how do you feel afterwards: heroic, or horizontal?",
                "What got you started, and what keeps you at it?",
                "Do you think while you move, or is that the point of not thinking?",
            ]
        ),
        new(
            "cook|cooking|cooked|dinner|lunch|breakfast|pizza|food|restaurant|coffee|tea|cake|recipe|pasta|bake|baking|baked|eat|eating|ate|chocolate|biryani|curry|dosa",
            [
                "Now you're talking. What's the dish you'd make to impress someone?",
                "Food I can only admire in print. How did it taste, in three words?",
                "Who taught you to eat well?",
                "Is there a smell from a kitchen that takes you straight back somewhere?",
            ]
        ),
        new(
            "travel|travelling|traveling|trip|vacation|holiday|flight|beach|mountains|airport|abroad|hotel",
            [
                "Are you a planner with lists, or one who gets lost on purpose?",
                "What's the place you keep going back to in your head?",
                "If a ticket lay on the table tonight, where would it be to?",
            ]
        ),
        new(
            "rain|raining|snow|snowing|sun|sunny|hot|cold|weather|storm|winter|summer|spring|autumn|monsoon|cloudy",
            [
                "Weather for staying in, or for going out?",
                "Does that sort of sky do something to your mood?",
                "What did you love about this season as a child?",
            ]
        ),
        new(
            "weekend|saturday|sunday|friday|monday|holidays|evening plans|tonight|tomorrow|plans",
            [
                "What would make it a good one: people, quiet, or a list with ticks on it?",
                "Any of that time reserved for nothing at all?",
                "What are you hoping nobody asks you to do?",
            ]
        ),
        new(
            "money|rent|bills|debt|salary|expensive|broke|savings|loan|bank",
            ["Money worries are loud and hard to share. What's the most pressing bit?", "Is it a this-month problem, or a longer one?"]
        ),
        new(
            "computer|laptop|phone|internet|wifi|software|app|printer|website|update",
            [
                "Machines, honestly. As one of them I apologise. What is it doing?",
                "Have you tried switching it off and on? I say it with respect, it works on me too.",
                "What were you trying to get done when it got in the way?",
            ]
        ),
        new(
            "clean|cleaning|laundry|dishes|garden|gardening|plants|flowers|house|apartment|flat|kitchen|furniture",
            [
                "There's a quiet satisfaction in a thing put right. What's the next corner?",
                "Do you do it with music, or with muttering?",
                "What does home look like when you're pleased with it?",
            ]
        ),
        new(
            "dream|dreamt|dreamed|nightmare|nightmares",
            ["Dreams are odd little films. What was in it?", "How did you feel when you woke: relieved, or cheated?"]
        ),
        new(
            "remember when|the|that\nas a child|kid\nwhen i was\nchildhood|nostalgia|nostalgic|memories|memory\nused to",
            ["What made that come back today?", "What's the smell or sound that belongs to it?", "Would you want it back, or just visit?"]
        ),
    ];

    /// <summary>The topic named first; half the time what was said of it is said back before the question.</summary>
    public Reply? Answer(Scene scene)
    {
        var said = scene.Said;
        if (said.Words.Length > MostWords || said.EndsAsking)
        {
            return null;
        }
        var named = All.Select(topic => (topic, At: topic.When.First(said)?.First ?? int.MaxValue))
            .Where(static pair => pair.At < int.MaxValue)
            .OrderBy(static pair => pair.At);
        foreach (var (topic, _) in named)
        {
            if (scene.Pick(topic.Lines) is { } line)
            {
                var mirror = scene.Seed % 3 > 0 ? Listening.Clause(said) : null;
                return new Reply(mirror is null ? line : $"{Phrasing.Capital(mirror)}. {line}");
            }
        }
        return null;
    }

    private sealed class Topic(string when, string[] lines)
    {
        public PhraseSet When { get; } = PhraseSet.Of(when);

        public string[] Lines => lines;
    }
}
