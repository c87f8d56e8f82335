using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>What the person has told: the profile, remembered statements, and this chat, oldest first.</summary>
internal static class Knowledge
{
    /// <summary>Everything noted; the new message too if <paramref name="includingNow"/>, which it must not be when it is the question.</summary>
    public static List<Note> Of(Scene scene, bool includingNow)
    {
        var notes = new List<Note>();
        notes.AddRange(scene.Blocks.Profile.Select(static line => FromProfile(line.Key, line.Value)).OfType<Note>());
        notes.AddRange(scene.Blocks.Memories.TakeLast(60).SelectMany(static memory => Notebook.Read(new Utterance(memory.Text))));
        notes.AddRange(scene.Before.SelectMany(static earlier => earlier.Notes));
        if (!includingNow && Question.Told(scene.Said) is { } told)
        {
            notes.AddRange(Notebook.Read(told));
        }
        if (includingNow)
        {
            notes.AddRange(Notebook.Read(scene.Said));
        }
        var losses = Losses.Of(scene);
        return
        [
            .. Latest(notes)
                .Select(note =>
                    note.Kind == NoteKind.Person && Losses.HasDied(losses, note)
                        ? note with
                        {
                            Clause = note.Clause.Replace(" is ", " was ", StringComparison.Ordinal),
                        }
                        : note
                ),
        ];
    }

    /// <summary>What lies ahead, as told before the new message; the latest word on each.</summary>
    public static List<(Occasion Occasion, DateTimeOffset? At, int Ago)> Ahead(Scene scene)
    {
        var ahead = new Dictionary<string, (Occasion, DateTimeOffset?, int)>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < scene.Before.Count; i++)
        {
            foreach (var occasion in Occasions.Read(scene.Before[i].Said))
            {
                ahead[occasion.What] = (occasion, scene.Before[i].At, scene.Before.Count - i);
            }
        }
        return [.. ahead.Values];
    }

    /// <summary>The notes as clauses, everything liked in one of them and everything disliked in another.</summary>
    public static List<string> Clauses(IEnumerable<Note> notes)
    {
        var all = notes.ToList();
        var clauses = all.Where(static note => note.Kind is not (NoteKind.Like or NoteKind.Dislike))
            .Select(static note => note.Clause)
            .ToList();
        foreach (var (kind, verb) in new[] { (NoteKind.Dislike, "you can't stand"), (NoteKind.Like, "you like") })
        {
            var values = all.Where(note => note.Kind == kind)
                .SelectMany(static note =>
                    note.Value.Split(" and ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                )
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .TakeLast(5)
                .ToList();
            if (values.Count > 0)
            {
                clauses.Insert(0, $"{verb} {Phrasing.List(values)}");
            }
        }
        return [.. clauses.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>One clause for a line of the profile: "your city is Pune".</summary>
    public static Note? FromProfile(string key, string value)
    {
        if (key is "name" or "timezone" or "display_name" || value.Length > 200)
        {
            return null;
        }
        var bare = (key.Split('.', 2) is [_, var rest] ? rest : key).Replace('_', ' ').Replace('-', ' ').Trim();
        value = Phrasing.Quotable(value, 80);
        return bare switch
        {
            "job" or "work" or "occupation" or "profession" => new Note(NoteKind.Job, "job", value, $"you work as {Article(value)}{value}"),
            "city" or "home" or "location" or "lives in" or "country" or "town" => new Note(
                NoteKind.Home,
                "home",
                value,
                $"you live in {value}"
            ),
            "age" => new Note(NoteKind.Age, "age", value, $"you're {value}"),
            "birthday" or "birth date" => new Note(NoteKind.Birthday, "birthday", value, $"your birthday is {value}"),
            "likes" or "like" or "hobbies" or "hobby" or "interests" => new Note(NoteKind.Like, value, value, $"you like {value}"),
            "dislikes" or "dislike" or "hates" => new Note(NoteKind.Dislike, value, value, $"you don't like {value}"),
            _ when Notebook.IsRelation(bare) => new Note(NoteKind.Person, bare, value, $"your {bare} is {value}"),
            _ when key.StartsWith("preferences.", StringComparison.Ordinal) => new Note(
                NoteKind.Like,
                bare,
                value,
                bare.StartsWith("favo", StringComparison.Ordinal) ? $"your {bare} is {value}" : $"you like {value} ({bare})"
            ),
            _ => new Note(NoteKind.Favourite, bare, value, $"your {bare} is {value}"),
        };
    }

    private static string Article(string value) =>
        value.Contains(' ', StringComparison.Ordinal) && value.Split(' ')[0] is "a" or "an" or "the"
        || value.EndsWith('s')
        || !char.IsLower(value[0])
            ? ""
        : "aeiou".Contains(value[0], StringComparison.Ordinal) ? "an "
        : "a ";

    /// <summary>Where there can be only one, the last word counts; a like and a dislike of the same thing likewise.</summary>
    private static List<Note> Latest(List<Note> notes)
    {
        var kept = new List<Note>();
        foreach (var note in notes)
        {
            kept.RemoveAll(old =>
                note.Kind switch
                {
                    NoteKind.Home or NoteKind.Job or NoteKind.Age or NoteKind.Birthday => old.Kind == note.Kind,
                    NoteKind.Favourite or NoteKind.Person => old.Kind == note.Kind && old.Subject == note.Subject,
                    _ => old.Kind is NoteKind.Like or NoteKind.Dislike
                        && string.Equals(old.Value, note.Value, StringComparison.OrdinalIgnoreCase),
                }
            );
            kept.Add(note);
        }
        return kept;
    }
}
