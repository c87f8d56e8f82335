using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Facts;

/// <summary>The SQL of moods. One whose message is on no active branch looks like none.</summary>
internal static class MoodStore
{
    private const string Columns = "d.id, d.principal_id, d.message_id, d.label, d.valence, d.pending, d.at, m.conversation_id";

    private const string From = "moods d LEFT JOIN messages m ON m.id = d.message_id";

    private const string Said = "(d.message_id IS NULL OR m.on_path = 1)";

    /// <summary>The newest first, from a time until before another (Unix milliseconds), after the given place; only those that wait for a yes, or don't, if asked.</summary>
    public static Task<IReadOnlyList<Mood>> ListAsync(
        ReadSession session,
        string principalId,
        long from,
        long until,
        bool? pending,
        (long At, string Id)? after,
        long limit
    ) =>
        session.QueryAsync<Mood>(
            $"""
            SELECT {Columns} FROM {From}
            WHERE d.principal_id = @principalId AND d.at >= @from AND d.at < @until AND {Said}
                {(pending is null ? "" : "AND d.pending = @pending")}
                {(after is null ? "" : "AND (d.at, d.id) < (@at, @id)")}
            ORDER BY d.at DESC, d.id DESC LIMIT @limit
            """,
            new
            {
                principalId,
                from,
                until,
                pending = pending == true ? 1 : 0,
                at = after?.At ?? 0,
                id = after?.Id ?? "",
                limit,
            }
        );

    /// <summary>Those of these that are the person's, in no order.</summary>
    public static Task<IReadOnlyList<Mood>> ListAsync(ReadSession session, string principalId, IEnumerable<string> ids) =>
        session.QueryAsync<Mood>(
            $"SELECT {Columns} FROM {From} WHERE d.principal_id = @principalId AND {session.In("d.id", "ids")} AND {Said}",
            new { principalId, ids = ReadSession.List(ids) }
        );

    /// <summary>Whether a mood was read from this message, or this one from what it is a copy of: that was said at the same time.</summary>
    public static async Task<bool> IsKnownAsync(ReadSession session, Mood mood) =>
        await session.CountAsync(
            """
            SELECT count(*) FROM moods d WHERE d.message_id = @MessageId
                OR d.principal_id = @PrincipalId AND d.at = @At AND d.label = @Label
            """,
            mood
        ) > 0;

    /// <summary>The ids of all moods of a person, on whichever branch.</summary>
    public static Task<IReadOnlyList<string>> ListAllAsync(ReadSession session, string principalId) =>
        session.QueryAsync<string>("SELECT id FROM moods WHERE principal_id = @principalId", new { principalId });

    public static Task InsertAsync(WriteSession session, Mood mood) =>
        session.ExecuteLaterAsync(
            """
            INSERT INTO moods (id, principal_id, message_id, label, valence, pending, at)
            VALUES (@Id, @PrincipalId, @MessageId, @Label, @Valence, @Pending, @At)
            """,
            mood
        );

    public static Task<int> UpdateAsync(WriteSession session, Mood mood) =>
        session.ExecuteAsync("UPDATE moods SET label = @Label, valence = @Valence, pending = @Pending WHERE id = @Id", mood);

    public static Task<int> DeleteAsync(WriteSession session, string id) =>
        session.ExecuteAsync("DELETE FROM moods WHERE id = @id", new { id });

    /// <summary>Deletes those that were read from these messages.</summary>
    public static Task<int> DeleteOfAsync(WriteSession session, IEnumerable<string> messageIds) =>
        session.ExecuteAsync($"DELETE FROM moods WHERE {session.In("message_id", "ids")}", new { ids = ReadSession.List(messageIds) });

    /// <summary>Deletes all of a person; none is read from the same message again.</summary>
    public static async Task ForgetAllAsync(WriteSession session, string principalId, string hash)
    {
        await session.ExecuteAsync(
            """
            INSERT INTO forgotten_sources (message_id, text_hash)
            SELECT message_id, @hash FROM moods WHERE principal_id = @principalId AND message_id IS NOT NULL
            ON CONFLICT DO NOTHING
            """,
            new { principalId, hash }
        );
        await session.ExecuteAsync("DELETE FROM moods WHERE principal_id = @principalId", new { principalId });
    }

    public static Task<int> ClaimAsync(WriteSession session, string guestId, string userId) =>
        session.ExecuteAsync("UPDATE moods SET principal_id = @userId WHERE principal_id = @guestId", new { guestId, userId });
}
