using Kith.Engine.Models;
using Kith.Engine.Models.Offline;
using Kith.FakeModel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Kith.Server.Tests.Chats;

/// <summary>
/// What a person gets to see of everything a model may do wrong, through the whole server: the same for both wire formats. A server of its
/// own for each test, for a provider that failed often gets a rest.
/// </summary>
public abstract class ModelFaultTests(string provider) : IAsyncLifetime
{
    private static readonly TimeSpan FirstToken = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    private readonly FakeClock _clock = new(DateTimeOffset.UtcNow);
    private FakeModelServer _models = null!;
    private KithApp _app = null!;
    private Person _me = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _models = await FakeModelServer.StartAsync(cancellationToken: Cancel);
        _app = await KithApp.StartAsync(options =>
        {
            options.Clock = _clock;
            options.Services = services =>
                services
                    .AddModels(Models(_models))
                    .AddKeyedSingleton<IChatClient>(
                        ModelsServices.OfflineFriend,
                        new OfflineFriend(new OfflineFriendOptions { Pace = TimeSpan.Zero }, _clock)
                    );
        });
        _me = await _app.SignUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _models.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract ModelsOptions Models(FakeModelServer server);

    /// <summary>What goes before a script's name so that this provider is asked.</summary>
    private string Prefix => provider == "anthropic" ? "claude-" : "";

    [Theory]
    [InlineData("drop-after:2")]
    [InlineData("cut-after:2")]
    [InlineData("error-after:2")]
    [InlineData("bad-json:2")]
    [InlineData("long-line:2")]
    public async Task An_answer_that_breaks_is_kept_as_far_as_it_came_and_marked_interrupted(string fault)
    {
        var chat = await StartAsync($"{fault}|say:Grüß dich \U0001F331 und mehr");

        var events = await _me.StreamAsync(chat, new { content = "go" });

        Assert.Equal("Grüß dich", events.Text());
        Assert.Equal("done", events[^1].Type);
        Assert.Equal("interrupted", events[^1].Data["ai_message"]!["status"]!.GetValue<string>());
        await AssertKeptAsync(chat, "interrupted", "Grüß dich");
        Assert.Single(_models.Requests);
        (await _me.PostAsync(chat, new { content = "once more" })).Expect(200);
    }

    [Fact]
    public async Task A_model_that_falls_silent_is_given_up_after_30_seconds_and_its_beginning_kept()
    {
        var chat = await StartAsync("tokens:9|stall-after:1");
        var silence = _clock.WhenSetAsync(Idle);

        var answer = _me.PostAsync(chat, new { content = "go" });
        await silence.WaitAsync(Cancel);
        _clock.Advance(Idle);

        var said = (await answer).Expect(200);
        Assert.Equal(("interrupted", "w0"), (said.Get("ai_message.status"), said.Get("ai_message.content")));
        await Assert.Single(_models.Requests).Aborted.WaitAsync(Cancel);
    }

    [Fact]
    public async Task A_model_that_drips_is_given_up_after_ten_minutes_and_what_came_is_kept()
    {
        var chat = await StartAsync("gate|tokens:99");
        var answer = _me.PostAsync(chat, new { content = "go" });
        var asked = await _models.NextRequestAsync(Cancel);
        for (var token = 0; token < 24; token++)
        {
            var waiting = _clock.WhenSetAsync(Idle);
            asked.Release();
            await waiting.WaitAsync(Cancel);
            _clock.Advance(TimeSpan.FromSeconds(24));
        }

        // 24 times 24 s are 576: the 30 s of silence haven't passed, the ten minutes have.
        _clock.Advance(TimeSpan.FromSeconds(24));

        var said = (await answer).Expect(200);
        Assert.Equal("interrupted", said.Get("ai_message.status"));
        Assert.EndsWith("w22 w23", said.Get("ai_message.content"), StringComparison.Ordinal);
        await asked.Aborted.WaitAsync(Cancel);
    }

    [Theory]
    [InlineData("never")]
    [InlineData("stall-after:0|tokens:9")]
    public async Task When_a_model_does_not_begin_within_60_seconds_the_offline_friend_answers(string script)
    {
        var chat = await StartAsync(script);
        var waiting = _clock.WhenSetAsync(FirstToken);

        var answer = _me.PostAsync(chat, new { content = "are you there?" });
        await _models.NextRequestAsync(Cancel);
        await waiting.WaitAsync(Cancel);
        _clock.Advance(FirstToken);

        AssertOffline((await answer).Expect(200));
        Assert.Single(_models.Requests);
    }

    [Fact]
    public async Task A_busy_model_is_waited_for_as_long_as_it_asks_and_then_it_answers()
    {
        var chat = await StartAsync("fail-times:2:429:20|say:now I can");

        var waiting = _clock.WhenSetAsync(TimeSpan.FromSeconds(20));
        var answer = _me.PostAsync(chat, new { content = "go" });
        for (var retry = 0; retry < 2; retry++)
        {
            await waiting.WaitAsync(Cancel);
            // Before the clock moves: the second wait follows on its own.
            waiting = _clock.WhenSetAsync(TimeSpan.FromSeconds(20));
            _clock.Advance(TimeSpan.FromSeconds(20));
        }

        var said = (await answer).Expect(200);
        Assert.Equal(("complete", "now I can"), (said.Get("ai_message.status"), said.Get("ai_message.content")));
        Assert.Equal(3, _models.Requests.Count);
    }

    [Theory]
    [InlineData("status:429:retry-after:21")]
    [InlineData("bad-json")]
    [InlineData("long-line")]
    public async Task When_a_model_is_no_use_the_offline_friend_answers_at_once(string script)
    {
        var chat = await StartAsync(script);

        AssertOffline((await _me.PostAsync(chat, new { content = "are you there?" })).Expect(200));

        Assert.Single(_models.Requests);
    }

    [Fact]
    public async Task After_five_failures_in_30_seconds_the_model_gets_30_seconds_of_rest()
    {
        var failing = await StartAsync("status:429:retry-after:60");
        var working = await StartAsync("say:back again");
        for (var i = 0; i < 5; i++)
            AssertOffline((await _me.PostAsync(failing, new { content = "hello?" })).Expect(200));

        AssertOffline((await _me.PostAsync(working, new { content = "hello?" })).Expect(200));
        Assert.Equal(5, _models.Requests.Count);
        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("back again", (await _me.PostAsync(working, new { content = "and now?" })).Expect(200).Get("ai_message.content"));
    }

    [Theory]
    [InlineData("html", "something that is not a model's answer")]
    [InlineData("redirect", "answered with a redirect (307)")]
    [InlineData("status:401", "refused the key (401)")]
    [InlineData("status:404", "rejected the request (404)")]
    public async Task A_wrong_setting_is_a_clear_error_and_the_message_is_kept(string script, string text)
    {
        var chat = await StartAsync(script);

        var problem = (await _me.PostAsync(chat, new { content = "keep me" })).ExpectProblem(502, "provider_unavailable");

        Assert.Contains(text, problem.Get("detail"), StringComparison.Ordinal);
        await AssertKeptAsync(chat, "failed", "");
        var error = (await _me.StreamAsync(chat, new { content = "me too" }))[^1];
        Assert.Equal(("error", "provider_unavailable"), (error.Type, error.Data["code"]!.GetValue<string>()));
        Assert.Contains(text, error.Data["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("split")]
    [InlineData("crlf")]
    [InlineData("no-done")]
    [InlineData("whole")]
    public async Task A_strange_but_valid_answer_is_the_answer(string script)
    {
        var chat = await StartAsync($"{script}|say:日本 “Ça va?” \U0001F375");

        var events = await _me.StreamAsync(chat, new { content = "go" });

        Assert.Equal("日本 “Ça va?” \U0001F375", events.Text());
        await AssertKeptAsync(chat, "complete", "日本 “Ça va?” \U0001F375");
    }

    /// <returns>Where to say something in a chat whose model follows this script.</returns>
    private async Task<string> StartAsync(string script) =>
        $"/api/ai/chats/{await ChatApp.StartChatAsync(_me, Prefix + script)}/send_message/";

    private async Task AssertKeptAsync(string chat, string status, string text)
    {
        var messages = (await _me.GetAsync(chat.Replace("send_message", "messages", StringComparison.Ordinal))).Expect(200);
        Assert.Equal("user", messages.Get("results.0.role"));
        Assert.Equal((status, text), (messages.Get("results.1.status"), messages.Get("results.1.content")));
    }

    private static void AssertOffline(Answer said)
    {
        Assert.True(said["ai_message.offline"]!.GetValue<bool>());
        Assert.Equal("complete", said.Get("ai_message.status"));
        Assert.NotEmpty(said.Get("ai_message.content"));
    }
}

public sealed class OpenAIFaultTests() : ModelFaultTests("openai")
{
    protected override ModelsOptions Models(FakeModelServer server) => new() { OpenAIBaseUrl = server.BaseUrl, OpenAIModel = "echo" };
}

public sealed class AnthropicFaultTests() : ModelFaultTests("anthropic")
{
    protected override ModelsOptions Models(FakeModelServer server) =>
        new()
        {
            AnthropicApiKey = "sk-ant-test",
            AnthropicBaseUrl = server.AnthropicBaseUrl,
            AnthropicModel = "claude-echo",
        };
}
