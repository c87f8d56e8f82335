using Microsoft.Extensions.AI;

namespace Kith.Engine.Models;

/// <summary>
/// What the pipeline's <see cref="IChatClient"/> yields, in words of <c>Microsoft.Extensions.AI</c>. Any number of updates with text, then
/// one closing update:
/// <list type="bullet">
/// <item><see cref="ChatResponseUpdate.Text"/>: the next piece of the answer; the answer is their concatenation. Empty in updates that only
/// tell that the model is at work (<see cref="TextReasoningContent"/>, never shown).</item>
/// <item><see cref="ChatResponseUpdate.ModelId"/>: the model that really answers, on every update. It differs from the one asked for when
/// somebody stepped in.</item>
/// <item>On the closing update: <see cref="ChatResponseUpdate.FinishReason"/>, a <see cref="UsageContent"/> when the provider counts tokens,
/// <see cref="CitationAnnotation"/>s on a <see cref="TextContent"/> without text when it cites, and <see cref="Confidence"/>.</item>
/// <item><see cref="Offline"/> on every update when the offline friend answers.</item>
/// </list>
/// Reading <see cref="ChatOptions"/>: ModelId, Temperature, TopP, MaxOutputTokens, PresencePenalty, FrequencyPenalty, StopSequences, Seed,
/// ResponseFormat, Instructions, and <see cref="OtherAnswers"/>. A setting that the model refuses is left out or renamed. Tools are not supported.
/// Failures are <see cref="ProviderException"/>s; cancelling the token stops the provider too.
/// </summary>
public static class ModelAnswer
{
    /// <summary>Key in <see cref="ChatResponseUpdate.AdditionalProperties"/>: true when the offline friend answers.</summary>
    public const string Offline = "offline";

    /// <summary>
    /// Key in <see cref="ChatResponseUpdate.AdditionalProperties"/> of the closing update: a double from 0 to 1, e to the mean log-probability
    /// of the answer's tokens. Absent when the provider gives none.
    /// </summary>
    public const string Confidence = "confidence";

    /// <summary>
    /// Key in <see cref="ChatOptions.AdditionalProperties"/>: an int, how many other answers there are to the same message. Who answers by rules
    /// takes other words then; providers aren't told.
    /// </summary>
    public const string OtherAnswers = "other_answers";

    /// <summary>Whether the offline friend said this.</summary>
    public static bool IsOffline(this ChatResponseUpdate update) =>
        update.AdditionalProperties?.TryGetValue(Offline, out bool value) == true && value;

    /// <summary>How sure the model was, from 0 to 1; null when it isn't known, or not yet.</summary>
    public static double? GetConfidence(this ChatResponseUpdate update) =>
        update.AdditionalProperties?.TryGetValue(Confidence, out double value) == true ? value : null;

    /// <summary>The pages this update cites.</summary>
    public static IEnumerable<CitationAnnotation> GetCitations(this ChatResponseUpdate update) =>
        update.Contents.SelectMany(content => content.Annotations ?? []).OfType<CitationAnnotation>();
}
