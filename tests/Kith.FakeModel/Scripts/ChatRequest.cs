using System.Text.Json.Nodes;

namespace Kith.FakeModel.Scripts;

/// <summary>One message of a request, its content parts joined.</summary>
internal sealed record ChatTurn(string Role, string Text);

/// <summary>What the scripts need of a chat request, of either wire format.</summary>
internal sealed record ChatRequest(string Model, IReadOnlyList<ChatTurn> Messages, bool Stream, bool IncludeUsage, bool LogProbabilities)
{
    public string LastUserText => Messages.LastOrDefault(m => m.Role == "user")?.Text ?? "";

    public int PromptTokens => Messages.Sum(m => Replies.CountTokens(m.Text));

    public static ChatRequest Read(ReceivedRequest request)
    {
        var body = request.Body as JsonObject ?? [];
        var messages = new List<ChatTurn>();
        if (body["system"] is { } system)
        {
            messages.Add(new ChatTurn("system", TextOf(system)));
        }
        messages.AddRange((body["messages"] as JsonArray ?? []).Select(m => new ChatTurn(m!["role"]!.ToString(), TextOf(m["content"]))));
        return new ChatRequest(
            request.Model,
            messages,
            IsTrue(body["stream"]),
            IsTrue((body["stream_options"] as JsonObject)?["include_usage"]),
            IsTrue(body["logprobs"])
        );
    }

    private static string TextOf(JsonNode? content) =>
        content is JsonArray parts ? string.Concat(parts.Select(p => (p as JsonObject)?["text"]?.ToString())) : content?.ToString() ?? "";

    private static bool IsTrue(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;
}
