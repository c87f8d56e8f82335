namespace Kith.Engine;

/// <summary>Times are stored as Unix milliseconds in UTC; ids made here sort roughly by them.</summary>
public static class Time
{
    /// <summary>Now, in Unix milliseconds.</summary>
    public static long NowMs(this TimeProvider clock) => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>A stored time (Unix milliseconds) as a point in time.</summary>
    public static DateTimeOffset FromMs(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    /// <summary>A stored time (Unix milliseconds) that may be absent.</summary>
    public static DateTimeOffset? FromMs(long? ms) => ms is { } value ? FromMs(value) : null;

    /// <summary>A new UUIDv7 (RFC 9562, section 5.7) as text.</summary>
    public static string NewId(this TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow()).ToString();
}
