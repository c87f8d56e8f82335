using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Kith.Engine.Conversations;
using Kith.Engine.Conversations.Members;
using Kith.Engine.Memory.Recall;
using Kith.Engine.Users;

namespace Kith.Engine.Turns;

/// <summary>Why a running turn is told to stop.</summary>
internal enum StopReason
{
    None,
    Person,
    Shutdown,

    /// <summary>It belongs to somebody else, or its conversation is gone: nothing more can be written.</summary>
    Gone,
}

/// <summary>
/// A turn that runs on this node: its deltas so far, and those who read them. A reader holds nothing but its index, so a slow
/// one costs the turn nothing.
/// </summary>
/// <param name="quotes">What it may read of a chat between people: here, and kept nowhere.</param>
internal sealed class LiveTurn(
    Caller caller,
    Turn turn,
    Conversation conversation,
    Message userMessage,
    IReadOnlyList<Quote>? quotes = null
) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<string> _deltas = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<IReadOnlyList<RecalledItem>> _recalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableArray<Hint> _readers = [];
    private StopReason _reason;

    public Caller Caller => caller;
    public Turn Turn => turn;
    public Conversation Conversation => conversation;
    public Message UserMessage => userMessage;
    public IReadOnlyList<Quote> Quotes => quotes ?? [];

    /// <summary>Cancelled when the turn is to stop; <see cref="Reason"/> says why.</summary>
    public CancellationToken Stopping => _stop.Token;

    public StopReason Reason => _reason;

    /// <summary>Completes when the turn is closed in the store.</summary>
    public Task Ended => _ended.Task;

    /// <summary>What memory found for it: told before the first delta, and when the turn ends at the latest.</summary>
    public Task<IReadOnlyList<RecalledItem>> Recalled => _recalled.Task;

    /// <summary>Characters so far.</summary>
    public int Length { get; private set; }

    public void Recall(IReadOnlyList<RecalledItem> items) => _recalled.TrySetResult(items);

    /// <summary>Its readers are told within this call, so that a delta is on its way without a change of threads.</summary>
    public void Add(string delta)
    {
        ImmutableArray<Hint> readers;
        lock (_gate)
        {
            _deltas.Add(delta);
            Length += delta.Length;
            readers = _readers;
        }

        foreach (var reader in readers)
            reader.Wake();
    }

    /// <summary>The deltas from this index on.</summary>
    public List<string> Since(int index)
    {
        lock (_gate)
            return index < _deltas.Count ? _deltas.GetRange(index, _deltas.Count - index) : [];
    }

    public string Text()
    {
        lock (_gate)
            return string.Concat(_deltas);
    }

    /// <summary>The first reason given counts.</summary>
    public void Stop(StopReason reason)
    {
        lock (_gate)
        {
            if (_reason != StopReason.None || _ended.Task.IsCompleted)
                return;
            _reason = reason;
            // Not after the gate: the turn may have ended, and be disposed, by then. And not on this thread: what it calls is slow.
            _ = _stop.CancelAsync();
        }
    }

    public void End()
    {
        ImmutableArray<Hint> readers;
        lock (_gate)
        {
            _recalled.TrySetResult([]);
            _ended.TrySetResult();
            readers = _readers;
        }

        foreach (var reader in readers)
            reader.Wake();
    }

    /// <summary>Each delta from <paramref name="from"/> on as it comes, with its index, until the turn has ended.</summary>
    public async IAsyncEnumerable<(int Index, string Text)> ReadAsync(
        int from,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var hint = new Hint(wakesInline: true);
        ImmutableInterlocked.Update(ref _readers, static (all, one) => all.Add(one), hint);
        var cancelled = cancellationToken.UnsafeRegister(static hint => ((Hint)hint!).Wake(), hint);
        try
        {
            for (var index = from; ; )
            {
                cancellationToken.ThrowIfCancellationRequested();
                var ended = _ended.Task.IsCompleted;
                var news = Since(index);
                foreach (var text in news)
                    yield return (index++, text);
                if (news.Count > 0)
                    continue;
                if (ended)
                    yield break;
                await hint.WaitAsync();
            }
        }
        finally
        {
            cancelled.Unregister();
            ImmutableInterlocked.Update(ref _readers, static (all, one) => all.Remove(one), hint);
        }
    }

    public void Dispose() => _stop.Dispose();
}
