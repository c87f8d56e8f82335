using Kith.Engine.Memory.Embeddings;
using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Search;

/// <summary>
/// The SQL of the full text index. <c>CROSS JOIN</c> tells SQLite to go through the rows given first, not through the whole index for each.
/// </summary>
internal static class SearchStore
{
    /// <summary>So many are deleted, side by side, while a message is deleted.</summary>
    private const int PostingsPerMessage = 10;

    /// <summary>The number of a person; null while nothing of theirs is indexed.</summary>
    public static Task<long?> FindOwnerAsync(ReadSession session, string principalId) =>
        session.FindAsync<long?>("SELECT number FROM search_owners WHERE principal_id = @principalId", new { principalId });

    /// <summary>How many documents of this person come after this number, and their tokens together. It looks at each of them.</summary>
    public static async Task<Totals> CountAsync(ReadSession session, long owner, long after) =>
        (
            await session.FindAsync<Totals>(
                """
                SELECT count(*) AS documents, CAST(coalesce(sum(length), 0) AS bigint) AS tokens, coalesce(max(number), 0) AS last
                FROM search_documents WHERE owner = @owner AND number > @after
                """,
                new { owner, after }
            )
        )!;

    /// <summary>In how many of this person's documents each of the terms stands, 0 for none.</summary>
    /// <param name="most">It counts no further.</param>
    public static Task<IReadOnlyList<TermCount>> CountTermsAsync(
        ReadSession session,
        long owner,
        IEnumerable<string> terms,
        long most = long.MaxValue
    ) =>
        session.QueryAsync<TermCount>(
            $"""
            SELECT r.term, (
                SELECT count(*) FROM (SELECT 1 FROM search_postings p WHERE p.owner = @owner AND p.term = r.term LIMIT @most) counted
            ) AS count
            FROM {session.Rows("terms", "term text")} r
            """,
            new
            {
                owner,
                terms = ReadSession.List(terms.Select(term => new[] { term })),
                most,
            }
        );

    /// <summary>Where a term stands; of a frequent one the newest.</summary>
    public static async Task<Posting[]> ListPostingsAsync(ReadSession session, long owner, string term, long limit) =>
        Posting.Read(
            await session.QueryAsync<long>(
                $"""
                SELECT {Posting.One} FROM search_postings p WHERE p.owner = @owner AND p.term = @term
                ORDER BY p.document DESC LIMIT @limit
                """,
                new
                {
                    owner,
                    term,
                    limit,
                }
            )
        );

    /// <summary>
    /// Where each of these terms stands, at most <see cref="Posting.MostTerms"/>. The owner is a column like the term: where PostgreSQL has
    /// no statistics of somebody yet it believes that they have next to nothing, and would read all of it for each term. Not materialised,
    /// SQLite would look for the place in the list once more for each row.
    /// </summary>
    public static async Task<Posting[]> ListPostingsAsync(ReadSession session, long owner, IReadOnlyList<string> terms) =>
        Posting.Read(
            await session.QueryAsync<long>(
                $"""
                WITH r AS MATERIALIZED (SELECT * FROM {session.Rows("terms", "owner bigint", "term text", "place bigint")} rows)
                SELECT {Posting.OfMany} FROM r CROSS JOIN search_postings p WHERE p.owner = r.owner AND p.term = r.term
                """,
                new { terms = ReadSession.List(terms.Select((term, i) => new object[] { owner, term, i })) }
            )
        );

    /// <summary>Where a term stands in these documents.</summary>
    public static async Task<Posting[]> ListPostingsAsync(ReadSession session, long owner, string term, IEnumerable<long> documents) =>
        Posting.Read(
            await session.QueryAsync<long>(
                $"""
                SELECT {Posting.One} FROM {session.Rows("documents", "document bigint")} r
                CROSS JOIN search_postings p WHERE p.owner = @owner AND p.term = @term AND p.document = r.document
                """,
                new
                {
                    owner,
                    term,
                    documents = Column(documents),
                }
            )
        );

    /// <summary>The first of the terms that begin so. Each costs one look into the key, however often it stands somewhere.</summary>
    public static Task<IReadOnlyList<string>> ListTermsAsync(ReadSession session, long owner, string prefix, long limit) =>
        session.QueryAsync<string>(
            """
            WITH RECURSIVE found (term) AS (
                SELECT min(term) FROM search_postings WHERE owner = @owner AND term >= @prefix AND term < @end
                UNION ALL
                SELECT (SELECT min(p.term) FROM search_postings p WHERE p.owner = @owner AND p.term > found.term AND p.term < @end)
                FROM found WHERE found.term IS NOT NULL
            )
            SELECT term FROM found WHERE term IS NOT NULL LIMIT @limit
            """,
            new
            {
                owner,
                prefix,
                end = prefix + "\U0010FFFF",
                limit,
            }
        );

    /// <summary>The messages that documents are made of; facts and summaries are left out.</summary>
    public static async Task<IReadOnlyDictionary<long, string>> MessagesOfAsync(ReadSession session, IEnumerable<long> documents)
    {
        var found = await session.QueryAsync<DocumentMessage>(
            $"""
            SELECT d.number, d.message_id FROM {session.Rows("documents", "number bigint")} r
            CROSS JOIN search_documents d WHERE d.number = r.number AND d.message_id IS NOT NULL
            """,
            new { documents = Column(documents) }
        );
        return found.ToDictionary(row => row.Number, row => row.MessageId);
    }

    /// <summary>The documents of this person that are no messages: facts and summaries.</summary>
    public static Task<IReadOnlyList<long>> ListOthersAsync(ReadSession session, long owner) =>
        session.QueryAsync<long>("SELECT number FROM search_documents WHERE owner = @owner AND message_id IS NULL", new { owner });

    /// <summary>The documents of a conversation.</summary>
    public static Task<IReadOnlyList<long>> ListDocumentsAsync(ReadSession session, string conversationId) =>
        session.QueryAsync<long>(
            """
            SELECT d.number FROM messages m JOIN search_documents d ON d.message_id = m.id
            WHERE m.conversation_id = @conversationId AND m.on_path = 1
            """,
            new { conversationId }
        );

    /// <summary>The number of a person, given out now if they have none.</summary>
    public static async Task<long> OwnerAsync(WriteSession session, string principalId)
    {
        if (await FindOwnerAsync(session, principalId) is { } known)
            return known;
        var number = await TakeNumbersAsync(session, "owner", 1);
        await session.ExecuteLaterAsync(
            "INSERT INTO search_owners (number, principal_id) VALUES (@number, @principalId)",
            new { number, principalId }
        );
        return number;
    }

    /// <summary>Gives out numbers for documents; the last of them. Whoever indexes next waits until this transaction ends.</summary>
    public static Task<long> TakeDocumentNumbersAsync(WriteSession session, long count) => TakeNumbersAsync(session, "document", count);

    /// <param name="documents">Number, owner, length, traits, and the message, fact or conversation it is made of; the other two null.</param>
    /// <param name="postings">Owner, term, document, frequency, length.</param>
    public static async Task InsertAsync(WriteSession session, IEnumerable<object?[]> documents, IEnumerable<object[]> postings)
    {
        await session.ExecuteLaterAsync(
            $"""
            INSERT INTO search_documents (number, owner, length, traits, message_id, fact_id, summary_of)
            SELECT number, owner, length, traits, message_id, fact_id, summary_of FROM
            {session.Rows(
                "rows",
                "number bigint",
                "owner bigint",
                "length bigint",
                "traits bigint",
                "message_id text",
                "fact_id text",
                "summary_of text"
            )} r
            """,
            new { rows = ReadSession.List(documents) }
        );
        await session.ExecuteLaterAsync(
            $"""
            INSERT INTO search_postings (owner, term, document, frequency, length)
            SELECT owner, term, document, frequency, length
            FROM {session.Rows("rows", "owner bigint", "term text", "document bigint", "frequency bigint", "length bigint")} r
            """,
            new { rows = ReadSession.List(postings) }
        );
    }

    /// <summary>Forgets what these messages said before.</summary>
    public static Task DeleteMessagesAsync(WriteSession session, IEnumerable<string> messageIds) =>
        session.ExecuteLaterAsync(
            $"DELETE FROM search_documents WHERE {session.In("message_id", "ids")}",
            new { ids = ReadSession.List(messageIds) }
        );

    /// <summary>Forgets what this fact said before.</summary>
    public static Task DeleteFactAsync(WriteSession session, string factId) =>
        session.ExecuteLaterAsync("DELETE FROM search_documents WHERE fact_id = @factId", new { factId });

    /// <summary>Forgets what the summary of this conversation said before.</summary>
    public static Task DeleteSummaryAsync(WriteSession session, string conversationId) =>
        session.ExecuteLaterAsync("DELETE FROM search_documents WHERE summary_of = @conversationId", new { conversationId });

    /// <summary>What a guest said becomes the user's to find.</summary>
    public static async Task ClaimAsync(WriteSession session, string guestId, string userId)
    {
        if (await FindOwnerAsync(session, guestId) is not { } guest)
            return;
        if (await FindOwnerAsync(session, userId) is not { } user)
        {
            await session.ExecuteAsync("UPDATE search_owners SET principal_id = @userId WHERE number = @guest", new { guest, userId });
            await EmbeddingProgress.RecheckAsync(session, guest);
            return;
        }

        await session.ExecuteAsync("UPDATE search_postings SET owner = @user WHERE owner = @guest", new { guest, user });
        await session.ExecuteAsync("UPDATE search_documents SET owner = @user WHERE owner = @guest", new { guest, user });
        await EmbeddingStore.ClaimAsync(session, guest, user);
    }

    /// <summary>
    /// Deletes the next postings of a person, and then documents, along the keys they lie by: much quicker than message by message as their
    /// conversations go.
    /// </summary>
    /// <returns>How much that was, in messages.</returns>
    public static async Task<int> EraseNextAsync(WriteSession session, string principalId, int most)
    {
        if (await FindOwnerAsync(session, principalId) is not { } owner)
            return 0;
        var postings = await session.ExecuteAsync(
            """
            DELETE FROM search_postings WHERE owner = @owner AND (term, document) <= (
                SELECT term, document FROM (
                    SELECT term, document FROM search_postings WHERE owner = @owner ORDER BY term, document LIMIT @most
                ) next ORDER BY term DESC, document DESC LIMIT 1)
            """,
            new { owner, most = (long)most * PostingsPerMessage }
        );
        var deleted = (postings + PostingsPerMessage - 1) / PostingsPerMessage;
        if (deleted >= most)
            return deleted;
        return deleted
            + await session.ExecuteAsync(
                """
                DELETE FROM search_documents WHERE number IN
                    (SELECT number FROM search_documents WHERE owner = @owner ORDER BY number LIMIT @most)
                """,
                new { owner, most = (long)(most - deleted) }
            );
    }

    private static Task<long> TakeNumbersAsync(WriteSession session, string name, long count) =>
        session.CountAsync("UPDATE search_numbers SET last = last + @count WHERE name = @name RETURNING last", new { name, count });

    /// <summary>Rows of one column.</summary>
    public static string Column(IEnumerable<long> values) => ReadSession.List(values.Select(value => new[] { value }));

    private sealed record DocumentMessage(long Number, string MessageId);
}

/// <summary>How many documents a person has, how many tokens these have together, and the number of the newest.</summary>
internal sealed record Totals(long Documents, long Tokens, long Last)
{
    /// <summary>In tokens; at least 1.</summary>
    public double AverageLength => Math.Max(1, (double)Tokens / Math.Max(1, Documents));
}

/// <summary>In how many messages a term stands.</summary>
internal sealed record TermCount(string Term, long Count);
