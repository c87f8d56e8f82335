using System.Collections.Concurrent;
using System.Diagnostics;
using Kith.Engine.Models;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Tests.Models;

public sealed class TelemetryTests
{
    [Fact]
    public async Task A_call_is_one_span_with_the_conventions_names_and_no_text()
    {
        const string model = "say:the answer|finish:length!";
        using var spans = new Spans($"chat {model}");
        await using var models = await TestModels.StartAsync();

        await models.AskAsync(model, "my canary words", new ChatOptions { Temperature = 0.5f });

        var span = Assert.Single(spans.Stopped);
        var tags = span.TagObjects.ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
        Assert.Equal(ActivityKind.Client, span.Kind);
        Assert.Equal("chat", tags["gen_ai.operation.name"]);
        Assert.Equal("openai", tags["gen_ai.provider.name"]);
        Assert.Equal(model, tags["gen_ai.request.model"]);
        Assert.Equal(model, tags["gen_ai.response.model"]);
        Assert.Equal(0.5f, tags["gen_ai.request.temperature"]);
        Assert.Equal((4L, 2L), (tags["gen_ai.usage.input_tokens"], tags["gen_ai.usage.output_tokens"]));
        Assert.Equal(["length!"], Assert.IsType<string[]>(tags["gen_ai.response.finish_reasons"]));
        Assert.Equal("127.0.0.1", tags["server.address"]);
        var everything = string.Join('\n', tags.Values);
        Assert.DoesNotContain("canary", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-test-key", everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_call_names_its_kind_of_error()
    {
        const string model = "status:404:telemetry";
        using var spans = new Spans($"chat {model}");
        await using var models = await TestModels.StartAsync();

        await models.AskAsync(model);

        var span = Assert.Single(spans.Stopped);
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Equal(nameof(ProviderRejectedException), span.GetTagItem("error.type"));
    }

    /// <summary>The finished spans of one name: other tests run at the same time.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly ActivityListener _listener;

        public Spans(string name)
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == ModelsTelemetry.Name,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = activity =>
                {
                    if (activity.DisplayName == name)
                    {
                        Stopped.Enqueue(activity);
                    }
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ConcurrentQueue<Activity> Stopped { get; } = new();

        public void Dispose() => _listener.Dispose();
    }
}
