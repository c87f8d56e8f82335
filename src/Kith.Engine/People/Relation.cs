using Kith.Engine.Conversations.Members;

namespace Kith.Engine.People;

/// <summary>
/// Everything between two people, and what either may do about it: the rules, without the tables. Who is blocked, or was declined, never sees a difference to
/// somebody who is merely not answered.
/// </summary>
/// <param name="me">Who does something.</param>
/// <param name="other">Null when there is nobody of that name.</param>
/// <param name="rows">All there are, hidden or not.</param>
/// <param name="blockers">Who of the two blocks the other.</param>
internal sealed class Relation(string me, string? other, IEnumerable<ConnectionRow> rows, IEnumerable<string> blockers)
{
    private static readonly Dictionary<string, string> s_noNames = [];

    private readonly List<ConnectionRow> _rows = [.. rows];
    private readonly HashSet<string> _blockers = new(blockers, StringComparer.Ordinal);

    public IReadOnlyList<ConnectionRow> Rows => _rows;

    public string Me => me;

    public string? Other => other;

    public IEnumerable<string> Both => other is null ? [me] : [me, other];

    public bool IsActive => Bound is { Status: ConnectionStatus.Active };

    /// <summary>Each may know whether the other is there.</summary>
    public bool IsOpen => IsActive && _blockers.Count == 0;

    /// <summary>The chat of the two while they are connected.</summary>
    public string? ChatId => Bound?.ConversationId;

    /// <summary>The one row that holds between the two; null when nothing does.</summary>
    private ConnectionRow? Bound => _rows.Find(row => row.Pair is not null);

    public bool Blocks(string? who) => who is not null && _blockers.Contains(who);

    public Relation Copy() => new(me, other, _rows, _blockers);

    /// <summary>The ids of what one of the two sees differently than before, or no more.</summary>
    public IEnumerable<string> ListNews(Relation before, string viewer)
    {
        var (then, now) = (before.ViewOf(viewer), ViewOf(viewer));
        return then.Except(now).Concat(now.Except(then)).Select(connection => connection.Id).Distinct();
    }

    public Failure? Ask(string askedFor, string newId, long now)
    {
        if (Blocks(me))
            return new YouBlock();
        if (IsActive)
            return new AlreadyConnected();
        if (_rows.Exists(row => row.RequesterId == me && row.AskedFor == askedFor))
            return new AlreadyAsked();
        if (_rows.Exists(row => row.RequesterId != me && IsSeenBy(me, row)))
            return new TheyAsked();
        var request = new ConnectionRow(newId, me, null, askedFor, null, ConnectionStatus.Pending, 0, 0, null, now, 0);
        if (other is null)
            _rows.Add(request);
        else if (Blocks(other))
            _rows.Add(request with { HiddenFromAddressee = 1 });
        else if (_rows.Exists(row => row.RequesterId == other))
            // They asked once, and were not heard: now it is asked the other way round.
            Replace(Bind(request));
        else if (Bound is { } bound)
            // Asked for by another name before. As that was declined or not, so is this.
            _rows.Add(request with { HiddenFromAddressee = bound.HiddenFromAddressee });
        else
            _rows.Add(Bind(request));
        return null;
    }

    public Failure? Accept(string id)
    {
        if (FindAsked(id) is not { } row)
            return new NotFound("connection");
        if (Blocks(me))
            return new YouBlock();
        if (row.Status == ConnectionStatus.Active)
            return new AlreadyConnected();
        Replace(Bind(row) with { Status = ConnectionStatus.Active });
        return null;
    }

    public Failure? Decline(string id)
    {
        if (FindAsked(id) is not { } row)
            return new NotFound("connection");
        if (Blocks(me))
            return new YouBlock();
        if (row.Status == ConnectionStatus.Active)
            return new AlreadyConnected();
        Set(Bind(row) with { HiddenFromAddressee = 1 });
        return null;
    }

    public Failure? Block(string id)
    {
        if (FindSeen(id) is not { } row)
            return new NotFound("connection");
        // It would tell whether there is anybody.
        if (row.RequesterId == me && row.Status == ConnectionStatus.Pending)
            return new NotAccepted();
        Set(Bind(row));
        _blockers.Add(me);
        return null;
    }

    public Failure? Unblock(string id)
    {
        if (FindSeen(id) is not { } row)
            return new NotFound("connection");
        if (_blockers.Remove(me) && row.Status == ConnectionStatus.Ended && !Blocks(other))
            _rows.RemoveAll(same => same.Id == id);
        return null;
    }

    /// <summary>Takes it back, declines it, or ends it, as it stands.</summary>
    public Failure? Remove(string id)
    {
        if (FindSeen(id) is not { } row)
            return new NotFound("connection");
        _blockers.Remove(me);
        _rows.RemoveAll(same => same.Id == id);
        if (row.Status == ConnectionStatus.Pending && row.RequesterId != me)
            _rows.Add(Bind(row) with { HiddenFromAddressee = 1 });
        else if (row.Pair is null)
            return null;
        else if (Blocks(other))
            _rows.Add(Taken(row) with { Status = ConnectionStatus.Ended, ConversationId = null });
        else if (row.Status == ConnectionStatus.Pending && row.HiddenFromAddressee == 1)
            _rows.Add(Taken(row) with { HiddenFromRequester = 1 });
        return null;
    }

    /// <summary>The chat they have now that they are connected.</summary>
    public void OpenChat(string conversationId) => Set(Bound! with { ConversationId = conversationId });

    /// <summary>What one of the two may see.</summary>
    private List<Connection> ViewOf(string viewer) =>
        [
            .. _rows
                .Where(row => IsSeenBy(viewer, row))
                .Select(row => Connection.Of(row with { Blocked = IsBlockedBy(viewer, row) ? 1 : 0 }, viewer, s_noNames)),
        ];

    /// <summary>One that the other asked for, and that I see.</summary>
    private ConnectionRow? FindAsked(string id) => FindSeen(id) is { } row && row.RequesterId != me ? row : null;

    private ConnectionRow? FindSeen(string id) => _rows.Find(row => row.Id == id && IsSeenBy(me, row));

    private bool IsSeenBy(string viewer, ConnectionRow row) =>
        IsBlockedBy(viewer, row)
        || (
            row.Status != ConnectionStatus.Ended
            && (
                row.RequesterId == viewer
                    ? row.HiddenFromRequester == 0
                    : row.HiddenFromAddressee == 0 && (row.Pair is not null || Bound is null)
            )
        );

    /// <summary>Only of what holds between the two: of anything else who asked mustn't learn whether it is for the same person.</summary>
    private bool IsBlockedBy(string viewer, ConnectionRow row) => row.Pair is not null && Blocks(viewer);

    private ConnectionRow Bind(ConnectionRow row) =>
        row with
        {
            AddresseeId = row.RequesterId == me ? other : me,
            Pair = PeopleChats.PairOf(me, other!),
        };

    /// <summary>They can ask for it again, and what is remembered of it is no request of theirs any more.</summary>
    private static ConnectionRow Taken(ConnectionRow row) => row with { AskedFor = $"taken:{row.Id}" };

    private void Set(ConnectionRow row) => _rows[_rows.FindIndex(same => same.Id == row.Id)] = row;

    private void Replace(ConnectionRow row)
    {
        _rows.Clear();
        _rows.Add(row);
    }
}
