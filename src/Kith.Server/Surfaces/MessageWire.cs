using System.ComponentModel.DataAnnotations;
using Kith.Engine;
using Kith.Engine.Conversations;
using Kith.Engine.Conversations.Members;
using Kith.Engine.Memory.Recall;
using Kith.Engine.Users;

namespace Kith.Server.Surfaces;

/// <summary>A message of an AI chat on the wire.</summary>
/// <param name="User">The account of the person whose chat it is.</param>
/// <param name="Recalled">How many things memory gave an answer; its receipt names them.</param>
internal sealed record MessageWire(
    string Id,
    string Chat,
    string? Parent,
    IReadOnlyList<string> Siblings,
    string User,
    [property: AllowedValues("user", "assistant", "system")] string Role,
    [property: AllowedValues("USER", "AI")] string MessageBy,
    string Content,
    [property: AllowedValues("complete", "streaming", "interrupted", "stopped", "failed")] string Status,
    double? Confidence,
    IReadOnlyList<SourceWire> Sources,
    string? Model,
    bool Offline,
    long PromptTokens,
    long CompletionTokens,
    long TotalTokens,
    long Recalled,
    IReadOnlyList<ReactionWire> Reactions,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EditedAt
)
{
    public static MessageWire Of(MessageView view, Caller caller)
    {
        var message = view.Message;
        return new MessageWire(
            message.Id,
            message.ConversationId,
            message.ParentId,
            view.Siblings,
            caller.UserId,
            message.Role,
            message.Role == Roles.User ? "USER" : "AI",
            message.Content,
            message.Status,
            message.Confidence,
            [.. message.ReadSources().Select(source => new SourceWire(source.Title, source.Url, source.Snippet))],
            message.Model,
            message.Offline == 1,
            message.PromptTokens,
            message.CompletionTokens,
            message.PromptTokens + message.CompletionTokens,
            message.Recalled,
            [.. view.Reactions.Select(ReactionWire.Of)],
            Time.FromMs(message.CreatedAt),
            Time.FromMs(message.EditedAt)
        );
    }
}

internal sealed record SourceWire(string Title, string Url, string? Snippet);

internal sealed record ReactionWire(string Emoji, long Count, bool Mine)
{
    public static ReactionWire Of(ReactionCount reaction) => new(reaction.Emoji, reaction.Count, reaction.Mine);
}

/// <summary>Both sides of a turn.</summary>
internal sealed record TurnWire(MessageWire UserMessage, MessageWire AiMessage);

/// <summary>Something memory found.</summary>
/// <param name="Why">In a few words each, what spoke for it.</param>
internal sealed record RecalledWire(
    [property: AllowedValues("fact", "message", "summary")] string Kind,
    string Id,
    string Text,
    double Score,
    IReadOnlyList<string> Why,
    int Tokens,
    string? MessageId,
    string? ChatId,
    DateTimeOffset CreatedAt
)
{
    public static IReadOnlyList<RecalledWire> Of(IEnumerable<RecalledItem> items) =>
        [
            .. items.Select(item => new RecalledWire(
                item.Kind,
                item.Id,
                item.Text,
                item.Score,
                item.Why,
                item.Tokens,
                item.MessageId,
                item.ConversationId,
                item.At
            )),
        ];
}
