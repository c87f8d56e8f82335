using System.Collections.Frozen;
using Kith.Engine.Conversations;

namespace Kith.Engine.Memory.Learning;

/// <summary>Some messages of a person to learn from, the oldest first, with what is needed to understand them.</summary>
/// <param name="SummaryIsBehind">Whether the summary of the conversation is to be extended.</param>
internal sealed record Lesson(Conversation Conversation, Profile Profile, IReadOnlyList<Message> Messages, bool SummaryIsBehind)
{
    /// <summary>What they answer, for a model.</summary>
    public IReadOnlyList<Message> Before { get; init; } = [];

    /// <summary>The ids of those that no provider may be shown.</summary>
    public IReadOnlySet<string> Hidden { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The title the conversation has from one of these messages; null when it has another one, or none.</summary>
    public string? FirstTitle =>
        Conversation.Title is { } title && Messages.Any(message => Titles.Of(message.Content) == title) ? title : null;
}
