using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models;

/// <summary>The last update of an answer, as <see cref="ModelAnswer"/> describes it.</summary>
internal static class ClosingUpdate
{
    public static ChatResponseUpdate Create(
        string model,
        string? id,
        ChatFinishReason? finishReason,
        UsageDetails? usage,
        IReadOnlyCollection<AIAnnotation> citations,
        double? confidence
    )
    {
        var update = new ChatResponseUpdate
        {
            Role = ChatRole.Assistant,
            ModelId = model,
            ResponseId = id,
            MessageId = id,
            FinishReason = finishReason ?? ChatFinishReason.Stop,
        };
        if (citations.Count > 0)
        {
            update.Contents.Add(new TextContent("") { Annotations = [.. citations] });
        }
        if (usage is not null)
        {
            update.Contents.Add(new UsageContent(usage));
        }
        if (confidence is { } value)
        {
            update.AdditionalProperties = new AdditionalPropertiesDictionary { [ModelAnswer.Confidence] = value };
        }
        return update;
    }

    /// <summary>Adds a citation, once for each page, if its address is a page's.</summary>
    public static void AddIfUrl(this List<AIAnnotation> citations, string? address, string? title, string? snippet)
    {
        if (
            !Uri.TryCreate(address, UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https")
            || citations.OfType<CitationAnnotation>().Any(known => known.Url == url)
        )
        {
            return;
        }
        citations.Add(
            new CitationAnnotation
            {
                Url = url,
                Title = title,
                Snippet = snippet,
            }
        );
    }
}

/// <summary>How sure a model was of its own words: e to the mean log-probability of its tokens.</summary>
internal sealed class MeanLogProbability
{
    private double _sum;
    private int _count;

    /// <summary>From 0 to 1; null when the provider gave no log-probability.</summary>
    public double? Confidence => _count == 0 ? null : Math.Clamp(Math.Exp(_sum / _count), 0, 1);

    public void Add(JsonElement? logProbability)
    {
        if (logProbability is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value))
        {
            _sum += value;
            _count++;
        }
    }
}
