using Kith.Engine.Memory.Embeddings;

namespace Kith.Engine.Memory.Search;

/// <summary>What to recall for.</summary>
/// <param name="Query">A question, or whatever was said; any length.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Kinds">Some of <see cref="MemoryKinds"/>; null for all.</param>
/// <param name="ConversationId">Only what was said in this one, and its summary; null for everything.</param>
/// <param name="Now">What "yesterday" is counted from.</param>
/// <param name="TimeZone">Where the person's days begin; null for UTC.</param>
public sealed record MemoryQuery(
    string Query,
    int Limit,
    IReadOnlyCollection<string>? Kinds,
    string? ConversationId,
    DateTimeOffset Now,
    TimeZoneInfo? TimeZone = null
)
{
    /// <summary>What it means, where that is known; null to go by words alone.</summary>
    internal Meaning? Meaning { get; init; }
}

/// <summary>Something that was found.</summary>
/// <param name="Kind">One of <see cref="MemoryKinds"/>.</param>
/// <param name="Id">Of the message, of the fact, or of the conversation that is summed up.</param>
/// <param name="Score">How well it fits; comparable within one search only.</param>
/// <param name="ConversationId">Null for a fact.</param>
/// <param name="MessageId">The message, or the one a fact was learned from last; null where there is none.</param>
/// <param name="ExternalId">What an imported message was called where it came from.</param>
/// <param name="CreatedAt">Unix milliseconds.</param>
/// <param name="Why">In a word each, what spoke for it.</param>
public sealed record MemoryHit(
    string Kind,
    string Id,
    string Text,
    double Score,
    string? ConversationId,
    string? MessageId,
    string? ExternalId,
    long CreatedAt,
    IReadOnlyList<string> Why
);

/// <summary>What can be found.</summary>
public static class MemoryKinds
{
    public const string Fact = "fact";
    public const string Message = "message";
    public const string Summary = "summary";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Fact, Message, Summary];
}
