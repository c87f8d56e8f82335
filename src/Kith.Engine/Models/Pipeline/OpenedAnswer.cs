using Microsoft.Extensions.AI;

namespace Kith.Engine.Models.Pipeline;

/// <summary>
/// An answer that has begun: its first text is here, or it ended without any. Until one exists a person has seen nothing, and somebody else may
/// be asked; from then on the answer is this one or a broken one.
/// </summary>
internal sealed class OpenedAnswer : IAsyncDisposable
{
    private readonly IAsyncEnumerator<ChatResponseUpdate> _updates;
    private readonly bool _hasFirst;

    private OpenedAnswer(IAsyncEnumerator<ChatResponseUpdate> updates, bool hasFirst) => (_updates, _hasFirst) = (updates, hasFirst);

    /// <summary>Asks, and waits for the first text. What comes before it (a model's thinking) is dropped.</summary>
    public static async Task<OpenedAnswer> OpenAsync(
        IChatClient client,
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        CancellationToken cancellationToken
    )
    {
        var updates = client.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await updates.MoveNextAsync())
            {
                if (updates.Current.Text.Length > 0 || updates.Current.FinishReason is not null)
                {
                    return new OpenedAnswer(updates, hasFirst: true);
                }
            }
            return new OpenedAnswer(updates, hasFirst: false);
        }
        catch
        {
            await updates.DisposeAsync();
            throw;
        }
    }

    /// <summary>From the first text to the end. Once.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> ReadAsync()
    {
        if (!_hasFirst)
        {
            yield break;
        }
        do
        {
            yield return _updates.Current;
        } while (await _updates.MoveNextAsync());
    }

    public ValueTask DisposeAsync() => _updates.DisposeAsync();
}
