using System.Collections.Frozen;
using System.Globalization;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>The words of a calendar, whatever today is.</summary>
internal static class CalendarWords
{
    private static readonly string[] Days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    private static readonly string[] Months =
    [
        .. CultureInfo.InvariantCulture.DateTimeFormat.MonthNames.Take(12).Select(name => name.ToLowerInvariant()),
    ];

    public static readonly FrozenDictionary<string, int> Seasons = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["spring"] = 3,
        ["summer"] = 6,
        ["autumn"] = 9,
        ["fall"] = 9,
        ["winter"] = 12,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] Numbers = ["a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    private const int FewestLetters = 3;

    /// <summary>1 to 12, also for "feb" and "sept"; 0 for what is no month.</summary>
    public static int Month(string word) =>
        Array.FindIndex(
            Months,
            name =>
                name == word || (word.Length is FewestLetters or 4 && name.Length > 4 && name.StartsWith(word, StringComparison.Ordinal))
        ) + 1;

    /// <summary>Monday is 0. What is short for a day and a word of its own ("sat") is one only behind a preposition.</summary>
    public static int? Weekday(string word, bool introduced)
    {
        var isShort = word.Length is >= FewestLetters and <= 5 && (introduced || word is "fri" or "thu" or "thurs" or "tue" or "tues");
        var day = Array.FindIndex(Days, name => name == word || (isShort && name.StartsWith(word, StringComparison.Ordinal)));
        return day < 0 ? null : day;
    }

    /// <summary>"the 30th", and no "the 3rd floor".</summary>
    public static bool IsDayOfMonth(Word[] words, int at) =>
        !char.IsAsciiDigit(words[at].Text[^1])
        && at > 0
        && words[at - 1].Text == "the"
        && (at + 1 == words.Length || words[at + 1].Pause || words[at + 1].Text is "at" or "with" or "so" or "and" or "but" or "because");

    /// <summary>"two weeks", "a couple of months".</summary>
    public static (int Number, char Unit, int After)? Count(Word[] words, int at)
    {
        if (at >= words.Length)
        {
            return null;
        }
        var text = words[at].Text;
        var number = Array.IndexOf(Numbers, text) switch
        {
            -1 when text == "an" => 1,
            -1 when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var figure) && figure > 0 => figure,
            -1 => 0,
            0 => 1,
            var index => index,
        };
        var next = at + 1;
        if (number == 1 && Is(words, next, "couple"))
        {
            number = 2;
            next += Is(words, next + 1, "of") ? 2 : 1;
        }
        if (number == 0 || next >= words.Length)
        {
            return null;
        }
        return words[next].Text switch
        {
            "day" or "days" => (number, 'd', next + 1),
            "week" or "weeks" => (number, 'w', next + 1),
            "month" or "months" => (number, 'm', next + 1),
            "year" or "years" or "yrs" => (number, 'y', next + 1),
            _ => null,
        };
    }

    public static DateOnly? Iso(Word[] words, int at) =>
        at + 2 < words.Length
        && words[at].Text.Length == 4
        && words[at + 1].Start == words[at].End + 1
        && words[at + 2].Start == words[at + 1].End + 1
        && DateOnly.TryParseExact(
            $"{words[at].Text}-{words[at + 1].Text}-{words[at + 2].Text}",
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day
            : null;

    /// <summary>"3", "3rd".</summary>
    public static int? DayNumber(Word[] words, int at)
    {
        if (at >= words.Length || words[at].Text is not { Length: <= 4 } text || !char.IsAsciiDigit(text[0]))
        {
            return null;
        }
        var digits = text.TrimEnd('s', 't', 'n', 'd', 'r', 'h');
        return
            digits.Length <= 2 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is > 0 and <= 31
            ? day
            : null;
    }

    public static int? Year(Word[] words, int at) =>
        at < words.Length
        && words[at].Text.Length == 4
        && int.TryParse(words[at].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var year)
        && year is >= 1900 and <= 2199
            ? year
            : null;

    public static bool Is(Word[] words, int at, params ReadOnlySpan<string> any)
    {
        foreach (var one in any)
        {
            if (at < words.Length && words[at].Text == one)
            {
                return true;
            }
        }
        return false;
    }
}
