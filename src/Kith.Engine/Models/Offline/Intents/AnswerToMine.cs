using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>A word or two in reply to the friend's own question are the answer to it, not a new subject.</summary>
internal sealed class AnswerToMine : IIntent
{
    private const int MostWords = 7;

    private static readonly PhraseSet Hard = PhraseSet.Of(
        "worst|hardest|heaviest|bothers|afraid|worry|worries|hard|difficult|hurts|crossed|loudest|stands"
    );
    private static readonly PhraseSet Fond = PhraseSet.Of("best|good|like|love|favourite|enjoy|looking|perfect|glad|miss|fancy|proud");
    private static readonly PhraseSet OwnSense = PhraseSet.Of(
        "i|you|he|she|we|they|it\nhelp|tell|stop|please|thanks|hello|hi|bye|joke|riddle|what|why|how|who|when|where|never"
    );

    private static readonly string[] OfHard =
    [
        "So it's {x} that weighs most. What would make it a little easier?",
        "{X}, then. What happens in your head when it comes up?",
        "{X} is the hard part: good to have it named. What have you tried so far?",
    ];

    private static readonly string[] OfFond = ["{X}! What is it about {x} that does it?", "{X}: a good answer. When did you last have it?"];

    private static readonly string[] Plain =
    [
        "{X}, I see. Tell me a bit more about that?",
        "{X}: that's a clear answer. What goes with it?",
        "So, {x}. What should I know about that?",
    ];

    public Reply? Answer(Scene scene)
    {
        var said = scene.Said;
        if (!scene.JustSaid.EndsWith('?') || said.Words.Length is 0 or > MostWords || said.EndsAsking || OwnSense.IsIn(said))
        {
            return null;
        }
        var answer = Reflection.ToYouOrNull(said.Text);
        var start = scene.JustSaid.AsSpan(0, scene.JustSaid.Length - 1).LastIndexOfAny(".!?:") + 1;
        var question = new Utterance(scene.JustSaid[start..]);
        return answer is null
            ? null
            : Say.From(
                scene,
                Hard.IsIn(question) ? OfHard
                    : Fond.IsIn(question) ? OfFond
                    : Plain,
                null,
                ("x", answer)
            );
    }
}

/// <summary>Questions about the conversation itself: "why do you ask?", "you didn't answer", "what would you do?" after something sad.</summary>
internal sealed class AboutTheTalk : IIntent
{
    private const int Lately = 3;

    private static readonly PhraseSet WhyAsk = PhraseSet.Of("^ why do|did|are|would you ask|asking|say|want|need|think");
    private static readonly PhraseSet Unanswered = PhraseSet.Of(
        "you did|have|do not answer|answered|respond\nanswer my|the question\nnot what i asked\nthat is not an answer\nyou are avoiding|dodging"
    );
    private static readonly PhraseSet YourWay = PhraseSet.Of(
        "what would you do\nwhat do you think i should\nwhat should|can|do i do $\nwhat should|can i do now|about\nwhat am i supposed"
    );

    private static readonly string[] ToWhy =
    [
        "Because I only know what you tell me, and your answer helps me follow you. You needn't answer, though{,name}: what would you rather talk about?",
        "To understand you better: I go by rules and by your words, nothing else. If it was the wrong question, tell me the right one?",
    ];

    private static readonly string[] ToUnanswered =
    [
        "You're right, I didn't. You asked: \u201c{x}\u201d The honest answer is that I don't know, because I run on plain rules without a language model. What would help you most about it?",
        "Fair{,name}. \u201c{x}\u201d was your question, and I can't answer it without inventing something. I can think it through with you: where shall we start?",
    ];

    private static readonly string[] ToNothingAsked =
    [
        "Then I missed it, and I'm sorry{,name}. Ask me once more, in one short sentence?",
        "Sorry{,name}, it went past me. Put it to me again, and I'll say plainly whether I can answer it.",
    ];

    private static readonly string[] InSorrow =
    [
        "I'm a program and have never had to bear it, so take this as a friend's guess: I'd do only the next small thing today, and tell one person I trust. Who could that be for you?",
        "Honestly, I don't know{,name}, and I won't pretend. I think I'd be as gentle with myself as with somebody I love, and decide nothing big while it hurts. What would help tonight?",
        "I can't stand where you stand. What I'd wish for you is company, some rest, and no hurry. Which of the three is missing most?",
    ];

    public Reply? Answer(Scene scene)
    {
        var said = scene.Said;
        if (said.Words.Length > 16)
        {
            return null;
        }
        if (WhyAsk.IsIn(said) && scene.JustSaid.EndsWith('?'))
        {
            return new Reply(scene.PickAnyway(ToWhy));
        }
        if (Unanswered.IsIn(said) && scene.Replies.Count > 0)
        {
            return LastQuestion(scene) is { } question
                ? new Reply(scene.PickAnyway(ToUnanswered, ("x", question)))
                : new Reply(scene.PickAnyway(ToNothingAsked));
        }
        return YourWay.IsIn(said) && IsSad(scene) ? new Reply(scene.PickAnyway(InSorrow)) : null;
    }

    private static string? LastQuestion(Scene scene) =>
        scene.Before.FindLast(static earlier => earlier.Said.EndsAsking) is { } asked ? Phrasing.Quotable(asked.Said.Text) : null;

    private static bool IsSad(Scene scene) =>
        Losses.Of(scene).Exists(static loss => loss.Fate != Fate.Better && loss.Ago <= Lately)
        || scene.Before.TakeLast(Lately).Select(static earlier => earlier.Said).Append(scene.Said).Any(News.IsSad);
}
