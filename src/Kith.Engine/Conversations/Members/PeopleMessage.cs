namespace Kith.Engine.Conversations.Members;

/// <summary>A message between people, as its row is.</summary>
/// <param name="Depth">Its number in the chat, from 1 up; that of a deleted message isn't used again.</param>
/// <param name="SenderId">The member who wrote it; null for an agent.</param>
/// <param name="AgentId">The agent that wrote it; null for a member.</param>
/// <param name="ReplyTo">The message it replies to.</param>
/// <param name="Withheld">1 where nobody but its sender may see it.</param>
public sealed record PeopleMessage(
    string Id,
    string ConversationId,
    long Depth,
    string? SenderId,
    string? AgentId,
    string Content,
    string Status,
    string? ClientId,
    string? ReplyTo,
    long Withheld,
    long CreatedAt,
    long? EditedAt
);

/// <summary>A message with who wrote it and what it was answered with in pictures.</summary>
public sealed record PeopleMessageView(PeopleMessage Message, Person Sender, IReadOnlyList<ReactionCount> Reactions);

/// <summary>How many answered a message with this emoji, and whether the one who asks did.</summary>
public sealed record ReactionCount(string Emoji, long Count, bool Mine);
