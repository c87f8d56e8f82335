using Kith.Engine.Models;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Tests.Models;

public sealed class AnthropicTests
{
    [Fact]
    public async Task The_text_the_finish_reason_and_the_usage_arrive()
    {
        await using var models = await TestModels.StartWithAnthropicAsync();

        var heard = (await models.AskAsync("claude-say:one two|citations|finish:length")).Whole();

        Assert.Equal(["one", " two", ""], heard.Updates.Select(u => u.Text));
        Assert.Equal(ChatFinishReason.Length, heard.Last.FinishReason);
        Assert.Equal((2, 2, 4), (heard.Usage!.InputTokenCount, heard.Usage.OutputTokenCount, heard.Usage.TotalTokenCount));
        Assert.Equal(["https://example.org/tea", "https://example.org/cups"], heard.Last.GetCitations().Select(c => c.Url!.ToString()));
        Assert.Equal("What All about tea says.", heard.Last.GetCitations().First().Snippet);
        Assert.Null(heard.Last.GetConfidence());
    }

    [Fact]
    public async Task The_request_has_its_own_shape()
    {
        await using var models = await TestModels.StartWithAnthropicAsync();
        List<ChatMessage> context =
        [
            new(ChatRole.System, "You are Aira."),
            new(ChatRole.Assistant, "Hello!"),
            new(ChatRole.User, "one"),
            new(ChatRole.System, "The summary."),
            new(ChatRole.User, "two"),
        ];
        var options = new ChatOptions
        {
            ModelId = "claude-echo",
            Temperature = 1.5f,
            PresencePenalty = 0.5f,
            MaxOutputTokens = 50,
        };

        await Heard.FromAsync(models.Client.GetStreamingResponseAsync(context, options, TestContext.Current.CancellationToken));

        var request = Assert.Single(models.Server.Requests);
        Assert.Equal(("sk-ant-test", "2023-06-01"), (request.Headers["x-api-key"], request.Headers["anthropic-version"]));
        Assert.DoesNotContain("Authorization", request.Headers.Keys);
        Assert.Equal(
            """{"model":"claude-echo","max_tokens":50,"messages":[{"role":"user","content":"(The conversation begins.)"},{"role":"assistant","content":"Hello!"},{"role":"user","content":"one\n\ntwo"}],"stream":true,"system":"You are Aira.\n\nThe summary.","temperature":1}""",
            request.BodyText
        );
    }

    [Theory]
    [InlineData("split")]
    [InlineData("crlf")]
    [InlineData("no-done")]
    [InlineData("whole")]
    public async Task A_strange_but_valid_answer_gives_the_same_text(string script)
    {
        await using var models = await TestModels.StartWithAnthropicAsync();

        Assert.Equal("日本 “Ça va?” \U0001F375", (await models.AskAsync($"claude-{script}|say:日本 “Ça va?” \U0001F375")).Whole().Text);
    }

    [Theory]
    [InlineData("drop-after:2", "The connection to Anthropic was lost.")]
    [InlineData("cut-after:2", "Anthropic broke off its answer.")]
    [InlineData("error-after:2", "Anthropic reported an error while answering: The fake model was told to fail here.")]
    [InlineData("bad-json:2", "Anthropic sent something unreadable.")]
    [InlineData("long-line:2", "Anthropic sent more than is accepted.")]
    public async Task An_answer_that_breaks_is_interrupted(string fault, string message)
    {
        await using var models = await TestModels.StartWithAnthropicAsync();

        var heard = await models.AskAsync($"claude-tokens:9|{fault}");

        Assert.Equal("w0 w1", heard.Text);
        Assert.Equal(message, Assert.IsType<ProviderInterruptedException>(heard.Failure).Message);
    }

    [Fact]
    public async Task Sampling_that_a_model_refuses_is_left_out()
    {
        await using var models = await TestModels.StartWithAnthropicAsync();

        (await models.AskAsync("claude-refuse-sampling", options: new ChatOptions { Temperature = 0.9f })).Whole();

        Assert.Null(models.Server.Requests[^1].Body!["temperature"]);
        Assert.Equal(2, models.Server.Requests.Count);
    }

    [Fact]
    public async Task Stopping_reaches_the_provider()
    {
        await using var models = await TestModels.StartWithAnthropicAsync();
        using var stop = new CancellationTokenSource();
        var answer = Heard.FromAsync(models.StreamUntil("claude-never", "hello", null, stop.Token));
        var request = await models.Server.NextRequestAsync(TestContext.Current.CancellationToken);

        await stop.CancelAsync();

        Assert.IsAssignableFrom<OperationCanceledException>((await answer).Failure);
        await request.Aborted.WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(401, "Anthropic refused the key (401). Check ANTHROPIC_API_KEY and ANTHROPIC_MODEL.")]
    [InlineData(
        404,
        "Anthropic rejected the request (404): The fake model was told to answer 404. Check ANTHROPIC_API_KEY and ANTHROPIC_MODEL."
    )]
    public async Task A_rejection_says_what_to_check(int status, string message)
    {
        await using var models = await TestModels.StartWithAnthropicAsync();

        var failure = (await models.AskAsync($"claude-status:{status}")).Failure;

        Assert.Equal(message, Assert.IsType<ProviderRejectedException>(failure).Message);
    }
}
