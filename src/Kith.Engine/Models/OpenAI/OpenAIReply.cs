using System.Text;
using System.Text.Json;
using Kith.Engine.Models.Http;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models.OpenAI;

/// <summary>
/// Gathers one chat completion from its chunks (or from one whole document), and is lenient: compatible servers leave out what OpenAI always
/// sends, and send what it never does.
/// </summary>
internal sealed class OpenAIReply(string requestedModel) : ProviderReply
{
    private readonly List<AIAnnotation> _citations = [];
    private readonly MeanLogProbability _logProbability = new();
    private string _model = requestedModel;
    private string? _id;
    private string? _finishReason;
    private UsageDetails? _usage;

    public override bool IsFinished => _finishReason is not null;

    public override ChatResponseUpdate? Add(JsonElement chunk)
    {
        _model = NotEmpty(chunk.FindString("model", _model)) ?? _model;
        _id = NotEmpty(chunk.FindString("id", _id)) ?? _id;
        _usage = ReadUsage(chunk.Find("usage")) ?? _usage;
        foreach (var choice in chunk.FindItems("choices"))
        {
            if (choice.FindLong("index") is null or 0)
            {
                return AddChoice(choice);
            }
        }
        return null;
    }

    /// <summary>A whole completion is made like a chunk.</summary>
    public override ChatResponseUpdate? AddWhole(JsonElement document) => Add(document);

    /// <summary>The end is told by an event that isn't JSON.</summary>
    public override bool IsLast(JsonElement data) => false;

    public override ChatResponseUpdate Close() =>
        ClosingUpdate.Create(_model, _id, FinishReason(), _usage, _citations, _logProbability.Confidence);

    private ChatResponseUpdate? AddChoice(JsonElement choice)
    {
        _finishReason = NotEmpty(choice.FindString("finish_reason")) ?? _finishReason;
        foreach (var token in (choice.Find("logprobs") ?? default).FindItems("content"))
        {
            _logProbability.Add(token.Find("logprob"));
        }
        if ((choice.Find("delta") ?? choice.Find("message")) is not { } delta)
        {
            return null;
        }
        foreach (var annotation in delta.FindItems("annotations"))
        {
            AddCitation(annotation);
        }
        if (NotEmpty(Text(delta.Find("content")) ?? delta.FindString("refusal")) is { } text)
        {
            return Update(new TextContent(text));
        }
        var thought = NotEmpty(delta.FindString("reasoning_content")) ?? NotEmpty(delta.FindString("reasoning"));
        return thought is null ? null : Update(new TextReasoningContent(thought));
    }

    private ChatResponseUpdate Update(AIContent content) =>
        new(ChatRole.Assistant, [content])
        {
            ModelId = _model,
            ResponseId = _id,
            MessageId = _id,
        };

    private void AddCitation(JsonElement annotation)
    {
        // OpenAI nests it under its type; some servers don't.
        var citation = annotation.Find("url_citation") ?? annotation;
        _citations.AddIfUrl(citation.FindString("url"), citation.FindString("title"), citation.FindString("content"));
    }

    private ChatFinishReason? FinishReason() => _finishReason is null ? null : new ChatFinishReason(_finishReason);

    private static string? Text(JsonElement? content)
    {
        if (content is not { ValueKind: JsonValueKind.Array } parts)
        {
            return content is { ValueKind: JsonValueKind.String } text ? text.ToText() : null;
        }
        var joined = new StringBuilder();
        foreach (var part in parts.EnumerateArray())
        {
            joined.Append(part.FindString("text"));
        }
        return joined.ToString();
    }

    private static UsageDetails? ReadUsage(JsonElement? usage)
    {
        if (usage is not { ValueKind: JsonValueKind.Object } counts)
        {
            return null;
        }
        var (input, output) = (counts.FindLong("prompt_tokens"), counts.FindLong("completion_tokens"));
        return new UsageDetails
        {
            InputTokenCount = input,
            OutputTokenCount = output,
            TotalTokenCount = counts.FindLong("total_tokens") ?? input + output,
            CachedInputTokenCount = (counts.Find("prompt_tokens_details") ?? default).FindLong("cached_tokens"),
            ReasoningTokenCount = (counts.Find("completion_tokens_details") ?? default).FindLong("reasoning_tokens"),
        };
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
