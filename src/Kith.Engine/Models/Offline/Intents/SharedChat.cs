using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>
/// A question about the chat with other people that came with the message: their words with their names, and no guess at what they mean.
/// </summary>
internal sealed class SharedChat : IIntent
{
    private const int MostTold = 6,
        MostFound = 3,
        LongestLine = 120;

    public Reply? Answer(Scene scene)
    {
        if (scene.Blocks.Shared is not { Count: > 0 } shared)
        {
            return null;
        }
        if (Recap.IsAsked(scene))
        {
            return Tell(
                "I can't put it in fewer words without a model. This is what was written there, the latest last:",
                shared.TakeLast(MostTold)
            );
        }
        return scene.Said.EndsAsking && scene.Said.Words.Length <= 24 && Find(scene, shared) is { Count: > 0 } found
            ? Tell("In the chat you let me read there is this:", found)
            : null;
    }

    /// <summary>The lines that have most of the words asked for, in their order.</summary>
    private static List<SharedLine> Find(Scene scene, IReadOnlyList<SharedLine> shared)
    {
        var wanted = RecallAnything.ContentOf(scene.Said.Words);
        var scores = shared
            .Select(line => RecallAnything.ContentOf(new Utterance($"{line.Name} {line.Text}").Words).Count(wanted.Contains))
            .ToList();
        var best = scores.Max();
        return best == 0 ? [] : [.. shared.Where((_, i) => scores[i] == best).TakeLast(MostFound)];
    }

    private static Reply Tell(string opening, IEnumerable<SharedLine> lines) =>
        new(
            $"{opening}\n{string.Join('\n', lines.Select(line => $"- {line.Name}: \u201c{Phrasing.Quotable(line.Text, LongestLine)}\u201d"))}"
        );
}
