namespace Kith.Engine.Memory.Facts;

/// <summary>How a person felt, by what they said.</summary>
/// <param name="MessageId">The message it was read from.</param>
/// <param name="Label">One word: happy, sad, anxious.</param>
/// <param name="Valence">From -1 (bad) to 1 (good).</param>
/// <param name="Pending">1: it waits for the person's yes, and is used nowhere until then.</param>
/// <param name="At">Unix milliseconds.</param>
/// <param name="ConversationId">Where that message stands.</param>
public sealed record Mood(
    string Id,
    string PrincipalId,
    string? MessageId,
    string Label,
    double Valence,
    long Pending,
    long At,
    string? ConversationId = null
);
