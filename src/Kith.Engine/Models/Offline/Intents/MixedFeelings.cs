using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>Several feelings at once, or a heavy one beside a smaller trouble: the heaviest is answered, and two that pull apart are both named.</summary>
internal sealed class MixedFeelings : IIntent
{
    private static readonly PhraseSet Since = PhraseSet.Of(
        "since|after my|the|our|a divorce|breakup|separation|move|accident|wedding|diagnosis|operation|surgery|birth|miscarriage|layoff|fight"
    );

    private static readonly string[] Apart =
    [
        "{A} and {b} at once: both can be true, and neither cancels the other. Which of the two is louder right now?",
        "{A} and {b} in one breath: people feel that more often than they admit. Which would you like to talk about first?",
        "{A} and {b}, both. It's honest of you to name them together. What does each of them say?",
    ];

    private static readonly string[] Together =
    [
        "{A} and {b} together weigh more than twice as much{,name}, and I'm sorry. Which of them came first?",
        "That is a lot in one go{,name}: {a}, and {b} on top of it. Which part is the heaviest?",
    ];

    private static readonly string[] AfterIt =
    [
        "{Word} since {x}: I'm sorry{,name}, that is a great deal to carry, by day and by night. Who do you have near you?",
        "I'm sorry{,name}. {X} takes more than one thing from a person, and feeling {word} after it is no weakness. When is it worst?",
    ];

    private static readonly string[] Heavy = ["worthless", "lonely", "hurt", "guilty", "sad"];

    public Reply? Answer(Scene scene)
    {
        var own = FeelingReader.Own(scene.Said);
        if (own is not [var first, ..] || scene.Said.EndsAsking)
        {
            return null;
        }
        var low = own.Where(static felt => !IsBright(felt) && felt.Kind is not ("hungry" or "bored" or "fine" or "better")).ToList();
        if (low is [var heaviest, ..] && Event(scene.Said) is { } happened)
        {
            return Say.From(scene, AfterIt, null, ("x", happened), ("word", heaviest.Word));
        }
        if (low is [var dark, ..] && own.Find(IsBright) is { } light)
        {
            var (a, b) = IsBefore(scene.Said, light, dark) ? (light, dark) : (dark, light);
            return Say.From(scene, Apart, null, ("a", a.Word), ("b", b.Word));
        }
        if (low is [{ About: null, Because: null } one, { About: null, Because: null } other, ..])
        {
            return Say.From(scene, Together, null, ("a", one.Word), ("b", other.Word));
        }
        // A remedy for sleep or focus is no answer to loneliness.
        return Array.IndexOf(Heavy, first.Kind) >= 0 && first is { About: null, Because: null } && Advice.IsWanted(scene)
            ? Say.From(scene, FeelingLines.Of(first.Kind), null, ("word", first.Word))
            : null;
    }

    private static bool IsBright(Felt felt) => felt.Kind is "happy" or "excited" or "proud" or "grateful";

    private static bool IsBefore(Utterance said, Felt one, Felt other) =>
        Array.FindIndex(said.Words, word => word.Text == one.Word) < Array.FindIndex(said.Words, word => word.Text == other.Word);

    private static string? Event(Utterance said) =>
        Since.First(said) is { } found ? Reflection.ToYouOrNull(said.Typed(found.First + 1, found.After)) : null;
}
