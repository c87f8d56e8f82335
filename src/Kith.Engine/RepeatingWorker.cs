using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kith.Engine;

/// <summary>
/// What is done again and again while the server runs. When a round fails, whatever the reason, that is logged and the next one comes: it
/// never stops the server.
/// </summary>
/// <param name="clock">What it waits by.</param>
public abstract partial class RepeatingWorker(TimeProvider clock, ILogger log) : BackgroundService
{
    protected TimeProvider Clock => clock;

    /// <summary>Works each time so much time has passed, until the server stops.</summary>
    /// <param name="what">Ends the sentence "Could not …".</param>
    protected async Task RepeatAsync(string what, TimeSpan every, Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryAsync(what, work, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping, or the start failed.
        }
    }

    /// <summary>Works at once, then at each hint, and at the latest when so much time has passed, for hints may be lost.</summary>
    private protected async Task RepeatAsync(
        string what,
        Hint hint,
        TimeSpan longestWait,
        Func<CancellationToken, Task> work,
        CancellationToken stoppingToken
    )
    {
        // Elsewhere: the host waits for what is done before the first wait.
        await Task.Yield();
        try
        {
            while (true)
            {
                await TryAsync(what, work, stoppingToken);
                await hint.WaitAsync(longestWait, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // As above.
        }
    }

    /// <summary>Works once, and throws only when it was cancelled.</summary>
    protected async Task TryAsync(string what, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
        }
        catch (StorageUnavailableException e)
        {
            LogDelayed(log, e, what);
        }
#pragma warning disable CA1031 // A bug in one round must not end those that come after it, nor the server.
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(log, e, what);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not {What} now; it is tried again later")]
    private static partial void LogDelayed(ILogger logger, Exception exception, string what);

    [LoggerMessage(LogLevel.Error, "Could not {What}: that is a bug; it is tried again later")]
    private static partial void LogFailed(ILogger logger, Exception exception, string what);
}
