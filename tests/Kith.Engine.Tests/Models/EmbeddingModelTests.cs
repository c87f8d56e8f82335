using Kith.Engine.Models;

namespace Kith.Engine.Tests.Models;

/// <summary>What is asked of an embedding model, and what becomes of whatever it answers.</summary>
public sealed class EmbeddingModelTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("plain")]
    [InlineData("vectors:base64")]
    public async Task A_vector_comes_for_each_text_in_their_order(string script)
    {
        await using var models = await StartAsync(script);

        var vectors = await models.Embeddings.EmbedAsync(["the lawyer", "a fiddle", "an attorney"], TimeSpan.FromSeconds(10), Cancel);

        Assert.Equal(3, vectors.Count);
        Assert.Equal(vectors[0].ToArray(), vectors[2].ToArray());
        Assert.NotEqual(vectors[0].ToArray(), vectors[1].ToArray());
        var request = Assert.Single(models.Server.Requests);
        Assert.Equal("/v1/embeddings", request.Path);
        Assert.Equal("Bearer sk-test-key", request.Headers["Authorization"]);
        Assert.Equal($$"""{"model":"{{script}}","input":["the lawyer","a fiddle","an attorney"]}""", request.BodyText);
    }

    [Theory]
    [InlineData("few")]
    [InlineData("twice")]
    [InlineData("uneven")]
    [InlineData("nan")]
    [InlineData("infinite")]
    [InlineData("zero")]
    [InlineData("null")]
    [InlineData("text")]
    [InlineData("empty")]
    [InlineData("huge")]
    public async Task What_are_no_vectors_is_no_answer(string how)
    {
        await using var models = await StartAsync($"vectors:{how}");

        var failure = await Assert.ThrowsAsync<ProviderUnavailableException>(() => EmbedAsync(models));

        Assert.Equal(
            how == "huge" ? "The model server sent more than is accepted." : "The model server sent something unreadable.",
            failure.Message
        );
        Assert.False(failure.IsTransient);
    }

    [Theory]
    [InlineData("html", "The model server answered with something that is not a model's answer (text/html; charset=utf-8).")]
    [InlineData("status:401", "The model server refused the key (401).")]
    [InlineData("status:400", "The model server rejected the request (400): The fake model was told to answer 400.")]
    [InlineData("redirect", "The model server answered with a redirect (307), which is not followed.")]
    public async Task A_wrong_setting_is_named(string script, string message)
    {
        await using var models = await StartAsync(script);

        var failure = await Assert.ThrowsAsync<ProviderRejectedException>(() => EmbedAsync(models));

        Assert.Equal($"{message} Check OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_EMBEDDING_MODEL.", failure.Message);
        Assert.Single(models.Server.Requests);
    }

    [Fact]
    public async Task A_busy_one_says_for_how_long()
    {
        await using var models = await StartAsync("status:429:retry-after:7");

        var failure = await Assert.ThrowsAsync<ProviderUnavailableException>(() => EmbedAsync(models));

        Assert.Equal((true, TimeSpan.FromSeconds(7)), (failure.IsTransient, failure.RetryAfter));
    }

    [Fact]
    public async Task It_is_waited_for_as_long_as_was_said()
    {
        var clock = new FakeClock();
        await using var models = await StartAsync("never", clock);

        var answer = EmbedAsync(models);
        var request = await models.Server.NextRequestAsync(Cancel);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("The embedding model took too long.", (await Assert.ThrowsAsync<ProviderUnavailableException>(() => answer)).Message);
        await request.Aborted.WaitAsync(Cancel);
    }

    [Theory]
    [InlineData(null, true, false)]
    [InlineData(" ", true, false)]
    [InlineData("e", true, true)]
    [InlineData("e", false, false)]
    public async Task It_is_there_when_it_and_its_server_are_named(string? model, bool hasServer, bool isThere)
    {
        await using var models = await TestModels.StartAsync(
            (options, server) =>
            {
                (options.OpenAIApiKey, options.OpenAIBaseUrl) = (null, hasServer ? server.BaseUrl : null);
                options.OpenAIEmbeddingModel = model;
            }
        );

        Assert.Equal(isThere, models.Embeddings.IsThere);
        Assert.Equal(isThere ? "e" : "", models.Embeddings.Name);
    }

    [Theory]
    [InlineData("http://127.0.0.1:11434/v1", true)]
    [InlineData("http://192.168.1.9/v1", true)]
    [InlineData("https://models.example.org/v1", false)]
    [InlineData(null, false)]
    public async Task Whether_it_is_here_is_told_by_its_servers_address(string? url, bool isLocal)
    {
        await using var models = await TestModels.StartAsync(
            (options, _) => (options.OpenAIBaseUrl, options.OpenAIEmbeddingModel) = (url, "e")
        );

        Assert.Equal(isLocal, models.Embeddings.Reach.IsLocal);
    }

    private static Task<TestModels> StartAsync(string script, TimeProvider? clock = null) =>
        TestModels.StartAsync((options, _) => options.OpenAIEmbeddingModel = script, clock);

    private static Task EmbedAsync(TestModels models) => models.Embeddings.EmbedAsync(["one", "two"], TimeSpan.FromSeconds(10), Cancel);
}
