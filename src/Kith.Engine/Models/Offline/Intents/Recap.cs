using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>"Summarize what we talked about": a short list of the person's own sentences, which is no more than was said.</summary>
internal sealed class Recap : IIntent
{
    private const int Most = 5,
        ShortestWords = 3;

    private static readonly PhraseSet When = PhraseSet.Of(
        "summarise|summarize|recap|sum .. we|i|conversation|chat|talk|discussion|far\nwhat did|have we talk|talked|discuss|discussed|speak|spoken|chat|chatted about?"
    );

    public static bool IsAsked(Scene scene) =>
        scene.Said.Words.Length <= 16 && When.First(scene.Said) is { } found && Question.IsAt(scene.Said, found.First);

    public Reply? Answer(Scene scene)
    {
        if (!IsAsked(scene))
        {
            return null;
        }
        var said = scene
            .Before.Where(static earlier => earlier.Said.Words.Length >= ShortestWords)
            .Select(static earlier => "- " + Phrasing.Quotable(earlier.Said.Text, 90))
            .TakeLast(Most)
            .ToList();
        return new Reply(
            said.Count == 0
                ? "We've hardly begun, so there's nothing to sum up yet. What shall we talk about?"
                : $"In your own words, the latest last:\n{string.Join('\n', said)}\nDid I leave out what matters most?"
        );
    }
}
