using Kith.Engine.Memory.Recall;
using Kith.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Turns;

/// <summary>
/// Keeps a running turn's lease and writes its new deltas on a timer, each once. A turn that lost its lease is stopped: it
/// belongs to somebody else.
/// </summary>
internal sealed partial class TurnCheckpoints : IAsyncDisposable
{
    private readonly Database _database;
    private readonly LiveTurn _turn;
    private readonly TurnsOptions _options;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private long _leaseUntil;

    public TurnCheckpoints(Database database, LiveTurn turn, TurnsOptions options, ILogger log)
    {
        (_database, _turn, _options, _log) = (database, turn, options, log);
        _leaseUntil = turn.Turn.LeaseUntil;
        _running = RunAsync();
    }

    /// <summary>How many deltas are in the store.</summary>
    public int Written { get; private set; }

    /// <summary>Stops the timer; nothing is being written when the task completes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(_options.Checkpoint, _database.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
                await WriteAsync();
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private bool LeaseIsHalfGone => _leaseUntil - _database.Clock.NowMs() < _options.Lease.TotalMilliseconds / 2;

    /// <summary>Stores what is new and renews a lease that is half gone. For the timer, and for whoever waits after it has stopped.</summary>
    public async Task WriteAsync()
    {
        var news = _turn.Since(Written);
        if (news.Count == 0 && !LeaseIsHalfGone)
            return;
        // The receipt comes with the first deltas: who reads these has it.
        var recalled = Written == 0 && news.Count > 0 ? await _turn.Recalled : [];
        var leaseUntil = _database.Clock.NowMs() + (long)_options.Lease.TotalMilliseconds;
        try
        {
            var mine = await _database.WriteAsync(async session =>
            {
                if (!await TurnStore.TryRenewAsync(session, _turn.Turn.Id, _turn.Turn.Fence, leaseUntil))
                    return false;
                await ReceiptStore.InsertAsync(session, _turn.Turn.Id, recalled);
                if (news.Count > 0)
                    await TurnStore.AppendDeltasAsync(session, _turn.Turn.Id, Written, news);
                return true;
            });
            if (!mine)
            {
                _turn.Stop(StopReason.Gone);
                return;
            }

            Written += news.Count;
            _leaseUntil = leaseUntil;
        }
        catch (StorageUnavailableException e)
        {
            LogDelayed(_log, e, _turn.Turn.Id);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The checkpoint of turn {TurnId} is delayed")]
    private static partial void LogDelayed(ILogger logger, Exception exception, string turnId);
}
