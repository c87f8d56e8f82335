using System.Runtime.CompilerServices;
using Kith.Engine.Models;
using Kith.FakeModel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Kith.Engine.Tests.Models;

/// <summary>The pipeline as turns get it, in front of a fake model server.</summary>
internal sealed class TestModels : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestModels(FakeModelServer server, ServiceProvider services) => (Server, _services) = (server, services);

    public FakeModelServer Server { get; }

    public IChatClient Client => _services.GetRequiredService<IChatClient>();

    public BackgroundModel Background => _services.GetRequiredService<BackgroundModel>();

    public EmbeddingModel Embeddings => _services.GetRequiredService<EmbeddingModel>();

    public IReadOnlyList<ConfiguredModel> List => _services.GetRequiredService<IReadOnlyList<ConfiguredModel>>();

    /// <summary>OpenAI-compatible at the fake server, with the key <c>sk-test-key</c>, unless the test configures otherwise.</summary>
    public static async Task<TestModels> StartAsync(Action<ModelsOptions, FakeModelServer>? configure = null, TimeProvider? clock = null)
    {
        var server = await FakeModelServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var options = new ModelsOptions { OpenAIApiKey = "sk-test-key", OpenAIBaseUrl = server.BaseUrl };
        configure?.Invoke(options, server);
        var services = new ServiceCollection()
            .AddSingleton(clock ?? TimeProvider.System)
            .AddKeyedSingleton<IChatClient, FakeFriend>(ModelsServices.OfflineFriend)
            .AddModels(options);
        return new TestModels(server, services.BuildServiceProvider());
    }

    /// <summary>Anthropic at the fake server, and nothing else.</summary>
    public static Task<TestModels> StartWithAnthropicAsync(TimeProvider? clock = null) =>
        StartAsync(
            (options, server) =>
            {
                (options.OpenAIApiKey, options.OpenAIBaseUrl) = (null, null);
                (options.AnthropicApiKey, options.AnthropicBaseUrl) = ("sk-ant-test", server.AnthropicBaseUrl);
            },
            clock
        );

    /// <summary>One of the two wire formats.</summary>
    /// <returns>The models, and what to put before a script's name to have it asked for.</returns>
    public static async Task<(TestModels Models, string Prefix)> StartWithAsync(string provider, TimeProvider? clock = null) =>
        provider == "anthropic" ? (await StartWithAnthropicAsync(clock), "claude-") : (await StartAsync(clock: clock), "");

    public Task<Heard> AskAsync(string? model = null, string text = "hello", ChatOptions? options = null) =>
        Heard.FromAsync(Stream(model, text, options));

    public IAsyncEnumerable<ChatResponseUpdate> Stream(string? model, string text = "hello", ChatOptions? options = null) =>
        StreamUntil(model, text, options, TestContext.Current.CancellationToken);

    /// <summary>The same, stopped by the test.</summary>
    public IAsyncEnumerable<ChatResponseUpdate> StreamUntil(string? model, string text, ChatOptions? options, CancellationToken stop)
    {
        options = options?.Clone() ?? new ChatOptions();
        options.ModelId = model;
        return Client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, text)], options, stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }
}

/// <summary>Stands in for the offline friend.</summary>
internal sealed class FakeFriend : IChatClient
{
    public const string Words = "I am here.";

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await Task.Yield();
        yield return new ChatResponseUpdate(ChatRole.Assistant, Words[..4]);
        yield return new ChatResponseUpdate(ChatRole.Assistant, Words[4..]);
        yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }
}

/// <summary>What came out of a stream: all updates, and what ended it.</summary>
internal sealed record Heard(IReadOnlyList<ChatResponseUpdate> Updates, Exception? Failure)
{
    public string Text => string.Concat(Updates.Select(update => update.Text));

    public ChatResponseUpdate Last => Updates[^1];

    public UsageDetails? Usage => Updates.SelectMany(u => u.Contents).OfType<UsageContent>().SingleOrDefault()?.Details;

    public bool IsOffline => Updates.Count > 0 && Updates.All(update => update.IsOffline());

    public static async Task<Heard> FromAsync(IAsyncEnumerable<ChatResponseUpdate> stream)
    {
        var updates = new List<ChatResponseUpdate>();
        try
        {
            await foreach (var update in stream)
            {
                updates.Add(update);
            }
            return new Heard(updates, null);
        }
        catch (Exception e) when (e is ProviderException or OperationCanceledException)
        {
            return new Heard(updates, e);
        }
    }

    /// <summary>Fails the test, with the reason, unless the stream came to its end.</summary>
    public Heard Whole() => Failure is null ? this : throw new InvalidOperationException("The answer is not whole.", Failure);
}
