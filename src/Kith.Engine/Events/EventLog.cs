using System.Globalization;
using System.Text;
using Kith.Engine.ChannelLayer;
using Kith.Engine.Storage;

namespace Kith.Engine.Events;

/// <summary>What happened, thinly: a kind and the id of what it happened to. Rendered and authorised when it is read.</summary>
public sealed record NewEvent(string Kind, string ConversationId, string SubjectId)
{
    /// <summary>
    /// The subject of an event of a conversation that came with messages, or to which many came at once: one event for all of them, not one
    /// for each. Whoever follows the log loads them.
    /// </summary>
    internal const string AllMessages = "";

    /// <summary>The subject of an event of a chat between people in which somebody came or went.</summary>
    internal const string Members = "members";
}

/// <summary>What several principals are told alike.</summary>
public sealed record Telling(IEnumerable<string> To, params IReadOnlyList<NewEvent> Events);

/// <summary>An entry of a principal's log. <paramref name="Seq"/> counts from 1 without gaps; it is the cursor.</summary>
public sealed record LoggedEvent(long Seq, string Kind, string ConversationId, string SubjectId, long At);

/// <summary>A piece of a log.</summary>
/// <param name="Cursor">Where to read on: the newest entry here, or the cursor it was asked for when there is none.</param>
/// <param name="IsCut">The log can't be followed from the cursor asked for: it is older than what is kept, or of another log. There are
/// no entries then, and <paramref name="Cursor"/> is the log's newest.</param>
public sealed record LogPage(IReadOnlyList<LoggedEvent> Events, long Cursor, bool IsCut)
{
    /// <summary>There may be more.</summary>
    public bool IsFull => Events.Count == EventLog.PageSize;
}

/// <summary>The ordered log of each principal: appended to in the transaction of the change, followed with one cursor.</summary>
public sealed class EventLog(Database database, InProcessChannelLayer channels)
{
    /// <summary>How long an event is kept. Who comes back later is told to fetch anew.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    /// <summary>Published to after every append, whoever's log it is.</summary>
    internal const string AnyChannel = "logs";

    internal const int PageSize = 100;

    private const long MostPerTrim = 500;

    private const int EventsPerMessage = 8;

    /// <summary>Far below what either database takes as parameters of one statement.</summary>
    private const int EventsPerInsert = 100;

    /// <summary>
    /// Appends to the logs of everyone who may see the change. Called last in a transaction and once: it locks the logs' rows in
    /// the order of their principals, so commit order is sequence order.
    /// </summary>
    public Task AppendAsync(WriteSession session, IEnumerable<string> principalIds, params IReadOnlyList<NewEvent> events) =>
        AppendAsync(session, new Telling(principalIds, events));

    /// <summary>As above, where not all are told the same. Who is named more than once is told all of it, in this order.</summary>
    public async Task AppendAsync(WriteSession session, params IReadOnlyList<Telling> tellings)
    {
        var now = database.Clock.NowMs();
        var logs = tellings
            .SelectMany(telling => telling.To.Select(principalId => (principalId, telling.Events)))
            .GroupBy(told => told.principalId, told => told.Events, StringComparer.Ordinal)
            .OrderBy(log => log.Key, StringComparer.Ordinal);
        foreach (var log in logs)
        {
            var (principalId, events) = (log.Key, log.SelectMany(told => told).ToList());
            if (events.Count == 0)
                continue;
            await session.ExecuteLaterAsync(
                """
                INSERT INTO event_logs (principal_id, last_seq) VALUES (@principalId, @count)
                ON CONFLICT (principal_id) DO UPDATE SET last_seq = event_logs.last_seq + @count
                """,
                new { principalId, count = (long)events.Count }
            );
            for (var first = 0; first < events.Count; first += EventsPerInsert)
                await InsertAsync(session, principalId, events, first, now);
            session.AfterCommit(() => channels.Publish(Channel(principalId)));
        }

        if (tellings.Any(telling => telling.Events.Count > 0))
            session.AfterCommit(() => channels.Publish(AnyChannel));
    }

    /// <summary>The cursor of the newest entry there ever was; 0 when there was none.</summary>
    public Task<long> HeadAsync(string principalId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => HeadAsync(session, principalId), cancellationToken);

    /// <summary>Entries after the cursor, oldest first, at most one page.</summary>
    public Task<LogPage> ReadAsync(string principalId, long after, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ReadAsync(session, principalId, after), cancellationToken);

    /// <summary>As above, within a transaction.</summary>
    public static async Task<LogPage> ReadAsync(ReadSession session, string principalId, long after)
    {
        var events = await session.QueryAsync<LoggedEvent>(
            """
            SELECT seq, kind, conversation_id, subject_id, at FROM events
            WHERE principal_id = @principalId AND seq > @after ORDER BY seq LIMIT @limit
            """,
            new
            {
                principalId,
                after,
                limit = (long)PageSize,
            }
        );
        // Numbers have no gaps: if the next one isn't there, it was trimmed, or never was.
        if (events is [var first, ..] && first.Seq == after + 1)
            return new LogPage(events, events[^1].Seq, IsCut: false);
        var head = await HeadAsync(session, principalId);
        return new LogPage([], head, IsCut: head != after);
    }

    /// <summary>Wakes whoever waits for new entries of this log, until disposed.</summary>
    public LogWatch Watch(string principalId) => new(database.Clock, wake => channels.Subscribe(Channel(principalId), _ => wake()));

    /// <summary>
    /// Forgets what is older than <see cref="KeptFor"/>, in one bounded round, so that the writer is never held for long. A log loses
    /// nothing but its oldest entries: what is left has no gaps, and the numbers go on.
    /// </summary>
    /// <returns>Whether there is more to forget.</returns>
    internal Task<bool> TrimAsync(CancellationToken cancellationToken)
    {
        var before = database.Clock.NowMs() - (long)KeptFor.TotalMilliseconds;
        return database.WriteAsync(
            async session =>
            {
                var old = await session.QueryAsync<EventPlace>(
                    "SELECT principal_id, seq FROM events WHERE at < @before ORDER BY at, seq LIMIT @most",
                    new { before, most = MostPerTrim }
                );
                // By number, not by time: clocks of several nodes don't agree to the millisecond.
                foreach (var log in old.GroupBy(place => place.PrincipalId).OrderBy(log => log.Key, StringComparer.Ordinal))
                    await session.ExecuteAsync(
                        "DELETE FROM events WHERE principal_id = @principalId AND seq <= @last",
                        new { principalId = log.Key, last = log.Max(place => place.Seq) }
                    );
                return old.Count == MostPerTrim;
            },
            cancellationToken
        );
    }

    /// <summary>Deletes the oldest of a log that nobody reads any more; how much that was, in messages, which are more work.</summary>
    internal static async Task<int> EraseNextAsync(WriteSession session, string principalId, int most)
    {
        var deleted = await session.ExecuteAsync(
            """
            DELETE FROM events WHERE principal_id = @principalId AND seq <= @most +
                (SELECT coalesce(min(seq), 0) - 1 FROM events WHERE principal_id = @principalId)
            """,
            new { principalId, most = (long)most * EventsPerMessage }
        );
        return (deleted + EventsPerMessage - 1) / EventsPerMessage;
    }

    /// <summary>Some of them, with numbers that end where the log does by now: it is held, and nobody has to wait for its answer.</summary>
    private static Task InsertAsync(WriteSession session, string principalId, List<NewEvent> events, int first, long now)
    {
        var sql = new StringBuilder("INSERT INTO events (principal_id, at, seq, kind, conversation_id, subject_id) VALUES ");
        var values = new List<object> { principalId, now };
        for (var i = first; i < Math.Min(first + EventsPerInsert, events.Count); i++)
        {
            var (p, e) = (values.Count, events[i]);
            sql.Append(i == first ? "" : ", ")
                .Append("(@p0, @p1, (SELECT last_seq FROM event_logs WHERE principal_id = @p0) - ")
                .Append(CultureInfo.InvariantCulture, $"@p{p}, @p{p + 1}, @p{p + 2}, @p{p + 3})");
            values.AddRange([(long)(events.Count - 1 - i), e.Kind, e.ConversationId, e.SubjectId]);
        }

        return session.ExecuteLaterAsync(sql.ToString(), values.ToArray());
    }

    private static Task<long> HeadAsync(ReadSession session, string principalId) =>
        session.CountAsync("SELECT last_seq FROM event_logs WHERE principal_id = @principalId", new { principalId });

    private static string Channel(string principalId) => $"log:{principalId}";

    private sealed record EventPlace(string PrincipalId, long Seq);
}
