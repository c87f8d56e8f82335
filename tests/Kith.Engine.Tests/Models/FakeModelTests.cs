using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Kith.FakeModel;

namespace Kith.Engine.Tests.Models;

/// <summary>The fake model server's other routes; its chats are tested by everything that asks it.</summary>
public sealed class FakeModelTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private FakeModelServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await FakeModelServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Its_models_are_its_scripts()
    {
        var list = await _http.GetFromJsonAsync<JsonNode>(_server.BaseUrl + "/models", TestContext.Current.CancellationToken);

        Assert.Contains("refuse-sampling", list!["data"]!.AsArray().Select(model => model!["id"]!.ToString()));
    }

    [Fact]
    public async Task Stamps_are_the_moments_at_which_tokens_leave()
    {
        var before = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Post, _server.BaseUrl + "/chat/completions")
        {
            Content = JsonContent.Create(
                JsonNode.Parse("""{"model":"stamps:3","stream":true,"logprobs":true,"messages":[{"role":"user","content":"hi"}]}""")
            ),
        };
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var stamps = new List<long>();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken))
        {
            if (
                item.Data != "[DONE]"
                && JsonNode.Parse(item.Data)!["choices"]![0]!["delta"]!["content"]?.ToString() is { Length: > 0 } text
            )
                stamps.Add(long.Parse(text.Trim(), CultureInfo.InvariantCulture));
        }

        Assert.Equal(3, stamps.Count);
        Assert.Equal(stamps.Order(), stamps);
        Assert.All(stamps, stamp => Assert.InRange(stamp, before, Stopwatch.GetTimestamp()));
    }

    [Fact]
    public async Task Texts_that_share_words_have_near_vectors()
    {
        var vectors = await EmbedAsync("green tea please", "green tea", "a long walk");

        Assert.All(vectors, vector => Assert.Equal(1, Dot(vector, vector), 4));
        Assert.True(Dot(vectors[0], vectors[1]) > 0.5);
        Assert.True(Dot(vectors[0], vectors[1]) > Dot(vectors[0], vectors[2]));
        Assert.Equal(vectors[0], (await EmbedAsync("green tea please"))[0]);
    }

    [Fact]
    public async Task Vectors_come_as_base64_too()
    {
        var plain = (await EmbedAsync("tea"))[0];
        var data = await PostAsync(
            "/embeddings",
            new JsonObject
            {
                ["model"] = "e",
                ["input"] = "tea",
                ["encoding_format"] = "base64",
            }
        );

        var bytes = Convert.FromBase64String(data["data"]![0]!["embedding"]!.ToString());

        Assert.Equal(plain, Enumerable.Range(0, bytes.Length / 4).Select(i => BitConverter.ToSingle(bytes, i * 4)));
    }

    [Fact]
    public async Task Speech_is_heard_as_the_script_says()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("say:hello there"), "model" },
            { new ByteArrayContent([1, 2, 3]), "file", "voice.webm" },
        };

        using var answer = await _http.PostAsync(_server.BaseUrl + "/audio/transcriptions", form, TestContext.Current.CancellationToken);

        var json = await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken);
        Assert.Equal("hello there", json!["text"]!.ToString());
        Assert.Equal(3, Assert.Single(_server.Requests).File!.Value.Content.Length);
    }

    [Theory]
    [InlineData("mp3", "audio/mpeg", new byte[] { 0xFF, 0xFB })]
    [InlineData("wav", "audio/wav", new byte[] { 0x52, 0x49, 0x46, 0x46 })]
    public async Task Text_is_spoken_as_a_real_sound_file(string format, string type, byte[] beginning)
    {
        var request = new JsonObject
        {
            ["model"] = "tts-1",
            ["voice"] = "alloy",
            ["input"] = "hello",
            ["response_format"] = format,
        };

        using var answer = await _http.PostAsJsonAsync(_server.BaseUrl + "/audio/speech", request, TestContext.Current.CancellationToken);

        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(beginning, (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Take(beginning.Length));
    }

    [Fact]
    public async Task An_unknown_route_is_OpenAIs_404()
    {
        using var answer = await _http.GetAsync(_server.BaseUrl + "/nothing", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(
            "Unknown request URL",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    private async Task<List<float[]>> EmbedAsync(params string[] texts)
    {
        var input = new JsonArray([.. texts.Select(text => (JsonNode)text)]);
        var answer = await PostAsync("/embeddings", new JsonObject { ["model"] = "e", ["input"] = input });
        return [.. answer["data"]!.AsArray().Select(d => d!["embedding"]!.AsArray().Select(value => (float)value!).ToArray())];
    }

    private async Task<JsonNode> PostAsync(string path, JsonObject body)
    {
        using var answer = await _http.PostAsJsonAsync(_server.BaseUrl + path, body, TestContext.Current.CancellationToken);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }

    private static float Dot(float[] a, float[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
