namespace Kith.Engine.Events;

/// <summary>Waits for new entries of one log.</summary>
public sealed class LogWatch : IDisposable
{
    /// <summary>Hints may be lost between nodes; this is how late a follower is then.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _hint = new(0, 1);
    private readonly TimeProvider _clock;
    private IDisposable? _subscription;

    internal LogWatch(TimeProvider clock) => _clock = clock;

    /// <summary>Completes when something may be new since the last call, or that much time has passed.</summary>
    public async Task WaitAsync(TimeSpan most, CancellationToken cancellationToken)
    {
        // The timer is one more that wakes: waiting in vain is what an idle follower does all day, and is no exception.
        await using var timer = _clock.CreateTimer(
            _ => Wake(),
            state: null,
            most < LongestWait ? most : LongestWait,
            Timeout.InfiniteTimeSpan
        );
        await _hint.WaitAsync(cancellationToken);
    }

    /// <summary>As above, for as long as hints can be late.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => WaitAsync(LongestWait, cancellationToken);

    public void Dispose()
    {
        _subscription?.Dispose();
        _hint.Dispose();
    }

    internal void Hold(IDisposable subscription) => _subscription = subscription;

    internal void Wake()
    {
        try
        {
            _hint.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already awake: the page about to be read has this entry too.
        }
        catch (ObjectDisposedException)
        {
            // Left while being called.
        }
    }
}
