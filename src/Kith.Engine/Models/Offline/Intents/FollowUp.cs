using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>Comes back to something the person said a while ago in this chat, once.</summary>
internal static class FollowUp
{
    /// <summary>So many messages ago it is no longer what we are talking about.</summary>
    private const int AWhileAgo = 3;

    private static readonly TimeSpan Over = TimeSpan.FromHours(20);

    private static readonly string[] Ahead =
    [
        "You said earlier that {x}. How are you feeling about it?",
        "I've not forgotten that {x}. What part of it is on your mind?",
        "By the way, {x}, if I have it right. Anything left to prepare?",
    ];

    private static readonly string[] Past = ["You told me about your {x}. How did it go?", "And your {x}, how did that turn out?"];

    private static readonly string[] OfPerson = ["You mentioned {x} earlier. How are things between you?", "How is {x}, by the way?"];

    private static readonly string[] OfLiking =
    [
        "You told me {x}. When did that start?",
        "Earlier you said {x}. Had any time for it lately?",
    ];

    public static Reply? Ask(Scene scene) => Text(scene) is { } text ? new Reply(text) : null;

    private static string? Text(Scene scene)
    {
        foreach (var (occasion, at, ago) in Knowledge.Ahead(scene))
        {
            if (ago >= AWhileAgo && !Mentioned(scene, occasion.What) && !scene.HasSaid([.. Ahead, .. Past], occasion.What))
            {
                var over = at is { } told && scene.Blocks.Now is { } now && now - told > Over;
                return over ? scene.Pick(Past, ("x", occasion.What)) : scene.Pick(Ahead, ("x", occasion.Clause));
            }
        }
        var losses = Losses.Of(scene);
        for (var i = 0; i <= scene.Before.Count - AWhileAgo; i++)
        {
            foreach (var note in scene.Before[i].Notes)
            {
                if (
                    (note.Kind == NoteKind.Person && Losses.HasDied(losses, note))
                    || Mentioned(scene, note.Value)
                    || scene.HasSaid([.. OfPerson, .. OfLiking], note.Value)
                )
                {
                    continue;
                }
                var text = note.Kind switch
                {
                    NoteKind.Person => scene.Pick(OfPerson, ("x", note.Value)),
                    NoteKind.Like => scene.Pick(OfLiking, ("x", note.Clause)),
                    _ => null,
                };
                if (text is not null)
                {
                    return text;
                }
            }
        }
        return null;
    }

    /// <summary>True when the friend has spoken of it lately, so that it doesn't ask twice.</summary>
    private static bool Mentioned(Scene scene, string what) =>
        scene.Replies.TakeLast(2).Any(reply => reply.Contains(what, StringComparison.OrdinalIgnoreCase));
}
