using System.Globalization;
using System.Text.RegularExpressions;

namespace Kith.Engine.Models.Offline.Reading;

/// <summary>Times as facts write them: said as people say them, and told apart by what is still to come.</summary>
internal static partial class SpokenDates
{
    /// <summary>"on 2027-03-03" as "on 3 March 2027".</summary>
    public static string Say(string text) =>
        IsoDay()
            .Replace(
                text,
                match =>
                    DateOnly.TryParseExact(match.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                        ? day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)
                        : match.Value
            );

    /// <summary>The last day of the time that is named: of "in May 2027" the 31st; null when none is.</summary>
    public static DateOnly? LastDay(string text)
    {
        if (Time().Match(text) is not { Success: true } time)
        {
            return null;
        }
        var year = int.Parse(time.Groups["year"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        if (year == 0)
        {
            return null;
        }
        if (!time.Groups["month"].Success)
        {
            return new DateOnly(year, 12, 31);
        }
        var month = DateTime.ParseExact(time.Groups["month"].Value, "MMMM", CultureInfo.InvariantCulture).Month;
        var days = DateTime.DaysInMonth(year, month);
        var day = time.Groups["day"].Success
            ? int.Parse(time.Groups["day"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : days;
        return new DateOnly(year, month, Math.Clamp(day, 1, days));
    }

    [GeneratedRegex(@"\b\d{4}-\d{2}-\d{2}\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex IsoDay();

    [GeneratedRegex(
        @"\b(?:on|in|by|until|of) (?:(?:(?<day>[0-9]{1,2}) )?(?<month>January|February|March|April|May|June|July|August|September|October|November|December) |(?:spring|summer|autumn|fall|winter) )?(?<year>[0-9]{4})\b",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 100
    )]
    private static partial Regex Time();
}
