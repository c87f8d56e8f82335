using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>"What's my name?"</summary>
internal sealed class RecallName : IIntent
{
    private static readonly PhraseSet Asked = PhraseSet.Of(
        """
        what is|was my name
        know|remember|recall|say|tell|forget|forgot|guess me? my name
        who am i $
        who i am $
        what am i called
        what do you call me
        my name $
        """
    );

    private static readonly string[] Known =
    [
        "You're {name}. I'd make a poor friend if I forgot that.",
        "{name}, unless you've changed it since.",
        "{name}. I keep that one in a safe place.",
        "Still {name}, and still a good name to say.",
    ];

    private static readonly string[] Unknown =
    [
        "You haven't told me yet, and I don't like to guess. What shall I call you?",
        "I don't know it: you never said, and it isn't in my notes. What should I call you?",
        "No name on file, honestly. I'd rather ask than invent one: what is your name?",
    ];

    public Reply? Answer(Scene scene)
    {
        var words = scene.Said.Words;
        if (
            words.Length > 16
            || Asked.First(scene.Said) is not { } found
            || !(scene.Said.IsAsked(words[found.First].Sentence) || found.Rule < 5)
        )
        {
            return null;
        }
        return new Reply(scene.PickAnyway(scene.Name is null ? Unknown : Known));
    }
}

/// <summary>"What do I like?", "Where do I live?", "What's my sister's name?": one thing about the person.</summary>
internal sealed class RecallMine : IIntent
{
    private static readonly (NoteKind[] Kinds, string When)[] Questions =
    [
        ([NoteKind.Like, NoteKind.Favourite], "what do|all i like|love|enjoy"),
        ([NoteKind.Like, NoteKind.Favourite], "what are my hobbies|interests|likes|tastes|passions"),
        ([NoteKind.Like, NoteKind.Favourite], "things|stuff|what i like|love|enjoy $"),
        ([NoteKind.Dislike], "what do i not? hate|dislike|like"),
        ([NoteKind.Dislike], "what do i not like|enjoy"),
        ([NoteKind.Dislike], "what do not i like|enjoy|love"),
        ([NoteKind.Home], "where do|am i live|living|from|stay|based"),
        ([NoteKind.Home], "where i live|am from"),
        ([NoteKind.Home], "what is my hometown|city|address|home"),
        ([NoteKind.Job], "what do i do $"),
        ([NoteKind.Job], "what do i do for|as work|a"),
        ([NoteKind.Job], "what is my job|work|profession|occupation"),
        ([NoteKind.Job], "where do i work"),
        ([NoteKind.Age], "how old am i"),
        ([NoteKind.Age], "what is my age"),
        ([NoteKind.Birthday], "when is|was my birthday"),
        ([NoteKind.Favourite], "what is|are my favourite"),
        ([NoteKind.Person], $"what is|was my best|older|younger|elder|little|big|twin? {Notebook.Relations} 's? name|called"),
        ([NoteKind.Person], $"who is|was my best|older|younger|elder|little|big|twin? {Notebook.Relations}"),
        ([NoteKind.Person], "name of my"),
    ];

    private static readonly PhraseSet Asked = new(Questions.Select(static question => question.When));

    private static readonly string[] Known =
    [
        "{X}, you told me.",
        "From what you've told me, {x}.",
        "{X}: I was listening.",
        "{X}, if my notes are right. Still true?",
    ];

    private static readonly string[] Unknown =
    [
        "You haven't told me that yet. I'd like to know, though: tell me?",
        "That isn't in anything you've told me, and I don't make things up. What's the answer?",
        "I don't know that one, honestly. Tell me, and next time I'll have something to say.",
        "No idea yet: I only know what you tell me. Fill me in?",
    ];

    public Reply? Answer(Scene scene)
    {
        if (
            scene.Said.Words.Length > 20
            || Asked.All(scene.Said.Words).FindAll(asked => Question.IsAt(scene.Said, asked.First)) is not [_, ..] found
        )
        {
            return null;
        }
        var rule = found.OrderBy(static f => f.First).ThenByDescending(static f => f.After).First();
        var kinds = Questions[rule.Rule].Kinds;
        var subject = kinds[0] is NoteKind.Favourite or NoteKind.Person ? SubjectOf(scene.Said, rule) : null;
        var clauses = Matching(scene, kinds, subject);
        // "What do I like to eat?" asks for nobody's favourite film.
        if (kinds[0] == NoteKind.Like && rule.After < scene.Said.Words.Length && scene.Said.Words[rule.After].Text == "to")
        {
            clauses = Matching(scene, [NoteKind.Like], null) is { Count: > 0 } likes ? likes : clauses;
        }
        if (clauses.Count == 0)
        {
            return RecallAnything.Search(scene, scene.Said.Text) ?? new Reply(scene.PickAnyway(Unknown));
        }
        var x = Phrasing.List([.. clauses.TakeLast(4)]);
        return new Reply(scene.Pick(Known, ("x", x)) ?? $"{Phrasing.Capital(x)}.");
    }

    private static List<string> Matching(Scene scene, NoteKind[] kinds, string? subject) =>
        Knowledge.Clauses(
            Knowledge
                .Of(scene, includingNow: false)
                .Where(note => Array.IndexOf(kinds, note.Kind) >= 0 && (subject is null || note.Subject == subject))
        );

    private static string? SubjectOf(Utterance said, Found found)
    {
        var rest = said.Words[Math.Min(found.After, said.Words.Length)..]
            .TakeWhile(static w => w.Text is not ("?" or "name"))
            .Select(static w => w.Text);
        var inside = said.Words[found.First..found.After].Select(static w => w.Text).Where(Notebook.IsRelation);
        return inside.Concat(rest.Where(static w => w != "'s")).FirstOrDefault();
    }
}
