using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Kith.Engine.Models.Http;

namespace Kith.Engine.Models;

/// <summary>
/// Which settings each model refuses: known beforehand for reasoning models, else learned from its first error and remembered, so
/// that one agent's settings fit whichever model answers.
/// </summary>
internal sealed partial class RefusedSettings
{
    /// <summary>Models' names come from people, so what is remembered has an end.</summary>
    private const int MaxModels = 256;

    /// <summary>A model that refuses one of these refuses them all, and tells only one at a time.</summary>
    private static readonly ImmutableHashSet<string> Sampling =
    [
        "temperature",
        "top_p",
        "presence_penalty",
        "frequency_penalty",
        "logprobs",
    ];

    private static readonly ImmutableHashSet<string> Reasoning = Sampling.Union(["max_tokens", "stop"]);

    private readonly ConcurrentDictionary<string, ImmutableHashSet<string>> _learned = new(StringComparer.Ordinal);

    /// <summary>The names, on the wire, of what not to send.</summary>
    public ImmutableHashSet<string> For(string model) =>
        (_learned.GetValueOrDefault(model) ?? []).Union(ReasoningModel().IsMatch(model) ? Reasoning : []);

    /// <summary>
    /// Learns from an error. True when it names something that was sent and now is not any more: the call is worth repeating, and
    /// since each time less is sent, it ends.
    /// </summary>
    public bool TryLearn(string model, int status, ProviderError error, IReadOnlySet<string> sent)
    {
        if (status is not (400 or 422) || !IsRefusal(error))
        {
            return false;
        }
        var named = sent.Where(name => error.Parameter == name || Names(error.Message, name)).ToImmutableHashSet();
        if (named.Overlaps(Sampling))
        {
            named = named.Union(Sampling);
        }
        if (!named.Overlaps(sent))
        {
            return false;
        }
        if (_learned.Count >= MaxModels)
        {
            _learned.Clear();
        }
        _learned.AddOrUpdate(model, named, (_, known) => known.Union(named));
        return true;
    }

    private static bool Names(string? message, string name) =>
        message is not null && Words().Matches(message).Any(word => word.ValueSpan.SequenceEqual(name));

    // A value out of range (temperature 3) is the agent's mistake, not the model's nature: it must not be learned.
    private static bool IsRefusal(ProviderError error) =>
        error.Code is "unsupported_parameter" or "unsupported_value" || (error.Message is { } message && RefusalWords().IsMatch(message));

    [GeneratedRegex(@"^(.*/)?(o\d+|gpt-([5-9]|\d\d))(\b|$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReasoningModel();

    [GeneratedRegex(@"\w+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();

    [GeneratedRegex(
        "unsupported|not support|unknown|unrecognized|not permitted|not allowed|deprecated|extra (inputs|fields)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex RefusalWords();
}
