using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>"What is 12*7?", "15% of 80", "seven times eight".</summary>
internal sealed class SumIntent : IIntent
{
    private const int MostCharacters = 160;

    private static readonly FrozenDictionary<string, string> Signs = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["plus"] = "+",
        ["and"] = "+",
        ["minus"] = "-",
        ["times"] = "*",
        ["multiplied"] = "*",
        ["divided"] = "/",
        ["over"] = "/",
        ["x"] = "*",
        ["by"] = "",
        ["of"] = "*",
        ["percent"] = "%",
        ["squared"] = "^2",
        ["cubed"] = "^3",
        ["power"] = "^",
        ["square"] = "",
        ["root"] = "√",
        ["sqrt"] = "√",
        ["half"] = "0.5",
        ["the"] = "",
        ["to"] = "",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int> Numbers = (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
    )
        .Split(' ')
        .Select(static (word, value) => KeyValuePair.Create(word, value))
        .Concat(
            "twenty thirty forty fifty sixty seventy eighty ninety hundred"
                .Split(' ')
                .Select(static (word, i) => KeyValuePair.Create(word, (i + 2) * 10))
        )
        .ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Asking = (
        "what is calculate compute solve how much equals equal whats please can you tell me hey so ok okay and hi quick do work out sum result"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] Said =
    [
        "{x}. That one I can do without a model.",
        "{x}, checked twice.",
        "That makes {x}.",
        "{x}. Anything else to add up?",
        "I get {x}.",
    ];

    public Reply? Answer(Scene scene)
    {
        var text = scene.Said.Text;
        if (text.Length > MostCharacters || !Expression(text, out var expression) || !expression.AsSpan().ContainsAnyInRange('0', '9'))
        {
            return null;
        }
        var calculator = new Calculator(expression);
        if (calculator.Value() is not { } value)
        {
            return null;
        }
        if (!double.IsFinite(value))
        {
            return new Reply(
                double.IsNaN(value) || calculator.DividedByZero
                    ? "That one has no answer in ordinary numbers, so I won't invent one."
                    : "That is more digits than I have fingers for. Something smaller?"
            );
        }
        var shown = Show(value);
        return new Reply(scene.Pick(Said, ("x", shown)) ?? $"{shown}.");
    }

    /// <summary>The message as a sum; false when a word in it has nothing to do with one.</summary>
    private static bool Expression(string text, out string expression)
    {
        var sum = new StringBuilder();
        expression = "";
        var tens = 0;
        for (var i = 0; i < text.Length; )
        {
            if (char.IsLetter(text[i]))
            {
                var end = i;
                while (end < text.Length && (char.IsLetter(text[end]) || text[end] == '\''))
                {
                    end++;
                }
                var word = text[i..end].ToLowerInvariant();
                if (Numbers.TryGetValue(word, out var number))
                {
                    // "twenty one" is one number.
                    var joins = tens > 0 && number is > 0 and < 10;
                    sum.Length = joins ? sum.ToString().TrimEnd().Length - 2 : sum.Length;
                    sum.Append(CultureInfo.InvariantCulture, $"{(joins ? tens + number : number)} ");
                    tens = number is >= 20 and < 100 ? number : 0;
                    i = end;
                    continue;
                }
                tens = 0;
                if (word == "of" && sum.ToString().TrimEnd() is [.., '√'])
                {
                    i = end;
                    continue;
                }
                if (Signs.TryGetValue(word, out var sign) && (sum.Length > 0 || sign is "√" or "0.5" or ""))
                {
                    sum.Append(sign);
                }
                else if (!Asking.Contains(word.Replace("'", "", StringComparison.Ordinal)))
                {
                    return false;
                }
                i = end;
                continue;
            }
            var c = text[i++];
            if (c == ',' && i < text.Length && char.IsAsciiDigit(text[i]))
            {
                continue;
            }
            sum.Append(
                c switch
                {
                    '×' or '·' => '*',
                    '÷' or ':' => '/',
                    '\u2212' or '\u2013' => '-',
                    '?' or '=' or '!' or ',' or '\n' => ' ',
                    _ => c,
                }
            );
        }
        expression = sum.ToString().Replace("**", "^", StringComparison.Ordinal).Trim().TrimEnd('.');
        return expression.Length > 0;
    }

    private static string Show(double value)
    {
        var rounded = Math.Abs(value) < 1e15 ? Math.Round(value, 6) : value;
        var whole = rounded == Math.Floor(rounded) && Math.Abs(rounded) < 1e15;
        return whole && Math.Abs(rounded) >= 10_000
            ? rounded.ToString("#,0", CultureInfo.InvariantCulture)
            : rounded.ToString(whole ? "0" : "G12", CultureInfo.InvariantCulture);
    }
}
