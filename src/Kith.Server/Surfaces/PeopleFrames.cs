using Kith.Engine;
using Kith.Engine.Conversations.Members;
using Kith.Engine.Events;
using Kith.Engine.Turns;
using Kith.Engine.Users;

namespace Kith.Server.Surfaces;

/// <summary>What happens between people, as every door that follows the log says it.</summary>
internal static class PeopleFrames
{
    public static Frame Of(FeedFrame frame, Caller caller) =>
        frame switch
        {
            PeopleMessageFrame { Kind: EventKinds.MessageCreated, Message: { } message } created => Message(created.Seq, message, caller),
            PeopleMessageFrame { Message: { } message } change => Frame.Event(
                change.Seq,
                change.Kind,
                change.ConversationId,
                ("message", PeopleMessageWire.Of(message))
            ),
            ReadChangedFrame { Member: { } member } read => Frame.Event(
                read.Seq,
                EventKinds.ReadChanged,
                read.ConversationId,
                ("user_id", member.Id),
                ("read_seq", member.ReadDepth),
                ("delivered_seq", member.DeliveredDepth)
            ),
            PersonTypingFrame typing => new Frame(
                "typing",
                null,
                new
                {
                    type = "typing",
                    chat_id = typing.ConversationId,
                    by = typing.PersonId,
                    is_typing = typing.IsTyping,
                }
            ),
            PresenceFrame { Presence: { } presence } => new Frame(
                "presence",
                null,
                new
                {
                    type = "presence",
                    user_id = presence.PersonId,
                    status = presence.Status,
                    last_seen = Time.FromMs(presence.LastSeen),
                }
            ),
            PeopleMessageFrame gone => Frame.Event(gone.Seq, gone.Kind, gone.ConversationId, ("message_id", gone.MessageId)),
            PeopleChatFrame chat => Chat(chat),
            ConnectionFrame change => Frame.Event(
                change.Seq,
                EventKinds.ConnectionChanged,
                chatId: null,
                ("connection_id", change.ConnectionId),
                ("connection", change.Connection is { } connection ? ConnectionWire.Of(connection) : null)
            ),
            ContextUsedFrame used => Frame.Event(
                used.Seq,
                EventKinds.ContextUsed,
                used.ConversationId,
                ("use", ContextUseWire.Of(used.Use))
            ),
            PeopleTurnStartedFrame started => Frame.Event(
                started.Seq,
                EventKinds.TurnStarted,
                started.ConversationId,
                ("turn_id", started.TurnId),
                ("message", PeopleMessageWire.Of(started.Answer))
            ),
            PeopleTurnDoneFrame { Failure: { } failure } done => Frame.Error(failure, done.TurnId, cursor: done.Seq),
            PeopleTurnDoneFrame done => new Frame(
                "done",
                Frame.Text(done.Seq),
                new
                {
                    type = "done",
                    turn_id = done.TurnId,
                    message = PeopleMessageWire.Of(done.Answer),
                    cursor = Frame.Text(done.Seq),
                }
            ),
            _ => throw new InvalidOperationException($"No frame for {frame.GetType().Name}."),
        };

    private static Frame Chat(PeopleChatFrame frame)
    {
        var members = new List<(string, object?)> { ("chat", PeopleChatWire.Of(frame.Chat)) };
        if (frame.Members is not null)
            members.Add(("members", frame.Members.Select(MemberWire.Of)));
        if (frame.LoadsMessages)
            members.Add(("load_messages", true));
        return Frame.Event(frame.Seq, frame.Kind, frame.Chat.Chat.Id, [.. members]);
    }

    /// <summary>The client's own id is told beside it to who sent it with one: another's client may have given the same.</summary>
    public static Frame Message(long cursor, PeopleMessageView message, Caller caller)
    {
        var body = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["type"] = "message",
            ["message"] = PeopleMessageWire.Of(message),
            ["cursor"] = Frame.Text(cursor),
        };
        if (message.Message.ClientId is { } clientId && message.Message.SenderId == caller.PrincipalId)
            body["client_id"] = clientId;
        return new Frame("message", Frame.Text(cursor), body);
    }
}
