using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Kith.Engine.Models.Http;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models.Anthropic;

/// <summary>The body of <c>POST /v1/messages</c>.</summary>
internal static class AnthropicRequest
{
    /// <summary>Required by the API; an agent that sets none gets room for a long answer.</summary>
    private const int DefaultMaxTokens = 4096;

    public static ProviderRequest Create(
        string model,
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        ImmutableHashSet<string> refused
    )
    {
        var all = messages.ToList();
        var settings = Settings(options).Where(s => s.Value is not null && !refused.Contains(s.Name)).ToList();
        var body = RequestJson.Write(json =>
        {
            json.WriteString("model", model);
            json.WriteNumber("max_tokens", options?.MaxOutputTokens ?? DefaultMaxTokens);
            json.WriteMessages(Turns(all));
            json.WriteBoolean("stream", true);
            if (System(all, options) is { Length: > 0 } system)
            {
                json.WriteString("system", system);
            }
            json.WriteSettings(settings);
        });
        return new ProviderRequest(body, settings.Select(s => s.Name).ToHashSet(StringComparer.Ordinal));
    }

    // Penalties don't exist here, and temperature ends at 1 where OpenAI's ends at 2. Newer models refuse temperature and top_p together.
    private static IEnumerable<(string Name, JsonNode? Value)> Settings(ChatOptions? options) =>
        [
            ("temperature", options?.Temperature is { } temperature ? Math.Clamp(temperature, 0, 1) : null),
            ("top_p", options?.Temperature is null ? options?.TopP : null),
            ("stop_sequences", options?.StopSequences is { Count: > 0 } stops ? new JsonArray([.. stops.Select(s => (JsonNode)s)]) : null),
        ];

    /// <summary>System messages are no turns here: they go into one text, in order.</summary>
    private static string System(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var parts = messages.Where(m => m.Role == ChatRole.System).Select(m => m.Text).Prepend(options?.Instructions);
        if (options?.ResponseFormat is ChatResponseFormatJson json)
        {
            parts = parts.Append(
                json.Schema is { } schema
                    ? $"Answer with one JSON value and nothing else. It must match this JSON schema:\n{schema.GetRawText()}"
                    : "Answer with one JSON object and nothing else."
            );
        }
        return string.Join("\n\n", parts.Where(part => !string.IsNullOrWhiteSpace(part)));
    }

    /// <summary>
    /// Turns must begin with the user, alternate and not be empty: what one side said in a row is joined, and before a greeting comes a
    /// neutral line.
    /// </summary>
    private static IEnumerable<(string Role, string Text)> Turns(IEnumerable<ChatMessage> messages)
    {
        var turns = new List<(string Role, StringBuilder Text)>();
        foreach (var message in messages.Where(m => m.Role != ChatRole.System && !string.IsNullOrWhiteSpace(m.Text)))
        {
            var role = message.Role == ChatRole.Assistant ? "assistant" : "user";
            if (turns.Count == 0 && role == "assistant")
            {
                turns.Add(("user", new StringBuilder("(The conversation begins.)")));
            }
            if (turns.Count > 0 && turns[^1].Role == role)
            {
                turns[^1].Text.Append("\n\n").Append(message.Text);
            }
            else
            {
                turns.Add((role, new StringBuilder(message.Text)));
            }
        }
        return turns.Select(turn => (turn.Role, turn.Text.ToString()));
    }
}
