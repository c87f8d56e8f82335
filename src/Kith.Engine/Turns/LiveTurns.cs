using System.Collections.Concurrent;

namespace Kith.Engine.Turns;

/// <summary>The turns that run on this node.</summary>
internal sealed class LiveTurns
{
    private readonly ConcurrentDictionary<string, LiveTurn> _turns = new(StringComparer.Ordinal);

    public ICollection<LiveTurn> All => _turns.Values;

    public LiveTurn? Find(string turnId) => _turns.GetValueOrDefault(turnId);

    public void Add(LiveTurn turn) => _turns[turn.Turn.Id] = turn;

    public void Remove(LiveTurn turn) => _turns.TryRemove(turn.Turn.Id, out _);
}
