using Kith.Engine.Models;
using Kith.Engine.Models.Http;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Tests.Models;

public sealed class RefusedSettingsTests
{
    private static readonly ChatOptions FriendlyAssistant = new()
    {
        Temperature = 0.9f,
        MaxOutputTokens = 50,
        PresencePenalty = 0.6f,
        FrequencyPenalty = 0.6f,
    };

    [Fact]
    public async Task What_a_model_refuses_is_left_out_or_renamed_and_remembered()
    {
        await using var models = await TestModels.StartAsync();

        Assert.Equal("fine", (await models.AskAsync("refuse-sampling|say:fine", options: FriendlyAssistant)).Whole().Text);
        var first = models.Server.Requests.Count;
        Assert.Equal("fine", (await models.AskAsync("refuse-sampling|say:fine", options: FriendlyAssistant)).Whole().Text);

        // Sampling at once, then max_tokens: told one at a time.
        Assert.Equal(3, first);
        Assert.Equal(4, models.Server.Requests.Count);
        var body = models.Server.Requests[^1].Body!.AsObject();
        Assert.Equal(["model", "messages", "stream", "stream_options", "max_completion_tokens"], body.Select(member => member.Key));
        Assert.Equal(50, (int)body["max_completion_tokens"]!);
    }

    [Theory]
    [InlineData("o1")]
    [InlineData("o3-mini")]
    [InlineData("o4-mini-2025-04-16")]
    [InlineData("gpt-5")]
    [InlineData("gpt-5.1-mini")]
    [InlineData("openai/o3")]
    public async Task Known_reasoning_models_are_asked_right_the_first_time(string model)
    {
        await using var models = await TestModels.StartAsync();

        (await models.AskAsync(model, options: FriendlyAssistant)).Whole();

        Assert.Equal(
            ["model", "messages", "stream", "stream_options", "max_completion_tokens"],
            Assert.Single(models.Server.Requests).Body!.AsObject().Select(member => member.Key)
        );
    }

    [Theory]
    [InlineData("gpt-4o-mini")]
    [InlineData("gpt-4.1")]
    [InlineData("olmo-2")]
    [InlineData("llama3:8b")]
    public async Task Other_models_get_all_settings(string model)
    {
        await using var models = await TestModels.StartAsync();

        (await models.AskAsync(model, options: FriendlyAssistant)).Whole();

        var body = Assert.Single(models.Server.Requests).Body!;
        Assert.Equal((0.9f, 50), ((float)body["temperature"]!, (int)body["max_tokens"]!));
    }

    [Fact]
    public void A_value_out_of_range_is_the_callers_mistake_and_not_learned()
    {
        var refused = new RefusedSettings();
        var error = new ProviderError("Invalid 'temperature': decimal above maximum value.", "decimal_above_max_value", "temperature");

        Assert.False(refused.TryLearn("gpt-4o", 400, error, new HashSet<string>(["temperature"])));
        Assert.Empty(refused.For("gpt-4o"));
    }

    [Fact]
    public void Servers_with_other_words_are_understood()
    {
        var refused = new RefusedSettings();
        var error = new ProviderError("property 'logprobs' is unsupported", null, null);

        Assert.True(refused.TryLearn("m", 400, error, new HashSet<string>(["logprobs", "max_tokens"])));
        Assert.Contains("logprobs", refused.For("m"));
        Assert.DoesNotContain("max_tokens", refused.For("m"));
        Assert.Empty(refused.For("another"));
    }

    [Fact]
    public void What_was_not_sent_is_no_reason_to_ask_again()
    {
        var refused = new RefusedSettings();
        var error = new ProviderError("Unsupported parameter: 'temperature'", "unsupported_parameter", "temperature");

        Assert.False(refused.TryLearn("m", 400, error, new HashSet<string>(["max_tokens"])));
        Assert.False(refused.TryLearn("m", 500, error, new HashSet<string>(["temperature"])));
    }
}
