using System.Runtime.CompilerServices;
using Kith.Engine.ChannelLayer;
using Kith.Engine.Storage;

namespace Kith.Engine.Events;

/// <summary>What happened, thinly: a kind and the id of what it happened to. Rendered and authorised when it is read.</summary>
public sealed record NewEvent(string Kind, string ConversationId, string SubjectId);

/// <summary>An entry of a principal's log. <paramref name="Seq"/> counts from 1 without gaps; it is the cursor.</summary>
public sealed record LoggedEvent(long Seq, string Kind, string ConversationId, string SubjectId, long At);

/// <summary>The ordered log of each principal: appended to in the transaction of the change, followed with one cursor.</summary>
public sealed class EventLog(Database database, InProcessChannelLayer channels)
{
    private const int PageSize = 200;

    /// <summary>Hints may be lost between nodes; this is how late a follower is then.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Appends to the logs of everyone who may see the change. Called last in a transaction and once: it locks the logs' rows in
    /// the order of their principals, so commit order is sequence order.
    /// </summary>
    public async Task AppendAsync(WriteSession session, IEnumerable<string> principalIds, params IReadOnlyList<NewEvent> events)
    {
        if (events.Count == 0)
            return;
        var now = database.Clock.NowMs();
        foreach (var principalId in principalIds.Order(StringComparer.Ordinal))
        {
            var last = await session.CountAsync(
                """
                INSERT INTO event_logs (principal_id, last_seq) VALUES (@principalId, @count)
                ON CONFLICT (principal_id) DO UPDATE SET last_seq = event_logs.last_seq + @count
                RETURNING last_seq
                """,
                new { principalId, count = (long)events.Count }
            );
            var before = last - events.Count;
            await session.InsertAsync(
                "events (seq, principal_id, kind, conversation_id, subject_id, at)",
                [.. events.Select((e, i) => new object[] { before + 1 + i, principalId, e.Kind, e.ConversationId, e.SubjectId, now })]
            );
            session.AfterCommit(() => channels.Publish(Channel(principalId)));
        }
    }

    /// <summary>The cursor of the newest entry; 0 when the log is empty.</summary>
    public Task<long> HeadAsync(string principalId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.CountAsync("SELECT last_seq FROM event_logs WHERE principal_id = @principalId", new { principalId }),
            cancellationToken
        );

    /// <summary>Entries after the cursor, oldest first, at most one page.</summary>
    public Task<IReadOnlyList<LoggedEvent>> ReadAsync(string principalId, long after, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
                session.QueryAsync<LoggedEvent>(
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
                ),
            cancellationToken
        );

    /// <summary>All entries after the cursor, and then each new one as it is committed, until cancelled.</summary>
    public async IAsyncEnumerable<LoggedEvent> FollowAsync(
        string principalId,
        long after,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var hint = new SemaphoreSlim(1, 1);
        using var subscription = channels.Subscribe(Channel(principalId), _ => Wake(hint));
        while (true)
        {
            await hint.WaitAsync(LongestWait, cancellationToken);
            IReadOnlyList<LoggedEvent> page;
            do
            {
                page = await ReadAsync(principalId, after, cancellationToken);
                foreach (var entry in page)
                {
                    after = entry.Seq;
                    yield return entry;
                }
            } while (page.Count == PageSize);
        }
    }

    private static string Channel(string principalId) => $"log:{principalId}";

    private static void Wake(SemaphoreSlim hint)
    {
        try
        {
            hint.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already awake: the page about to be read has this entry too.
        }
        catch (ObjectDisposedException)
        {
            // Left while being called.
        }
    }
}
