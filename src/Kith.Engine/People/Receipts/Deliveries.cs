namespace Kith.Engine.People.Receipts;

/// <summary>
/// What was given to people's devices since it was last written: of each chat and person the newest message alone. It may be lost with the
/// process; what is read later tells the same.
/// </summary>
public sealed class Deliveries : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ReadReceipts _receipts;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Dictionary<string, Dictionary<string, long>> _depths = new(StringComparer.Ordinal);

    internal Deliveries(ReadReceipts receipts) => _receipts = receipts;

    /// <summary>There is something to write.</summary>
    internal Hint Noted { get; } = new();

    /// <summary>A message of somebody else's has reached this person.</summary>
    public void Note(string principalId, string chatId, long depth)
    {
        lock (_gate)
        {
            if (!_depths.TryGetValue(chatId, out var ofChat))
                _depths[chatId] = ofChat = new Dictionary<string, long>(StringComparer.Ordinal);
            if (ofChat.TryGetValue(principalId, out var known) && known >= depth)
                return;
            ofChat[principalId] = depth;
        }

        Noted.Wake();
    }

    /// <summary>Writes what was noted until now. One writes at a time, so that this waits for who does.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            while (Take() is var (chatId, depths))
                await WriteAsync(chatId, depths, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private async Task WriteAsync(string chatId, Dictionary<string, long> depths, CancellationToken cancellationToken)
    {
        var isWritten = false;
        try
        {
            await _receipts.DeliverAsync(chatId, depths, cancellationToken);
            isWritten = true;
        }
        finally
        {
            foreach (var (principalId, depth) in isWritten ? [] : depths)
                Note(principalId, chatId, depth);
        }
    }

    /// <summary>What is to be written of one chat; null when there is nothing.</summary>
    private (string ChatId, Dictionary<string, long> Depths)? Take()
    {
        lock (_gate)
        {
            if (_depths.Count == 0)
                return null;
            var (chatId, depths) = _depths.First();
            _depths.Remove(chatId);
            return (chatId, depths);
        }
    }
}
