using System.Text;
using Kith.Engine.Conversations;
using Kith.Engine.Models;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Turns;

/// <summary>Turns a model's updates into deltas and, at the end, into the outcome.</summary>
internal sealed class AnswerReader(int mostCharacters)
{
    private const long MostTokens = 1_000_000_000;

    private readonly List<CitationAnnotation> _citations = [];
    private string _held = "";
    private string? _model;
    private bool _offline;
    private double? _confidence;
    private UsageDetails? _usage;
    private long _estimatedPrompt;
    private long _length;

    private string TooLong => $"The answer was longer than {mostCharacters} characters.";

    /// <summary>Why the model ended; null when it didn't say, or not yet.</summary>
    public ChatFinishReason? FinishReason { get; private set; }

    /// <summary>The context, to estimate its tokens by where the provider doesn't count.</summary>
    public void Expect(IReadOnlyList<ChatMessage> context) =>
        _estimatedPrompt = context.Sum(message => (long)TokenCount.Estimate(message.Text));

    /// <summary>The next piece of the answer, well-formed and storable; it may be empty.</summary>
    /// <exception cref="ProviderInterruptedException">The answer is too long.</exception>
    public string Read(ChatResponseUpdate update)
    {
        if (_length > mostCharacters)
            throw new ProviderInterruptedException("kith", TooLong);
        FinishReason = update.FinishReason ?? FinishReason;
        _model = update.ModelId is { } model ? Storable(model) : _model;
        _offline |= update.IsOffline();
        _confidence = update.GetConfidence() ?? _confidence;
        foreach (var content in update.Contents)
        {
            if (content is UsageContent usage)
                _usage = usage.Details;
        }

        _citations.AddRange(update.GetCitations());
        return Next(update.Text);
    }

    /// <summary>The outcome of an answer that came to an end.</summary>
    /// <param name="text">All of it.</param>
    public AnswerOutcome Finish(string status, string text)
    {
        if (text.Length == 0 && status == MessageStatus.Complete)
            return Break(new TurnFailed(TurnFailed.ProviderUnavailable, "The model answered with nothing."), text);
        return _length > mostCharacters
            ? Break(new TurnFailed(TurnFailed.ProviderUnavailable, TooLong), text)
            : Outcome(status, failure: null, text);
    }

    /// <summary>The outcome of an answer that broke off: interrupted with what there was, or failed.</summary>
    /// <param name="text">All that there was.</param>
    public AnswerOutcome Break(Failure failure, string text) =>
        Outcome(text.Length == 0 ? MessageStatus.Failed : MessageStatus.Interrupted, failure, text);

    private AnswerOutcome Outcome(string status, Failure? failure, string text)
    {
        var answered = text.Length > 0;
        return new AnswerOutcome(
            status,
            failure,
            _model,
            _offline,
            _confidence,
            Counted(_usage?.InputTokenCount) ?? (answered ? _estimatedPrompt : 0),
            Counted(_usage?.OutputTokenCount) ?? (answered ? TokenCount.Estimate(text) : 0),
            Sources.Of(text, _citations)
        );
    }

    /// <summary>A count that can be one; else it is as if the provider didn't count.</summary>
    private static long? Counted(long? tokens) => tokens is >= 0 and <= MostTokens ? tokens : null;

    /// <summary>U+0000 and half characters can't be stored: the one is dropped, the others replaced.</summary>
    private static string Storable(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Replace("\0", "", StringComparison.Ordinal)));

    /// <summary>A surrogate pair cut in two waits for its other half, so each delta is well-formed.</summary>
    private string Next(string text)
    {
        text = _held + text.Replace("\0", "", StringComparison.Ordinal);
        _held = "";
        if (text.Length > 0 && char.IsHighSurrogate(text[^1]))
        {
            _held = text[^1..];
            text = text[..^1];
        }

        text = Storable(text);
        _length += text.Length;
        return text;
    }
}
