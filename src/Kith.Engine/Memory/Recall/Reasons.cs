using System.Globalization;

namespace Kith.Engine.Memory.Recall;

/// <summary>What spoke for something recalled, in a few words each.</summary>
internal static class Reasons
{
    public const string Pinned = "pinned";
    public const string Important = "important";
    public const string Similar = "similar";

    private const string Matches = "matches";
    private const int MostWords = 4;

    public static string About(string kind) => $"about: {kind}";

    public static string Matching(IEnumerable<string> words) => $"{Matches}: {string.Join(", ", words.Take(MostWords))}";

    public static string WithoutWords(string reason) => reason.StartsWith(Matches, StringComparison.Ordinal) ? Matches : reason;

    /// <summary>A kept reason with its words again; null when none match any more.</summary>
    public static string? WithWords(string reason, IReadOnlyList<string> words) =>
        reason != Matches ? reason
        : words.Count > 0 ? Matching(words)
        : null;

    /// <summary>When something was said, seen from today; both by the person's own clock.</summary>
    public static string Ago(DateTimeOffset at, DateTimeOffset now)
    {
        var days = DayOf(now).DayNumber - DayOf(at).DayNumber;
        return days switch
        {
            <= 0 => "today",
            1 => "yesterday",
            < 7 => $"{days} days ago",
            < 14 => "last week",
            < 60 => $"{days / 7} weeks ago",
            < 365 => at.ToString("'in' MMMM", CultureInfo.InvariantCulture),
            _ => at.ToString("'in' yyyy", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>When something is planned, if that is near: from yesterday to in a week.</summary>
    public static string? Near(DateOnly day, DateTimeOffset now) =>
        (day.DayNumber - DayOf(now).DayNumber) switch
        {
            -1 => "was yesterday",
            0 => "is today",
            1 => "is tomorrow",
            > 1 and <= 7 and var days => $"is in {days} days",
            _ => null,
        };

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.DateTime);
}
