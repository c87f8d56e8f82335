using System.Text.Json.Nodes;
using Kith.FakeModel.Scripts;

namespace Kith.FakeModel.Wire;

/// <summary>Anthropic's messages and their event stream: docs.anthropic.com/en/api/messages-streaming.</summary>
internal sealed class AnthropicWire : IChatWire
{
    public static AnthropicWire Instance { get; } = new();

    public JsonObject Whole(ChatReply reply)
    {
        var message = Message(reply, new JsonArray(new JsonObject { ["type"] = "text", ["text"] = reply.Text }));
        message["stop_reason"] = StopReason(reply.Script);
        message["usage"] = new JsonObject { ["input_tokens"] = reply.Request.PromptTokens, ["output_tokens"] = reply.CompletionTokens };
        return message;
    }

    public IEnumerable<Frame> Stream(ChatReply reply)
    {
        yield return Event(new JsonObject { ["type"] = "message_start", ["message"] = Message(reply, []) });
        yield return Event(
            new JsonObject
            {
                ["type"] = "content_block_start",
                ["index"] = 0,
                ["content_block"] = new JsonObject { ["type"] = "text", ["text"] = "" },
            }
        );
        yield return Event(new JsonObject { ["type"] = "ping" });
        foreach (var token in reply.Tokens)
        {
            yield return Token(reply, token);
        }
        foreach (var citation in reply.Script.Cites ? Citations() : [])
        {
            yield return Delta(new JsonObject { ["type"] = "citations_delta", ["citation"] = citation });
        }
        yield return Event(new JsonObject { ["type"] = "content_block_stop", ["index"] = 0 });
        yield return Event(
            new JsonObject
            {
                ["type"] = "message_delta",
                ["delta"] = new JsonObject { ["stop_reason"] = StopReason(reply.Script), ["stop_sequence"] = null },
                ["usage"] = new JsonObject { ["output_tokens"] = reply.CompletionTokens },
            }
        );
        if (!reply.Script.NoDone)
        {
            yield return Event(new JsonObject { ["type"] = "message_stop" });
        }
    }

    public Frame Token(ChatReply reply, string text) =>
        Delta(new JsonObject { ["type"] = "text_delta", ["text"] = text }) with
        {
            IsToken = true,
        };

    public Frame StreamError(string message) => Event(Error(529, message, null, null));

    public JsonObject Error(int status, string message, string? code, string? parameter) =>
        new()
        {
            ["type"] = "error",
            ["error"] = new JsonObject
            {
                ["type"] = status switch
                {
                    401 => "authentication_error",
                    403 => "permission_error",
                    404 => "not_found_error",
                    413 => "request_too_large",
                    429 => "rate_limit_error",
                    529 => "overloaded_error",
                    >= 500 => "api_error",
                    _ => "invalid_request_error",
                },
                ["message"] = parameter is null ? message : $"{parameter}: {message}",
            },
            ["request_id"] = "req_fake",
        };

    private static JsonObject Message(ChatReply reply, JsonArray content) =>
        new()
        {
            ["id"] = "msg_fake",
            ["type"] = "message",
            ["role"] = "assistant",
            ["model"] = reply.Request.Model,
            ["content"] = content,
            ["stop_reason"] = null,
            ["stop_sequence"] = null,
            ["usage"] = new JsonObject { ["input_tokens"] = reply.Request.PromptTokens, ["output_tokens"] = 1 },
        };

    private static IEnumerable<JsonObject> Citations() =>
        [Citation("https://example.org/tea", "All about tea"), Citation("https://example.org/cups", "A history of cups")];

    private static JsonObject Citation(string url, string title) =>
        new()
        {
            ["type"] = "web_search_result_location",
            ["url"] = url,
            ["title"] = title,
            ["encrypted_index"] = "ZmFrZQ==",
            ["cited_text"] = $"What {title} says.",
        };

    private static string StopReason(Script script) =>
        script.FinishReason switch
        {
            "stop" => "end_turn",
            "length" => "max_tokens",
            "content_filter" => "refusal",
            var other => other,
        };

    private static Frame Delta(JsonObject delta) =>
        Event(
            new JsonObject
            {
                ["type"] = "content_block_delta",
                ["index"] = 0,
                ["delta"] = delta,
            }
        );

    private static Frame Event(JsonObject data) => new($"event: {data["type"]}\ndata: {WireJson.Text(data)}\n\n");
}
