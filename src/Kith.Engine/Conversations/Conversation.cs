namespace Kith.Engine.Conversations;

/// <summary>A stored thread with an agent.</summary>
/// <param name="OwnerId">The principal it belongs to.</param>
/// <param name="Prompt">The persona it started with: the system prompt given then, or a copy of the agent's.</param>
/// <param name="Label">What the client of a chatbot session calls its user.</param>
/// <param name="IsOngoing">1 for the person's one ongoing chat with the best friend.</param>
/// <param name="MemoryEnabled">1 unless nothing is to be learned from it, nor recalled.</param>
/// <param name="RelatedChatId">The chat with people that it may read, while its owner is in it; null for none.</param>
/// <param name="MessageCount">Messages of both sides on the active branch that have text.</param>
public sealed record Conversation(
    string Id,
    string OwnerId,
    string? AgentId,
    string? Title,
    string Prompt,
    string? Label,
    long IsOngoing,
    string Status,
    long Archived,
    long Pinned,
    long MemoryEnabled,
    long MessageCount,
    long UserMessageCount,
    long TotalTokens,
    long CreatedAt,
    long UpdatedAt,
    long LastActivity,
    long? EndedAt,
    string? RelatedChatId = null
)
{
    public const string Active = "active";
    public const string Ended = "ended";

    public bool IsEnded => Status == Ended;

    /// <summary>A chat between people: it belongs to a principal of its own.</summary>
    internal bool IsBetweenPeople => OwnerId == Id;
}

/// <summary>How a conversation starts.</summary>
/// <param name="Agent">Id or slug; null means the best friend.</param>
/// <param name="SystemPrompt">Replaces the agent's prompt.</param>
/// <param name="RelatedChat">A chat with people that it may read; the caller has to be in it.</param>
/// <param name="Id">A UUIDv4 where the id is itself the key; null otherwise.</param>
public sealed record NewConversation(
    string? Title = null,
    string? Agent = null,
    string? SystemPrompt = null,
    string? RelatedChat = null,
    string? Label = null,
    string? Id = null,
    bool? MemoryEnabled = null
);

/// <summary>What may change about a conversation; null means: as it is.</summary>
/// <param name="IsUntitled">It has no title any more.</param>
/// <param name="RelatedChat">As of a <see cref="NewConversation"/>; empty for none.</param>
public sealed record ConversationChange(
    string? Title,
    string? SystemPrompt,
    bool? Archived,
    bool? Pinned,
    bool? MemoryEnabled = null,
    bool IsUntitled = false,
    string? RelatedChat = null
);

/// <summary>Nothing more can be said in it.</summary>
public sealed record ConversationEnded() : Failure("chat_ended", "This chat has ended. Start a new one to go on talking.");
