using System.Text.Json;
using Kith.Engine;
using Kith.Engine.Conversations;
using Kith.Engine.Events;
using Kith.Engine.Turns;
using Kith.Engine.Users;
using Kith.Server.Hosting;

namespace Kith.Server.Surfaces;

/// <summary>Something the server says, the same at every door that follows the log: sockets, the event stream, polling.</summary>
/// <param name="Type">The body's <c>type</c> too.</param>
/// <param name="Cursor">Where to go on after it; null on what the log doesn't keep.</param>
internal sealed record Frame(string Type, string? Cursor, object Body)
{
    public static Frame Pong { get; } = new("pong", null, new { type = "pong" });

    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(Body, Json.Strict);

    /// <param name="cursor">Where the door's frames begin.</param>
    public static Frame Ready(UserView user, long cursor) =>
        new(
            "ready",
            Text(cursor),
            new
            {
                type = "ready",
                user,
                cursor = Text(cursor),
            }
        );

    public static Frame Error(Failure failure, string? turnId = null, string? clientId = null, long? cursor = null)
    {
        var body = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["type"] = "error",
            ["code"] = failure.Code,
            ["detail"] = failure.Detail,
        };
        turnId ??= (failure as TurnRunning)?.TurnId;
        if (turnId is not null)
            body["turn_id"] = turnId;
        if (clientId is not null)
            body["client_id"] = clientId;
        return new Frame("error", cursor is { } at ? Text(at) : null, body);
    }

    public static Frame Message(MessageView view, long cursor, Caller caller)
    {
        var body = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["type"] = "message",
            ["message"] = MessageWire.Of(view, caller),
            ["cursor"] = Text(cursor),
        };
        if (view.Message.ClientId is { } clientId)
            body["client_id"] = clientId;
        return new Frame("message", Text(cursor), body);
    }

    public static Frame Done(string turnId, MessageView answer, Failure? failure, long cursor, Caller caller) =>
        failure is not null
            ? Error(failure, turnId, cursor: cursor)
            : new Frame(
                "done",
                Text(cursor),
                new
                {
                    type = "done",
                    turn_id = turnId,
                    message = MessageWire.Of(answer, caller),
                    cursor = Text(cursor),
                }
            );

    public static Frame Of(FeedFrame frame, Caller caller) =>
        frame switch
        {
            MessageFrame message => Message(message.Message, message.Seq, caller),
            TurnDoneFrame done => Done(done.TurnId, done.Answer, done.Failure, done.Seq, caller),
            ResyncFrame resync => new Frame("resync", Text(resync.Seq), new { type = "resync", cursor = Text(resync.Seq) }),
            DeltaFrame or TypingFrame or RecallFrame => Live(frame),
            MessageChangeFrame or TurnStartedFrame or ConversationFrame => Event(frame, caller),
            MemoryFrame memory => Memory(memory),
            _ => PeopleFrames.Of(frame, caller),
        };

    private static Frame Live(FeedFrame frame) =>
        frame switch
        {
            DeltaFrame delta => new Frame(
                "token",
                null,
                new
                {
                    type = "token",
                    turn_id = delta.TurnId,
                    chat_id = delta.ConversationId,
                    index = delta.Index,
                    content = delta.Text,
                }
            ),
            TypingFrame typing => new Frame(
                "typing",
                null,
                new
                {
                    type = "typing",
                    turn_id = typing.TurnId,
                    chat_id = typing.ConversationId,
                    by = typing.AgentId,
                    is_typing = typing.IsTyping,
                }
            ),
            RecallFrame recall => new Frame(
                "recall",
                null,
                new
                {
                    type = "recall",
                    turn_id = recall.TurnId,
                    items = RecalledWire.Of(recall.Items),
                }
            ),
            _ => throw new InvalidOperationException($"{frame.GetType().Name} is not live."),
        };

    private static Frame Memory(MemoryFrame frame) =>
        frame switch
        {
            { Fact: { } fact } => Memory(frame, ("fact", FactWire.Of(fact))),
            { Mood: { } mood } => Memory(frame, ("mood", MoodWire.Of(mood))),
            _ => Memory(frame, ("deleted", true)),
        };

    private static Frame Memory(MemoryFrame frame, (string Name, object? Value) member) =>
        Event(frame.Seq, EventKinds.MemoryChanged, chatId: null, ("id", frame.Id), member);

    private static Frame Event(FeedFrame frame, Caller caller) =>
        frame switch
        {
            TurnStartedFrame started => Event(
                started.Seq,
                EventKinds.TurnStarted,
                started.ConversationId,
                ("turn_id", started.TurnId),
                ("message", MessageWire.Of(started.Answer, caller))
            ),
            MessageChangeFrame { Message: { } message } change => Event(
                change.Seq,
                change.Kind,
                change.ConversationId,
                ("message", MessageWire.Of(message, caller))
            ),
            MessageChangeFrame gone => Event(gone.Seq, gone.Kind, gone.ConversationId, ("message_id", gone.MessageId)),
            ConversationFrame { LoadsMessages: true, Conversation: { } chat } change => Event(
                change.Seq,
                change.Kind,
                change.ConversationId,
                ("chat", ChatWire.Of(chat, caller)),
                ("load_messages", true)
            ),
            ConversationFrame change => Event(
                change.Seq,
                change.Kind,
                change.ConversationId,
                ("chat", change.Conversation is { } chat ? ChatWire.Of(chat, caller) : null)
            ),
            _ => throw new InvalidOperationException($"{frame.GetType().Name} is no event."),
        };

    /// <param name="chatId">Null for what belongs to no chat.</param>
    internal static Frame Event(long cursor, string kind, string? chatId, params ReadOnlySpan<(string Name, object? Value)> members)
    {
        var body = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["type"] = "event",
            ["cursor"] = Text(cursor),
            ["kind"] = kind,
        };
        if (chatId is not null)
            body["chat_id"] = chatId;
        foreach (var (name, value) in members)
            body[name] = value;
        return new Frame("event", Text(cursor), body);
    }

    internal static string Text(long cursor) => cursor.ToString();
}
