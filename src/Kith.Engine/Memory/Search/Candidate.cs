namespace Kith.Engine.Memory.Search;

/// <summary>What a document is made of, as far as it takes to rank it.</summary>
/// <param name="Kind">One of <see cref="MemoryKinds"/>.</param>
/// <param name="Id">Of the message or the fact, or of the conversation that is summed up.</param>
/// <param name="CreatedAt">Unix milliseconds.</param>
/// <param name="ConversationId">Null for a fact.</param>
/// <param name="Depth">The place of a message on its branch; -1 for others.</param>
/// <param name="Role">Who said it; null for others than messages.</param>
/// <param name="Length">Tokens.</param>
/// <param name="Traits">See <see cref="Search.Traits"/>.</param>
/// <param name="Name">What an imported message calls its speaker.</param>
/// <param name="ExternalId">What an imported message was called where it came from.</param>
internal sealed record Candidate(
    long Document,
    string Kind,
    string Id,
    long CreatedAt,
    string? ConversationId,
    long Depth,
    string? Role,
    long Length,
    long Traits,
    string? Name,
    string? ExternalId
)
{
    public bool Has(Traits trait) => ((Traits)Traits).HasFlag(trait);
}
