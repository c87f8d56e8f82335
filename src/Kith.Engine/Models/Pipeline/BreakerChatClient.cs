using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models.Pipeline;

/// <summary>Spares people the wait for a provider that just failed others. A rejection counts as an answer: the provider is up.</summary>
internal sealed class BreakerChatClient(IChatClient inner, string provider, TimeProvider clock) : DelegatingChatClient(inner)
{
    private readonly CircuitBreaker _breaker = new(clock);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        if (!_breaker.TryEnter())
        {
            throw new ProviderUnavailableException(provider, "The model failed several times just now and gets a moment's rest.");
        }
        Action report = _breaker.Leave;
        try
        {
            await using var updates = InnerClient
                .GetStreamingResponseAsync(messages, options, cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            while (await MoveNextAsync(updates))
            {
                _breaker.Begin();
                yield return updates.Current;
            }
            report = _breaker.Succeed;
        }
        finally
        {
            report();
        }

        async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> updates)
        {
            try
            {
                return await updates.MoveNextAsync();
            }
            catch (ProviderException e)
            {
                report = e is ProviderRejectedException ? _breaker.Succeed : _breaker.Fail;
                throw;
            }
        }
    }
}
