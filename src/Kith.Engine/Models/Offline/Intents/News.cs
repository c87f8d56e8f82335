using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>Something happened: the clause it was told in is said back when it can be, and the lines fit the kind of news.</summary>
internal sealed class NewsIntent(string When, string[] Lines) : IIntent
{
    private readonly PhraseSet _when = PhraseSet.Of(When);

    public Reply? Answer(Scene scene)
    {
        if (_when.First(scene.Said) is not { } found || scene.Said.IsAsked(scene.Said.Words[found.First].Sentence))
        {
            return null;
        }
        var clause = Notebook.Rest(scene.Said, ClauseStart(scene.Said.Words, found.First), 12, keepAnd: true);
        return Say.From(scene, Lines, null, ("x", clause.Length == 0 ? null : Reflection.ToYouOrNull(clause)));
    }

    /// <summary>Where the clause begins that word <paramref name="at"/> stands in: "cheated on me" is nothing without who did.</summary>
    private static int ClauseStart(Word[] words, int at)
    {
        var start = at;
        while (
            start > 0
            && at - start < 6
            && !words[start].Pause
            && words[start - 1].Text is not ("because" or "and" or "but" or "so" or "when" or "that")
        )
        {
            start--;
        }
        while (
            start < at
            && words[start].Text is ("and" or "but" or "because" or "so" or "well" or "then" or "oh" or "hi" or "hey" or "yes" or "no")
        )
        {
            start++;
        }
        return start;
    }
}

internal static class News
{
    private const string Kin = Notebook.Relations;

    private const string Low = "worthless unloved missing lonely anxious stressed angry hurt guilty sad";

    private static readonly PhraseSet Sad = PhraseSet.Of(
        "broke up\ndumped|left me\ncheated|cheating on\ndivorce|divorced|miscarriage|funeral|fired|grieving\nlost my\ni failed|flunked\ndied|cancer"
    );

    /// <summary>True for a message that tells of something sad.</summary>
    public static bool IsSad(Utterance said) =>
        Sad.IsIn(said)
        || FeelingReader.Own(said).Exists(static felt => Low.Split(' ').Contains(felt.Kind))
        || (FeelingLines.Find(said) is { } kind && Low.Split(' ').Contains(kind));

    public static readonly IIntent[] All =
    [
        new NewsIntent(
            """
            i am grieving|mourning
            funeral
            miscarriage
            he|she|they passed away
            he|she died
            put my? dog|cat down
            """,
            [
                "I'm so sorry{,name}. There's nothing clever to say to that, so I'll only listen. What were they like?",
                "Oh{,name}. That is a real loss. Would you like to tell me a small thing about them, something only you would remember?",
                "I'm sorry. Grief keeps no timetable, and you needn't be tidy about it here. How are the nights?",
                "That hurts, and it ought to take room. Who is around you these days?",
            ]
        ),
        new NewsIntent(
            """
            we|i broke up
            broke up with me
            dumped me
            got dumped
            left me $
            left me for
            cheated on me
            cheating on me
            getting a? divorced|divorce
            my marriage is
            breakup|breakups
            """,
            [
                "{X}. I'm sorry: that pulls the floor away, even when one saw it coming. How are you holding up today?",
                "I'm sorry{,name}. Today you only have to get through today. What's the hardest moment of it?",
                "That's a whole future changing its mind at once. Do you have somebody near you tonight?",
                "Oh, that hurts. Shall we talk about them, or about anything but them?",
            ]
        ),
        new NewsIntent(
            """
            i failed|flunked
            i did not get|pass|make
            i lost my job|work|wallet|phone|keys|match|game
            got|was|been fired|laid|sacked|rejected
            they rejected|fired me
            i was rejected
            i messed|screwed it? up
            i made a .. mistake
            did not go well
            went badly|wrong|terribly
            i lost $
            """,
            [
                "{X}. I'm sorry, that stings. What was the moment you knew?",
                "Ouch. That's a door shut with your fingers still in it. How are you taking it?",
                "I'm sorry{,name}. It says something about one day, not about you. What happens next, as far as you know?",
                "That's rotten. We can be angry first and practical later. Which is it now?",
            ]
        ),
        new NewsIntent(
            $"""
            had a|an .. fight|argument|row|quarrel
            fought|argued|quarrelled with
            we fought|argued
            {Kin}|he|she|they .. yelled|shouted|screamed at me
            not talking|speaking to me
            {Kin}|he|she lied to me
            ignored|ghosted|ignoring|ghosting me
            bullied|bullying|bullies
            made fun of me
            """,
            [
                "{X}. That leaves a bad taste for hours. What was it really about, under the words?",
                "That sounds rough. What did you most want them to understand?",
                "Oof. Were you heard at all in it?",
                "It takes two to argue and only one to lie awake afterwards. What's still going round in your head?",
            ]
        ),
        new NewsIntent(
            """
            i got|landed|received the|a|an|my job|offer|promotion|scholarship|raise|visa|place|internship|dream|part|role
            i got promoted|engaged|married|accepted|hired|in
            i passed|aced|nailed
            i won|graduated|finished|completed
            i finally|just got|finished|passed|bought|did|managed|finished
            we are having a baby
            i am pregnant|engaged
            we got engaged|married
            i bought|moved into a|my house|flat|car|home|bike
            it|that|interview|exam|exams|test|date|presentation|everything went well|great|fine|good|perfectly|okay|fantastic|amazingly
            they offered me
            they said yes
            she|he said yes
            good|great|big|amazing news
            """,
            [
                "{X}! That calls for cake, or at least a victory lap round the room. How did you find out?",
                "Yes! Well done{,name}. What was the first thing you did when you knew?",
                "That's wonderful. Say it once more slowly and enjoy it this time: {x}. Who gets told next?",
                "Look at you{,name}! Luck had little to do with it, I suspect. What did it take?",
                "Hooray! Consider confetti thrown. What are you doing to celebrate?",
            ]
        ),
        new NewsIntent(
            "is my birthday\nmy birthday is today\nmy birthday today\nbirthday today\ni turned|turn * today",
            [
                "Happy birthday{,name}! May the cake be large and the questions about your age few. How are you spending it?",
                "Happy birthday! A whole day with your name on it. What's the plan?",
            ]
        ),
    ];
}
