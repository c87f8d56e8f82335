using Kith.Engine.Conversations.Members;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.People.Presence;

/// <summary>
/// Tells people who of those they are connected with came, went away or left: soon, but of each person once in a while at most, and that
/// somebody left only when they haven't come back for as long. Who reloads a page was never gone.
/// </summary>
public sealed class PresenceTeller
{
    /// <summary>How often somebody is told of at most, and how long they must be gone.</summary>
    internal static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Database _database;
    private readonly LivePeople _people;
    private readonly LiveHints _hints;
    private readonly TimeProvider _clock;

    /// <summary>By person, when to look at them.</summary>
    private readonly Dictionary<string, long> _due = new(StringComparer.Ordinal);

    private readonly HashSet<(string Of, string To)> _pairs = [];

    /// <summary>Who hides since, or no more.</summary>
    private readonly HashSet<string> _turned = new(StringComparer.Ordinal);

    /// <summary>Who was told of a while ago at most, or is here; of who isn't in it, nobody knows.</summary>
    private readonly Dictionary<string, Told> _told = new(StringComparer.Ordinal);

    internal PresenceTeller(Database database, LivePeople people, LiveHints hints, TimeProvider clock)
    {
        (_database, _people, _hints, _clock) = (database, people, hints, clock);
        people.Moved = Note;
    }

    /// <summary>There may be something to tell.</summary>
    internal Hint Noted { get; } = new();

    internal bool HasMore
    {
        get
        {
            lock (_gate)
                return _due.Count > 0 || _pairs.Count > 0;
        }
    }

    /// <summary>
    /// Something has come between two people, or has gone: their connection, or a block. Each is told of the other if that looks different
    /// now, as if they left or came. To be called when it is committed.
    /// </summary>
    internal void NoteBetween(string one, string other)
    {
        lock (_gate)
        {
            _pairs.Add((one, other));
            _pairs.Add((other, one));
        }

        Noted.Wake();
    }

    /// <summary>Somebody hides whether they are there from now on, or no more.</summary>
    internal void NoteTurned(string principalId)
    {
        lock (_gate)
            _turned.Add(principalId);
        Note(principalId, isLeaving: false);
    }

    /// <summary>Somebody is other than they were.</summary>
    internal void Note(string principalId, bool isLeaving)
    {
        var now = _clock.GetTimestamp();
        lock (_gate)
        {
            var due = isLeaving ? now + Ticks(Every) : now;
            if (_told.TryGetValue(principalId, out var told) && told.At + Ticks(Every) > due)
                due = told.At + Ticks(Every);
            _due[principalId] = due;
        }

        Noted.Wake();
    }

    /// <summary>Tells what is due. What can't be looked up now stays so.</summary>
    internal async Task TellAsync(CancellationToken cancellationToken)
    {
        Forget();
        while (TakePair() is var (of, to))
            await OrBackAsync(TellBetweenAsync(of, to, cancellationToken), () => _pairs.Add((of, to)));
        while (TakeDue() is { } person)
            await OrBackAsync(TellAsync(person, cancellationToken), () => _due.TryAdd(person, _clock.GetTimestamp()));
    }

    private async Task OrBackAsync(Task telling, Action putBack)
    {
        try
        {
            await telling;
        }
        catch
        {
            lock (_gate)
                putBack();
            throw;
        }
    }

    private async Task TellAsync(string person, CancellationToken cancellationToken)
    {
        var (presence, audience) = await _database.ReadAsync(session => ReadAsync(session, person), cancellationToken);
        lock (_gate)
        {
            var isKnown = _told.TryGetValue(person, out var told);
            // Of who hides it is said once; it would tell that they came.
            var isHidden = presence is { Status: PresenceStatus.Offline, LastSeen: null } && !isKnown;
            if (!_turned.Remove(person) && (isHidden || (isKnown && told.Presence == presence)))
                return;
            _told[person] = new Told(presence, _clock.GetTimestamp());
        }

        _hints.Tell(audience, new LiveHint(Presence: presence));
    }

    /// <summary>How somebody looks to those who may know, and who these are.</summary>
    private async Task<(PersonPresence Presence, IReadOnlyList<string> Audience)> ReadAsync(ReadSession session, string person)
    {
        var others = await MemberStore.ListCompanionsAsync(session, person);
        var blocks = await BlockStore.ListAsync(session, person, others);
        var presence = (await PresenceViews.SeeAsync(session, _people, viewerId: person, [person]))[0];
        return (presence, [.. others.Where(other => !blocks.Any(block => block.BlockerId == other || block.BlockedId == other))]);
    }

    /// <summary>Who isn't there, or isn't seen to be, looks as before: nothing is said of them, or that would say that something happened.</summary>
    private async Task TellBetweenAsync(string of, string to, CancellationToken cancellationToken)
    {
        var own = await _database.ReadAsync(session => PresenceViews.SeeAsync(session, _people, viewerId: of, [of]), cancellationToken);
        if (own[0].Status == PresenceStatus.Offline)
            return;
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        var seen = await _database.WriteAsync(
            async session =>
            {
                // Who is behind a block now was there until now, and stays so.
                await UserStore.SetLastSeenAsync(session, [of], now);
                return (await MemberStore.ListCompanionsAsync(session, to)).Contains(of)
                    ? (await PresenceViews.SeeAsync(session, _people, viewerId: to, [of]))[0]
                    : new PersonPresence(of, PresenceStatus.Offline, LastSeen: null);
            },
            cancellationToken
        );
        _hints.Tell([to], new LiveHint(Presence: seen));
    }

    private (string Of, string To)? TakePair()
    {
        lock (_gate)
        {
            if (_pairs.Count == 0)
                return null;
            var pair = _pairs.First();
            _pairs.Remove(pair);
            return pair;
        }
    }

    private string? TakeDue()
    {
        lock (_gate)
        {
            var now = _clock.GetTimestamp();
            var person = _due.FirstOrDefault(due => due.Value <= now).Key;
            if (person is not null)
                _due.Remove(person);
            return person;
        }
    }

    /// <summary>On another node they may be other than they were here when they left.</summary>
    private void Forget()
    {
        lock (_gate)
        {
            var before = _clock.GetTimestamp() - Ticks(Every);
            foreach (var (person, told) in _told)
            {
                if (told.At <= before && !_due.ContainsKey(person) && !_people.IsHere(person))
                    _told.Remove(person);
            }
        }
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _clock.TimestampFrequency);

    private readonly record struct Told(PersonPresence Presence, long At);
}
