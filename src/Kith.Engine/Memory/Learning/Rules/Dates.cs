using Kith.Engine.Models.Offline.Reading;
using static Kith.Engine.Memory.Learning.Rules.CalendarWords;

namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>Finds the times people name, and reckons those that depend on today.</summary>
internal sealed class Dates(DateTimeOffset localTime)
{
    private readonly DateOnly _today = DateOnly.FromDateTime(localTime.DateTime);

    /// <summary>Years a date can be reckoned from and to without leaving the calendar.</summary>
    public bool CanReckon => _today.Year is > 300 and < 9_700;

    public DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), localTime.Offset);

    public DateOnly Today => _today;

    /// <summary>The first time named from <paramref name="from"/> on.</summary>
    public When? Find(Word[] words, int from = 0)
    {
        for (var i = from; i < words.Length && CanReckon; i++)
        {
            if (At(words, i) is { } when)
            {
                return when;
            }
        }
        return null;
    }

    private When? At(Word[] words, int at)
    {
        var first = words[at].Text;
        return Named(words, at)
            ?? first switch
            {
                "this" or "next" or "last" or "coming" or "past" => Relative(words, at, at, first),
                "in" or "for" or "since" or "on" or "by" or "from" or "during" or "over" or "until" or "till" => AfterPreposition(
                    words,
                    at
                ),
                _ => Ago(words, at, at) ?? Calendar(words, at, at, false),
            };
    }

    private When? Named(Word[] words, int at)
    {
        var first = words[at].Text;
        var days = first switch
        {
            "today" or "tonight" => 0,
            "tomorrow" => 1,
            "yesterday" => -1,
            "later" when Is(words, at + 1, "today") => 0,
            "last" when Is(words, at + 1, "night") => -1,
            "this" when Is(words, at + 1, "morning", "afternoon", "evening") => 0,
            "day" when Is(words, at + 2, "tomorrow") => 2,
            "day" when Is(words, at + 2, "yesterday") => -2,
            _ => (int?)null,
        };
        if (days is null)
        {
            return null;
        }
        var begin = first == "day" && at > 0 && words[at - 1].Text == "the" ? at - 1 : at;
        var end =
            first == "day" ? at + 3
            : first is "last" or "this" or "later" ? at + 2
            : at + 1;
        end += Is(words, end, "morning", "afternoon", "evening", "night") ? 1 : 0;
        return Exactly(begin, end, Unit.Day, _today.AddDays(days.Value));
    }

    private When? AfterPreposition(Word[] words, int at)
    {
        var (preposition, next) = (words[at].Text, at + 1);
        next += Is(words, next, "the", "early", "late", "about", "around") ? 1 : 0;
        next += Is(words, next, "end", "beginning", "start", "middle") && Is(words, next + 1, "of") ? 2 : 0;
        if (next >= words.Length)
        {
            return null;
        }
        if (preposition is "on" or "since" or "by" or "from" or "over" or "during" or "until" or "till" or "in")
        {
            var when =
                Is(words, next, "this", "next", "last", "coming") ? Relative(words, at, next, words[next].Text)
                : Named(words, next) is { } named ? named with { First = at }
                : Calendar(words, at, next, true);
            if (when is not null)
            {
                return preposition switch
                {
                    "since" => when with { Since = true, Ahead = when.Behind },
                    "until" or "till" => when with { Limit = "until" },
                    "by" => when with { Limit = "by" },
                    _ => when,
                };
            }
        }
        if (preposition is not ("in" or "for") || Count(words, next) is not { } count)
        {
            return null;
        }
        var (number, unit, after) = count;
        if (preposition == "for")
        {
            return unit is 'd' || Span(-number, unit) is not { } since
                ? null
                : Exactly(at, after, UnitOf(unit), since) with
                {
                    Since = true,
                };
        }
        return Span(number, unit) is { } day ? Exactly(at, after, UnitOf(unit), day) : null;
    }

    /// <summary>"two years ago".</summary>
    private When? Ago(Word[] words, int at, int first)
    {
        if (Count(words, at) is not var (number, unit, after) || !Is(words, after, "ago", "back") || Span(-number, unit) is not { } day)
        {
            return null;
        }
        return Exactly(first, after + 1, UnitOf(unit), day);
    }

    private static Unit UnitOf(char unit) =>
        unit switch
        {
            'd' or 'w' => Unit.Day,
            'm' => Unit.Month,
            _ => Unit.Year,
        };

    private DateOnly? Span(int number, char unit) =>
        Math.Abs(number) > 120
            ? null
            : unit switch
            {
                'd' => _today.AddDays(number),
                'w' => _today.AddDays(7 * number),
                'm' => FirstOfMonth(_today.AddMonths(number)),
                _ => new DateOnly(_today.Year + number, 1, 1),
            };

    /// <summary>"this weekend", "next Friday" (that of the next week), "last summer".</summary>
    private When? Relative(Word[] words, int first, int at, string which)
    {
        if (at + 1 >= words.Length)
        {
            return null;
        }
        var by =
            which is "next" ? 1
            : which is "last" or "past" ? -1
            : 0;
        var (text, after) = (words[at + 1].Text, at + 2);
        var monday = _today.AddDays(-DayOfWeek(_today));
        if (Weekday(text, introduced: true) is { } day)
        {
            after += Is(words, after, "morning", "afternoon", "evening", "night") ? 1 : 0;
            return Exactly(
                first,
                after,
                Unit.Day,
                by == 0 ? Coming(day)
                    : by > 0 ? monday.AddDays(7 + day)
                    : Gone(day)
            );
        }
        if (Month(text) is > 0 and var month)
        {
            return Exactly(first, after, Unit.Month, by < 0 ? MonthBehind(month) : MonthAhead(month, by > 0));
        }
        if (Seasons.TryGetValue(text, out var begins))
        {
            var year =
                _today.Year
                + (
                    by > 0 && _today.Month >= begins ? 1
                    : by < 0 && _today.Month < begins + 3 ? -1
                    : 0
                );
            return Exactly(first, after, Unit.Season, new DateOnly(year, begins, 1)) with { Season = text };
        }
        return text switch
        {
            "week" => Exactly(first, after, Unit.Week, monday.AddDays(7 * by)),
            "weekend" => Exactly(first, after, Unit.Weekend, monday.AddDays(5 + (7 * by))),
            "month" => Exactly(first, after, Unit.Month, FirstOfMonth(_today.AddMonths(by))),
            "year" => Exactly(first, after, Unit.Year, new DateOnly(_today.Year + by, 1, 1)),
            _ => null,
        };
    }

    /// <summary>"3 May", "May 3rd 2027", "2026-12-24", "Friday"; after a preposition also "May" and "2019".</summary>
    private When? Calendar(Word[] words, int first, int at, bool introduced)
    {
        var text = words[at].Text;
        if (Weekday(text, introduced) is { } weekday)
        {
            if (
                Is(words, at + 1, "mornings", "afternoons", "evenings", "nights")
                || (first > 0 && Is(words, first - 1, "every", "most", "each"))
            )
            {
                return null;
            }
            var end = at + 1 + (Is(words, at + 1, "morning", "afternoon", "evening", "night") ? 1 : 0);
            return introduced || at + 1 == words.Length ? new When(first, end, Unit.Day, Coming(weekday), Gone(weekday)) : null;
        }
        if (Iso(words, at) is { } iso)
        {
            return Exactly(first, at + 3, Unit.Day, iso);
        }
        var month = Month(text);
        if (month > 0 && DayNumber(words, at + 1) is { } day)
        {
            return DayOf(words, first, at + 2, day, month);
        }
        if (DayNumber(words, at) is { } number)
        {
            var next = at + 1 + (Is(words, at + 1, "of") ? 1 : 0);
            var named = next < words.Length ? Month(words[next].Text) : 0;
            return named > 0 ? DayOf(words, first, next + 1, number, named)
                : introduced && IsDayOfMonth(words, at) ? OnThe(words, first, at, number)
                : introduced ? YearOf(words, first, at)
                : null;
        }
        if (month > 0 && introduced)
        {
            return Year(words, at + 1) is { } year
                ? Exactly(first, at + 2, Unit.Month, new DateOnly(year, month, 1))
                : new When(first, at + 1, Unit.Month, MonthAhead(month, false), MonthBehind(month));
        }
        if (Seasons.TryGetValue(text, out var begins) && Year(words, at + 1) is { } of)
        {
            return Exactly(first, at + 2, Unit.Season, new DateOnly(of, begins, 1)) with { Season = text };
        }
        return introduced ? YearOf(words, first, at) : null;
    }

    private static When? YearOf(Word[] words, int first, int at) =>
        Year(words, at) is { } year ? Exactly(first, at + 1, Unit.Year, new DateOnly(year, 1, 1)) : null;

    private When? DayOf(Word[] words, int first, int after, int day, int month)
    {
        if (Year(words, after) is { } year)
        {
            return day <= DateTime.DaysInMonth(year, month) ? Exactly(first, after + 1, Unit.Day, new DateOnly(year, month, day)) : null;
        }
        if (day > DateTime.DaysInMonth(2024, month))
        {
            return null;
        }
        var thisYear = On(_today.Year, month, day);
        var ahead = thisYear >= _today ? thisYear : On(_today.Year + 1, month, day);
        var behind = thisYear <= _today ? thisYear : On(_today.Year - 1, month, day);
        return new When(first, after, Unit.Day, ahead, behind, HasYear: false) { IsLeapDay = (day, month) == (29, 2) };
    }

    private static DateOnly On(int year, int month, int day) => new(year, month, Math.Min(day, DateTime.DaysInMonth(year, month)));

    /// <summary>Monday is 0.</summary>
    private static int DayOfWeek(DateOnly day) => ((int)day.DayOfWeek + 6) % 7;

    private DateOnly Coming(int weekday) => _today.AddDays((weekday - DayOfWeek(_today) + 6) % 7 + 1);

    private DateOnly Gone(int weekday) => _today.AddDays(-((DayOfWeek(_today) - weekday + 6) % 7 + 1));

    /// <summary>"the 30th": that of this month or the one beside it.</summary>
    private When OnThe(Word[] words, int first, int at, int day)
    {
        var month = FirstOfMonth(_today);
        DateOnly Of(int by) => On(month.AddMonths(by).Year, month.AddMonths(by).Month, day);
        return new When(first, at + 1, Unit.Day, Of(0) >= _today ? Of(0) : Of(1), Of(0) <= _today ? Of(0) : Of(-1));
    }

    private static DateOnly FirstOfMonth(DateOnly day) => new(day.Year, day.Month, 1);

    private DateOnly MonthAhead(int month, bool next) =>
        new(_today.Year + (month < _today.Month || (next && month == _today.Month) ? 1 : 0), month, 1);

    private DateOnly MonthBehind(int month) => new(_today.Year - (month > _today.Month ? 1 : 0), month, 1);

    private static When Exactly(int first, int after, Unit unit, DateOnly day) => new(first, after, unit, day, day);
}
