using System.Threading.Tasks.Sources;

namespace Kith.Engine;

/// <summary>
/// Tells one waiter that something may be new. What comes while nobody waits is told to the next wait; several tell once. It costs the same
/// however often it waits.
/// </summary>
/// <param name="wakesInline">The waiter goes on within the call that wakes it, up to where it waits for something else: only where that
/// call has the time. Otherwise it goes on elsewhere.</param>
internal sealed class Hint(bool wakesInline = false) : IValueTaskSource
{
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _source = new() { RunContinuationsAsynchronously = !wakesInline };
    private bool _isSet;
    private bool _isWaiting;

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

    /// <summary>As above, and also when that much time has passed: waiting in vain is no exception.</summary>
    public async Task WaitAsync(TimeSpan most, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var timer = clock.CreateTimer(static hint => ((Hint)hint!).Wake(), this, most, Timeout.InfiniteTimeSpan);
        using var cancelled = cancellationToken.UnsafeRegister(static hint => ((Hint)hint!).Wake(), this);
        await WaitAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
