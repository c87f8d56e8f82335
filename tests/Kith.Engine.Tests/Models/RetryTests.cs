using Kith.Engine.Models;
using Kith.Engine.Models.Http;

namespace Kith.Engine.Tests.Models;

public sealed class RetryTests
{
    private readonly WatchedClock _clock = new();

    [Theory]
    [InlineData("fail-times:2|say:at last")]
    [InlineData("fail-times:2:429|say:at last")]
    [InlineData("fail-times:2:503|say:at last")]
    public async Task A_busy_provider_is_asked_at_most_twice_more(string script)
    {
        await using var models = await TestModels.StartAsync(clock: _clock);

        var answer = models.AskAsync(script);
        var first = await _clock.PassRetryDelayAsync();
        var second = await _clock.PassRetryDelayAsync();

        Assert.Equal("at last", (await answer).Whole().Text);
        Assert.Equal(3, models.Server.Requests.Count);
        Assert.InRange(first, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.InRange(second, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task After_two_retries_the_offline_friend_answers_and_says_so()
    {
        await using var models = await TestModels.StartAsync(clock: _clock);

        var answer = models.AskAsync("status:500");
        await _clock.PassRetryDelayAsync();
        await _clock.PassRetryDelayAsync();

        var heard = (await answer).Whole();
        Assert.Equal(FakeFriend.Words, heard.Text);
        Assert.True(heard.IsOffline);
        Assert.All(heard.Updates, update => Assert.Equal(ModelsServices.OfflineModel, update.ModelId));
        Assert.Equal(3, models.Server.Requests.Count);
    }

    [Fact]
    public async Task Retry_After_is_honoured_up_to_twenty_seconds()
    {
        await using var models = await TestModels.StartAsync(clock: _clock);

        var answer = models.AskAsync("fail-times:1:429:20|say:now");

        Assert.Equal(TimeSpan.FromSeconds(20), await _clock.PassRetryDelayAsync());
        Assert.Equal("now", (await answer).Whole().Text);
    }

    [Fact]
    public async Task A_provider_that_wants_us_away_for_longer_is_not_waited_for()
    {
        await using var models = await TestModels.StartAsync(clock: _clock);

        var heard = (await models.AskAsync("status:429:retry-after:21")).Whole();

        Assert.True(heard.IsOffline);
        Assert.Single(models.Server.Requests);
    }

    [Fact]
    public void Retry_After_may_be_a_date()
    {
        var date = _clock.GetUtcNow().AddSeconds(7).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        var faults = new ProviderFaults("openai", "OpenAI", "", null, _clock);

        var fault = Assert.IsType<ProviderUnavailableException>(faults.FromStatus(429, date, new(null, null, null)));

        Assert.Equal(TimeSpan.FromSeconds(7), fault.RetryAfter);
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("-3")]
    [InlineData("soon")]
    [InlineData("")]
    public void A_Retry_After_that_is_none_is_no_reason_to_hurry(string text)
    {
        var faults = new ProviderFaults("openai", "OpenAI", "", null, _clock);

        var fault = Assert.IsType<ProviderUnavailableException>(faults.FromStatus(503, text, new(null, null, null)));

        Assert.True(fault.IsTransient);
        Assert.Null(fault.RetryAfter);
    }

    [Theory]
    [InlineData("openai", "error-after:0")]
    [InlineData("openai", "cut-after:0")]
    [InlineData("openai", "drop-after:0")]
    [InlineData("openai", "status:500")]
    [InlineData("openai", "status:429")]
    [InlineData("anthropic", "error-after:0")]
    [InlineData("anthropic", "cut-after:0")]
    [InlineData("anthropic", "drop-after:0")]
    [InlineData("anthropic", "status:529")]
    [InlineData("anthropic", "status:429")]
    public async Task What_breaks_before_the_first_token_is_tried_twice_more(string provider, string script)
    {
        var (models, prefix) = await TestModels.StartWithAsync(provider, _clock);
        await using var owned = models;

        var answer = models.AskAsync(prefix + script);
        await _clock.PassRetryDelayAsync();
        await _clock.PassRetryDelayAsync();

        Assert.True((await answer).Whole().IsOffline);
        Assert.Equal(3, models.Server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_refuses_connections_is_tried_three_times_then_the_friend_answers()
    {
        await using var models = await TestModels.StartAsync(clock: _clock);
        await models.Server.DisposeAsync();

        var answer = models.AskAsync("echo");
        await _clock.PassRetryDelayAsync();
        await _clock.PassRetryDelayAsync();

        Assert.True((await answer).Whole().IsOffline);
    }

    [Fact]
    public async Task Nothing_is_tried_again_after_the_first_token()
    {
        await using var models = await TestModels.StartAsync(clock: _clock);

        var heard = await models.AskAsync("tokens:9|drop-after:1");

        Assert.Equal("w0", heard.Text);
        Assert.IsType<ProviderInterruptedException>(heard.Failure);
        Assert.Single(models.Server.Requests);
    }

    [Fact]
    public async Task Stopping_while_waiting_for_a_retry_stops()
    {
        await using var models = await TestModels.StartAsync(clock: _clock);
        using var stop = new CancellationTokenSource();

        var answer = Heard.FromAsync(models.StreamUntil("status:429:retry-after:15", "hello", null, stop.Token));
        await models.Server.NextRequestAsync(TestContext.Current.CancellationToken);
        await stop.CancelAsync();

        Assert.IsAssignableFrom<OperationCanceledException>((await answer).Failure);
    }

    [Fact]
    public void A_used_up_quota_is_not_tried_again()
    {
        var faults = new ProviderFaults("openai", "OpenAI", "", null, _clock);

        var fault = faults.FromStatus(429, null, new("You exceeded your current quota", "insufficient_quota", null));

        Assert.False(Assert.IsType<ProviderUnavailableException>(fault).IsTransient);
    }
}
