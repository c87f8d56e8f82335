using System.Globalization;

namespace Kith.Engine.Memory.Search;

/// <summary>A time that a question names: from the beginning of one day to that of another, by the person's own clock.</summary>
/// <param name="Weight">How exact it is: 1 for days, weeks and months, less for a whole year.</param>
internal sealed record NamedDates(DateTimeOffset From, DateTimeOffset Until, double Weight)
{
    private const double YearWeight = 0.5;

    /// <summary>What happened is told for a while yet.</summary>
    private static readonly TimeSpan s_aftermath = TimeSpan.FromDays(7);

    private static readonly string[] s_months =
    [
        .. CultureInfo.InvariantCulture.DateTimeFormat.MonthNames.Take(12).Select(name => name.ToLowerInvariant()),
    ];

    private static readonly string[] s_days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    /// <summary>The first time named in these words; null when there is none.</summary>
    /// <param name="now">By the person's own clock.</param>
    public static NamedDates? Find(string[] words, DateTimeOffset now)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if ((FindMonth(words, i, now) ?? FindRelative(words, i, now)) is { } found)
                return found;
        }

        var year = Array.Find(words, TraitsReader.IsYear);
        return year is null ? null : Span(At(now, new DateOnly(int.Parse(year), 1, 1)), date => date.AddYears(1), YearWeight);
    }

    /// <summary>1 for what was said in this time, less the longer after it, 0 before.</summary>
    public double Nearness(long createdAt)
    {
        var at = Time.FromMs(createdAt);
        if (at < From)
            return 0;
        return Weight * (at < Until ? 1 : Math.Exp((Until - at) / s_aftermath));
    }

    /// <summary>In May, 7 May 2023, May 7th; without a year the last such one.</summary>
    private static NamedDates? FindMonth(string[] words, int i, DateTimeOffset now)
    {
        var month = Array.IndexOf(s_months, words[i]) + 1;
        if (month == 0)
            return null;
        var before = i > 0 ? words[i - 1] : "";
        var day = DayOf(before) ?? (before == "of" && i > 1 ? DayOf(words[i - 2]) : null);
        var next = i + 1;
        if (day is null && next < words.Length && (day = DayOf(words[next])) is not null)
            next++;
        int? year = next < words.Length && TraitsReader.IsYear(words[next]) ? int.Parse(words[next]) : null;
        // "I may" is no month, nor is "march on".
        if (
            day is null
            && year is null
            && before is not ("in" or "of" or "during" or "since" or "last" or "by" or "until" or "early" or "late")
        )
            return null;
        if (year is null)
            year = month < now.Month || (month == now.Month && (day ?? 1) <= now.Day) ? now.Year : now.Year - 1;
        if (day is null)
            return Span(At(now, new DateOnly(year.Value, month, 1)), date => date.AddMonths(1));
        return day <= DateTime.DaysInMonth(year.Value, month)
            ? Span(At(now, new DateOnly(year.Value, month, day.Value)), date => date.AddDays(1))
            : null;
    }

    /// <summary>Yesterday, last week, three days ago, on Tuesday.</summary>
    private static NamedDates? FindRelative(string[] words, int i, DateTimeOffset now)
    {
        var today = At(now, DateOnly.FromDateTime(now.DateTime));
        var word = words[i];
        var before = i > 0 ? words[i - 1] : "";
        if (word is "today" or "tonight")
            return Span(today, date => date.AddDays(1));
        if (word is "yesterday")
            return Span(today.AddDays(-1), date => date.AddDays(1));
        if (word is "ago")
            return i > 1 ? FindAgo(before, words[i - 2], today) : null;
        if (before is not ("last" or "past" or "this" or "on"))
            return null;
        if (Array.IndexOf(s_days, word) is var day and >= 0)
            return Span(today.AddDays(-((int)today.DayOfWeek - day + 6) % 7 - 1), date => date.AddDays(1));
        var monday = today.AddDays(-((int)today.DayOfWeek + 6) % 7);
        var back = before == "last" ? 1 : 0;
        return (word, before) switch
        {
            (_, "on") => null,
            ("week", "past") => Span(today.AddDays(-7), date => date.AddDays(8)),
            ("month", "past") => Span(today.AddDays(-30), date => date.AddDays(31)),
            ("week", _) => Span(monday.AddDays(-7 * back), date => date.AddDays(7)),
            ("weekend", _) => Span(
                monday.AddDays(today.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && back == 0 ? 5 : -2),
                date => date.AddDays(2)
            ),
            ("month", _) => Span(today.AddDays(1 - today.Day).AddMonths(-back), date => date.AddMonths(1)),
            ("year", _) => Span(At(now, new DateOnly(now.Year - back, 1, 1)), date => date.AddYears(1), YearWeight),
            ("night", "last") => Span(today.AddDays(-1), date => date.AddDays(1)),
            _ => null,
        };
    }

    private static NamedDates? FindAgo(string unit, string amount, DateTimeOffset today)
    {
        var count = amount switch
        {
            "a" or "an" or "one" => 1,
            "two" or "couple" or "of" => 2,
            "three" or "few" => 3,
            "four" => 4,
            "five" => 5,
            "six" => 6,
            _ => int.TryParse(amount, out var number) && number is > 0 and < 1_000 ? number : 0,
        };
        if (count == 0)
            return null;
        return unit switch
        {
            "day" or "days" => Around(today.AddDays(-count), days: count > 1 ? 1 : 0),
            "week" or "weeks" => Around(today.AddDays(-7 * count), days: 3),
            "month" or "months" => Around(today.AddMonths(-count), days: 15),
            "year" or "years" when count < 100 => Span(
                At(today, new DateOnly(today.Year - count, 1, 1)),
                date => date.AddYears(1),
                YearWeight
            ),
            _ => null,
        };
    }

    /// <summary>7, 7th.</summary>
    private static int? DayOf(string word)
    {
        var digits = word.AsSpan();
        if (digits.EndsWith("st") || digits.EndsWith("nd") || digits.EndsWith("rd") || digits.EndsWith("th"))
            digits = digits[..^2];
        return digits.Length <= 2 && int.TryParse(digits, out var day) && day is >= 1 and <= 31 ? day : null;
    }

    private static NamedDates Around(DateTimeOffset day, int days) => new(day.AddDays(-days), day.AddDays(days + 1), Weight: 1);

    private static NamedDates Span(DateTimeOffset from, Func<DateTimeOffset, DateTimeOffset> until, double weight = 1) =>
        new(from, until(from), weight);

    /// <summary>The beginning of a day, where it is now.</summary>
    private static DateTimeOffset At(DateTimeOffset now, DateOnly date) => new(date, TimeOnly.MinValue, now.Offset);
}
