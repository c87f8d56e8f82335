using System.Text;
using BenchmarkDotNet.Attributes;
using Kith.Engine.Models;
using Kith.Engine.Models.Anthropic;
using Kith.Engine.Models.OpenAI;
using Kith.Engine.Models.Pipeline;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kith.Benchmarks;

/// <summary>Asking a model and reading an answer of 64 tokens: the providers' wire formats, and the whole pipeline over one.</summary>
[MemoryDiagnoser]
public class ModelAnswers
{
    private const int Tokens = 64;

    private readonly List<ChatMessage> _messages =
    [
        new(ChatRole.System, new string('s', 2_000)),
        .. Enumerable
            .Range(0, 20)
            .Select(i => new ChatMessage(i % 2 == 0 ? ChatRole.User : ChatRole.Assistant, "Hello there, how was your day?")),
    ];
    private IChatClient _openAI = null!;
    private IChatClient _anthropic = null!;
    private IChatClient _pipeline = null!;

    /// <summary>Whether each event is a read of its own, as it is at a model's pace.</summary>
    [Params(false, true)]
    public bool Paced { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var options = new ModelsOptions { OpenAIBaseUrl = "http://model.test/v1", AnthropicApiKey = "key" };
        _openAI = new OpenAIChatClient(options, Http(OpenAIEvents()), TimeProvider.System);
        _anthropic = new AnthropicChatClient(options, Http(AnthropicEvents()), TimeProvider.System);
        var guarded = ModelsServices.Guard(Provider.OpenAI, "m", _openAI, options, TimeProvider.System);
        _pipeline = new FailoverChatClient(new Routes(guarded, anthropic: null, guarded), NullLogger.Instance);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _pipeline.Dispose();
        _openAI.Dispose();
        _anthropic.Dispose();
    }

    [Benchmark]
    public Task<int> OpenAI() => ReadAsync(_openAI);

    [Benchmark]
    public Task<int> Anthropic() => ReadAsync(_anthropic);

    [Benchmark]
    public Task<int> Pipeline() => ReadAsync(_pipeline);

    private async Task<int> ReadAsync(IChatClient client)
    {
        var length = 0;
        await foreach (var update in client.GetStreamingResponseAsync(_messages, new ChatOptions { Temperature = 1 }))
            length += update.Text.Length;
        return length;
    }

    private HttpClient Http(IEnumerable<string> events) => new(new Replay([.. events.Select(Encoding.UTF8.GetBytes)], () => Paced));

    private static IEnumerable<string> OpenAIEvents() =>
        Enumerable
            .Range(0, Tokens)
            .Select(i =>
                $$$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"m","service_tier":"default","system_fingerprint":"fp","choices":[{"index":0,"delta":{"content":" w{{{i}}}"},"logprobs":{"content":[{"token":" w{{{i}}}","logprob":-0.05,"bytes":[32,119,49],"top_logprobs":[]}],"refusal":null},"finish_reason":null}]}"""
                + "\n\n"
            )
            .Append("""data: {"id":"chatcmpl-1","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\n")
            .Append("data: [DONE]\n\n");

    private static IEnumerable<string> AnthropicEvents() =>
        Enumerable
            .Range(0, Tokens)
            .Select(i =>
                "event: content_block_delta\n"
                + $$$"""data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" w{{{i}}}"}}"""
                + "\n\n"
            )
            .Prepend(
                "event: message_start\n"
                    + """data: {"type":"message_start","message":{"id":"msg_1","model":"m","usage":{"input_tokens":100,"output_tokens":1}}}"""
                    + "\n\n"
            )
            .Append(
                "event: message_delta\n"
                    + """data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":64}}"""
                    + "\n\n"
            )
            .Append("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
}
