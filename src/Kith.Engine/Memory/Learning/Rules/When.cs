using System.Globalization;

namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>A time that was said, and the day it begins: seen as lying ahead, and as lying behind.</summary>
/// <param name="First">The words from here,</param>
/// <param name="After">up to here say it.</param>
/// <param name="Unit">How exact it is.</param>
/// <param name="Ahead">The day if it is to come.</param>
/// <param name="Behind">The day if it was; the same when only one of them is possible.</param>
/// <param name="HasYear">True when the year was said, or follows from today.</param>
/// <param name="Since">True for "since 2019", "for two years".</param>
/// <param name="Season">"summer".</param>
/// <param name="Limit">"until" or "by", where that was said.</param>
internal sealed record When(
    int First,
    int After,
    Unit Unit,
    DateOnly Ahead,
    DateOnly Behind,
    bool HasYear = true,
    bool Since = false,
    string? Season = null,
    string? Limit = null
)
{
    /// <summary>It says when something ends.</summary>
    public bool IsUntil => Limit == "until";

    /// <summary>"on 2026-11-27", "in May 2027", "since 2019", "until May 2027".</summary>
    public string Text(bool past)
    {
        var day = past ? Behind : Ahead;
        var text = Unit switch
        {
            Unit.Day => string.Create(CultureInfo.InvariantCulture, $"on {day:yyyy-MM-dd}"),
            Unit.Week => string.Create(CultureInfo.InvariantCulture, $"in the week of {day:yyyy-MM-dd}"),
            Unit.Weekend => string.Create(CultureInfo.InvariantCulture, $"on the weekend of {day:yyyy-MM-dd}"),
            Unit.Month => string.Create(CultureInfo.InvariantCulture, $"in {day:MMMM yyyy}"),
            Unit.Season => string.Create(CultureInfo.InvariantCulture, $"in {Season} {day:yyyy}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"in {day:yyyy}"),
        };
        return (Since ? "since" : Limit) is { } instead ? instead + text[2..] : text;
    }

    /// <summary>The last day of the time that begins on <paramref name="day"/>.</summary>
    public DateOnly Last(DateOnly day) =>
        Unit switch
        {
            Unit.Day => day,
            Unit.Week => day.AddDays(6),
            Unit.Weekend => day.AddDays(1),
            Unit.Month => day.AddMonths(1).AddDays(-1),
            Unit.Season => day.AddMonths(3).AddDays(-1),
            _ => day.AddYears(1).AddDays(-1),
        };

    /// <summary>29 February was said without a year, and most years haven't one.</summary>
    public bool IsLeapDay { get; init; }

    /// <summary>"3 May": of a birthday.</summary>
    public string DayOfYear => IsLeapDay ? "29 February" : string.Create(CultureInfo.InvariantCulture, $"{Behind:d MMMM}");
}

/// <summary>How exact a time is.</summary>
internal enum Unit
{
    Day,
    Week,
    Weekend,
    Month,
    Season,
    Year,
}
