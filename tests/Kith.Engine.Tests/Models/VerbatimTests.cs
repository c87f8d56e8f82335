using System.Net;
using System.Text;
using Kith.Engine.Models;
using Kith.Engine.Models.Anthropic;
using Kith.Engine.Models.OpenAI;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Tests.Models;

/// <summary>Streams as they are on the wire, to the byte; and the same streams cut anywhere.</summary>
public sealed class VerbatimTests
{
    private const string OpenAIStream = """
        data: {"id":"chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG","object":"chat.completion.chunk","created":1741570283,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_06737a9306","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"x8"}

        data: {"id":"chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG","object":"chat.completion.chunk","created":1741570283,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"delta":{"content":"Grüß"},"logprobs":{"content":[{"token":"Grüß","logprob":-0.25,"bytes":[71,114,195,188,195,159],"top_logprobs":[]}],"refusal":null},"finish_reason":null}],"usage":null}

        data: {"id":"chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG","object":"chat.completion.chunk","created":1741570283,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"delta":{"content":" dich 🌱"},"logprobs":{"content":[{"token":" dich","logprob":-0.5,"bytes":null,"top_logprobs":[]},{"token":" 🌱","logprob":-0.75,"bytes":null,"top_logprobs":[]}],"refusal":null},"finish_reason":null}],"usage":null}

        data: {"id":"chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG","object":"chat.completion.chunk","created":1741570283,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null}

        data: {"id":"chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG","object":"chat.completion.chunk","created":1741570283,"model":"gpt-4o-mini-2024-07-18","choices":[],"usage":{"prompt_tokens":19,"completion_tokens":3,"total_tokens":22,"prompt_tokens_details":{"cached_tokens":8,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}}

        data: [DONE]


        """;

    private const string AnthropicStream = """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_1nZdL29xx5MUA1yADyHTEsnR8uuvGzszyY","type":"message","role":"assistant","content":[],"model":"claude-sonnet-4-5-20250929","stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":11,"cache_creation_input_tokens":2,"cache_read_input_tokens":6,"output_tokens":1}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"A greeting."}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: content_block_start
        data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

        event: ping
        data: {"type": "ping"}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Grüß"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":" dich 🌱"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":1}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":15}}

        event: message_stop
        data: {"type":"message_stop"}


        """;

    [Fact]
    public async Task OpenAIs_stream_is_read_as_documented()
    {
        var heard = (await ReadOpenAIAsync(new RecutStream([Encoding.UTF8.GetBytes(OpenAIStream)]))).Whole();

        Assert.Equal(["Grüß", " dich 🌱", ""], heard.Updates.Select(u => u.Text));
        Assert.All(heard.Updates, update => Assert.Equal("gpt-4o-mini-2024-07-18", update.ModelId));
        Assert.Equal(ChatFinishReason.Stop, heard.Last.FinishReason);
        Assert.Equal(
            (19, 3, 22, 8),
            (heard.Usage!.InputTokenCount, heard.Usage.OutputTokenCount, heard.Usage.TotalTokenCount, heard.Usage.CachedInputTokenCount)
        );
        Assert.Equal(Math.Exp(-0.5), heard.Last.GetConfidence()!.Value, 6);
    }

    [Fact]
    public async Task Anthropics_stream_is_read_as_documented()
    {
        var heard = (await ReadAnthropicAsync(new RecutStream([Encoding.UTF8.GetBytes(AnthropicStream)]))).Whole();

        Assert.Equal(["", "Grüß", " dich 🌱", ""], heard.Updates.Select(u => u.Text));
        Assert.IsType<TextReasoningContent>(Assert.Single(heard.Updates[0].Contents));
        Assert.All(heard.Updates, update => Assert.Equal("claude-sonnet-4-5-20250929", update.ModelId));
        Assert.Equal(
            (19, 15, 34, 6),
            (heard.Usage!.InputTokenCount, heard.Usage.OutputTokenCount, heard.Usage.TotalTokenCount, heard.Usage.CachedInputTokenCount)
        );
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData("\r\n", "\n", "\r")]
    public async Task Cut_at_any_byte_with_any_line_end_the_text_is_the_same(params string[] lineEnds)
    {
        var openAI = WithLineEnds(OpenAIStream, lineEnds);
        var anthropic = WithLineEnds(AnthropicStream, lineEnds);

        for (var at = 1; at < openAI.Length; at++)
        {
            Assert.Equal("Grüß dich 🌱", (await ReadOpenAIAsync(new RecutStream([openAI[..at], openAI[at..]]))).Whole().Text);
        }
        for (var at = 1; at < anthropic.Length; at++)
        {
            Assert.Equal("Grüß dich 🌱", (await ReadAnthropicAsync(new RecutStream([anthropic[..at], anthropic[at..]]))).Whole().Text);
        }
        Assert.Equal("Grüß dich 🌱", (await ReadOpenAIAsync(new RecutStream([.. openAI.Select(b => new[] { b })]))).Whole().Text);
        Assert.Equal("Grüß dich 🌱", (await ReadAnthropicAsync(new RecutStream([.. anthropic.Select(b => new[] { b })]))).Whole().Text);
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_text()
    {
        var mark = Encoding.UTF8.Preamble.ToArray();

        Assert.Equal("Grüß dich 🌱", (await ReadOpenAIAsync(new RecutStream([mark, Encoding.UTF8.GetBytes(OpenAIStream)]))).Whole().Text);
        Assert.Equal(
            "Grüß dich 🌱",
            (await ReadAnthropicAsync(new RecutStream([mark, Encoding.UTF8.GetBytes(AnthropicStream)]))).Whole().Text
        );
    }

    [Fact]
    public async Task A_stream_that_ends_early_anywhere_is_never_taken_for_whole()
    {
        await EndEarlyAsync(OpenAIStream, "\"finish_reason\":\"stop\"", ReadOpenAIAsync);
        await EndEarlyAsync(AnthropicStream, "\"stop_reason\":\"end_turn\"", ReadAnthropicAsync);
    }

    [Theory]
    [InlineData("""data: {"choices":[{"delta":{"content":"hi"},"finish_reason":""}]}""", "hi")]
    [InlineData("""data: {"id":null,"created":1.5,"model":"","choices":[{"delta":{"role":"","content":"hi"}}],"usage":null}""", "hi")]
    [InlineData("""data: {"choices":[{"index":0,"delta":{"content":[{"type":"text","text":"h"},{"type":"text","text":"i"}]}}]}""", "hi")]
    [InlineData("""data: {"choices":[{"index":1,"delta":{"content":"no"}},{"index":0,"delta":{"content":"hi"}}]}""", "hi")]
    [InlineData(
        ": still here\n\nretry: 10\nid: 7\ndata: {\"choices\":[{\"delta\":{\"content\":\"hi\"},\"logprobs\":{\"content\":null}}]}",
        "hi"
    )]
    [InlineData("""data: {"choices":[{"delta":{"refusal":"I can't help with that."}}]}""", "I can't help with that.")]
    [InlineData("""data: {"choices":[{"delta":{"content":"hi"},"finish_reason":"eos_token"}]}""", "hi")]
    public async Task What_compatible_servers_send_is_understood(string chunk, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(chunk + "\n\ndata: [DONE]\n\n");

        Assert.Equal(text, (await ReadOpenAIAsync(new RecutStream([bytes]))).Whole().Text);
    }

    [Theory]
    [InlineData("""data: {"error":{"message":"out of memory","code":500}}""")]
    [InlineData("event: error\ndata: {\"error\":\"out of memory\"}")]
    public async Task An_error_with_status_200_is_an_error(string chunk)
    {
        var heard = await ReadOpenAIAsync(new RecutStream([Encoding.UTF8.GetBytes(chunk + "\n\ndata: [DONE]\n\n")]));

        var failure = Assert.IsType<ProviderUnavailableException>(heard.Failure);
        Assert.Equal("OpenAI reported an error while answering: out of memory.", failure.Message);
    }

    /// <summary>Cut off at every byte before the model says that it is done.</summary>
    private static async Task EndEarlyAsync(string stream, string done, Func<RecutStream, Task<Heard>> read)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        var length = Encoding.UTF8.GetByteCount(stream[..stream.IndexOf(done, StringComparison.Ordinal)]);
        for (var at = 0; at <= length; at++)
        {
            var heard = await read(new RecutStream([bytes[..at]]));

            Assert.IsType<ProviderUnavailableException>(heard.Failure);
            Assert.StartsWith(heard.Text, "Grüß dich 🌱", StringComparison.Ordinal);
        }
    }

    /// <summary>The events' lines end in these in turn; within an event all alike, for CR before LF would be one line end.</summary>
    private static byte[] WithLineEnds(string stream, string[] lineEnds) =>
        Encoding.UTF8.GetBytes(
            string.Concat(
                stream
                    .Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
                    .Select((text, i) => (text + "\n\n").Replace("\n", lineEnds[i % lineEnds.Length], StringComparison.Ordinal))
            )
        );

    private static Task<Heard> ReadOpenAIAsync(RecutStream body) =>
        ReadAsync(
            new OpenAIChatClient(new ModelsOptions { OpenAIApiKey = "key" }, new HttpClient(new VerbatimHandler(body)), TimeProvider.System)
        );

    private static Task<Heard> ReadAnthropicAsync(RecutStream body) =>
        ReadAsync(
            new AnthropicChatClient(
                new ModelsOptions { AnthropicApiKey = "key" },
                new HttpClient(new VerbatimHandler(body)),
                TimeProvider.System
            )
        );

    private static async Task<Heard> ReadAsync(IChatClient client)
    {
        using var owned = client;
        return await Heard.FromAsync(
            client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Hallo")], null, TestContext.Current.CancellationToken)
        );
    }

    private sealed class VerbatimHandler(Stream body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) };
            response.Content.Headers.ContentType = new("text/event-stream");
            return Task.FromResult(response);
        }
    }
}

/// <summary>Gives its parts one read at a time.</summary>
internal sealed class RecutStream(IReadOnlyList<byte[]> parts) : MemoryStream
{
    private int _part;
    private int _at;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_part < parts.Count && _at == parts[_part].Length)
        {
            (_part, _at) = (_part + 1, 0);
        }
        if (_part == parts.Count)
        {
            return ValueTask.FromResult(0);
        }
        var count = Math.Min(buffer.Length, parts[_part].Length - _at);
        parts[_part].AsMemory(_at, count).CopyTo(buffer);
        _at += count;
        return ValueTask.FromResult(count);
    }
}
