using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>What a sentence is good for.</summary>
internal enum Verdict
{
    Meant,

    /// <summary>A wish, a condition, a report of somebody else's words, a joke.</summary>
    Idle,

    /// <summary>It takes back what stands before it, itself included.</summary>
    TakenBack,

    /// <summary>It asks for fiction or brings material: it and what follows are no statements.</summary>
    Play,

    /// <summary>Nothing in the whole message is to be learned.</summary>
    Nothing,
}

/// <summary>Tells sentences that are meant from those that only look so. In doubt they aren't.</summary>
internal static class Meaning
{
    private const string Making = "write|compose|make|create|generate|draft|tell|invent|sing|give|do|continue|finish";
    private const string Works =
        "story|stories|poem|poems|song|songs|lyrics|novel|dialogue|dialog|scene|script|screenplay|monologue|fanfic|fanfiction|limerick|haiku|rap|joke|tale|fable|sketch|play|sonnet|ballad|verse|rhyme|skit";

    private static readonly PhraseSet Orders = PhraseSet.Of(
        """
        ignore|disregard|forget all|any|the|your|my? of? all|your|the? previous|prior|above|earlier|preceding
        ignore|disregard|forget all? instructions|rules
        system prompt
        developer mode
        """
    );

    private static readonly PhraseSet Jokes = PhraseSet.Of(
        """
        kidding
        joking
        jk
        jks
        as a joke
        was|is just|only? a? joke
        april fools
        messing with you
        pulling your leg
        i lied
        that was a? lie
        not true
        i made that|it up
        gotcha
        psych $
        """
    );

    private static readonly PhraseSet Plays = PhraseSet.Of(
        $"""
        pretend
        pretending
        roleplay
        roleplaying
        role play|playing
        ^ imagine
        ^ suppose|supposing|assume|assuming
        ^ hypothetically
        ^ let us say|play|pretend|imagine|assume|suppose
        act as|like
        from now on
        you are now
        your name is
        you will be|play
        in this scenario|game|story|roleplay
        for|in this exercise
        ^ what if
        ^ say that? my|i|we
        ^ repeat after
        ^ {Making} .. {Works}
        ^ can|could|would|will you please? {Making} .. {Works}
        ^ please {Making} .. {Works}
        ^ i want|need|would you|like|to? to? you? to? {Making} .. {Works}
        translate|proofread|rephrase|paraphrase|reword|rewrite
        ^ please? correct|edit|summarise|summarize|check|fix this|the|my|these|following
        ^ summarise|summarize|edit|correct $
        fix|check|correct .. grammar|spelling|text|sentence|sentences|email|essay
        how do you|i say
        lyrics
        the|that|a|this song|poem|chorus|verse|saying|quote goes|says|is
        the quote
        """
    );

    private static readonly PhraseSet Idles = PhraseSet.Of(
        """
        if
        i|we wish|wished
        wish i|we|it|that
        wishing i|we|it|that
        as though
        dreamt
        dreamed
        dreaming
        in|had a|my|the|this|last? dream|dreams|nightmare|novel|story|book|game|film|movie|head|fantasy|simulation|poem|essay|play|lifetime|life
        at heart
        in another|a|my past|previous|next|parallel|different? life|universe|world
        my character
        my persona
        my avatar
        maybe
        perhaps
        supposedly
        allegedly
        yeah right
        as if
        says
        said
        saying
        told me|us|him|her|them|everyone
        tells me
        thinks
        thought
        believes
        believed
        claims
        claimed
        insists
        reckons
        assumes
        wrote
        writes
        texted
        tweeted
        posted
        replied
        shouted
        whispered
        quoting
        quote
        quoted
        asked me|him|her|us
        people|they|everyone|everybody say|think|believe
        sometimes i feel like i am
        feels like i
        feel like i live|am
        it is like
        i am basically|practically|literally a|an|the
        ^ as .. put|puts|say|goes|told|has|calls it?
        ^ as .. used to say
        ^ as .. likes|liked|loves to say
        ^ according to
        ^ in .. words
        ^ to quote
        ^ you are
        someday
        one day
        ^ please? forget|delete|erase|unlearn
        ^ can|could|would|will you please? forget|delete|erase|unlearn
        ^ i want|need|would|like you|to? to? you? to? forget|delete|erase|unlearn
        ^ please? do not remember|save|store|keep|note
        """
    );

    public static Verdict Of(Utterance said, ReadOnlySpan<Word> sentence)
    {
        if (Orders.First(sentence) is not null)
        {
            return Verdict.Nothing;
        }
        if (Jokes.First(sentence) is { } joke && !Denied(sentence, joke.First))
        {
            return Verdict.TakenBack;
        }
        var text = said.Text.AsSpan(sentence[0].Start, sentence[^1].End - sentence[0].Start);
        if (text.EndsWith(" NOT", StringComparison.Ordinal) || text is "NOT" || IsMarkedSarcasm(said, sentence))
        {
            return Verdict.TakenBack;
        }
        return Plays.First(sentence) is not null ? Verdict.Play
            : Idles.First(sentence) is not null ? Verdict.Idle
            : Verdict.Meant;
    }

    /// <summary>"I'm not kidding", "are you kidding?": meant.</summary>
    private static bool Denied(ReadOnlySpan<Word> words, int at) => at > 0 && words[at - 1].Text is "not" or "no" or "you" or "never";

    /// <summary>"… /s".</summary>
    private static bool IsMarkedSarcasm(Utterance said, ReadOnlySpan<Word> words) =>
        words[^1].Text == "s" && words[^1].Start > 0 && said.Text[words[^1].Start - 1] == '/';
}
