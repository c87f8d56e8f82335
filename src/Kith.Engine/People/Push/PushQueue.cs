using Kith.Engine.ChannelLayer;
using Kith.Engine.People.Presence;
using Kith.Engine.Storage;

namespace Kith.Engine.People.Push;

/// <summary>What is to be told to people who aren't connected: queued in the transaction of what happened, sent by a worker of any node.</summary>
public sealed class PushQueue
{
    /// <summary>Where those who send hear that something was queued.</summary>
    internal const string Channel = "pushes";

    private readonly TimeProvider _clock;
    private readonly LivePeople _people;
    private readonly InProcessChannelLayer _channels;
    private readonly Dictionary<string, PushKind> _kinds;

    internal PushQueue(TimeProvider clock, LivePeople people, InProcessChannelLayer channels, IEnumerable<PushKind> kinds)
    {
        (_clock, _people, _channels) = (clock, people, channels);
        _kinds = kinds.ToDictionary(kind => kind.Name, StringComparer.Ordinal);
    }

    /// <summary>
    /// Tells these people, on every device that subscribed, once the transaction is committed: unless they are connected, here or elsewhere,
    /// or there is nothing to tell any more. Of one topic a device is told the newest. It costs one statement, which nobody waits for, and never
    /// fails what it is part of. Call it after conversations are locked and before the log is appended to, and leave out whoever did it.
    /// </summary>
    /// <exception cref="ArgumentException">Nobody registered this kind.</exception>
    public async Task AddAsync(WriteSession session, IEnumerable<string> principalIds, PushNotice notice)
    {
        if (!_kinds.ContainsKey(notice.Kind))
            throw new ArgumentException($"'{notice.Kind}' is no registered kind of push.", nameof(notice));
        var away = principalIds.Where(id => !_people.IsHere(id)).ToList();
        if (away.Count == 0)
            return;
        await PushStore.AddAsync(session, away, notice, _clock.NowMs());
        session.AfterCommit(() => _channels.Publish(Channel));
    }

    /// <summary>What there is to tell of it now; null when there is nothing.</summary>
    internal async Task<PushContent?> FindContentAsync(ReadSession session, string kind, string principalId, string subjectId) =>
        _kinds.TryGetValue(kind, out var known) ? await known.FindAsync(session, principalId, subjectId) : null;
}
