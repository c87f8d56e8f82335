using System.Diagnostics.CodeAnalysis;

namespace Kith.Engine.Models;

/// <summary>
/// A model did not answer, or not to the end. <see cref="Exception.Message"/> is one sentence that may be shown to a person:
/// it holds no key, no address and nothing of the conversation.
/// </summary>
[SuppressMessage("Design", "RCS1194", Justification = "A failure of a provider always names it.")]
public abstract class ProviderException : Exception
{
    private protected ProviderException(string provider, string message, Exception? inner)
        : base(message, inner) => Provider = provider;

    /// <summary>Which provider: <c>openai</c>, <c>anthropic</c>, <c>kith</c>.</summary>
    public string Provider { get; }
}

/// <summary>
/// Nothing was said yet: refused connection, 429, 5xx, time-out before the first token, an unreadable answer.
/// Callers of the pipeline meet it only when nobody stepped in.
/// </summary>
public sealed class ProviderUnavailableException(string provider, string message, Exception? inner = null)
    : ProviderException(provider, message, inner)
{
    /// <summary>Whether the same call may well succeed a moment later.</summary>
    public bool IsTransient { get; init; }

    /// <summary>How long the provider asked to wait; null when it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>
/// The provider understood and said no (400, 401, 403, 404, 422, a redirect, a web page): a setting is wrong. Nobody steps in, because
/// that would hide it.
/// </summary>
public sealed class ProviderRejectedException(string provider, string message, Exception? inner = null)
    : ProviderException(provider, message, inner)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; init; }
}

/// <summary>
/// The answer broke off after its first text: dropped, stalled, too long, an error in the stream. What was yielded before stands,
/// and nothing is tried again.
/// </summary>
public sealed class ProviderInterruptedException(string provider, string message, Exception? inner = null)
    : ProviderException(provider, message, inner);
