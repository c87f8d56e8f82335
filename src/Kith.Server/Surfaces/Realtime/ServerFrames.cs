using System.Text.Json;
using Kith.Engine;
using Kith.Engine.Conversations;
using Kith.Engine.Turns;
using Kith.Engine.Users;
using Kith.Server.Hosting;

namespace Kith.Server.Surfaces.Realtime;

/// <summary>What the server says on a socket, as UTF-8 JSON.</summary>
internal static class ServerFrames
{
    public static byte[] Pong { get; } = Write(new { type = "pong" });

    public static byte[] Resync { get; } = Write(new { type = "resync" });

    public static byte[] Ready(object user, long cursor) =>
        Write(
            new
            {
                type = "ready",
                user,
                cursor = Cursor(cursor),
            }
        );

    public static byte[] Error(Failure failure, string? turnId = null, string? clientId = null)
    {
        var frame = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["type"] = "error",
            ["code"] = failure.Code,
            ["detail"] = failure.Detail,
        };
        turnId ??= (failure as TurnRunning)?.TurnId;
        if (turnId is not null)
            frame["turn_id"] = turnId;
        if (clientId is not null)
            frame["client_id"] = clientId;
        return Write(frame);
    }

    public static byte[] Message(MessageView view, long cursor, Caller caller)
    {
        var frame = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["type"] = "message",
            ["message"] = MessageWire.Of(view, caller),
            ["cursor"] = Cursor(cursor),
        };
        if (view.Message.ClientId is { } clientId)
            frame["client_id"] = clientId;
        return Write(frame);
    }

    public static byte[] Done(TurnEnded ended, long cursor, Caller caller) =>
        ended.Failure is { } failure
            ? Error(failure, ended.TurnId)
            : Write(
                new
                {
                    type = "done",
                    turn_id = ended.TurnId,
                    message = MessageWire.Of(ended.AiMessage, caller),
                    cursor = Cursor(cursor),
                }
            );

    public static byte[] Of(FeedFrame frame, Caller caller) =>
        frame switch
        {
            MessageFrame message => Message(message.Message, message.Seq, caller),
            TurnDoneFrame done => Done(done.Turn, done.Seq, caller),
            DeltaFrame delta => Write(
                new
                {
                    type = "token",
                    turn_id = delta.TurnId,
                    chat_id = delta.ConversationId,
                    index = delta.Index,
                    content = delta.Text,
                }
            ),
            TypingFrame typing => Write(
                new
                {
                    type = "typing",
                    turn_id = typing.TurnId,
                    chat_id = typing.ConversationId,
                    by = typing.AgentId,
                    is_typing = typing.IsTyping,
                }
            ),
            RecallFrame recall => Write(
                new
                {
                    type = "recall",
                    turn_id = recall.TurnId,
                    items = RecalledWire.Of(recall.Items),
                }
            ),
            ConversationFrame change => Write(
                new
                {
                    type = "event",
                    cursor = Cursor(change.Seq),
                    kind = change.Kind,
                    chat_id = change.ConversationId,
                    chat = change.Conversation is { } chat ? ChatWire.Of(chat, caller) : null,
                }
            ),
            _ => throw new InvalidOperationException($"No frame for {frame.GetType().Name}."),
        };

    private static string Cursor(long cursor) => cursor.ToString();

    private static byte[] Write<T>(T frame) => JsonSerializer.SerializeToUtf8Bytes(frame, Json.Strict);
}
