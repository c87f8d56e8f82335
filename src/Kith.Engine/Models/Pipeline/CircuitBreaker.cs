namespace Kith.Engine.Models.Pipeline;

/// <summary>
/// Remembers whether a provider is worth asking. Five failures within 30 s without an answer in between open it for 30 s; then one call
/// probes, and its first token closes it. Hand-written, because Polly's breaker counts a ratio of calls rather than failures,
/// and cannot see a stream that breaks after the call has returned.
/// </summary>
internal sealed class CircuitBreaker(TimeProvider clock)
{
    private const int Threshold = 5;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Queue<long> _failures = new();
    private long? _openedAt;
    private bool _isProbing;

    /// <summary>
    /// Whether to call the provider now. Each true must be followed by <see cref="Succeed"/>, <see cref="Fail"/> or <see cref="Leave"/>.
    /// </summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_openedAt is not { } openedAt)
            {
                return true;
            }
            if (_isProbing || clock.GetElapsedTime(openedAt) < OpenFor)
            {
                return false;
            }
            return _isProbing = true;
        }
    }

    /// <summary>The provider has begun to answer: if it was thought down, it is back.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            if (_openedAt is not null)
            {
                Reset();
            }
        }
    }

    public void Succeed()
    {
        lock (_lock)
        {
            Reset();
        }
    }

    public void Fail()
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            if (_isProbing)
            {
                (_openedAt, _isProbing) = (now, false);
                return;
            }
            _failures.Enqueue(now);
            while (clock.GetElapsedTime(_failures.Peek(), now) > Window)
            {
                _failures.Dequeue();
            }
            if (_failures.Count >= Threshold)
            {
                _openedAt ??= now;
            }
        }
    }

    /// <summary>The call ended without telling anything about the provider: the caller stopped it.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _isProbing = false;
        }
    }

    private void Reset()
    {
        _failures.Clear();
        (_openedAt, _isProbing) = (null, false);
    }
}
