using System.Text.Json;
using Kith.Engine.Models.Http;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models.Anthropic;

/// <summary>Gathers one message from its events; unknown events and deltas are skipped, as the API's documentation asks.</summary>
internal sealed class AnthropicReply(string requestedModel) : ProviderReply
{
    private readonly List<AIAnnotation> _citations = [];
    private string _model = requestedModel;
    private string? _id;
    private string? _stopReason;
    private long? _input;
    private long? _cached;
    private long? _output;

    public override bool IsFinished => _stopReason is not null;

    public override ChatResponseUpdate? Add(JsonElement data)
    {
        switch (data.FindString("type"))
        {
            case "message_start" when data.Find("message") is { } message:
                Begin(message);
                return null;
            case "content_block_delta" when data.Find("delta") is { } delta:
                return AddDelta(delta);
            case "message_delta":
                _stopReason = (data.Find("delta") ?? default).FindString("stop_reason") ?? _stopReason;
                AddUsage(data.Find("usage"));
                return null;
            default:
                return null;
        }
    }

    public override bool IsLast(JsonElement data) => data.FindString("type") == "message_stop";

    public override ChatResponseUpdate? AddWhole(JsonElement message)
    {
        Begin(message);
        _stopReason = message.FindString("stop_reason");
        var blocks = message.FindItems("content").ToList();
        foreach (var citation in blocks.SelectMany(block => block.FindItems("citations")))
        {
            AddCitation(citation);
        }
        return Text(string.Concat(blocks.Select(block => block.FindString("text"))));
    }

    public override ChatResponseUpdate Close() => ClosingUpdate.Create(_model, _id, FinishReason(), Usage(), _citations, confidence: null);

    private void Begin(JsonElement message)
    {
        _model = message.FindString("model") is { Length: > 0 } model ? model : _model;
        _id = message.FindString("id");
        AddUsage(message.Find("usage"));
    }

    private ChatResponseUpdate? AddDelta(JsonElement delta)
    {
        switch (delta.FindString("type"))
        {
            case "text_delta":
                return Text(delta.FindString("text"));
            case "thinking_delta" when delta.FindString("thinking") is { Length: > 0 } thought:
                return Update(new TextReasoningContent(thought));
            case "citations_delta" when delta.Find("citation") is { } citation:
                AddCitation(citation);
                return null;
            default:
                return null;
        }
    }

    private ChatResponseUpdate? Text(string? text) => string.IsNullOrEmpty(text) ? null : Update(new TextContent(text));

    private ChatResponseUpdate Update(AIContent content) =>
        new(ChatRole.Assistant, [content])
        {
            ModelId = _model,
            ResponseId = _id,
            MessageId = _id,
        };

    private void AddCitation(JsonElement citation) =>
        _citations.AddIfUrl(
            citation.FindString("url") ?? citation.FindString("source"),
            citation.FindString("title") ?? citation.FindString("document_title"),
            citation.FindString("cited_text")
        );

    /// <summary>What was read from and written to the cache is not in <c>input_tokens</c>, and was read by the model all the same.</summary>
    private void AddUsage(JsonElement? usage)
    {
        if (usage is not { } counts)
        {
            return;
        }
        if (counts.FindLong("input_tokens") is { } input)
        {
            _cached = counts.FindLong("cache_read_input_tokens");
            _input = input + (_cached ?? 0) + (counts.FindLong("cache_creation_input_tokens") ?? 0);
        }
        _output = counts.FindLong("output_tokens") ?? _output;
    }

    private UsageDetails? Usage() =>
        _input is null && _output is null
            ? null
            : new UsageDetails
            {
                InputTokenCount = _input,
                OutputTokenCount = _output,
                TotalTokenCount = (_input ?? 0) + (_output ?? 0),
                CachedInputTokenCount = _cached,
            };

    private ChatFinishReason? FinishReason() =>
        _stopReason switch
        {
            null => null,
            "end_turn" or "stop_sequence" => ChatFinishReason.Stop,
            "max_tokens" or "model_context_window_exceeded" => ChatFinishReason.Length,
            "refusal" => ChatFinishReason.ContentFilter,
            "tool_use" => ChatFinishReason.ToolCalls,
            var other => new ChatFinishReason(other),
        };
}
