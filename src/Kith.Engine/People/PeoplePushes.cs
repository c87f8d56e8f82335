using Kith.Engine.Conversations.Members;
using Kith.Engine.People.Push;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.People;

/// <summary>What happens between people and is told to who isn't connected: a message, and that somebody asks.</summary>
internal static class PeoplePushes
{
    public static PushKind MessageKind { get; } = new("message", FindMessageAsync);

    public static PushKind RequestKind { get; } = new("connection", FindRequestAsync);

    /// <summary>Who comes back at once reads it there.</summary>
    private static readonly TimeSpan s_delay = TimeSpan.FromSeconds(3);

    /// <summary>Of a chat a device shows the newest.</summary>
    public static PushNotice Of(PeopleMessage message) => new(MessageKind.Name, message.Id, message.ConversationId) { Delay = s_delay };

    public static PushNotice OfRequest(string connectionId) => new(RequestKind.Name, connectionId, connectionId) { Delay = s_delay };

    private static async Task<PushContent?> FindMessageAsync(ReadSession session, string principalId, string messageId)
    {
        var reader = ReaderOf(principalId);
        if (
            !(await PeopleMessages.FindAsync(session, reader, [messageId])).TryGetValue(messageId, out var view)
            || !(await PeopleChats.OpenAsync(session, reader, view.Message.ConversationId)).Try(out var chat, out _)
            || view.Message.Depth <= chat.ReadDepth
        )
            return null;
        var from = chat.Title is { } title ? $"{view.Sender.DisplayName} · {title}" : view.Sender.DisplayName;
        return new PushContent("You have a new message.", from, view.Message.Content, $"/p/{chat.Id}");
    }

    private static async Task<PushContent?> FindRequestAsync(ReadSession session, string principalId, string connectionId) =>
        (await Connections.FindAsync(session, ReaderOf(principalId), [connectionId])).TryGetValue(connectionId, out var connection)
        && connection.Status == ConnectionStatus.Pending
            ? new PushContent(
                "Somebody wants to be connected with you.",
                connection.User.DisplayName ?? "Kith",
                "wants to be connected with you.",
                "/people"
            )
            : null;

    /// <summary>Only accounts have devices that are told.</summary>
    private static Caller ReaderOf(string principalId) =>
        new(principalId, principalId, PrincipalKind.User, DisplayName: "", IsAdmin: false);
}
