using System.Text.Json;

namespace Kith.Engine.Memory;

/// <summary>What a person says of themselves.</summary>
/// <param name="Name">What to call them; null when unknown.</param>
/// <param name="Preferences">A JSON object, e.g. {"music": "jazz"}.</param>
/// <param name="ImportantFacts">A JSON object, e.g. {"job": "nurse"}.</param>
/// <param name="MemoryEnabled">1 unless the person switched memory off.</param>
/// <param name="Timezone">An IANA name, e.g. Asia/Kolkata.</param>
/// <param name="Onboarded">1 once the person has seen the first steps.</param>
public sealed record Profile(
    string PrincipalId,
    string? Name,
    string Preferences,
    string ImportantFacts,
    long MemoryEnabled,
    string? Timezone,
    long Onboarded,
    long UpdatedAt
)
{
    /// <summary>Where the person's days begin; null when unknown.</summary>
    public TimeZoneInfo? Zone() => Timezone is { } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var info) ? info : null;

    /// <summary>This moment by the person's own clock; null when their time zone is unknown.</summary>
    internal DateTimeOffset? LocalTime(DateTimeOffset now) => Zone() is { } zone ? TimeZoneInfo.ConvertTime(now, zone) : null;

    internal static Profile Empty(string principalId) => new(principalId, null, "{}", "{}", 1, null, 0, 0);
}

/// <summary>What may change in a profile; null means: as it is. An empty name or time zone clears it.</summary>
public sealed record ProfileChange(
    string? Name,
    JsonElement? Preferences,
    JsonElement? ImportantFacts,
    bool? MemoryEnabled,
    string? Timezone,
    bool? Onboarded
);
