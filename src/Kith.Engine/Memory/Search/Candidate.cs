namespace Kith.Engine.Memory.Search;

/// <summary>What a document is made of.</summary>
/// <param name="Kind">One of <see cref="MemoryKinds"/>.</param>
/// <param name="ConversationId">Null for a fact.</param>
/// <param name="Depth">The place of a message on its branch; -1 for others.</param>
/// <param name="Role">Who said it; null for others than messages.</param>
/// <param name="Name">What an imported message calls its speaker.</param>
internal sealed record Candidate(
    long Document,
    string Kind,
    string Id,
    string Text,
    long CreatedAt,
    string? ConversationId,
    long Depth,
    string? Role,
    string? Name,
    string? MessageId,
    string? ExternalId
);
