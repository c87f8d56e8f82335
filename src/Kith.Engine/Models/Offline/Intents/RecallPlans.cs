using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>"What are my plans?", "What do I have coming up?": what was told to lie ahead, the soonest first.</summary>
internal sealed class RecallPlans : IIntent
{
    private const int MostListed = 5;

    private static readonly PhraseSet Asked = PhraseSet.Of(
        """
        what are|were my plans
        what plans do|did|have i
        what have i planned
        what do|did i plan|have planned|coming|ahead|$
        what am i planning
        what am i doing tomorrow|tonight|next|this|on|in
        what is coming up
        do i have any|some? plans|appointments
        have i got? any|some? plans|appointments
        """
    );

    private static readonly string[] Begun = ["I plan to ", "I want to ", "I will ", "I am saving ", "I am expecting "];

    private static readonly string[] Known =
    [
        "As far as I know, {x}. What comes first?",
        "Here is what I have: {x}. Anything new?",
        "From what you've told me, {x}.",
        "{X}. That's what I know of.",
    ];

    private static readonly string[] Unknown =
    [
        "No plan has reached my notes yet. What is coming up?",
        "I don't know of any, and I won't make one up for you. What would you like to be planning?",
    ];

    public Reply? Answer(Scene scene)
    {
        if (scene.Said.Words.Length > 16 || Asked.First(scene.Said) is not { } found || !Question.IsAt(scene.Said, found.First))
        {
            return null;
        }
        var clauses = Clauses(scene).Take(MostListed).ToList();
        return clauses.Count > 0 ? new Reply(scene.PickAnyway(Known, ("x", Phrasing.List(clauses)))) : new Reply(scene.PickAnyway(Unknown));
    }

    private static IEnumerable<string> Clauses(Scene scene)
    {
        var today = scene.Blocks.Now is { } now ? DateOnly.FromDateTime(now.DateTime) : DateOnly.MinValue;
        return scene
            .Blocks.Memories.Where(static memory => memory.IsFact)
            .Select(static memory => (memory.Text, Day: SpokenDates.LastDay(memory.Text), Clause: Reflection.ToYouOrNull(memory.Text)))
            .Where(known => IsAhead(known.Text, known.Day, today))
            .OrderBy(static known => known.Day ?? DateOnly.MaxValue)
            .Select(static known => known.Clause)
            .OfType<string>()
            .Concat(Knowledge.Ahead(scene).Select(static ahead => ahead.Occasion.Clause))
            .Distinct(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>"My son was 6 in November 2026" names a time, but tells what was.</summary>
    private static bool IsAhead(string text, DateOnly? day, DateOnly today) =>
        day is { } last
            ? last >= today && !text.Contains(" was ", StringComparison.Ordinal) && !text.Contains(" were ", StringComparison.Ordinal)
            : Array.Exists(Begun, begun => text.StartsWith(begun, StringComparison.Ordinal));
}
