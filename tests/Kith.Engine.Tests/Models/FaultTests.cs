using System.Net;
using System.Net.Sockets;
using Kith.Engine.Models;

namespace Kith.Engine.Tests.Models;

/// <summary>What a model server does wrong, and what becomes of the answer.</summary>
public sealed class FaultTests
{
    private readonly WatchedClock _clock = new();

    [Theory]
    [InlineData("openai", "never")]
    [InlineData("openai", "stall-after:0")]
    [InlineData("anthropic", "never")]
    [InlineData("anthropic", "stall-after:0")]
    public async Task A_model_that_never_answers_is_given_up_after_the_first_token_time_out(string provider, string script)
    {
        var (models, prefix) = await TestModels.StartWithAsync(provider, _clock);
        await using var owned = models;

        var answer = models.AskAsync(prefix + script);
        var request = await models.Server.NextRequestAsync(TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(59.9));
        Assert.False(answer.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.True((await answer).Whole().IsOffline);
        await request.Aborted.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Single(models.Server.Requests);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_model_that_stalls_is_given_up_after_the_idle_time_out_and_keeps_what_it_said(string provider)
    {
        var (models, prefix) = await TestModels.StartWithAsync(provider, _clock);
        await using var owned = models;
        await using var updates = models
            .Stream($"{prefix}tokens:9|stall-after:2")
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
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

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_model_that_drips_is_given_up_after_ten_minutes(string provider)
    {
        var (models, prefix) = await TestModels.StartWithAsync(provider, _clock);
        await using var owned = models;
        await using var updates = models.Stream($"{prefix}gate|tokens:99").GetAsyncEnumerator(TestContext.Current.CancellationToken);
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
    [InlineData("openai", "bad-json")]
    [InlineData("openai", "long-line")]
    [InlineData("anthropic", "bad-json")]
    [InlineData("anthropic", "long-line")]
    public async Task An_unreadable_answer_is_not_asked_for_again(string provider, string script)
    {
        var (models, prefix) = await TestModels.StartWithAsync(provider, _clock);
        await using var owned = models;

        Assert.True((await models.AskAsync(prefix + script)).Whole().IsOffline);
        Assert.Single(models.Server.Requests);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_connection_that_is_never_made_is_given_up_and_tried_twice_more(string provider)
    {
        // A listener whose queue is full answers no further caller: this is what a host behind a silent firewall looks like.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(backlog: 1);
        var address = $"http://{listener.LocalEndPoint}";
        var callers = await FillAsync(listener);
        Assert.SkipWhen(callers.Count == 0, "This system queues every caller.");
        await using var models = await TestModels.StartAsync(
            (options, _) =>
            {
                options.ConnectTimeout = TimeSpan.FromMilliseconds(100);
                (options.OpenAIApiKey, options.OpenAIBaseUrl) =
                    provider == "openai" ? ("sk-test-key", $"{address}/v1") : (null, (string?)null);
                (options.AnthropicApiKey, options.AnthropicBaseUrl) =
                    provider == "anthropic" ? ("sk-ant-test", address) : (null, (string?)null);
            },
            _clock
        );

        var answer = models.AskAsync();
        await _clock.PassRetryDelayAsync();
        await _clock.PassRetryDelayAsync();

        Assert.True((await answer).Whole().IsOffline);
        callers.ForEach(caller => caller.Dispose());
    }

    [Fact]
    public void The_times_are_those_that_were_promised()
    {
        var options = new ModelsOptions();

        Assert.Equal(
            (10, 60, 30, 600),
            (
                options.ConnectTimeout.TotalSeconds,
                options.FirstTokenTimeout.TotalSeconds,
                options.IdleTimeout.TotalSeconds,
                options.TotalTimeout.TotalSeconds
            )
        );
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

    /// <summary>Calls until nobody is let in any more; the callers keep their places until they are disposed of. None where that never happens.</summary>
    private static async Task<List<Socket>> FillAsync(Socket listener)
    {
        var callers = new List<Socket>();
        while (callers.Count < 64)
        {
            var caller = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            callers.Add(caller);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            try
            {
                await caller.ConnectAsync(listener.LocalEndPoint!, patience.Token);
            }
            catch (OperationCanceledException)
            {
                return callers;
            }
        }
        callers.ForEach(caller => caller.Dispose());
        return [];
    }

    private static async Task DrainAsync(IAsyncEnumerator<Microsoft.Extensions.AI.ChatResponseUpdate> updates)
    {
        while (await updates.MoveNextAsync()) { }
    }
}
