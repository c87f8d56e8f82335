using Kith.Engine.Models;

namespace Kith.Engine.Tests.Models;

/// <summary>What a model server does wrong, and what becomes of the answer.</summary>
public sealed class FaultTests
{
    private readonly WatchedClock _clock = new();

    [Fact]
    public async Task A_model_that_never_answers_is_given_up_after_the_first_token_time_out()
    {
        await using var models = await TestModels.StartAsync(clock: _clock);

        var answer = models.AskAsync("never");
        var request = await models.Server.NextRequestAsync(TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(59.9));
        Assert.False(answer.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.True((await answer).Whole().IsOffline);
        await request.Aborted.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Single(models.Server.Requests);
    }

    [Fact]
    public async Task A_model_that_stalls_is_given_up_after_the_idle_time_out_and_keeps_what_it_said()
    {
        await using var models = await TestModels.StartAsync(clock: _clock);
        await using var updates = models.Stream("tokens:9|stall-after:2").GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await updates.MoveNextAsync());
        Assert.True(await updates.MoveNextAsync());
        Assert.Equal(" w1", updates.Current.Text);

        var next = updates.MoveNextAsync();
        _clock.Advance(TimeSpan.FromSeconds(29.9));
        Assert.False(next.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        var failure = await Assert.ThrowsAsync<ProviderInterruptedException>(async () => await next);
        Assert.Equal("The model fell silent in the middle of its answer.", failure.Message);
        var request = Assert.Single(models.Server.Requests);
        await request.Aborted.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_model_that_drips_is_given_up_after_ten_minutes()
    {
        await using var models = await TestModels.StartAsync(clock: _clock);
        await using var updates = models.Stream("gate|tokens:99").GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var heard = 0;
        for (; heard < 20; heard++)
        {
            var next = updates.MoveNextAsync();
            if (heard == 0)
            {
                (await models.Server.NextRequestAsync(TestContext.Current.CancellationToken)).ReleaseAll();
            }
            Assert.True(await next);
            _clock.Advance(TimeSpan.FromSeconds(29.9));
        }

        _clock.Advance(TimeSpan.FromSeconds(2));
        var failure = await Assert.ThrowsAsync<ProviderInterruptedException>(async () => await DrainAsync(updates));
        Assert.Equal("The model took too long to finish its answer.", failure.Message);
    }

    [Fact]
    public async Task A_slow_listener_is_not_the_models_silence()
    {
        await using var models = await TestModels.StartAsync(clock: _clock);
        await using var updates = models.Stream("tokens:3").GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await updates.MoveNextAsync());

        _clock.Advance(TimeSpan.FromMinutes(5));

        await DrainAsync(updates);
    }

    [Theory]
    [InlineData("tokens:9|drop-after:3", "The connection to The model server was lost.")]
    [InlineData("tokens:9|cut-after:3", "The model server broke off its answer.")]
    [InlineData("tokens:9|bad-json:3", "The model server sent something unreadable.")]
    [InlineData("tokens:9|long-line:3", "The model server sent more than is accepted.")]
    [InlineData("tokens:9|error-after:3", "The model server reported an error while answering: The fake model was told to fail here.")]
    public async Task An_answer_that_breaks_keeps_its_beginning_and_is_interrupted(string script, string message)
    {
        await using var models = await TestModels.StartAsync(clock: _clock);

        var heard = await models.AskAsync(script);

        Assert.Equal("w0 w1 w2", heard.Text);
        Assert.Equal(message, Assert.IsType<ProviderInterruptedException>(heard.Failure).Message);
        Assert.Single(models.Server.Requests);
    }

    [Theory]
    [InlineData("bad-json")]
    [InlineData("long-line")]
    public async Task An_unreadable_answer_is_not_asked_for_again(string script)
    {
        await using var models = await TestModels.StartAsync(clock: _clock);

        Assert.True((await models.AskAsync(script)).Whole().IsOffline);
        Assert.Single(models.Server.Requests);
    }

    [Theory]
    [InlineData("split|say:日本 “Ça va?” \U0001F375")]
    [InlineData("crlf|say:日本 “Ça va?” \U0001F375")]
    [InlineData("no-done|say:日本 “Ça va?” \U0001F375")]
    public async Task A_strange_but_valid_stream_gives_the_same_text(string script)
    {
        await using var models = await TestModels.StartAsync();

        var heard = (await models.AskAsync(script)).Whole();

        Assert.Equal("日本 “Ça va?” \U0001F375", heard.Text);
        Assert.Equal(4, heard.Usage!.OutputTokenCount);
    }

    [Fact]
    public async Task A_web_page_is_a_wrong_address_not_an_outage()
    {
        await using var models = await TestModels.StartAsync();

        var failure = Assert.IsType<ProviderRejectedException>((await models.AskAsync("html")).Failure);

        Assert.Equal(
            "The model server answered with something that is not a model's answer (text/html; charset=utf-8). "
                + "Check OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL.",
            failure.Message
        );
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task A_rejection_is_shown_and_nobody_steps_in(int status)
    {
        await using var models = await TestModels.StartAsync();

        var heard = await models.AskAsync($"status:{status}");

        var failure = Assert.IsType<ProviderRejectedException>(heard.Failure);
        Assert.Equal(status, failure.Status);
        Assert.Equal("openai", failure.Provider);
        Assert.Empty(heard.Updates);
        Assert.Single(models.Server.Requests);
    }

    [Fact]
    public async Task A_key_never_follows_a_redirect()
    {
        await using var models = await TestModels.StartAsync();
        // To another path of the same server: had it been followed, the server would have seen it.
        var heard = await models.AskAsync("redirect:/v1/elsewhere");

        Assert.IsType<ProviderRejectedException>(heard.Failure);
        Assert.Equal("/v1/chat/completions", Assert.Single(models.Server.Requests).Path);
    }

    [Fact]
    public async Task Stopping_reaches_the_provider()
    {
        await using var models = await TestModels.StartAsync();
        using var stop = new CancellationTokenSource();
        await using var updates = models
            .StreamUntil("gate|tokens:9", "hello", null, stop.Token)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var first = updates.MoveNextAsync();
        var request = await models.Server.NextRequestAsync(TestContext.Current.CancellationToken);
        request.Release();
        Assert.True(await first);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await updates.MoveNextAsync());
        await request.Aborted.WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_listener_that_leaves_early_lets_the_provider_go()
    {
        await using var models = await TestModels.StartAsync();
        await using (var updates = models.Stream("tokens:9|stall-after:1").GetAsyncEnumerator(TestContext.Current.CancellationToken))
        {
            Assert.True(await updates.MoveNextAsync());
        }

        await Assert.Single(models.Server.Requests).Aborted.WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
    }

    private static async Task DrainAsync(IAsyncEnumerator<Microsoft.Extensions.AI.ChatResponseUpdate> updates)
    {
        while (await updates.MoveNextAsync()) { }
    }
}
