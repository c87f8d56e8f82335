using System.Text.Json;
using Kith.Engine.Conversations.Members;

namespace Kith.Engine.Conversations;

/// <summary>A stored entry of a conversation, as its row is.</summary>
/// <param name="Depth">Steps from the root of the tree, which has 0.</param>
/// <param name="OnPath">1 on the active branch.</param>
/// <param name="SenderId">The principal who wrote it; null for the agent.</param>
/// <param name="Sources">A JSON array of <see cref="Source"/>, or null.</param>
/// <param name="Confidence">0 to 1, where the provider gave log-probabilities.</param>
/// <param name="Recalled">How many things memory gave it; 0 for what isn't an answer.</param>
/// <param name="Quoted">How many messages of a chat with people it was given to read; 0 for what isn't an answer.</param>
public sealed record Message(
    string Id,
    string ConversationId,
    string? ParentId,
    long Depth,
    long OnPath,
    string? SenderId,
    string Role,
    string Content,
    string Status,
    string? ClientId,
    string? Model,
    long Offline,
    double? Confidence,
    string? Sources,
    long PromptTokens,
    long CompletionTokens,
    long CreatedAt,
    long? EditedAt,
    long Recalled = 0,
    long Quoted = 0
)
{
    /// <summary>A new one on the active branch, after another or at the root; whole, and nobody has spent anything on it.</summary>
    internal static Message After(Message? parent, string conversationId, string id, string role, string content, long at) =>
        new(
            id,
            conversationId,
            parent?.Id,
            Depth: parent is null ? 0 : parent.Depth + 1,
            OnPath: 1,
            SenderId: null,
            role,
            content,
            MessageStatus.Complete,
            ClientId: null,
            Model: null,
            Offline: 0,
            Confidence: null,
            Sources: null,
            PromptTokens: 0,
            CompletionTokens: 0,
            at,
            EditedAt: null
        );

    public IReadOnlyList<Source> ReadSources() => Sources is null ? [] : JsonSerializer.Deserialize<List<Source>>(Sources) ?? [];
}

/// <summary>
/// A message with the ids of those that stand in its place on other branches, itself included, oldest first, and the pictures its person
/// answered it with.
/// </summary>
public sealed record MessageView(Message Message, IReadOnlyList<string> Siblings, IReadOnlyList<ReactionCount> Reactions);

/// <summary>Something a reply refers to.</summary>
public sealed record Source(string Title, string Url, string? Snippet);

/// <summary>Who speaks in a message.</summary>
public static class Roles
{
    public const string User = "user";
    public const string Assistant = "assistant";
    public const string System = "system";
}

/// <summary>How far a message is.</summary>
public static class MessageStatus
{
    public const string Complete = "complete";
    public const string Streaming = "streaming";
    public const string Interrupted = "interrupted";
    public const string Stopped = "stopped";
    public const string Failed = "failed";
}
