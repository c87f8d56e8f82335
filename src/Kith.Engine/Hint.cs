using System.Threading.Tasks.Sources;

namespace Kith.Engine;

/// <summary>
/// Tells one waiter that something may be new. What comes while nobody waits is told to the next wait; several tell once. It costs the same
/// however often it waits.
/// </summary>
internal sealed class Hint : IValueTaskSource
{
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _source;
    private bool _isSet;
    private bool _isWaiting;

    /// <summary>The waiter goes on within this call, up to where it waits for something else.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _isSet = !_isWaiting;
            if (!_isWaiting)
                return;
            _isWaiting = false;
        }

        _source.SetResult(true);
    }

    /// <summary>Completes at the next hint, or at once if there was one since the last wait. One waits at a time.</summary>
    public ValueTask WaitAsync()
    {
        lock (_gate)
        {
            if (_isSet)
            {
                _isSet = false;
                return ValueTask.CompletedTask;
            }

            _source.Reset();
            _isWaiting = true;
            return new ValueTask(this, _source.Version);
        }
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
