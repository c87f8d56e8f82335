using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>"Fine, and you?"</summary>
internal sealed class AndYou : IIntent
{
    private const int MostWords = 9;

    private static readonly PhraseSet When = PhraseSet.Of("and|what|how about? you|yourself $\n^ you|yourself $\n^ wbu|hbu\nyou too");

    private static readonly string[] Lines =
    [
        "As for me, I wait for words, and here are yours, so it's a good moment. What's new with you?",
        "Nothing happens to me between messages, so you're my whole news. What's the headline?",
        "As even as ever. A program has few bad days and no exciting ones. What was yours made of?",
        "I'm well oiled, thank you. Tell me one thing that happened to you today?",
    ];

    public Reply? Answer(Scene scene) =>
        scene.Said.Words.Length <= MostWords
        && When.IsIn(scene.Said)
        && FeelingReader.Find(scene.Said)?.Kind is null or "fine" or "happy" or "better"
            ? Say.From(scene, Lines)
            : null;
}

/// <summary>"Because …": the reason for what was said before.</summary>
internal sealed class Reason : IIntent
{
    private static readonly PhraseSet When = PhraseSet.Of("^ because\n^ since i|my|we|it\nthat is because|why\nit is because");

    private static readonly string[] Clear =
    [
        "{X}: that explains a good deal. What would make it lighter?",
        "I see, {x}. And if that were settled, would the rest be all right?",
        "{X}. Have you told anyone that before?",
        "A reason I can follow: {x}. What would help with it?",
    ];

    private static readonly string[] Plain =
    [
        "That makes sense of it. What would help?",
        "So that's behind it. Is there a part of it you can change?",
        "I see how one leads to the other. And what comes next?",
    ];

    public Reply? Answer(Scene scene)
    {
        if (When.First(scene.Said) is not { } found || scene.Said.EndsAsking)
        {
            return null;
        }
        var at = Math.Max(found.First, Array.FindIndex(scene.Said.Words, static word => word.Text is "because") + 1);
        var clause = Notebook.Rest(scene.Said, at, 12, keepAnd: true);
        var turned = clause.Contains(' ', StringComparison.Ordinal) ? Reflection.ToYouOrNull(clause) : null;
        return (turned is null ? null : Say.From(scene, Clear, null, ("x", turned))) ?? Say.From(scene, Plain);
    }
}

/// <summary>"My mother says …": what other people think, handed back.</summary>
internal sealed class Hearsay : IIntent
{
    private static readonly PhraseSet When = PhraseSet.Of(
        $"""
        {Notebook.Relations}|he|she|they|everyone|everybody|people .. says|say|thinks|think|keeps saying|telling? i|that|it
        {Notebook.Relations}|he|she|they|everyone|everybody|people .. told|tells me
        {Notebook.Relations}|he|she|they|everyone|everybody .. said|thinks|says
        according to my
        """
    );

    private static readonly string[] Lines =
    [
        "And do you believe it?",
        "Is that how you see it, too?",
        "What did you say to that?",
        "Other people's sentences stick. Do you want to keep that one, or send it back?",
        "They may be right or wrong. What do you say?",
    ];

    private static readonly string[] Named =
    [
        "And do you believe {value}?",
        "Is {value} usually right about you?",
        "{Value} seems to watch closely. Is that how you see it, too?",
    ];

    public Reply? Answer(Scene scene)
    {
        if (scene.Said.EndsAsking || !When.IsIn(scene.Said))
        {
            return null;
        }
        var who = Notebook.Read(scene.Said).Find(static note => note.Kind == NoteKind.Person)?.Value;
        return (who is null ? null : Say.From(scene, Named, null, ("value", who))) ?? Say.From(scene, Lines);
    }
}

/// <summary>"The night shifts are brutal": a strong word for a thing.</summary>
internal sealed class Verdict : IIntent
{
    private const string Is = "is|are|was|were|been|seems|so|really|too|pretty|such|kinda|very|quite";

    private static readonly string[] Harsh = Words(
        "brutal awful terrible horrible hard tough exhausting annoying difficult scary weird strange boring unfair cruel gross ugly crazy insane "
            + "stressful frustrating confusing pointless painful complicated rough messy slow loud dangerous nightmare"
    );

    private static readonly string[] Fair = Words(
        "amazing great lovely beautiful fun delicious wonderful gorgeous incredible fantastic awesome brilliant perfect interesting cosy cozy peaceful "
            + "exciting magical sweet cute funny relaxing tasty inspiring impressive"
    );

    private static readonly PhraseSet HarshSaid = PhraseSet.Of($"{Is} {string.Join('|', Harsh)}");

    private static readonly PhraseSet FairSaid = PhraseSet.Of($"{Is} {string.Join('|', Fair)}");

    private static readonly string[] ToHarsh =
    [
        "\u201c{Word}\u201d is a strong word. What does it do to you?",
        "{Word} in what way? Give me the worst five minutes of it.",
        "How do you get through it, when it's that {word}?",
        "That {word}, I see. Has it always been, or is it getting worse?",
    ];

    private static readonly string[] ToFair =
    [
        "{Word}, you say. What made it so?",
        "I like reading that. What was the very best bit?",
        "Then somebody ought to know about it. Who would you take along next time?",
        "{Word} things deserve details: what did it look like, sound like, taste like?",
    ];

    public Reply? Answer(Scene scene)
    {
        if (scene.Said.EndsAsking)
        {
            return null;
        }
        var harsh = HarshSaid.First(scene.Said);
        if ((harsh ?? FairSaid.First(scene.Said)) is not { } found)
        {
            return null;
        }
        return Say.From(scene, harsh is null ? ToFair : ToHarsh, null, ("word", scene.Said.Words[found.After - 1].Text));
    }

    private static string[] Words(string words) => words.Split(' ');
}
