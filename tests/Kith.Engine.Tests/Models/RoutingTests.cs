using Kith.Engine.Models;

namespace Kith.Engine.Tests.Models;

public sealed class RoutingTests
{
    [Fact]
    public async Task With_nothing_configured_the_offline_friend_answers_whatever_was_asked()
    {
        await using var models = await TestModels.StartAsync((o, _) => (o.OpenAIApiKey, o.OpenAIBaseUrl) = (null, ""));

        var heard = (await models.AskAsync("gpt-4o")).Whole();

        Assert.Equal(FakeFriend.Words, heard.Text);
        Assert.True(heard.IsOffline);
        Assert.Empty(models.Server.Requests);
        Assert.Equal([new ConfiguredModel(ModelsServices.OfflineModel, "kith", IsDefault: true, Offline: true)], models.List);
    }

    [Fact]
    public async Task With_both_configured_the_name_decides()
    {
        await using var models = await StartWithBothAsync();

        (await models.AskAsync("claude-echo")).Whole();
        (await models.AskAsync("echo")).Whole();
        (await models.AskAsync()).Whole();

        Assert.Equal(
            [("/v1/messages", "claude-echo"), ("/v1/chat/completions", "echo"), ("/v1/chat/completions", "say:first")],
            models.Server.Requests.Select(r => (r.Path, r.Model))
        );
        Assert.Equal(
            [
                new ConfiguredModel("say:first", "openai", IsDefault: true, Offline: false),
                new ConfiguredModel("claude-say:second", "anthropic", IsDefault: false, Offline: false),
                new ConfiguredModel(ModelsServices.OfflineModel, "kith", IsDefault: false, Offline: true),
            ],
            models.List
        );
    }

    [Fact]
    public async Task Anthropic_alone_is_asked_for_its_own_model_when_it_does_not_know_the_name()
    {
        await using var models = await TestModels.StartWithAnthropicAsync();

        var heard = (await models.AskAsync("gpt-4o")).Whole();

        Assert.Equal("claude-sonnet-4-5", Assert.Single(models.Server.Requests).Model);
        Assert.All(heard.Updates, update => Assert.Equal("claude-sonnet-4-5", update.ModelId));
    }

    [Fact]
    public async Task The_second_provider_steps_in_before_the_offline_friend()
    {
        await using var models = await StartWithBothAsync();

        var heard = (await models.AskAsync("status:429:retry-after:60")).Whole();

        Assert.Equal("second", heard.Text);
        Assert.False(heard.IsOffline);
        Assert.All(heard.Updates, update => Assert.Equal("claude-say:second", update.ModelId));
    }

    [Fact]
    public async Task A_provider_that_failed_five_times_gets_a_rest_then_one_probe()
    {
        var clock = new WatchedClock();
        await using var models = await TestModels.StartAsync(clock: clock);
        for (var i = 0; i < 5; i++)
        {
            Assert.True((await models.AskAsync("status:429:retry-after:60")).Whole().IsOffline);
        }

        Assert.True((await models.AskAsync("echo")).Whole().IsOffline);
        Assert.Equal(5, models.Server.Requests.Count);

        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("hello", (await models.AskAsync("echo")).Whole().Text);
        Assert.Equal("hello", (await models.AskAsync("echo")).Whole().Text);
    }

    [Fact]
    public async Task Rejections_do_not_open_the_breaker()
    {
        await using var models = await TestModels.StartAsync();
        for (var i = 0; i < 6; i++)
        {
            Assert.IsType<ProviderRejectedException>((await models.AskAsync("status:404")).Failure);
        }

        Assert.Equal("hello", (await models.AskAsync("echo")).Whole().Text);
    }

    [Fact]
    public async Task Streams_that_break_open_the_breaker_too()
    {
        await using var models = await TestModels.StartAsync(clock: new WatchedClock());
        for (var i = 0; i < 5; i++)
        {
            Assert.IsType<ProviderInterruptedException>((await models.AskAsync("tokens:9|drop-after:1")).Failure);
        }

        Assert.True((await models.AskAsync("echo")).Whole().IsOffline);
    }

    private static Task<TestModels> StartWithBothAsync() =>
        TestModels.StartAsync(
            (options, server) =>
            {
                options.OpenAIModel = "say:first";
                (options.AnthropicApiKey, options.AnthropicBaseUrl) = ("sk-ant-test", server.AnthropicBaseUrl);
                options.AnthropicModel = "claude-say:second";
            }
        );
}
