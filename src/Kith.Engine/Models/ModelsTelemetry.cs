using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Kith.Engine.Models;

/// <summary>
/// Spans and measures under the names of OpenTelemetry's semantic conventions for generative AI. No text of a conversation and no
/// secret is ever a tag.
/// </summary>
public static class ModelsTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "Kith.Models";

    internal static ActivitySource Source { get; } = new(Name);

    private static readonly Meter Meter = new(Name);

    internal static Histogram<double> Duration { get; } =
        Meter.CreateHistogram<double>("gen_ai.client.operation.duration", "s", "One call of a provider, from request to last token.");

    internal static Histogram<double> TimeToFirstChunk { get; } =
        Meter.CreateHistogram<double>("gen_ai.client.operation.time_to_first_chunk", "s", "From request to first token.");

    internal static Histogram<long> TokenUsage { get; } =
        Meter.CreateHistogram<long>("gen_ai.client.token.usage", "{token}", "Tokens in and out, as the provider counts them.");

    internal static Counter<long> Failovers { get; } =
        Meter.CreateCounter<long>("kith.models.failovers", "{call}", "Answers given by somebody else than the one asked.");
}
