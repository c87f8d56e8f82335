using Kith.Engine.Events;

namespace Kith.Engine.Users;

/// <summary>What comes of somebody's going, as each feature adds to it: what others are told, and what went.</summary>
public sealed class Departure
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly List<Telling> _told = [];

    /// <summary>What went with them, by kind.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>What the logs of others are told, in one append at the end.</summary>
    internal IReadOnlyList<Telling> Told => _told;

    internal void Count(string kind, long more) => _counts[kind] = _counts.GetValueOrDefault(kind) + more;

    internal void Tell(Telling telling) => _told.Add(telling);
}
