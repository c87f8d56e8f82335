using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using Kith.Engine.Memory.Facts;

namespace Kith.Engine.Memory;

/// <summary>How an occasion is put into words.</summary>
internal enum OccasionKind
{
    /// <summary>Something that happens: <c>the job interview</c>.</summary>
    Thing,

    /// <summary>What the person does then: <c>flying to Rome</c>.</summary>
    Doing,

    /// <summary>What the person means to do: <c>run a marathon</c>.</summary>
    ToDo,
}

/// <summary>Something a fact says is planned for a day, as one would say it to the person.</summary>
internal sealed record Occasion(OccasionKind Kind, string Words, DateOnly Day);

/// <summary>Reads days out of facts: what is planned for one, and birthdays. Pure functions; what they aren't sure of they leave.</summary>
internal static partial class Occasions
{
    private static readonly FrozenDictionary<string, string> s_bases = new Dictionary<string, string>
    {
        ["starts"] = "start",
        ["begins"] = "begin",
        ["leaves"] = "leave",
        ["flies"] = "fly",
        ["travels"] = "travel",
        ["moves"] = "move",
        ["returns"] = "return",
        ["graduates"] = "graduate",
        ["retires"] = "retire",
        ["goes"] = "go",
        ["meets"] = "meet",
        ["visits"] = "visit",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The day a plan is for, if it is one day: not a month or a week.</summary>
    /// <param name="zone">Where the person's days begin; null for UTC.</param>
    public static DateOnly? DayOf(Fact fact, TimeZoneInfo? zone)
    {
        if (fact.Kind is not (FactKinds.Plan or FactKinds.Event))
            return null;
        if (OnDay().Match(fact.Text) is { Success: true } said)
            return DateOnly.TryParseExact(said.Groups["day"].Value, "yyyy-MM-dd", out var day) ? day : null;
        return fact.ValidFrom is { } from && !fact.Text.Any(char.IsDigit)
            ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Time.FromMs(from), zone ?? TimeZoneInfo.Utc).DateTime)
            : null;
    }

    /// <summary>Null when the fact speaks of no day, or of one in words that don't fit a sentence.</summary>
    public static Occasion? Read(Fact fact, TimeZoneInfo? zone)
    {
        if (fact.Subject != FactRules.Me || DayOf(fact, zone) is not { } day)
            return null;
        var text = OnDay().Replace(fact.Text.Trim().TrimEnd('.'), "").Trim();
        if (Has().Match(text) is { Success: true } has)
            return new Occasion(OccasionKind.Thing, $"the {Yours(has.Groups["what"].Value)}", day);
        if (TheirOwn().Match(text) is { Success: true } own)
            return new Occasion(OccasionKind.Thing, $"your {Yours(own.Groups["what"].Value)}", day);
        if (IsDoing().Match(text) is { Success: true } doing)
            return new Occasion(OccasionKind.Doing, Yours(doing.Groups["what"].Value), day);
        if (MeansTo().Match(text) is { Success: true } means)
            return new Occasion(OccasionKind.ToDo, Yours(means.Groups["what"].Value), day);
        return text.Split(' ', 2) is [var verb, var rest] && s_bases.TryGetValue(verb, out var basic)
            ? new Occasion(OccasionKind.ToDo, $"{basic} {Yours(rest)}", day)
            : null;
    }

    /// <summary>The day of the year a fact says somebody was born on; null when it says none.</summary>
    public static (int Month, int Day)? ReadBirthday(Fact fact)
    {
        if (fact.Kind != FactKinds.Birthday && fact.Slot?.EndsWith(":birthday", StringComparison.Ordinal) != true)
            return null;
        if (
            IsoDay().Match(fact.Text) is { Success: true } iso
            && DateOnly.TryParseExact(iso.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        )
            return (date.Month, date.Day);
        var spelled = DayAndMonth().Match(fact.Text);
        // A leap year, which has every day.
        return
            spelled.Success
            && DateOnly.TryParseExact(
                $"{spelled.Groups["day"].Value} {spelled.Groups["month"].Value[..3]} 2000",
                "d MMM yyyy",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
            ? (day.Month, day.Day)
            : null;
    }

    private static string Yours(string text) => Their().Replace(text, match => match.Value[0] == 'T' ? "Your" : "your").Trim();

    [GeneratedRegex(@"\s*\bon (?<day>\d{4}-\d{2}-\d{2})\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex OnDay();

    [GeneratedRegex(@"^Has (?:a|an|the|another|their) (?<what>\S.*)$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Has();

    [GeneratedRegex(@"^Their (?<what>\S.*?) is$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex TheirOwn();

    [GeneratedRegex(@"^Is (?<what>\p{L}+ing\b.*)$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex IsDoing();

    [GeneratedRegex(
        @"^(?:Plans to|Wants to|Intends to|Hopes to|Will) (?<what>\S.*)$",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 100
    )]
    private static partial Regex MeansTo();

    [GeneratedRegex(@"\b[Tt]heir\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Their();

    [GeneratedRegex(@"\b\d{4}-\d{2}-\d{2}\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex IsoDay();

    [GeneratedRegex(
        @"\b(?:(?<day>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*|(?<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* (?<day>\d{1,2})(?:st|nd|rd|th)?)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 100
    )]
    private static partial Regex DayAndMonth();
}
