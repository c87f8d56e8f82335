using System.Text.Json.Nodes;

namespace Kith.FakeModel.Wire;

/// <summary>OpenAI's chat completions: platform.openai.com/docs/api-reference/chat.</summary>
internal sealed class OpenAIWire : IChatWire
{
    public static OpenAIWire Instance { get; } = new();

    public JsonObject Whole(ChatReply reply)
    {
        var message = new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = reply.Text,
            ["refusal"] = null,
        };
        message["annotations"] = reply.Script.Cites ? Citations() : new JsonArray();
        var choice = new JsonObject
        {
            ["index"] = 0,
            ["message"] = message,
            ["logprobs"] = LogProbabilities(reply, reply.Tokens),
            ["finish_reason"] = reply.Script.FinishReason,
        };
        var body = Envelope(reply, "chat.completion", [choice]);
        body["usage"] = Usage(reply);
        return body;
    }

    public IEnumerable<Frame> Stream(ChatReply reply)
    {
        yield return Event(
            Chunk(
                reply,
                new JsonObject
                {
                    ["role"] = "assistant",
                    ["content"] = "",
                    ["refusal"] = null,
                },
                null,
                null
            )
        );
        foreach (var token in reply.Tokens)
        {
            yield return Token(reply, token);
        }
        if (reply.Script.Cites)
        {
            yield return Event(Chunk(reply, new JsonObject { ["annotations"] = Citations() }, null, null));
        }
        yield return Event(Chunk(reply, [], null, reply.Script.FinishReason));
        if (reply.Request.IncludeUsage)
        {
            var last = Envelope(reply, "chat.completion.chunk", []);
            last["usage"] = Usage(reply);
            yield return Event(last);
        }
        if (!reply.Script.NoDone)
        {
            yield return new Frame("data: [DONE]\n\n");
        }
    }

    public Frame Token(ChatReply reply, string text) =>
        Event(Chunk(reply, new JsonObject { ["content"] = text }, LogProbabilities(reply, [text]), null)) with
        {
            IsToken = true,
        };

    public Frame StreamError(string message) => Event(Error(500, message, null, null));

    public JsonObject Error(int status, string message, string? code, string? parameter) =>
        new()
        {
            ["error"] = new JsonObject
            {
                ["message"] = message,
                ["type"] = status switch
                {
                    429 => "rate_limit_error",
                    >= 500 => "server_error",
                    _ => "invalid_request_error",
                },
                ["param"] = parameter,
                ["code"] = code,
            },
        };

    private static JsonObject Chunk(ChatReply reply, JsonObject delta, JsonNode? logProbabilities, string? finishReason) =>
        Envelope(
            reply,
            "chat.completion.chunk",
            [
                new JsonObject
                {
                    ["index"] = 0,
                    ["delta"] = delta,
                    ["logprobs"] = logProbabilities,
                    ["finish_reason"] = finishReason,
                },
            ]
        );

    private static JsonObject Envelope(ChatReply reply, string kind, JsonArray choices) =>
        new()
        {
            ["id"] = "chatcmpl-fake",
            ["object"] = kind,
            ["created"] = 1_767_225_600,
            ["model"] = reply.Request.Model,
            ["service_tier"] = "default",
            ["system_fingerprint"] = "fp_fake",
            ["choices"] = choices,
        };

    private static JsonObject Usage(ChatReply reply) =>
        new()
        {
            ["prompt_tokens"] = reply.Request.PromptTokens,
            ["completion_tokens"] = reply.CompletionTokens,
            ["total_tokens"] = reply.Request.PromptTokens + reply.CompletionTokens,
            ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = 0, ["audio_tokens"] = 0 },
            ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0, ["audio_tokens"] = 0 },
        };

    private static JsonObject? LogProbabilities(ChatReply reply, IEnumerable<string> tokens)
    {
        if (!reply.Request.LogProbabilities || reply.Script.LogProbability is not { } value)
        {
            return null;
        }
        var entries = tokens.Select(token =>
            (JsonNode)
                new JsonObject
                {
                    ["token"] = token,
                    ["logprob"] = value,
                    ["bytes"] = new JsonArray([.. System.Text.Encoding.UTF8.GetBytes(token).Select(b => (JsonNode)(int)b)]),
                    ["top_logprobs"] = new JsonArray(),
                }
        );
        return new JsonObject { ["content"] = new JsonArray([.. entries]), ["refusal"] = null };
    }

    private static JsonArray Citations() =>
        [Citation(0, 4, "https://example.org/tea", "All about tea"), Citation(5, 9, "https://example.org/cups", "A history of cups")];

    private static JsonObject Citation(int start, int end, string url, string title) =>
        new()
        {
            ["type"] = "url_citation",
            ["url_citation"] = new JsonObject
            {
                ["start_index"] = start,
                ["end_index"] = end,
                ["url"] = url,
                ["title"] = title,
            },
        };

    private static Frame Event(JsonObject data) => new($"data: {WireJson.Text(data)}\n\n");
}
