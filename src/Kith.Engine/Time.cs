using System.Globalization;

namespace Kith.Engine;

/// <summary>Times are stored as Unix milliseconds in UTC; ids made here sort roughly by them.</summary>
public static class Time
{
    /// <summary>An id begins with its 48 bits of milliseconds: <c>01234567-89ab</c>.</summary>
    private const int TimeCharacters = 13;

    /// <summary>Now, in Unix milliseconds.</summary>
    public static long NowMs(this TimeProvider clock) => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>A stored time (Unix milliseconds) as a point in time.</summary>
    public static DateTimeOffset FromMs(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    /// <summary>A stored time (Unix milliseconds) that may be absent.</summary>
    public static DateTimeOffset? FromMs(long? ms) => ms is { } value ? FromMs(value) : null;

    /// <summary>A point in time that may be absent, as it is stored.</summary>
    public static long? ToMs(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    /// <summary>A date or a time in the form of RFC 3339; without an offset it is in UTC.</summary>
    public static bool TryParse(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out time
        );

    /// <summary>As it goes out everywhere: RFC 3339 in UTC, with milliseconds and <c>Z</c>.</summary>
    public static string ToText(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A new UUIDv7 (RFC 9562, section 5.7) as text.</summary>
    public static string NewId(this TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow()).ToString();

    /// <summary>What ids made before this time (Unix milliseconds) sort before, and those made since don't.</summary>
    public static string FirstId(long ms) => Guid.CreateVersion7(FromMs(ms)).ToString()[..TimeCharacters];
}
