using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models.Offline;

/// <summary>
/// The friend that answers when no model is configured or the provider is down: rule-based, warm, honest about what it is.
/// It sees only the messages it is given, keeps nothing between calls, and answers the same input with the same words, or, asked for another answer, with others where there are some.
/// </summary>
public sealed class OfflineFriend(OfflineFriendOptions options, TimeProvider clock) : IChatClient
{
    /// <summary>The model id every answer carries.</summary>
    public const string ModelId = "offline-friend";

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var answer = Answer.To(messages, options);
        return Task.FromResult(
            new ChatResponse(new ChatMessage(ChatRole.Assistant, answer.Text) { MessageId = answer.Id, CreatedAt = clock.GetUtcNow() })
            {
                ResponseId = answer.Id,
                ModelId = ModelId,
                CreatedAt = clock.GetUtcNow(),
                FinishReason = answer.FinishReason,
                Usage = answer.Usage,
                AdditionalProperties = Marked(),
            }
        );
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var answer = Answer.To(messages, options);
        foreach (var piece in answer.Pieces())
        {
            await PauseAsync(cancellationToken);
            yield return Update(answer, new TextContent(piece));
        }
        var last = Update(answer, new UsageContent(answer.Usage));
        last.FinishReason = answer.FinishReason;
        yield return last;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
        {
            return null;
        }
        return serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("kith", null, ModelId)
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held.
    }

    private Task PauseAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return options.Pace > TimeSpan.Zero ? Task.Delay(options.Pace, clock, cancellationToken) : Task.CompletedTask;
    }

    private ChatResponseUpdate Update(Answer answer, AIContent content) =>
        new(ChatRole.Assistant, [content])
        {
            ResponseId = answer.Id,
            MessageId = answer.Id,
            ModelId = ModelId,
            CreatedAt = clock.GetUtcNow(),
            AdditionalProperties = Marked(),
        };

    private static AdditionalPropertiesDictionary Marked() => new() { [ModelAnswer.Offline] = true };
}
