using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>"Do you remember my name and my dog's name?": each thing asked for in one question is answered.</summary>
internal sealed class RecallSeveral : IIntent
{
    private const int MostWords = 30;

    private static readonly (NoteKind? Kind, string When)[] Things =
    [
        (null, "my first|full? name"),
        (null, "who i am"),
        (NoteKind.Person, $"my best|older|younger|elder|little|big|twin? {Notebook.Relations} 's? name?"),
        (NoteKind.Home, "where i live|am"),
        (NoteKind.Home, "where do|am i live|from"),
        (NoteKind.Home, "my hometown|city|home"),
        (NoteKind.Job, "my job|work|profession|occupation"),
        (NoteKind.Job, "what i do"),
        (NoteKind.Job, "what do i do"),
        (NoteKind.Age, "my age"),
        (NoteKind.Age, "how old i|am am|i"),
        (NoteKind.Birthday, "my birthday"),
        (NoteKind.Favourite, "my favourite *"),
        (NoteKind.Like, "what i like|love|enjoy"),
        (NoteKind.Like, "what do i like|love|enjoy"),
    ];

    private static readonly PhraseSet Asked = new(Things.Select(static thing => thing.When));
    private static readonly PhraseSet Asking = PhraseSet.Of(
        "do|can|did|could you still? remember|recall|know|tell\ntell|remind me\nwhat is|are|was my\nwhere do|am i\nhow old am\nwho is|was|am"
    );

    public Reply? Answer(Scene scene)
    {
        var said = scene.Said;
        if (said.Words.Length > MostWords || Asking.First(said) is not { } asking || !Question.IsAt(said, asking.First))
        {
            return null;
        }
        var found = Asked
            .All(said.Words.AsSpan(asking.First))
            .Select(thing => thing with { First = thing.First + asking.First, After = thing.After + asking.First })
            .GroupBy(static thing => thing.First)
            .Select(static same => same.MaxBy(static thing => thing.After))
            .ToList();
        if (found.Count < 2)
        {
            return null;
        }
        var notes = Knowledge.Of(scene, includingNow: false);
        var (known, unknown) = (new List<string>(), new List<string>());
        foreach (var thing in found)
        {
            if (Find(scene, notes, thing) is { } clause)
            {
                known.Add(clause);
            }
            else if (Reflection.ToYouOrNull(said.Typed(thing.First, thing.After)) is { } missing)
            {
                unknown.Add(missing);
            }
        }
        var told = known.Count == 0 ? "" : $"{Phrasing.Capital(Phrasing.List(known))}.";
        var untold =
            unknown.Count == 0 ? "" : $"You haven't told me {Phrasing.List(unknown, "or")} yet, and I don't like to guess. Tell me?";
        return new Reply($"{told} {untold}".Trim());
    }

    private static string? Find(Scene scene, List<Note> notes, Found thing)
    {
        if (Things[thing.Rule].Kind is not { } kind)
        {
            return scene.Name is null ? null : $"you're {scene.Name}";
        }
        var words = scene.Said.Words[thing.First..thing.After];
        var ofKind = notes.FindAll(note =>
            note.Kind == kind && (kind is not (NoteKind.Person or NoteKind.Favourite) || words.Any(word => word.Text == note.Subject))
        );
        return ofKind.Count == 0 ? null : Phrasing.List([.. Knowledge.Clauses(ofKind).TakeLast(3)]);
    }
}
