using System.Globalization;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>Coins, dice, numbers, and small choices; chance is the conversation's hash, so the same chat falls the same way.</summary>
internal sealed class ChanceIntent : IIntent
{
    private static readonly PhraseSet Coin = PhraseSet.Of(
        "flip|toss|throw a|the|another coin\nheads or tails\nflip it? again\ncoin flip|toss"
    );

    private static readonly PhraseSet Dice = PhraseSet.Of("roll|throw|toss a|the|two|some|another|my die|dice\nroll again\ndice roll");

    private static readonly PhraseSet Number = PhraseSet.Of("pick|choose|give|think|random .. number\nnumber between|from");

    private static readonly PhraseSet Choice = PhraseSet.Of(
        """
        choose|pick|decide between|from|for
        choose|pick $
        should i eat|order|wear|watch|drink|read|cook|play
        """
    );

    // A coin is no way to decide these.
    private static readonly PhraseSet Weighty = PhraseSet.Of(
        "husband|wife|divorce|marry|marriage|baby|leave|leaving|quit|quitting|surgery|medicine|pills|job|jobs|him|her|move|moving"
    );

    private static readonly string[] CoinLines =
    [
        "The coin goes up, it comes down: {x}.",
        "{X}. No arguing with the coin.",
        "Flipping… {x}!",
        "{X} it is. Were you secretly hoping for the other one?",
    ];

    private static readonly string[] DiceLines =
    [
        "Rattle, rattle: a {x}.",
        "A {x}. The dice have spoken.",
        "You rolled a {x}.",
        "It shows a {x}. Again?",
    ];

    private static readonly string[] NumberLines = ["{X}.", "Let's say {x}.", "My pick: {x}.", "{X}, for no reason at all."];

    private static readonly string[] ChoiceLines =
    [
        "{X}. And if that disappoints you, you know what you really wanted.",
        "I'd say {x}, with the full authority of a coin.",
        "{X}, today. The other one tomorrow.",
        "Let it be {x}.",
    ];

    public Reply? Answer(Scene scene)
    {
        var said = scene.Said;
        if (said.Words.Length is 0 or > 24)
        {
            return null;
        }
        if (Coin.IsIn(said))
        {
            return Show(scene, CoinLines, Draw(scene, 2) == 0 ? "heads" : "tails");
        }
        if (Dice.IsIn(said))
        {
            return Show(scene, DiceLines, $"{Draw(scene, 6) + 1}");
        }
        if (Number.IsIn(said))
        {
            var (low, high) = Range(said);
            return Show(scene, NumberLines, $"{low + (long)Draw(scene, (ulong)(high - low + 1))}");
        }
        return Choice.First(said) is { } found && !Weighty.IsIn(said) && Options(said, found.After) is [var one, var other]
            ? Show(scene, ChoiceLines, Draw(scene, 2) == 0 ? one : other)
            : null;
    }

    private static Reply Show(Scene scene, string[] lines, string x) => new(scene.Pick(lines, ("x", x)) ?? $"{Phrasing.Capital(x)}.");

    private static ulong Draw(Scene scene, ulong sides) => (scene.Seed >> 17) % sides;

    private static (long Low, long High) Range(Utterance said)
    {
        var numbers = said
            .Words.Select(static word => long.TryParse(word.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1)
            .Where(static n => n is >= 0 and <= 1_000_000_000)
            .Take(2)
            .ToArray();
        return numbers is [var a, var b] ? (Math.Min(a, b), Math.Max(a, b)) : (1, numbers is [var most] && most > 1 ? most : 10);
    }

    /// <summary>"pizza or pasta": two short things; null when they are long, and so perhaps weighty.</summary>
    private static string[]? Options(Utterance said, int from)
    {
        var words = said.Words;
        var or = Array.FindIndex(words, from, static word => word.Text is "or");
        or = or < 0 ? Array.FindIndex(words, from, static word => word.Text is "and") : or;
        if (or < 0 || or - from is < 1 or > 4 || words.Length - or - 1 is < 1 or > 4)
        {
            return null;
        }
        return [said.Typed(from, or), said.Typed(or + 1, words.Length)];
    }
}
