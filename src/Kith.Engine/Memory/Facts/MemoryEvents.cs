using Kith.Engine.Events;

namespace Kith.Engine.Memory.Facts;

/// <summary>What a person's log is told of their memory. It belongs to no conversation.</summary>
internal static class MemoryEvents
{
    /// <summary>Everything was forgotten.</summary>
    public static NewEvent Emptied { get; } = Changed("");

    /// <param name="id">Of a fact, or of a mood.</param>
    public static NewEvent Changed(string id) => new(EventKinds.MemoryChanged, ConversationId: "", id);
}
