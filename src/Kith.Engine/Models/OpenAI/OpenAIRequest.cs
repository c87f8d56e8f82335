using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Kith.Engine.Models.Http;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models.OpenAI;

/// <summary>The body of <c>POST /chat/completions</c>.</summary>
internal static class OpenAIRequest
{
    public static ProviderRequest Create(
        string model,
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        ImmutableHashSet<string> refused
    )
    {
        var settings = Settings(options, refused).Where(s => s.Value is not null && !refused.Contains(s.Name)).ToList();
        var body = RequestJson.Write(json =>
        {
            json.WriteString("model", model);
            json.WriteMessages(Messages(messages, options?.Instructions));
            json.WriteBoolean("stream", true);
            json.WriteSettings(settings);
        });
        return new ProviderRequest(body, settings.Select(s => s.Name).ToHashSet(StringComparer.Ordinal));
    }

    private static IEnumerable<(string Name, JsonNode? Value)> Settings(ChatOptions? options, ImmutableHashSet<string> refused) =>
        [
            ("stream_options", new JsonObject { ["include_usage"] = true }),
            ("logprobs", true),
            ("temperature", options?.Temperature),
            ("top_p", options?.TopP),
            ("presence_penalty", options?.PresencePenalty),
            ("frequency_penalty", options?.FrequencyPenalty),
            // The old name is the one that every compatible server knows; reasoning models want the new one.
            (refused.Contains("max_tokens") ? "max_completion_tokens" : "max_tokens", options?.MaxOutputTokens),
            ("stop", options?.StopSequences is { Count: > 0 } stops ? new JsonArray([.. stops.Select(stop => (JsonNode)stop)]) : null),
            ("seed", options?.Seed),
            ("response_format", Format(options?.ResponseFormat)),
        ];

    private static IEnumerable<(string Role, string Text)> Messages(IEnumerable<ChatMessage> messages, string? instructions)
    {
        var all = string.IsNullOrEmpty(instructions) ? messages : messages.Prepend(new ChatMessage(ChatRole.System, instructions));
        return all.Select(message => (message.Role.Value, message.Text));
    }

    private static JsonObject? Format(ChatResponseFormat? format) =>
        format switch
        {
            ChatResponseFormatJson { Schema: { } schema } json => new JsonObject
            {
                ["type"] = "json_schema",
                ["json_schema"] = new JsonObject
                {
                    ["name"] = json.SchemaName ?? "answer",
                    ["description"] = json.SchemaDescription,
                    ["schema"] = JsonNode.Parse(schema.GetRawText()),
                    ["strict"] = true,
                },
            },
            ChatResponseFormatJson => new JsonObject { ["type"] = "json_object" },
            _ => null,
        };
}
