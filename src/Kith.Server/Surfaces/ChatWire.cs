using System.ComponentModel.DataAnnotations;
using Kith.Engine;
using Kith.Engine.Conversations;
using Kith.Engine.Users;

namespace Kith.Server.Surfaces;

/// <summary>A chat on the wire.</summary>
/// <param name="RelatedChat">The chat with people that it may read, as long as you are in it.</param>
/// <param name="MemoryEnabled">Whether anything is learned from it, and recalled into it.</param>
internal sealed record ChatWire(
    string Id,
    string? Title,
    string? Agent,
    string User,
    string SystemPrompt,
    string? RelatedChat,
    [property: AllowedValues("active", "ended")] string Status,
    long MessageCount,
    long TotalTokens,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset LastActivity,
    DateTimeOffset? EndedAt,
    bool Archived,
    bool Pinned,
    bool MemoryEnabled
)
{
    public static ChatWire Of(Conversation chat, Caller caller) =>
        new(
            chat.Id,
            chat.Title,
            chat.AgentId,
            caller.UserId,
            chat.Prompt,
            chat.RelatedChatId,
            chat.Status,
            chat.MessageCount,
            chat.TotalTokens,
            Time.FromMs(chat.CreatedAt),
            Time.FromMs(chat.UpdatedAt),
            Time.FromMs(chat.LastActivity),
            Time.FromMs(chat.EndedAt),
            chat.Archived == 1,
            chat.Pinned == 1,
            chat.MemoryEnabled == 1
        );
}
