using Kith.Engine.Storage;

namespace Kith.Engine.People.Push;

/// <summary>The table pushes. Of each topic of a device there is one, the newest; who sends it holds it for a while.</summary>
internal static class PushStore
{
    /// <summary>
    /// For every device of these people. Where one of the topic waits already, that one becomes this: it keeps its place and its attempts, for
    /// the device's push service may have asked for patience.
    /// </summary>
    public static Task AddAsync(WriteSession session, IEnumerable<string> principalIds, PushNotice notice, long now) =>
        session.ExecuteLaterAsync(
            $"""
            INSERT INTO pushes (subscription_id, topic, kind, subject_id, revision, attempts, due_at, expires_at)
            SELECT s.id, CAST(@Topic AS text), CAST(@Kind AS text), CAST(@SubjectId AS text), 1, 0, CAST(@dueAt AS bigint),
                CAST(@expiresAt AS bigint)
            FROM push_subscriptions s WHERE {session.In("s.principal_id", "ids")} ORDER BY s.id{session.ForKeyShare}
            ON CONFLICT (subscription_id, topic) DO UPDATE SET kind = excluded.kind, subject_id = excluded.subject_id,
                expires_at = excluded.expires_at, revision = pushes.revision + 1
            """,
            new
            {
                notice.Topic,
                notice.Kind,
                notice.SubjectId,
                ids = ReadSession.List(principalIds),
                dueAt = now + (long)notice.Delay.TotalMilliseconds,
                expiresAt = now + (long)(notice.Delay + notice.LastsFor).TotalMilliseconds,
            }
        );

    /// <summary>When the next one is due, Unix ms; null when there is none.</summary>
    public static Task<long?> NextDueAsync(ReadSession session) => session.FindAsync<long?>("SELECT min(due_at) FROM pushes");

    public static Task<int> DeleteExpiredAsync(WriteSession session, long now) =>
        session.ExecuteAsync("DELETE FROM pushes WHERE due_at <= @now AND expires_at <= @now", new { now });

    /// <summary>Holds the next that are due, those due longest first, unless another node just took them.</summary>
    public static Task<IReadOnlyList<PushRow>> TakeAsync(WriteSession session, long most, long now, long heldUntil) =>
        session.QueryAsync<PushRow>(
            """
            UPDATE pushes SET due_at = @heldUntil, attempts = attempts + 1
            WHERE due_at <= @now AND (subscription_id, topic) IN (
                SELECT subscription_id, topic FROM pushes WHERE due_at <= @now ORDER BY due_at, subscription_id, topic LIMIT @most)
            RETURNING subscription_id, topic, kind, subject_id, revision, attempts, due_at, expires_at
            """,
            new
            {
                most,
                now,
                heldUntil,
            }
        );

    /// <summary>Done with this one; what came in its place meanwhile is due anew.</summary>
    public static async Task RemoveAsync(WriteSession session, PushRow push, long now)
    {
        await session.ExecuteLaterAsync(
            "DELETE FROM pushes WHERE subscription_id = @SubscriptionId AND topic = @Topic AND due_at = @DueAt AND revision = @Revision",
            new
            {
                push.SubscriptionId,
                push.Topic,
                push.DueAt,
                push.Revision,
            }
        );
        await session.ExecuteLaterAsync(
            "UPDATE pushes SET due_at = @now, attempts = 0 WHERE subscription_id = @SubscriptionId AND topic = @Topic AND due_at = @DueAt",
            new
            {
                push.SubscriptionId,
                push.Topic,
                push.DueAt,
                now,
            }
        );
    }

    /// <summary>Gives it back, to be tried again later.</summary>
    public static Task ReturnAsync(WriteSession session, PushRow push, long dueAt, long attempts) =>
        session.ExecuteLaterAsync(
            """
            UPDATE pushes SET due_at = @later, attempts = @attempts
            WHERE subscription_id = @SubscriptionId AND topic = @Topic AND due_at = @DueAt
            """,
            new
            {
                push.SubscriptionId,
                push.Topic,
                push.DueAt,
                attempts,
                later = dueAt,
            }
        );
}

/// <param name="Attempts">This one counted.</param>
/// <param name="DueAt">Until when it is held: Unix ms.</param>
internal sealed record PushRow(
    string SubscriptionId,
    string Topic,
    string Kind,
    string SubjectId,
    long Revision,
    long Attempts,
    long DueAt,
    long ExpiresAt
);
