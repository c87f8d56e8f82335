namespace Kith.Engine.Conversations;

/// <summary>A conversation that was had elsewhere.</summary>
/// <param name="ExternalId">What it is called there; null when it has no name.</param>
/// <param name="Id">The id it had in a Kith, if it comes from one.</param>
/// <param name="Agent">Id or slug. One that isn't here is the best friend.</param>
/// <param name="SystemPrompt">Replaces the agent's prompt.</param>
/// <param name="MemoryEnabled">False when nothing is to be learned from it, nor recalled.</param>
/// <param name="CreatedAt">Unix ms; null when unknown.</param>
public sealed record ConversationImport(
    string? ExternalId,
    string? Id,
    string? Title,
    string? Agent,
    string? SystemPrompt,
    bool Archived,
    bool Pinned,
    bool Ended,
    bool MemoryEnabled,
    long? CreatedAt,
    IReadOnlyList<MessageImport> Messages
)
{
    /// <summary>Of its older part, as another Kith made it.</summary>
    public SummaryImport? Summary { get; init; }

    /// <summary>What was said on other branches than the one that was active, each after what it follows.</summary>
    public IReadOnlyList<MessageImport> Branches { get; init; } = [];
}

/// <param name="ThroughMessage">The id that the last message it covers has in the import.</param>
public sealed record SummaryImport(string Text, string? ThroughMessage);

/// <summary>A message of it. Its text was checked.</summary>
/// <param name="Role"><see cref="Roles.User"/> or <see cref="Roles.Assistant"/>.</param>
/// <param name="CreatedAt">Unix ms; null when unknown.</param>
/// <param name="Name">Of whoever said it, where several did.</param>
/// <param name="Id">The id it had in a Kith, if it comes from one.</param>
/// <param name="Parent">The id there of the one it follows; only asked for on <see cref="ConversationImport.Branches"/>.</param>
public sealed record MessageImport(
    string Role,
    string Content,
    long? CreatedAt,
    string? ExternalId,
    string? Name,
    string? Id = null,
    string? Parent = null,
    string? Model = null
);

/// <summary>What became of it.</summary>
/// <param name="Title">What it came with, or what was made of its first message.</param>
/// <param name="Messages">How many it came with.</param>
/// <param name="Added">How many of them were new.</param>
/// <param name="Note">Why what is new wasn't added, in a sentence; null when nothing is missing.</param>
public sealed record ImportedConversation(string Id, string? ExternalId, string? Title, long Messages, long Added, string? Note);
