using Kith.Engine;
using Kith.Engine.Conversations;
using Kith.Engine.Conversations.Members;
using Kith.Engine.People.Presence;
using Kith.Engine.People.Receipts;
using Kith.Engine.Turns;
using Kith.Engine.Users;

namespace Kith.Server.Surfaces.Realtime;

/// <summary>What somebody does on a socket in a chat with people. The same commands name AI chats, where there is nobody to tell.</summary>
internal sealed class PeopleTalk(
    PeopleIntake intake,
    PeopleMessages messages,
    ReadReceipts reads,
    Typing typing,
    ConversationCatalog conversations
)
{
    public static Invalid NoReply { get; } = new("reply_to", "is for chats between people");

    /// <summary>Says it; what was said before with this client id, which the log has told once, or null.</summary>
    public async Task<Result<PeopleMessageView?>> SayAsync(Caller caller, MessageCommand message)
    {
        if (message.ChatId is not { } chatId)
            return NoReply;
        if (
            message.ClientId is { } clientId
            && await messages.FindByClientIdAsync(caller, chatId, clientId, CancellationToken.None) is { } earlier
        )
            return earlier;
        var request = new PeopleMessageRequest(chatId, message.Content, message.ClientId, message.ReplyTo);
        // Accepted or refused, whatever becomes of the socket.
        if ((await intake.SayAsync(caller, request, CancellationToken.None)).Failure is not { } failure)
            return (PeopleMessageView?)null;
        var isOfAgent = failure is NotFound { What: "chat" } && await FindOwnAsync(caller, chatId, CancellationToken.None) is null;
        return isOfAgent ? NoReply : failure;
    }

    public async Task<Failure?> TypeAsync(Caller caller, string chatId, bool isTyping, CancellationToken cancellationToken) =>
        (await typing.TellAsync(caller, chatId, isTyping, cancellationToken)).Failure is null
            ? null
            : await FindOwnAsync(caller, chatId, cancellationToken);

    public async Task<Failure?> ReadAsync(Caller caller, string chatId, string? messageId, CancellationToken cancellationToken) =>
        await FindOwnAsync(caller, chatId, cancellationToken) is null
            ? null
            : (await reads.ReadAsync(caller, chatId, messageId, cancellationToken)).Failure;

    /// <summary>Null when it is an AI chat of the caller's.</summary>
    public async Task<Failure?> FindOwnAsync(Caller caller, string chatId, CancellationToken cancellationToken) =>
        (await conversations.OpenAsync(caller, chatId, cancellationToken)).Failure;
}
