using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models.Pipeline;

/// <summary>One span and one set of measures for each call that really goes to a provider, repeats included.</summary>
internal sealed class TelemetryChatClient(IChatClient inner, string provider, string defaultModel, TimeProvider clock)
    : DelegatingChatClient(inner)
{
    private const string OperationName = "gen_ai.operation.name";
    private const string ProviderName = "gen_ai.provider.name";
    private const string RequestModel = "gen_ai.request.model";

    private readonly Uri? _address = inner.GetService<ChatClientMetadata>()?.ProviderUri;

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var model = options?.ModelId ?? defaultModel;
        var call = new Call(model, clock.GetTimestamp(), Start(model, options));
        try
        {
            await using var updates = InnerClient
                .GetStreamingResponseAsync(messages, options, cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            while (await MoveNextAsync(updates, call))
            {
                Observe(call, updates.Current);
                yield return updates.Current;
            }
            call.IsComplete = true;
        }
        finally
        {
            Finish(call);
        }
    }

    private Activity? Start(string model, ChatOptions? options)
    {
        var activity = ModelsTelemetry.Source.StartActivity($"chat {model}", ActivityKind.Client);
        activity?.SetTag(OperationName, "chat").SetTag(ProviderName, provider).SetTag(RequestModel, model);
        activity?.SetTag("server.address", _address?.Host).SetTag("server.port", _address?.Port);
        activity?.SetTag("gen_ai.request.temperature", options?.Temperature).SetTag("gen_ai.request.max_tokens", options?.MaxOutputTokens);
        return activity;
    }

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, Call call)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception e)
        {
            call.Error = e.GetType().Name;
            throw;
        }
    }

    private void Observe(Call call, ChatResponseUpdate update)
    {
        if (!call.HasBegun)
        {
            call.HasBegun = true;
            ModelsTelemetry.TimeToFirstChunk.Record(clock.GetElapsedTime(call.StartedAt).TotalSeconds, Tags(call));
        }
        call.Activity?.SetTag("gen_ai.response.model", update.ModelId);
        if (update.FinishReason is { } reason)
        {
            call.Activity?.SetTag("gen_ai.response.finish_reasons", new[] { reason.Value });
        }
        foreach (var usage in update.Contents.OfType<UsageContent>())
        {
            Count(call, "input", usage.Details.InputTokenCount);
            Count(call, "output", usage.Details.OutputTokenCount);
        }
    }

    private void Count(Call call, string kind, long? tokens)
    {
        if (tokens is { } count)
        {
            call.Activity?.SetTag($"gen_ai.usage.{kind}_tokens", count);
            var tags = Tags(call);
            tags.Add("gen_ai.token.type", kind);
            ModelsTelemetry.TokenUsage.Record(count, tags);
        }
    }

    private void Finish(Call call)
    {
        var tags = Tags(call);
        if (!call.IsComplete)
        {
            var error = call.Error ?? "stopped";
            tags.Add("error.type", error);
            call.Activity?.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error);
        }
        ModelsTelemetry.Duration.Record(clock.GetElapsedTime(call.StartedAt).TotalSeconds, tags);
        call.Activity?.Dispose();
    }

    private TagList Tags(Call call) =>
        new()
        {
            { OperationName, "chat" },
            { ProviderName, provider },
            { RequestModel, call.Model },
        };

    private sealed class Call(string model, long startedAt, Activity? activity)
    {
        public string Model { get; } = model;

        public long StartedAt { get; } = startedAt;

        public Activity? Activity { get; } = activity;

        public bool HasBegun { get; set; }

        public bool IsComplete { get; set; }

        public string? Error { get; set; }
    }
}
