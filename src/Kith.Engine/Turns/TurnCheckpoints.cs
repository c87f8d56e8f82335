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
    private bool _isUnsure;

    public TurnCheckpoints(Database database, LiveTurn turn, TurnsOptions options, ILogger log)
    {
        (_database, _turn, _options, _log) = (database, turn, options, log);
        _leaseUntil = turn.Turn.LeaseUntil;
        _running = RunAsync();
    }

    /// <summary>How many deltas were stored. A database that broke down may have fewer.</summary>
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
        if (_turn.Since(Written).Count == 0 && !LeaseIsHalfGone)
            return;
        // The receipt comes with the first deltas: who reads these has it.
        var recalled = Written == 0 && _turn.Length > 0 ? await _turn.Recalled : [];
        var leaseUntil = _database.Clock.NowMs() + (long)_options.Lease.TotalMilliseconds;
        try
        {
            var written = await _database.WriteAsync(session => WriteAsync(session, recalled, leaseUntil));
            if (written is null)
            {
                _turn.Stop(StopReason.Gone);
                return;
            }

            (Written, _isUnsure) = (written.Value, false);
            _leaseUntil = leaseUntil;
        }
        catch (StorageUnavailableException e)
        {
            _isUnsure = true;
            LogDelayed(_log, e, _turn.Turn.Id);
        }
    }

    /// <summary>How many deltas are stored then; null when the turn is somebody else's.</summary>
    private async Task<int?> WriteAsync(WriteSession session, IReadOnlyList<RecalledItem> recalled, long leaseUntil)
    {
        // A stream renews it twice a second, so it may lose some of that. One that is silent has to keep what it takes.
        if (!LeaseIsHalfGone)
            await session.MayBeLostAsync();
        if (!await TurnStore.TryRenewAsync(session, _turn.Turn.Id, _turn.Turn.Fence, leaseUntil))
            return null;
        await ReceiptStore.InsertAsync(session, _turn.Turn.Id, recalled);
        var from = _isUnsure ? (await TurnStore.ReadDeltasAsync(session, _turn.Turn.Id, from: 0)).Count : Written;
        var news = _turn.Since(from);
        if (news.Count > 0)
            await TurnStore.AppendDeltasAsync(session, _turn.Turn.Id, from, news);
        return from + news.Count;
    }

    [LoggerMessage(LogLevel.Warning, "The checkpoint of turn {TurnId} is delayed")]
    private static partial void LogDelayed(ILogger logger, Exception exception, string turnId);
}
