namespace Kith.Engine.Events;

/// <summary>The kinds of events on the wire.</summary>
public static class EventKinds
{
    public const string MessageCreated = "message.created";
    public const string MessageUpdated = "message.updated";
    public const string MessageDeleted = "message.deleted";
    public const string ReactionChanged = "reaction.changed";
    public const string ReadChanged = "read.changed";
    public const string ConnectionChanged = "connection.changed";
    public const string ContextUsed = "context.used";
    public const string ChatCreated = "chat.created";
    public const string ChatUpdated = "chat.updated";
    public const string ChatDeleted = "chat.deleted";
    public const string TurnStarted = "turn.started";
    public const string TurnEnded = "turn.ended";
    public const string MemoryChanged = "memory.changed";
}
