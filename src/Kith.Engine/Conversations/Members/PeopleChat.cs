namespace Kith.Engine.Conversations.Members;

/// <summary>A conversation between people, as one of its members has it.</summary>
/// <param name="Kind">One of <see cref="PeopleChatKinds"/>.</param>
/// <param name="Title">Of a group; null for a direct chat.</param>
/// <param name="Role">The member's own, one of <see cref="MemberRoles"/>.</param>
/// <param name="FromDepth">What came later they may see.</param>
/// <param name="ReadDepth">How far they have read.</param>
/// <param name="AiContext">1 unless they forbid that AI chats read it.</param>
/// <param name="Refusals">How many members forbid that.</param>
/// <param name="Unread">Messages of others after <paramref name="ReadDepth"/>, counted up to <see cref="MostUnread"/>.</param>
/// <param name="LastMessageId">The newest that they may see.</param>
/// <param name="LastActivity">When that was said; without one, when they came.</param>
public sealed record PeopleChat(
    string Id,
    string Kind,
    string? Title,
    string Role,
    long FromDepth,
    long ReadDepth,
    long AiContext,
    long MemberCount,
    long Refusals,
    long Unread,
    string? LastMessageId,
    long LastActivity,
    long CreatedAt
)
{
    /// <summary>Unread messages are counted up to here.</summary>
    public const int MostUnread = 100;

    public bool IsDirect => Kind == PeopleChatKinds.Direct;

    /// <summary>AI chats may read it.</summary>
    public bool AllowsAiContext => Refusals == 0;
}

/// <param name="Other">The other one of a direct chat; null in a group.</param>
public sealed record PeopleChatView(PeopleChat Chat, Person? Other, PeopleMessageView? LastMessage);

/// <summary>How many people there can be.</summary>
public static class PeopleChatKinds
{
    public const string Direct = "direct";
    public const string Group = "group";
}

/// <summary>Somebody, as those see them who share a chat with them. An agent is one too where it answers.</summary>
public sealed record Person(string Id, string DisplayName, bool IsAgent = false);

/// <summary>Somebody in a chat, as the others see them.</summary>
/// <param name="ReadDepth">How far they have read, as far as the others are told.</param>
/// <param name="DeliveredDepth">How far it has arrived, as far as the others are told.</param>
public sealed record Member(string Id, string DisplayName, string Role, long JoinedAt, long ReadDepth, long DeliveredDepth);

public static class MemberRoles
{
    /// <summary>Of a group: renames it, lets people in and out, deletes it.</summary>
    public const string Owner = "owner";

    public const string Member = "member";
}

internal static class MemberStates
{
    public const string Present = "present";

    /// <summary>The others see them in it, they see nothing of it: somebody they block added them.</summary>
    public const string Withheld = "withheld";

    /// <summary>
    /// Of a direct chat whose members are connected no more: it comes back with their connection. Of a group: who went, and whose word on
    /// what AI chats may read still counts for what they said.
    /// </summary>
    public const string Left = "left";
}
