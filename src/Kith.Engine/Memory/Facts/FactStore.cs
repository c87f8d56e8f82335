using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Facts;

/// <summary>The SQL of facts, of the messages they were learned from, and of what was forgotten.</summary>
internal static class FactStore
{
    private const string Columns = """
        id, principal_id, kind, subject, text, slot, salience, sensitivity, pinned, pending, origin, valid_from, valid_until, created_at,
        updated_at
        """;

    private const string Mine = "SELECT id FROM facts WHERE principal_id = @principalId";

    /// <summary>Stands for all that a message says, among what was forgotten of it.</summary>
    public static string Everything { get; } = Likeness.HashOf("everything");

    /// <summary>What holds of a person now, or will; each with the end it has.</summary>
    /// <param name="now">Unix milliseconds.</param>
    public static async Task<IReadOnlyList<Fact>> ListLiveAsync(ReadSession session, string principalId, long now) =>
        [
            .. (await ListAsync(session, principalId))
                .Where(known => known.IsLive(now))
                .Select(known => known.Fact with { ValidUntil = known.ValidUntil }),
        ];

    /// <summary>All facts of a person, the newest first.</summary>
    public static async Task<IReadOnlyList<KnownFact>> ListAsync(ReadSession session, string principalId)
    {
        var (facts, sources) = await session.TogetherAsync(
            () =>
                session.QueryAsync<Fact>(
                    $"SELECT {Columns} FROM facts WHERE principal_id = @principalId ORDER BY created_at DESC, id DESC",
                    new { principalId }
                ),
            () => ListSourcesAsync(session, Mine, new { principalId })
        );
        return Liveness.Derive(facts, sources);
    }

    /// <summary>Every message that says something of a fact of a person, or that it is over.</summary>
    public static Task<IReadOnlyList<FactSource>> ListSourcesAsync(ReadSession session, string principalId) =>
        ListSourcesAsync(session, Mine, new { principalId });

    /// <summary>Those of these that are the person's, and what shares a slot with them, in no order.</summary>
    public static Task<IReadOnlyList<KnownFact>> ListAsync(ReadSession session, string principalId, IEnumerable<string> ids) =>
        ListAsync(session, principalId, session.In("id", "ids"), ids, []);

    /// <summary>What may be the same as statements of these kinds or in these slots, and what shares a slot with it, in no order.</summary>
    public static Task<IReadOnlyList<KnownFact>> ListAlikeAsync(
        ReadSession session,
        string principalId,
        IEnumerable<string> kinds,
        IEnumerable<string> slots
    ) => ListAsync(session, principalId, $"({session.In("kind", "ids")} OR {session.In("slot", "slots")})", kinds, slots);

    /// <summary>The ids of the person's facts that one of these messages says something of, of what shares a slot with one, and of the moods
    /// that were read from them.</summary>
    public static Task<IReadOnlyList<string>> ListTouchedAsync(ReadSession session, string principalId, IEnumerable<string> messageIds) =>
        session.QueryAsync<string>(
            $"""
            {WithSlots($"id IN (SELECT fact_id FROM fact_sources WHERE {session.In("message_id", "ids")})")}
            UNION SELECT id FROM moods WHERE principal_id = @principalId AND {session.In("message_id", "ids")}
            """,
            new { principalId, ids = ReadSession.List(messageIds) }
        );

    /// <summary>The ids of these facts, and of what shares a slot with one.</summary>
    public static Task<IReadOnlyList<string>> ListPeersAsync(ReadSession session, string principalId, IEnumerable<string> ids) =>
        session.QueryAsync<string>(WithSlots(session.In("id", "ids")), new { principalId, ids = ReadSession.List(ids) });

    public static Task<long> CountAsync(ReadSession session, string principalId) =>
        session.CountAsync("SELECT count(*) FROM facts WHERE principal_id = @principalId", new { principalId });

    public static Task InsertAsync(WriteSession session, Fact fact) =>
        session.ExecuteLaterAsync(
            $"""
            INSERT INTO facts ({Columns})
            VALUES (@Id, @PrincipalId, @Kind, @Subject, @Text, @Slot, @Salience, @Sensitivity, @Pinned, @Pending, @Origin, @ValidFrom,
                @ValidUntil, @CreatedAt, @UpdatedAt)
            """,
            fact
        );

    public static Task UpdateAsync(WriteSession session, Fact fact) =>
        session.ExecuteLaterAsync(
            """
            UPDATE facts SET kind = @Kind, subject = @Subject, text = @Text, slot = @Slot, salience = @Salience,
                sensitivity = @Sensitivity, pinned = @Pinned, pending = @Pending, origin = @Origin, valid_from = @ValidFrom,
                valid_until = @ValidUntil, updated_at = @UpdatedAt
            WHERE id = @Id
            """,
            fact
        );

    public static Task<int> DeleteAsync(WriteSession session, string id) =>
        session.ExecuteAsync("DELETE FROM facts WHERE id = @id", new { id });

    public static Task<int> DeleteAllAsync(WriteSession session, string principalId) =>
        session.ExecuteAsync("DELETE FROM facts WHERE principal_id = @principalId", new { principalId });

    /// <summary>What is known of a guest becomes known of the user.</summary>
    public static Task<int> ClaimAsync(WriteSession session, string guestId, string userId) =>
        session.ExecuteAsync("UPDATE facts SET principal_id = @userId WHERE principal_id = @guestId", new { guestId, userId });

    /// <summary>One of two that are the same takes the other's messages, and whatever makes it matter more.</summary>
    public static async Task MergeAsync(WriteSession session, Fact gone, Fact kept)
    {
        await session.ExecuteAsync("UPDATE fact_sources SET fact_id = @kept WHERE fact_id = @gone", new { gone = gone.Id, kept = kept.Id });
        await UpdateAsync(
            session,
            kept with
            {
                Salience = Math.Max(gone.Salience, kept.Salience),
                Pinned = Math.Max(gone.Pinned, kept.Pinned),
                Pending = Math.Min(gone.Pending, kept.Pending),
                Origin = gone.IsOwn ? gone.Origin : kept.Origin,
            }
        );
        await DeleteAsync(session, gone.Id);
    }

    /// <summary>A message says it.</summary>
    /// <param name="endedAt">Set when the message says that it is over since then.</param>
    public static Task AddSourceAsync(WriteSession session, string factId, string messageId, long? endedAt = null) =>
        session.ExecuteLaterAsync(
            "INSERT INTO fact_sources (fact_id, message_id, ended_at) VALUES (@factId, @messageId, @endedAt) ON CONFLICT DO NOTHING",
            new
            {
                factId,
                messageId,
                endedAt,
            }
        );

    /// <summary>A message says that it is over since then; false when the message says something of it already.</summary>
    public static async Task<bool> TryEndAsync(WriteSession session, string factId, string messageId, long endedAt) =>
        await session.ExecuteAsync(
            "INSERT INTO fact_sources (fact_id, message_id, ended_at) VALUES (@factId, @messageId, @endedAt) ON CONFLICT DO NOTHING",
            new
            {
                factId,
                messageId,
                endedAt,
            }
        ) > 0;

    /// <summary>Deletes the learned facts that no message but these says. The messages are there still.</summary>
    public static Task<int> DeleteLearnedOnlyFromAsync(WriteSession session, string principalId, IEnumerable<string> messageIds) =>
        session.ExecuteAsync(
            $"""
            DELETE FROM facts WHERE principal_id = @principalId AND origin <> 'person'
                AND id IN (SELECT fact_id FROM fact_sources WHERE {session.In("message_id", "ids")} AND ended_at IS NULL)
                AND NOT EXISTS (SELECT 1 FROM fact_sources s
                    WHERE s.fact_id = facts.id AND s.ended_at IS NULL AND NOT {session.In("s.message_id", "ids")})
            """,
            new { principalId, ids = ReadSession.List(messageIds) }
        );

    /// <summary>The messages of a conversation that the person's facts come from, end with, or were forgotten of.</summary>
    public static Task<IReadOnlyList<string>> ListMessagesAsync(ReadSession session, string principalId, string conversationId) =>
        session.QueryAsync<string>(
            """
            SELECT m.id FROM facts f JOIN fact_sources s ON s.fact_id = f.id JOIN messages m ON m.id = s.message_id
            WHERE f.principal_id = @principalId AND m.conversation_id = @conversationId
            UNION
            SELECT m.id FROM messages m JOIN forgotten_sources g ON g.message_id = m.id WHERE m.conversation_id = @conversationId
            """,
            new { principalId, conversationId }
        );

    /// <summary>The messages of a conversation that the person's facts come from or end with, or a mood was read from.</summary>
    public static Task<IReadOnlyList<string>> ListSayingAsync(ReadSession session, string principalId, string conversationId) =>
        session.QueryAsync<string>(
            """
            SELECT m.id FROM facts f JOIN fact_sources s ON s.fact_id = f.id JOIN messages m ON m.id = s.message_id
            WHERE f.principal_id = @principalId AND m.conversation_id = @conversationId
            UNION
            SELECT m.id FROM moods d JOIN messages m ON m.id = d.message_id
            WHERE d.principal_id = @principalId AND m.conversation_id = @conversationId
            """,
            new { principalId, conversationId }
        );

    public static Task<int> DeleteSourcesAsync(WriteSession session, IEnumerable<string> messageIds) =>
        session.ExecuteAsync(
            $"DELETE FROM fact_sources WHERE {session.In("message_id", "ids")}",
            new { ids = ReadSession.List(messageIds) }
        );

    /// <summary>What messages say of facts, and what was forgotten of them, holds of their copies too. Answers the facts.</summary>
    /// <param name="copies">The id of a message, and of its copy.</param>
    public static async Task<IReadOnlyList<string>> CopySourcesAsync(
        WriteSession session,
        IReadOnlyList<(string MessageId, string CopyId)> copies
    )
    {
        var pairs = session.Rows("pairs", "message_id text", "copy_id text");
        var parameters = new { pairs = ReadSession.List(copies.Select(copy => new[] { copy.MessageId, copy.CopyId })) };
        await session.ExecuteAsync(
            $"""
            INSERT INTO forgotten_sources (message_id, text_hash)
            SELECT p.copy_id, g.text_hash FROM {pairs} p CROSS JOIN forgotten_sources g WHERE g.message_id = p.message_id
            ON CONFLICT DO NOTHING
            """,
            parameters
        );
        return await session.QueryAsync<string>(
            $"""
            INSERT INTO fact_sources (fact_id, message_id, ended_at)
            SELECT s.fact_id, p.copy_id, s.ended_at FROM {pairs} p CROSS JOIN fact_sources s WHERE s.message_id = p.message_id
            ON CONFLICT DO NOTHING RETURNING fact_id
            """,
            parameters
        );
    }

    /// <summary>What a person forgot of this message.</summary>
    public static Task<IReadOnlyList<string>> ListForgottenAsync(ReadSession session, string messageId) =>
        session.QueryAsync<string>("SELECT text_hash FROM forgotten_sources WHERE message_id = @messageId", new { messageId });

    /// <param name="hashes">A message, and what of it is not to be learned again.</param>
    public static Task<int> AddForgottenAsync(WriteSession session, IEnumerable<(string MessageId, string Hash)> hashes) =>
        session.ExecuteAsync(
            $"""
            INSERT INTO forgotten_sources (message_id, text_hash)
            SELECT message_id, text_hash FROM {session.Rows("rows", "message_id text", "text_hash text")} r WHERE true
            ON CONFLICT DO NOTHING
            """,
            new { rows = ReadSession.List(hashes.Distinct().Select(one => new[] { one.MessageId, one.Hash })) }
        );

    /// <summary>Nothing is to be learned from what a person said to which an answer is being written.</summary>
    public static Task<int> ForgetUnansweredAsync(WriteSession session, string principalId) =>
        session.ExecuteAsync(
            """
            INSERT INTO forgotten_sources (message_id, text_hash)
            SELECT m.parent_id, @Everything FROM messages m JOIN conversations c ON c.id = m.conversation_id
            WHERE c.owner_id = @principalId AND m.on_path = 1 AND m.status = 'streaming' AND m.parent_id IS NOT NULL
            ON CONFLICT DO NOTHING
            """,
            new { principalId, Everything }
        );

    private static async Task<IReadOnlyList<KnownFact>> ListAsync(
        ReadSession session,
        string principalId,
        string condition,
        IEnumerable<string> ids,
        IEnumerable<string> slots
    )
    {
        var parameters = new
        {
            principalId,
            ids = ReadSession.List(ids),
            slots = ReadSession.List(slots),
        };
        var wanted = WithSlots(condition);
        var (facts, sources) = await session.TogetherAsync(
            () => session.QueryAsync<Fact>($"SELECT {Columns} FROM facts WHERE id IN ({wanted})", parameters),
            () => ListSourcesAsync(session, wanted, parameters)
        );
        return Liveness.Derive(facts, sources);
    }

    /// <param name="facts">SQL that selects their ids.</param>
    private static Task<IReadOnlyList<FactSource>> ListSourcesAsync(ReadSession session, string facts, object parameters) =>
        session.QueryAsync<FactSource>(
            $"""
            SELECT s.fact_id, s.message_id, s.ended_at, m.on_path, m.created_at AS said_at
            FROM fact_sources s JOIN messages m ON m.id = s.message_id WHERE s.fact_id IN ({facts})
            """,
            parameters
        );

    /// <summary>The ids of the person's facts of which this holds, and of those that share a slot with one.</summary>
    private static string WithSlots(string condition) =>
        $"""
            {Mine} AND {condition}
            UNION SELECT id FROM facts WHERE principal_id = @principalId AND slot IN
                (SELECT slot FROM facts WHERE principal_id = @principalId AND slot IS NOT NULL AND {condition})
            """;
}
