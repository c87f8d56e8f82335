using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Kith.Engine;
using Kith.Engine.Conversations.Members;
using Kith.Engine.People;

namespace Kith.Server.Surfaces;

/// <summary>Somebody, or an agent, on the wire.</summary>
internal sealed record PersonWire(string Id, string DisplayName, bool IsAgent)
{
    public static PersonWire Of(Person person) => new(person.Id, person.DisplayName, person.IsAgent);
}

/// <summary>A chat between people on the wire.</summary>
/// <param name="Kind">direct or group.</param>
/// <param name="Title">Of a group.</param>
/// <param name="User">The other one of a direct chat.</param>
/// <param name="Role">The caller's own: owner or member.</param>
/// <param name="UnreadCount">What others said since the caller last read, up to 100.</param>
/// <param name="ReadSeq">How far the caller has read.</param>
/// <param name="AiContext">Whether the caller allows that AI chats read it.</param>
/// <param name="AiContextAllowed">Whether all do.</param>
internal sealed record PeopleChatWire(
    string Id,
    [property: AllowedValues("direct", "group")] string Kind,
    string? Title,
    PersonWire? User,
    [property: AllowedValues("owner", "member")] string Role,
    long MemberCount,
    long UnreadCount,
    long ReadSeq,
    bool AiContext,
    bool AiContextAllowed,
    PeopleMessageWire? LastMessage,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastActivity
)
{
    public static PeopleChatWire Of(PeopleChatView view)
    {
        var chat = view.Chat;
        return new PeopleChatWire(
            chat.Id,
            chat.Kind,
            chat.Title,
            view.Other is { } other ? PersonWire.Of(other) : null,
            chat.Role,
            chat.MemberCount,
            chat.Unread,
            chat.ReadDepth,
            chat.AiContext == 1,
            chat.AllowsAiContext,
            view.LastMessage is { } last ? PeopleMessageWire.Of(last) : null,
            Time.FromMs(chat.CreatedAt),
            Time.FromMs(chat.LastActivity)
        );
    }
}

/// <summary>Two people who may write to each other, or one who asks for it, on the wire.</summary>
/// <param name="ChatId">Their direct chat; null until it is accepted.</param>
/// <param name="User">The other one.</param>
/// <param name="RequestedBy">The id of who asked.</param>
/// <param name="Status">pending, active, or blocked by the caller.</param>
internal sealed record ConnectionWire(
    string Id,
    string? ChatId,
    ConnectedUserWire User,
    string RequestedBy,
    [property: AllowedValues("pending", "active", "blocked")] string Status,
    DateTimeOffset CreatedAt
)
{
    public static ConnectionWire Of(Connection connection) =>
        new(
            connection.Id,
            connection.ChatId,
            new ConnectedUserWire(connection.User.Id, connection.User.Email, connection.User.DisplayName),
            connection.RequestedBy,
            connection.Status,
            Time.FromMs(connection.CreatedAt)
        );
}

/// <summary>The other one of a connection. Who asked sees what they asked for, and no more until it is accepted.</summary>
internal sealed record ConnectedUserWire(string? Id, string? Email, string? DisplayName);

/// <summary>Whom somebody wants to be connected with: one of the two.</summary>
internal sealed record NewConnectionBody(string? Email = null, [property: JsonConverter(typeof(IdConverter))] string? UserId = null);

/// <summary>Somebody in a chat on the wire.</summary>
/// <param name="ReadSeq">The last message they have read, as far as the others are told.</param>
/// <param name="DeliveredSeq">The last message that has reached them, as far as the others are told.</param>
internal sealed record MemberWire(
    PersonWire User,
    [property: AllowedValues("owner", "member")] string Role,
    DateTimeOffset JoinedAt,
    long ReadSeq,
    long DeliveredSeq
)
{
    public static MemberWire Of(Member member) =>
        new(
            new PersonWire(member.Id, member.DisplayName, IsAgent: false),
            member.Role,
            Time.FromMs(member.JoinedAt),
            member.ReadDepth,
            member.DeliveredDepth
        );
}

/// <summary>Once that an AI chat read a chat with people, on the wire.</summary>
/// <param name="User">Whose AI chat it was.</param>
/// <param name="Messages">How many messages it read.</param>
internal sealed record ContextUseWire(string Id, PersonWire User, long Messages, DateTimeOffset CreatedAt)
{
    public static ContextUseWire Of(ContextUseView view) =>
        new(view.Use.Id, PersonWire.Of(view.User), view.Use.Messages, Time.FromMs(view.Use.CreatedAt));
}

/// <summary>A message between people on the wire.</summary>
/// <param name="Seq">Its number in the chat: later messages have larger ones.</param>
/// <param name="Status">complete; of an agent's as of an AI chat's.</param>
internal sealed record PeopleMessageWire(
    string Id,
    string Chat,
    long Seq,
    PersonWire Sender,
    string Content,
    [property: AllowedValues("complete", "streaming", "interrupted", "stopped", "failed")] string Status,
    string? ClientId,
    string? ReplyTo,
    IReadOnlyList<ReactionWire> Reactions,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EditedAt
)
{
    public static PeopleMessageWire Of(PeopleMessageView view)
    {
        var message = view.Message;
        return new PeopleMessageWire(
            message.Id,
            message.ConversationId,
            message.Depth,
            PersonWire.Of(view.Sender),
            message.Content,
            message.Status,
            message.ClientId,
            message.ReplyTo,
            [.. view.Reactions.Select(ReactionWire.Of)],
            Time.FromMs(message.CreatedAt),
            Time.FromMs(message.EditedAt)
        );
    }
}

/// <summary>What somebody says to others.</summary>
internal sealed record NewPeopleMessageBody(
    [property: Required] string? Content = null,
    [property: JsonConverter(typeof(IdConverter))] string? ClientId = null,
    [property: JsonConverter(typeof(IdConverter))] string? ReplyTo = null
);
