using Kith.Engine.Conversations;

namespace Kith.Engine.Memory.Learning;

/// <summary>Some messages of a person to learn from, the oldest first, with what is needed to understand them.</summary>
/// <param name="Before">What they answer.</param>
/// <param name="Hidden">The ids of those that no provider may be shown.</param>
internal sealed record Lesson(
    Conversation Conversation,
    Profile Profile,
    IReadOnlyList<Message> Messages,
    IReadOnlyList<Message> Before,
    IReadOnlySet<string> Hidden
)
{
    /// <summary>The title the conversation has from one of these messages; null when it has another one, or none.</summary>
    public string? FirstTitle =>
        Conversation.Title is { } title && Messages.Any(message => Titles.Of(message.Content) == title) ? title : null;
}
