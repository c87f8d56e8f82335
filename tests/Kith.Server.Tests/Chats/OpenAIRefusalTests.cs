using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Kith.Server.Tests.Chats;

/// <summary>What the OpenAI-compatible door can't do, and how it says so.</summary>
public sealed class OpenAIRefusalTests(ChatApp app) : IClassFixture<ChatApp>
{
    [Theory]
    [InlineData("tools", """[{"type":"function","function":{"name":"f"}}]""")]
    [InlineData("tool_choice", "\"required\"")]
    [InlineData("tool_choice", """{"type":"function","function":{"name":"f"}}""")]
    [InlineData("functions", """[{"name":"f","parameters":{}}]""")]
    [InlineData("function_call", """{"name":"f"}""")]
    [InlineData("function_call", "\"\\ud800\"")]
    [InlineData("logprobs", "true")]
    [InlineData("top_logprobs", "2")]
    [InlineData("logit_bias", """{"50256":-100}""")]
    [InlineData("modalities", """["text","audio"]""")]
    [InlineData("modalities", "\"audio\"")]
    [InlineData("audio", """{"voice":"alloy","format":"mp3"}""")]
    [InlineData("web_search_options", "{}")]
    public async Task What_its_caller_would_rely_on_and_cannot_be_done_is_refused(string member, string value)
    {
        using var me = await app.SignUpAsync();

        var answer = await CompleteAsync(me, $"\"{member}\":{value}");

        Assert.Equal(("invalid", member), (answer.Expect(400).Get("error.code"), answer.Get("error.param")));
        Assert.Equal("invalid_request_error", answer.Get("error.type"));
    }

    [Fact]
    public async Task What_changes_nothing_is_let_pass()
    {
        using var me = await app.SignUpAsync();

        var answer = await CompleteAsync(
            me,
            """
            "tools":[],"tool_choice":"auto","functions":[],
             "function_call":"none","logprobs":false,"top_logprobs":0,"logit_bias":{},"modalities":["text"],"audio":null,"n":1,
             "web_search_options":null,"parallel_tool_calls":true,"store":false,"service_tier":"auto","reasoning_effort":"low","x-mine":[1]
            """
        );

        Assert.NotEmpty(answer.Expect(200).Get("choices.0.message.content"));
    }

    [Fact]
    public async Task A_stream_that_fails_of_a_mistake_of_ours_says_so_and_tells_the_log()
    {
        var log = new LogLines();
        await using var own = await KithApp.StartAsync(options =>
            options.Services = services =>
                services
                    .AddSingleton<ILoggerProvider>(log)
                    .Replace(ServiceDescriptor.Singleton<IChatClient>(new BrokenModel("a word, ", "and another")))
        );
        using var me = await own.SignUpAsync();

        var answer = await CompleteAsync(me, "\"stream\":true");

        var pieces = answer.Expect(200).Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("\"content\":\"and another\"", answer.Text, StringComparison.Ordinal);
        Assert.StartsWith("data: {\"error\":{", pieces[^1], StringComparison.Ordinal);
        var error = JsonNode.Parse(pieces[^1]["data: ".Length..])!["error"]!;
        Assert.Equal(("internal", "server_error"), (error["code"]!.GetValue<string>(), error["type"]!.GetValue<string>()));
        Assert.DoesNotContain("a secret of ours", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", answer.Text, StringComparison.Ordinal);
        Assert.Single(log.Lines, line => line.Contains("a secret of ours", StringComparison.Ordinal));
    }

    private static Task<Answer> CompleteAsync(Person who, string members) =>
        who.PostAsync(
            "/v1/chat/completions",
            $$"""{"model":"kith/aira","messages":[{"role":"user","content":"Hello there"}],{{members}}}"""
        );

    /// <summary>Says something, and fails as no model does.</summary>
    private sealed class BrokenModel(params string[] words) : IChatClient
    {
        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default
        )
        {
            foreach (var word in words)
            {
                await Task.Yield();
                yield return new ChatResponseUpdate(ChatRole.Assistant, word);
            }

            throw new InvalidTimeZoneException("a secret of ours");
        }

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default
        ) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() { }
    }
}
