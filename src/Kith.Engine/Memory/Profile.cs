using System.Text.Json;

namespace Kith.Engine.Memory;

/// <summary>What a person says of themselves.</summary>
/// <param name="Name">What to call them; null when unknown.</param>
/// <param name="Preferences">A JSON object, e.g. {"music": "jazz"}.</param>
/// <param name="ImportantFacts">A JSON object, e.g. {"job": "nurse"}.</param>
/// <param name="MemoryEnabled">1 unless the person switched memory off.</param>
/// <param name="Timezone">An IANA name, e.g. Asia/Kolkata.</param>
/// <param name="Onboarded">1 once the person has seen the first steps.</param>
/// <param name="SensitiveMemory">One of <see cref="SensitiveMemories"/>.</param>
public sealed record Profile(
    string PrincipalId,
    string? Name,
    string Preferences,
    string ImportantFacts,
    long MemoryEnabled,
    string? Timezone,
    long Onboarded,
    long UpdatedAt,
    string SensitiveMemory = SensitiveMemories.Ask
)
{
    /// <summary>Where the person's days begin; null when unknown.</summary>
    public TimeZoneInfo? Zone() => Timezone is { } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var info) ? info : null;

    /// <summary>This moment by the person's own clock; null when their time zone is unknown.</summary>
    internal DateTimeOffset? LocalTime(DateTimeOffset now) => Zone() is { } zone ? TimeZoneInfo.ConvertTime(now, zone) : null;

    /// <summary>A stored time (Unix milliseconds) by the person's own clock, or in UTC when their time zone is unknown.</summary>
    internal DateTimeOffset LocalTimeOf(long ms) => LocalTime(Time.FromMs(ms)) ?? Time.FromMs(ms);

    internal static Profile Empty(string principalId) => new(principalId, null, "{}", "{}", 1, null, 0, 0);
}

/// <summary>What may change in a profile; null means: as it is. An empty name or time zone clears it.</summary>
public sealed record ProfileChange(
    string? Name,
    JsonElement? Preferences,
    JsonElement? ImportantFacts,
    bool? MemoryEnabled,
    string? Timezone,
    bool? Onboarded,
    string? SensitiveMemory = null
);

/// <summary>What becomes of what is learned of a person and sensitive: health, beliefs, moods and the like.</summary>
public static class SensitiveMemories
{
    /// <summary>It is kept.</summary>
    public const string On = "on";

    /// <summary>It waits for the person's yes.</summary>
    public const string Ask = "ask";

    /// <summary>It is dropped.</summary>
    public const string Off = "off";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Off, On, Ask];
}
