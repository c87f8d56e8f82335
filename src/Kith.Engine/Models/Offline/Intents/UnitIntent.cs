using System.Globalization;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>"Convert 5 miles to km": lengths, weights and temperatures between the usual two systems.</summary>
internal sealed class UnitIntent : IIntent
{
    private static readonly (string Words, string Shown, char Sort, double Factor, double Offset)[] Units =
    [
        ("miles|mile|mi", "miles", 'l', 1.609344, 0),
        ("km|kms|kilometers|kilometres|kilometer|kilometre", "km", 'l', 1, 0),
        ("m|meters|metres|meter|metre", "m", 'l', 0.001, 0),
        ("feet|foot|ft", "feet", 'l', 0.0003048, 0),
        ("inches|inch", "inches", 'l', 0.0000254, 0),
        ("cm|centimeters|centimetres", "cm", 'l', 0.00001, 0),
        ("kg|kgs|kilos|kilo|kilograms|kilogram", "kg", 'w', 1, 0),
        ("lb|lbs|pounds|pound", "lb", 'w', 0.45359237, 0),
        ("c|celsius|centigrade", "°C", 't', 1, 0),
        ("f|fahrenheit", "°F", 't', 5.0 / 9, -32),
    ];

    public Reply? Answer(Scene scene)
    {
        var words = scene.Said.Words;
        if (words.Length > 14)
        {
            return null;
        }
        for (var i = 0; i + 3 < words.Length; i++)
        {
            if (
                !double.TryParse(
                    words[i].Text,
                    NumberStyles.Float | NumberStyles.AllowThousands,
                    CultureInfo.InvariantCulture,
                    out var amount
                )
            )
            {
                continue;
            }
            var units = words[(i + 1)..]
                .Where(static word => word.Text is not ("degrees" or "degree"))
                .Take(3)
                .Select(static word => word.Text)
                .ToList();
            if (
                units is [var from, "to" or "in" or "into" or "as", var to]
                && Find(from) is { } one
                && Find(to) is { } other
                && one.Sort == other.Sort
            )
            {
                var below = i > 0 && scene.Said.Text[words[i].Start - 1] == '-' ? -amount : amount;
                var value = ((below + one.Offset) * one.Factor / other.Factor) - other.Offset;
                return new Reply(
                    FormattableString.Invariant($"{below:#,0.##} {one.Shown} is {value:#,0.##} {other.Shown}, rounded to two places.")
                );
            }
        }
        return null;
    }

    private static (string Words, string Shown, char Sort, double Factor, double Offset)? Find(string word)
    {
        var at = Array.FindIndex(Units, unit => unit.Words.Split('|').Contains(word));
        return at < 0 ? null : Units[at];
    }
}
