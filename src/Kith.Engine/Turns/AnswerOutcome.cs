using Kith.Engine.Conversations;

namespace Kith.Engine.Turns;

/// <summary>How an answer ended.</summary>
/// <param name="Status">A final <see cref="MessageStatus"/>; it is the turn's state too.</param>
/// <param name="Failure">Set when it failed, and when it was interrupted by the provider.</param>
internal sealed record AnswerOutcome(
    string Status,
    Failure? Failure = null,
    string? Model = null,
    bool Offline = false,
    double? Confidence = null,
    long PromptTokens = 0,
    long CompletionTokens = 0,
    IReadOnlyList<Source>? Sources = null
);
