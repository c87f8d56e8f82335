using Kith.Engine.Events;

namespace Kith.Engine.Conversations.Members;

/// <summary>Something that was said between people, as an AI chat reads it.</summary>
/// <param name="Sender">The name of who said it.</param>
public sealed record Quote(string Sender, string Text, long At);

/// <summary>What an AI chat may read of a chat between people.</summary>
/// <param name="Quotes">The oldest first.</param>
public sealed record RelatedChat(string Id, IReadOnlyList<Quote> Quotes);

/// <summary>What a turn was given to read of a chat between people, and what its members are told of that.</summary>
/// <param name="Quotes">The oldest first.</param>
internal sealed record RelatedContext(IReadOnlyList<Quote> Quotes, Telling Told)
{
    public static RelatedContext None { get; } = new([], new Telling([]));
}

/// <summary>Once that an AI chat read a chat between people, for its members to see.</summary>
/// <param name="PrincipalId">Whose AI chat it was.</param>
/// <param name="Messages">How many it read.</param>
public sealed record ContextUse(string Id, string ConversationId, string PrincipalId, long Messages, long CreatedAt);

/// <summary>A use with whose it was.</summary>
public sealed record ContextUseView(ContextUse Use, Person User);

/// <summary>Not all members allow it.</summary>
public sealed record AiContextRefused()
    : Failure("ai_context_refused", "Somebody in the related chat doesn't allow that AI chats read it.");
