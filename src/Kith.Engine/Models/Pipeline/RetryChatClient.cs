using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Polly;
using Polly.Retry;

namespace Kith.Engine.Models.Pipeline;

/// <summary>
/// Asks again, at most twice, when the provider was busy or not reachable. What is retried is opening the answer, up to its first
/// text; the rest of the stream is outside and never repeated.
/// </summary>
internal sealed class RetryChatClient(IChatClient inner, TimeProvider clock) : DelegatingChatClient(inner)
{
    private const int MaxRetries = 2;

    /// <summary>A provider that wants us away for longer is treated as down.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private readonly ResiliencePipeline<OpenedAnswer> _retry = new ResiliencePipelineBuilder<OpenedAnswer> { TimeProvider = clock }
        .AddRetry(
            new RetryStrategyOptions<OpenedAnswer>
            {
                MaxRetryAttempts = MaxRetries,
                Delay = TimeSpan.FromMilliseconds(500),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                MaxDelay = LongestWait,
                ShouldHandle = args => ValueTask.FromResult(IsWorthAnother(args.Outcome.Exception)),
                DelayGenerator = args => ValueTask.FromResult((args.Outcome.Exception as ProviderUnavailableException)?.RetryAfter),
            }
        )
        .Build();

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await using var answer = await _retry.ExecuteAsync(
            async token => await OpenedAnswer.OpenAsync(InnerClient, messages, options, token),
            cancellationToken
        );
        await foreach (var update in answer.ReadAsync())
        {
            yield return update;
        }
    }

    private static bool IsWorthAnother(Exception? exception) =>
        exception is ProviderUnavailableException { IsTransient: true } e && (e.RetryAfter is null || e.RetryAfter <= LongestWait);
}
