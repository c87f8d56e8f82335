using Kith.Engine.Models;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Tests.Models;

public sealed class AnswerTests
{
    [Fact]
    public async Task The_text_arrives_in_pieces_and_the_closing_update_tells_the_rest()
    {
        await using var models = await TestModels.StartAsync();

        var heard = (await models.AskAsync("say:one two three|logprobs:-0.5")).Whole();

        Assert.Equal(["one", " two", " three", ""], heard.Updates.Select(u => u.Text));
        Assert.All(heard.Updates, update => Assert.Equal("say:one two three|logprobs:-0.5", update.ModelId));
        Assert.Equal(ChatFinishReason.Stop, heard.Last.FinishReason);
        Assert.Equal((2, 3, 5), (heard.Usage!.InputTokenCount, heard.Usage.OutputTokenCount, heard.Usage.TotalTokenCount));
        Assert.Equal(Math.Exp(-0.5), heard.Last.GetConfidence()!.Value, 6);
        Assert.DoesNotContain(heard.Updates, update => update.IsOffline());
    }

    [Fact]
    public async Task A_model_without_log_probabilities_has_no_confidence()
    {
        await using var models = await TestModels.StartAsync();

        var heard = (await models.AskAsync("no-logprobs")).Whole();

        Assert.All(heard.Updates, update => Assert.Null(update.GetConfidence()));
    }

    [Fact]
    public async Task Pages_that_the_provider_cites_come_as_citations()
    {
        await using var models = await TestModels.StartAsync();

        var heard = (await models.AskAsync("citations|say:tea")).Whole();

        Assert.Equal(
            [("https://example.org/tea", "All about tea"), ("https://example.org/cups", "A history of cups")],
            heard.Last.GetCitations().Select(c => (c.Url!.ToString(), c.Title!))
        );
    }

    [Fact]
    public async Task An_answer_cut_by_its_length_says_so()
    {
        await using var models = await TestModels.StartAsync();

        Assert.Equal(ChatFinishReason.Length, (await models.AskAsync("finish:length")).Whole().Last.FinishReason);
    }

    [Fact]
    public async Task A_server_that_never_streams_is_understood()
    {
        await using var models = await TestModels.StartAsync();

        var heard = (await models.AskAsync("whole|say:all at once|citations")).Whole();

        Assert.Equal("all at once", heard.Text);
        Assert.Equal(3, heard.Usage!.OutputTokenCount);
        Assert.Equal(2, heard.Last.GetCitations().Count());
    }

    [Fact]
    public async Task The_composed_context_reaches_the_model_as_it_is()
    {
        await using var models = await TestModels.StartAsync();
        List<ChatMessage> context =
        [
            new(ChatRole.System, "You are Aira."),
            new(ChatRole.Assistant, "Hello!"),
            new(ChatRole.User, "“Ça va?” \n日本"),
        ];

        var stream = models.Client.GetStreamingResponseAsync(
            context,
            new ChatOptions { ModelId = "context" },
            TestContext.Current.CancellationToken
        );

        Assert.Equal(
            """[{"role":"system","content":"You are Aira."},{"role":"assistant","content":"Hello!"},{"role":"user","content":"“Ça va?” \n日本"}]""",
            (await Heard.FromAsync(stream)).Whole().Text
        );
    }

    [Fact]
    public async Task Settings_go_along_and_the_key_is_a_bearer_token()
    {
        await using var models = await TestModels.StartAsync();
        var options = new ChatOptions
        {
            Temperature = 0.5f,
            TopP = 0.25f,
            MaxOutputTokens = 50,
            PresencePenalty = 0.5f,
            FrequencyPenalty = 0.75f,
            StopSequences = ["END"],
        };

        (await models.AskAsync("echo", options: options)).Whole();

        var request = Assert.Single(models.Server.Requests);
        Assert.Equal("Bearer sk-test-key", request.Headers["Authorization"]);
        Assert.Equal(
            """{"model":"echo","messages":[{"role":"user","content":"hello"}],"stream":true,"stream_options":{"include_usage":true},"logprobs":true,"temperature":0.5,"top_p":0.25,"presence_penalty":0.5,"frequency_penalty":0.75,"max_tokens":50,"stop":["END"]}""",
            request.BodyText
        );
    }

    [Fact]
    public async Task A_base_url_without_a_key_sends_none()
    {
        await using var models = await TestModels.StartAsync((options, _) => options.OpenAIApiKey = null);

        Assert.Equal("hello", (await models.AskAsync("echo")).Whole().Text);

        Assert.DoesNotContain("Authorization", Assert.Single(models.Server.Requests).Headers.Keys);
    }

    [Fact]
    public async Task Asked_for_no_model_the_configured_one_answers()
    {
        await using var models = await TestModels.StartAsync((options, _) => options.OpenAIModel = "say:the default");

        Assert.Equal("the default", (await models.AskAsync()).Whole().Text);
    }

    [Fact]
    public async Task A_schema_becomes_a_response_format()
    {
        await using var models = await TestModels.StartAsync();
        var schema = System.Text.Json.JsonDocument.Parse("""{"type":"object"}""").RootElement;

        await models.AskAsync("echo", options: new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "facts") });

        var format = Assert.Single(models.Server.Requests).Body!["response_format"]!;
        Assert.Equal("json_schema", format["type"]!.ToString());
        Assert.Equal("facts", format["json_schema"]!["name"]!.ToString());
        Assert.Equal("object", format["json_schema"]!["schema"]!["type"]!.ToString());
    }

    [Fact]
    public async Task Tools_are_refused_aloud()
    {
        await using var models = await TestModels.StartAsync();
        var options = new ChatOptions { Tools = [new HostedWebSearchTool()] };

        await Assert.ThrowsAsync<NotSupportedException>(() => models.AskAsync("echo", options: options));
    }
}
