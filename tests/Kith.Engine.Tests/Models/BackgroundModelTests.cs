using System.Text.Json;
using System.Text.Json.Nodes;
using Kith.Engine.Models;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Tests.Models;

/// <summary>What is asked in the background, at a fake model server.</summary>
public sealed class BackgroundModelTests
{
    private static readonly ChatResponseFormatJson s_format = ChatResponseFormat.ForJsonSchema(
        JsonElement.Parse("""{"type":"object","properties":{"text":{"type":"string"}}}"""),
        "answer"
    );

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task The_schema_goes_along_and_the_whole_answer_comes_back(string provider)
    {
        await using var models = await StartAsync(provider, "say:{\"text\":\"as told\"}");

        Assert.Equal("{\"text\":\"as told\"}", await AskAsync(models));

        var body = (JsonObject)Assert.Single(models.Server.Requests).Body!;
        if (provider == "openai")
        {
            Assert.Equal("json_schema", (string?)body["response_format"]?["type"]);
            Assert.Equal("object", (string?)body["response_format"]?["json_schema"]?["schema"]?["type"]);
        }
        else
            Assert.Contains("\"properties\"", (string?)body["system"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_steps_in_for_a_provider_that_is_down()
    {
        await using var models = await TestModels.StartAsync(
            (options, server) =>
            {
                options.OpenAIModel = "status:401";
                (options.AnthropicApiKey, options.AnthropicBaseUrl) = ("sk-ant-test", server.AnthropicBaseUrl);
            }
        );

        await Assert.ThrowsAsync<ProviderRejectedException>(() => AskAsync(models));

        Assert.Equal("status:401", Assert.Single(models.Server.Requests).Model);
    }

    [Fact]
    public async Task It_waits_less_long_than_people_do_and_blames_nobody()
    {
        var clock = new WatchedClock();
        await using var models = await StartAsync("openai", "never", clock);
        for (var i = 0; i < 6; i++)
        {
            var answer = AskAsync(models);
            var request = await models.Server.NextRequestAsync(Cancel);
            clock.Advance(BackgroundModel.LongestWait);
            await Assert.ThrowsAsync<ProviderUnavailableException>(() => answer);
            await request.Aborted.WaitAsync(Cancel);
        }

        Assert.Equal("hello", (await models.AskAsync("echo")).Whole().Text);
    }

    [Fact]
    public async Task It_leaves_a_provider_alone_that_failed_people()
    {
        await using var models = await StartAsync("openai", "echo", new WatchedClock());
        for (var i = 0; i < 5; i++)
            await models.AskAsync("tokens:9|drop-after:1");
        var asked = models.Server.Requests.Count;

        await Assert.ThrowsAsync<ProviderUnavailableException>(() => AskAsync(models));

        Assert.Equal(asked, models.Server.Requests.Count);
    }

    [Fact]
    public async Task An_answer_without_end_is_cut()
    {
        await using var models = await StartAsync("openai", "tokens:9000");

        Assert.InRange((await AskAsync(models)).Length, 1, 40_000);
    }

    [Fact]
    public async Task There_is_none_where_only_the_offline_friend_answers()
    {
        await using var models = await TestModels.StartAsync((options, _) => (options.OpenAIApiKey, options.OpenAIBaseUrl) = (null, null));

        Assert.False(models.Background.IsThere);
    }

    private static Task<TestModels> StartAsync(string provider, string script, TimeProvider? clock = null) =>
        TestModels.StartAsync(
            (options, server) =>
            {
                if (provider == "openai")
                {
                    options.OpenAIModel = script;
                    return;
                }

                (options.OpenAIApiKey, options.OpenAIBaseUrl) = (null, null);
                (options.AnthropicApiKey, options.AnthropicBaseUrl) = ("sk-ant-test", server.AnthropicBaseUrl);
                options.AnthropicModel = "claude-" + script;
            },
            clock
        );

    private static Task<string> AskAsync(TestModels models) => models.Background.AskAsync("Do it.", "{}", s_format, Cancel);
}
