using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Kith.Engine.Tests.Models;

/// <summary>The same stream over a real connection, in whatever pieces it comes.</summary>
public sealed class RecutTests
{
    private const string Text = "Grüß \U0001F331 日本";

    [Theory]
    [InlineData("openai", "/chat/completions")]
    [InlineData("anthropic", "/messages")]
    public async Task Cut_in_two_at_every_byte_the_text_is_the_same(string provider, string path)
    {
        var (models, prefix) = await TestModels.StartWithAsync(provider);
        await using var owned = models;
        var length = await MeasureAsync(models.Server.BaseUrl + path, Script(prefix, 0));

        // Few at once: it is thousands of calls.
        await Parallel.ForAsync(
            1,
            length,
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken },
            async (at, _) =>
            {
                var heard = (await models.AskAsync(Script(prefix, at))).Whole();
                Assert.Equal(Text, heard.Text);
                Assert.Equal(3, heard.Usage!.OutputTokenCount);
            }
        );
    }

    /// <summary>As long whatever the number, for the stream repeats its model's name. Its events end in CR LF, LF and CR in turn.</summary>
    private static string Script(string prefix, int at) => $"{prefix}cut:{at:D5}|crlf|say:{Text}";

    private static async Task<int> MeasureAsync(string address, string model)
    {
        using var http = new HttpClient();
        var body = new JsonObject
        {
            ["model"] = model,
            ["stream"] = true,
            ["logprobs"] = true,
            ["stream_options"] = new JsonObject { ["include_usage"] = true },
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "hello" }),
        };
        using var answer = await http.PostAsJsonAsync(address, body, TestContext.Current.CancellationToken);
        return (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length;
    }
}
