using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models.Pipeline;

/// <summary>
/// Gives up on a provider that says nothing: before the first token, between two tokens, or for ever by drips. Thinking counts as tokens. The
/// time a caller takes to handle an update isn't the provider's and isn't counted as silence.
/// </summary>
internal sealed class TimeoutChatClient(IChatClient inner, string provider, ModelsOptions options, TimeProvider clock)
    : DelegatingChatClient(inner)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? chatOptions = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        using var silence = new CancellationTokenSource(options.FirstTokenTimeout, clock);
        using var total = new CancellationTokenSource(options.TotalTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token, total.Token);
        await using var updates = InnerClient
            .GetStreamingResponseAsync(messages, chatOptions, either.Token)
            .GetAsyncEnumerator(either.Token);
        var isFirst = true;
        while (await MoveNextAsync())
        {
            silence.CancelAfter(Timeout.InfiniteTimeSpan);
            yield return updates.Current;
            isFirst = false;
            silence.CancelAfter(options.IdleTimeout);
        }

        async ValueTask<bool> MoveNextAsync()
        {
            try
            {
                return await updates.MoveNextAsync();
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested && either.IsCancellationRequested)
            {
                throw new ProviderUnavailableException(provider, Reason(), e);
            }
        }

        string Reason() =>
            total.IsCancellationRequested ? "The model took too long to finish its answer."
            : isFirst ? "The model did not begin to answer in time."
            : "The model fell silent in the middle of its answer.";
    }
}
