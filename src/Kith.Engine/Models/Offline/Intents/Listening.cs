using System.Collections.Frozen;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>The last resort, which answers everything: says back what was understood, comes back to something earlier, or simply listens.</summary>
internal sealed class Listening : IIntent
{
    private const int ShortestClause = 3;

    private static readonly PhraseSet Wish = PhraseSet.Of(
        "i really|just|also|still? want|need|wish|hope|plan|dream\ni would like|love\ni am planning|hoping|thinking|dreaming\ni think i|we\ni could|might|should"
    );

    private static readonly FrozenSet<string> Fillers =
        "maybe well so and but ok okay yeah yes no then now perhaps also actually oh today yesterday sometimes because then hmm honestly"
            .Split(' ')
            .ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] Wishes =
    [
        "So {x}. What stands in the way?",
        "{X}. What would be different then?",
        "I see, {x}. What's the first small piece of that?",
        "{X}: since when has that been on your mind?",
    ];

    private static readonly string[] Reflections =
    [
        "So {x}. What's that like?",
        "{X}, I see. What happened then?",
        "If I hear you right, {x}. Which part of it stays with you?",
        "{X}. And how did it leave you?",
        "Hm, {x}. What would you change about it, if you could?",
        "{X}. What came before that?",
        "Right: {x}. And who else was in it?",
        "{X}. That sounds as if there's more to it. Is there?",
    ];

    /// <summary>Of what goes on or is to come: nothing that asks what happened.</summary>
    private static readonly string[] Ongoing =
    [
        "So {x}. What's that like?",
        "{X}, I see. What matters most to you about it?",
        "{X}. What are you looking forward to there, and what not?",
        "Right: {x}. And who else is in it?",
        "{X}. That sounds as if there's more to it. Is there?",
    ];

    private static readonly string[] Asked =
    [
        "Good question, and one I can't answer honestly. What's your own guess?",
        "I'd have to invent something, so I'll ask back: what would you like the answer to be?",
        "I don't know{,name}. What makes you wonder?",
        "That one is above my pay grade, which is nothing. How do you see it?",
        "My rules are silent on that. What would a wise aunt say?",
        "Hard to say from in here. What does your gut tell you?",
        "I wish I had a good answer to that and not just a good ear. What's behind the question?",
    ];

    private static readonly string[] Long =
    [
        "That's a lot, and I've read it from top to bottom. If you had to pick one sentence of it that matters most, which would it be?",
        "Thank you for writing all of that out{,name}. Which bit should we take first?",
        "There are several things in there. Which of them is keeping you up?",
    ];

    private static readonly string[] Openers =
    [
        "I'm following.",
        "Mm, go on.",
        "I hear you{,name}.",
        "That's worth a second look.",
        "Interesting, and not only politely.",
        "Okay, I'm with you.",
        "Say more, if you like.",
        "That paints a picture.",
        "I'm all ears, figuratively.",
        "Let me sit with that for a second.",
        "Noted{,name}.",
        "Now I'm curious.",
        "There's something in that.",
    ];

    private static readonly string[] Prompts =
    [
        "How is that for you?",
        "What's the story there?",
        "And then?",
        "What made you think of it?",
        "How did that come about?",
        "What else should I know about it?",
        "Is that a good thing, on the whole?",
        "How long has that been so?",
        "Who else is part of it?",
        "What's it like, seen from close up?",
        "Which part of it stays with you?",
        "Would you have it any other way?",
        "How do you feel about it today?",
        "What happens next?",
        "Since when?",
        "What would you add, if I asked for one more sentence?",
    ];

    public Reply? Answer(Scene scene)
    {
        if (scene.Said.IsLong && Say.From(scene, Long) is { } read)
        {
            return read;
        }
        if (scene.Said.EndsAsking)
        {
            return Say.From(scene, Asked) ?? Plain(scene);
        }
        return Mirror(scene) ?? FollowUp.Ask(scene) ?? Plain(scene);
    }

    /// <summary>The first clause the speaker says of themselves, turned round; null when there is none that would read right.</summary>
    public static string? Clause(Utterance said) => FirstClause(said)?.Turned;

    private static (int At, string Turned)? FirstClause(Utterance said)
    {
        var words = said.Words;
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i].Text is not ("i" or "my" or "we" or "our") || !Begins(words, i) || said.IsAsked(words[i].Sentence))
            {
                continue;
            }
            var clause = Notebook.Rest(said, i, 12, keepAnd: true);
            if (clause.Split(' ').Length >= ShortestClause && !OnlyPoints(clause) && Reflection.ToYouOrNull(clause) is { } turned)
            {
                return (i, turned);
            }
        }
        return null;
    }

    /// <summary>True at the start of a clause, not counting words such as "maybe" and "well".</summary>
    private static bool Begins(Word[] words, int at)
    {
        while (at > 0 && !words[at].Pause && Fillers.Contains(words[at - 1].Text))
        {
            at--;
        }
        return words[at].Pause;
    }

    /// <summary>"I love it": nothing that could be said back and mean something.</summary>
    private static bool OnlyPoints(string clause) =>
        clause[(clause.LastIndexOf(' ') + 1)..].ToLowerInvariant() is "it" or "that" or "this" or "so";

    private static Reply? Mirror(Scene scene) =>
        FirstClause(scene.Said) is var (at, turned)
            ? Say.From(
                scene,
                Wish.At(scene.Said.Words, at) is not null ? Wishes
                    : GoesOn(scene.Said.Words, at) ? Ongoing
                    : Reflections,
                null,
                ("x", turned)
            )
            : null;

    /// <summary>"I'm moving …", "I will …".</summary>
    private static bool GoesOn(Word[] words, int at) =>
        at + 2 < words.Length
        && words[at].Text is "i" or "we"
        && (
            words[at + 1].Text == "will"
            || (words[at + 1].Text is "am" or "are" && words[at + 2].Text.EndsWith("ing", StringComparison.Ordinal))
        );

    private static Reply Plain(Scene scene) => new($"{scene.PickAnyway(Openers)} {scene.PickAnyway(Prompts)}");
}
