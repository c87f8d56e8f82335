using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>Somebody says who they are.</summary>
internal sealed class Introduction : IIntent
{
    private const int MostWords = 14;

    private static readonly string[] Lines =
    [
        "Good to meet you, {name}. I'm {me}. What brings you here today?",
        "{name}, got it. Pleased to meet you. What's on your mind?",
        "Hello {name}! I'll remember that for as long as we talk. How are you today?",
    ];

    private static readonly string[] Again =
    [
        "{name} it is, then. Thanks for setting me right.",
        "Noted: {name}. What were you going to say, {name}?",
    ];

    public Reply? Answer(Scene scene) =>
        scene.NamedNow is null || scene.Said.Words.Length > MostWords || Notebook.Read(scene.Said).Count > 0
            ? null
            : Say.From(scene, scene.NamedBefore ? Again : Lines);
}

/// <summary>Somebody tells what lies ahead of them.</summary>
internal sealed class OccasionShared : IIntent
{
    private static readonly string[] Lines =
    [
        "So {x}. How do you feel when you think of it?",
        "{X}: noted, and I'll keep my fingers crossed, such as they are. Are you ready for it?",
        "Right, {x}. What would make it a good one?",
        "{X}. Do you look forward to it, or past it?",
    ];

    public Reply? Answer(Scene scene) =>
        Occasions.Read(scene.Said) is [var first, ..] ? Say.From(scene, Lines, null, ("x", first.Clause)) : null;
}

/// <summary>Somebody tells a thing about themselves: where they live, what they like, who is who.</summary>
internal sealed class NoteShared : IIntent
{
    private static readonly Dictionary<NoteKind, string[]> Lines = new()
    {
        [NoteKind.Like] =
        [
            "{X}, good to know. What got you into it?",
            "Ah, {value}. What's the best thing about it, for somebody who can't try it?",
            "I'll remember that {clause}. When did you last have time for it?",
            "{X}! What would a perfect hour of that look like?",
            "{Value} goes on the list of things that make you happy. What else is on it?",
        ],
        [NoteKind.Dislike] =
        [
            "No {value}, understood. There has to be a story behind that: is there?",
            "Noted: {clause}. What is it that gets to you?",
            "You're in good company there, I'd guess. What would you have instead?",
        ],
        [NoteKind.Home] =
        [
            "{Value}! What does it look like out of your window right now?",
            "So {clause}. What should a visitor not miss there?",
            "{Value}: and does it feel like home?",
        ],
        [NoteKind.Job] =
        [
            "So {clause}. What's the part of it that people never think of?",
            "{X}: is it the kind of work that follows you home?",
            "I see, {clause}. What was the best moment there lately?",
        ],
        [NoteKind.Favourite] =
        [
            "{X}. Good taste, as far as I can tell from in here. Why that one?",
            "So {clause}, I'll keep that. Since when?",
        ],
        [NoteKind.Person] =
        [
            "{Value}, I'll remember. What is {value} like?",
            "So {clause}. How are things between you two?",
            "Hello to {value} from me. What should I know about {value}?",
        ],
        [NoteKind.Birthday] = ["{X}, noted. Do you like birthdays, or hide from them?"],
        [NoteKind.Age] = ["{X}. Is that older or younger than you feel?", "{X}, a fine number. What has been the best year so far?"],
    };

    public Reply? Answer(Scene scene)
    {
        foreach (var note in Notebook.Read(scene.Said))
        {
            if (Say.From(scene, Lines[note.Kind], null, ("x", note.Clause), ("clause", note.Clause), ("value", note.Value)) is { } reply)
            {
                return reply;
            }
        }
        return null;
    }
}
