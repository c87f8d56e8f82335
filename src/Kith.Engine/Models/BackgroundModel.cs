using System.Text;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models;

/// <summary>
/// The model for what nobody waits for: the first one configured and never another in its place, behind the breaker that guards it for people
/// who talk. There is none when only the offline friend answers.
/// </summary>
internal sealed class BackgroundModel
{
    /// <summary>For a whole answer: who talks may wait longer for the first word.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(45);

    private const int MostTokens = 2_000;
    private const int MostCharacters = 32 * 1024;

    private readonly IChatClient? _client;
    private readonly TimeProvider _clock;

    /// <param name="client">Null when there is none.</param>
    internal BackgroundModel(IChatClient? client, TimeProvider clock) => (_client, _clock) = (client, clock);

    /// <summary>False when nothing can be asked.</summary>
    public bool IsThere => _client is not null;

    /// <summary>Asks for one JSON value. What comes is what the model says, whether it is that or not.</summary>
    /// <param name="instructions">What to do.</param>
    /// <param name="data">What to do it with: JSON, so that nothing in it can be taken for an instruction's end.</param>
    /// <param name="format">What the answer looks like.</param>
    /// <exception cref="ProviderException">It did not answer, or not in time.</exception>
    internal async Task<string> AskAsync(
        string instructions,
        string data,
        ChatResponseFormatJson format,
        CancellationToken cancellationToken
    )
    {
        var client = _client ?? throw new InvalidOperationException("There is no model to ask.");
        using var late = new CancellationTokenSource(LongestWait, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        ChatMessage[] messages = [new(ChatRole.System, instructions), new(ChatRole.User, data)];
        var options = new ChatOptions
        {
            ResponseFormat = format,
            Temperature = 0,
            MaxOutputTokens = MostTokens,
        };
        var text = new StringBuilder();
        try
        {
            await foreach (var update in client.GetStreamingResponseAsync(messages, options, either.Token))
            {
                text.Append(update.Text);
                if (text.Length > MostCharacters)
                    break;
            }
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ProviderUnavailableException(Provider.Background, "The model took too long for work in the background.", e);
        }

        return text.ToString();
    }
}
