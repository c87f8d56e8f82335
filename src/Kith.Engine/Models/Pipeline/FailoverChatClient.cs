using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Models.Pipeline;

/// <summary>
/// Asks who should answer, and if they are unavailable before their first text, the next. A rejection goes to the caller: a wrong
/// setting must be seen. Whatever breaks after the first text is an interruption.
/// </summary>
internal sealed class FailoverChatClient(Routes routes, ILogger logger) : IChatClient
{
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
        var context = messages.ToList();
        var (answer, candidate) = await OpenAsync(context, options, cancellationToken);
        await using var opened = answer;
        await using var updates = answer.ReadAsync().GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(updates))
        {
            yield return Signed(updates.Current, candidate);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <summary>The providers are the routes', which the container disposes of.</summary>
    public void Dispose() { }

    private async Task<(OpenedAnswer Answer, Candidate Candidate)> OpenAsync(
        List<ChatMessage> context,
        ChatOptions? options,
        CancellationToken cancellationToken
    )
    {
        ProviderUnavailableException? failure = null;
        foreach (var (candidate, model) in routes.For(options?.ModelId))
        {
            if (failure is not null)
            {
                logger.LogWarning(
                    "{Failed} is unavailable ({Reason}); {Next} answers instead",
                    failure.Provider,
                    failure.InnerException?.Message ?? failure.Message,
                    candidate.Provider
                );
                logger.LogDebug(failure, "Why {Failed} is unavailable", failure.Provider);
                ModelsTelemetry.Failovers.Add(
                    1,
                    new("gen_ai.provider.name", failure.Provider),
                    new("kith.models.next", candidate.Provider)
                );
            }
            var own = options?.Clone() ?? new ChatOptions();
            own.ModelId = model;
            try
            {
                return (await OpenedAnswer.OpenAsync(candidate.Client, context, own, cancellationToken), candidate);
            }
            catch (ProviderUnavailableException e)
            {
                failure = e;
            }
        }
        throw failure!;
    }

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> updates)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (ProviderException e)
        {
            throw new ProviderInterruptedException(e.Provider, e.Message, e);
        }
    }

    private static ChatResponseUpdate Signed(ChatResponseUpdate update, Candidate candidate)
    {
        update.ModelId ??= candidate.DefaultModel;
        if (candidate.IsOffline)
        {
            (update.AdditionalProperties ??= [])[ModelAnswer.Offline] = true;
        }
        return update;
    }
}
