namespace Kith.Engine.Events;

/// <summary>Waits for new entries of one log.</summary>
public sealed class LogWatch : IDisposable
{
    /// <summary>Hints may be lost between nodes; this is how late a follower is then.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private readonly Hint _hint = new();
    private readonly TimeProvider _clock;
    private readonly IDisposable _subscription;

    /// <param name="subscribe">Has what it is given called when there is something new.</param>
    internal LogWatch(TimeProvider clock, Func<Action, IDisposable> subscribe) => (_clock, _subscription) = (clock, subscribe(_hint.Wake));

    /// <summary>Completes when something may be new since the last call, or that much time has passed.</summary>
    public Task WaitAsync(TimeSpan most, CancellationToken cancellationToken) =>
        _hint.WaitAsync(most < LongestWait ? most : LongestWait, _clock, cancellationToken);

    /// <summary>As above, for as long as hints can be late.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => WaitAsync(LongestWait, cancellationToken);

    public void Dispose() => _subscription.Dispose();
}
