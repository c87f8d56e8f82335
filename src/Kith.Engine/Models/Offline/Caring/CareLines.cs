using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Caring;

/// <summary>What is said to words of danger. Each method gives its wordings from the longest to the shortest.</summary>
internal static class CareLines
{
    /// <summary>The question to which "yes" means danger.</summary>
    public const string AsksOfHarm = "Are you thinking of ending your life?";

    /// <summary>Said once somebody is safe: the subject may change after it.</summary>
    public const string Relieved = "Thank you for telling me so.";

    private const string AsksSafe = "Are you safe right now?";

    private static readonly string[] ForSelfHarm =
    [
        "Thank you for saying it out loud{,name}. I'm taking it seriously, and you don't have to hold this alone.",
        "That is a lot of pain for one person{,name}, and I won't talk past it.",
        "I hear you{,name}, and I'm not going anywhere while we talk. This matters more than anything else we could chat about.",
        "You were right to say that{,name}, even though it's hard. Let's look at this one minute only, not at the whole of life.",
    ];

    private static readonly string[] ForDespair =
    [
        "That sounds darker than a bad day{,name}, so I'd rather ask than guess.",
        "I don't want to read past what you just wrote{,name}. Sometimes words like these carry more than they say.",
        "It sounds as if you have been carrying this for a while{,name}. Let me ask you something plainly.",
    ];

    private static readonly string[] ForAbuse =
    [
        "What you describe is not okay{,name}, and it is not your fault.",
        "Nobody has the right to do that to you{,name}. You were right to say it, and I believe you.",
        "I believe you{,name}. However it came about, being hurt or frightened is never something you earn.",
    ];

    private static readonly string[] ForOthers =
    [
        "I can't tell from here how serious that is{,name}, so I'm taking it seriously. Anger that big needs distance first: another room, outdoors, away from them and from anything you could use.",
        "Saying it is better than doing it{,name}. Please put a door and some air between you and them before anything else.",
    ];

    private static readonly string[] ForAnother =
    [
        "It's frightening to hear that about someone{,name}, and good that you take it seriously. Ask them straight out whether they think of suicide: asking doesn't plant the idea. If it is urgent, don't leave them alone.",
        "They are lucky that you noticed{,name}. Stay near, listen more than you argue, and ask them plainly whether they are thinking of dying. You don't have to carry it by yourself either.",
    ];

    private static readonly string[] ForBereaved =
    [
        "I'm so sorry{,name}. Losing someone that way leaves questions that don't answer, and none of it was yours to have prevented.",
        "I'm sorry{,name}. That is a grief with a weight of its own, and it keeps no timetable.",
    ];

    private static readonly string[] StillHere =
    [
        "We can get to that{,name}. First, because of what you told me a moment ago:",
        "I haven't forgotten what you said{,name}, and it comes first.",
        "I'm listening{,name}. What you said before is still on the table, so once more, in case you need it:",
        "Everything else can wait a little{,name}.",
    ];

    public static IEnumerable<string> First(Scene scene, Concern concern, HelpLine help)
    {
        var lines = List(concern, help, IsYoung(scene));
        yield return concern switch
        {
            Concern.Emergency =>
                $"Please call {help.Emergency} right now{Named(scene)}, even if you feel all right or aren't sure. Say what happened and "
                    + "when, and if something was taken, what it was.\n\n"
                    + $"I'm a program and can't call for you, so if anyone is near, get them now and stay where they can see you. For someone to talk to meanwhile: {help.Listening}.\n\nIs anyone with you?",
            Concern.Abuse => $"{scene.PickAnyway(ForAbuse)} I'm a program and can't come to you, but people can:\n\n{lines}\n\n"
                + $"If somebody may look at this device, call from another one. {AsksSafe}",
            Concern.Others => $"{scene.PickAnyway(ForOthers)}\n\n{lines}\n\nCan you get some distance right now?",
            Concern.SomeoneElse => $"{scene.PickAnyway(ForAnother)}\n\n{lines}\n\nAre they safe right now?",
            Concern.Bereaved =>
                $"{scene.PickAnyway(ForBereaved)} If it gets too heavy, people who know this grief will listen: {help.Listening}. "
                    + "Would you like to tell me about them?",
            Concern.Despair =>
                $"{scene.PickAnyway(ForDespair)} I'm a program, and if it is that dark, a person should be with you in it:\n\n{lines}\n\n{AsksOfHarm}",
            _ => $"{scene.PickAnyway(ForSelfHarm)} I'm a program and can't come to you, but people can:\n\n{lines}\n\n"
                + $"If something near you could hurt you, please put distance between you and it, or go to where somebody is. {AsksSafe}",
        };
        var question = concern switch
        {
            Concern.Despair => AsksOfHarm,
            Concern.SomeoneElse => "Are they safe right now?",
            _ => AsksSafe,
        };
        yield return $"I'm taking this seriously{Named(scene)}. In danger, call {Short(help)}. To talk to someone: {Main(concern, help)}. {question}";
        yield return $"Please call {Short(help)} now, or {Main(concern, help)}.";
    }

    public static IEnumerable<string> WhenUnsafe(Scene scene, Concern concern, HelpLine help)
    {
        yield return $"Then please call {help.Emergency} now{Named(scene)}, or go to the nearest person: a neighbour, a shop, anyone. You don't need the "
            + $"right words, \"I'm not safe\" is enough. You can also reach {Main(concern, help)}. Can you call right now?";
        yield return $"Then please call {Short(help)} now, or go to the nearest person. \"I'm not safe\" is enough to say. Can you call right now?";
        yield return $"Please call {Short(help)} now.";
    }

    public static IEnumerable<string> WhenAccompanied(Scene scene, HelpLine help)
    {
        yield return $"Good that you're not alone{Named(scene)}. Show them this and have them call {help.Emergency} now, then stay with you until help is "
            + "there. Don't wait to see how you feel. Have they called?";
        yield return $"Good. Have them call {Short(help)} now and stay with you.";
    }

    public static IEnumerable<string> WhenSafe(Scene scene, Concern concern, HelpLine help)
    {
        yield return $"{Relieved} Keep this within reach for when it gets heavy again, at any hour: {Main(concern, help)}. "
            + $"And let one person near you know how it has been{Named(scene)}. What would make the next hour a little easier?";
        yield return $"{Relieved} Keep this within reach: {Main(concern, help)}. What would make the next hour easier?";
        yield return $"{Relieved} Keep this near: {Main(concern, help)}.";
    }

    public static IEnumerable<string> WhenMisread(Scene scene, Concern concern, HelpLine help)
    {
        yield return $"All right{Named(scene)}. {Relieved} I ask every time, because now and then it isn't a figure of speech. "
            + $"If it ever isn't: {Main(concern, help)}. Where were we?";
        yield return $"All right. {Relieved} If it ever is meant: {Main(concern, help)}.";
    }

    public static IEnumerable<string> Staying(Scene scene, Concern concern, HelpLine help)
    {
        yield return $"{scene.PickAnyway(StillHere)} in danger, call {Short(help)}; to talk to a person, {Main(concern, help)}. ".Replace(
            ". in danger",
            ". In danger",
            StringComparison.Ordinal
        ) + (concern is Concern.SomeoneElse ? "Are they safe right now?" : AsksSafe);
        yield return $"First things first: in danger, call {Short(help)}, or reach {Main(concern, help)}. {AsksSafe}";
        yield return $"Please call {Short(help)} now, or {Main(concern, help)}.";
    }

    /// <summary>The numbers alone, for a sentence in another language.</summary>
    public static string Bare(HelpLine help) =>
        ReferenceEquals(help, HelpLines.International)
            ? $"112 / 911 / 999 / 000 · {HelpLines.Directory}"
            : $"{help.Emergency} · {help.Listening} · {HelpLines.Directory}";

    private static string List(Concern concern, HelpLine help, bool young)
    {
        var lines = new List<string> { $"- In danger now, or hurt: call {help.Emergency}" };
        if (ReferenceEquals(help, HelpLines.International))
        {
            lines.Add($"- To talk to someone, free: {Everywhere(concern)}");
        }
        else
        {
            lines.Add($"- To talk to someone, free: {Main(concern, help)}");
        }
        if (help.Child is not null && (young || concern == Concern.Abuse))
        {
            lines.Add($"- Under 18: {help.Child}");
        }
        lines.Add($"- Anywhere else: {HelpLines.Directory}");
        return string.Join('\n', lines);
    }

    private static string Everywhere(Concern concern) =>
        concern == Concern.Abuse
            ? "1-800-799-7233 (US), 0808 2000 247 (UK), 181 (India), 1800 737 732 (Australia); children: 0800 1111 (UK), 1098 (India)"
            : "988 (US and Canada, call or text), Samaritans 116 123 (UK and Ireland), Tele-MANAS 14416 (India), Lifeline 13 11 14 (Australia)";

    private static string Main(Concern concern, HelpLine help) =>
        concern == Concern.Abuse ? help.Violence ?? help.Listening : help.Listening;

    private static string Short(HelpLine help) => ReferenceEquals(help, HelpLines.International) ? "112, 911, 999 or 000" : help.Emergency;

    private static string Named(Scene scene) => scene.Name is null ? "" : $", {scene.Name}";

    private static bool IsYoung(Scene scene) =>
        scene
            .Before.Select(static earlier => earlier.Said)
            .Append(scene.Said)
            .SelectMany(Notebook.Read)
            .Any(static note =>
                note.Kind == NoteKind.Age && note.Value is { Length: <= 2 } age && string.CompareOrdinal(age.PadLeft(2, '0'), "18") < 0
            );
}
