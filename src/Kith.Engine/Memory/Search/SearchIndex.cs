using Kith.Engine.ChannelLayer;
using Kith.Engine.Conversations;
using Kith.Engine.Storage;
using Kith.Engine.Users;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Memory.Search;

/// <summary>
/// The full text index of everybody's messages, facts and summaries: which terms stand where. Of messages it is brought up to date off
/// the path of a request, from the list that was committed with them; facts and summaries come into it as they are written. What is
/// deleted leaves it in the same transaction.
/// </summary>
public sealed partial class SearchIndex(Database database, InProcessChannelLayer channels, ILogger<SearchIndex> log) : IPrincipalChange
{
    /// <summary>Published to after messages became searchable.</summary>
    internal const string Channel = "search";

    private const int MostListed = 1_000;
    private const int MostMessages = 64;

    /// <summary>About 2,000 postings, so that others wait a few milliseconds at most for the one writer.</summary>
    private const long MostCharacters = 16 * 1024;

    internal TotalsCache Totals { get; } = new();

    /// <summary>Indexes what was committed until now.</summary>
    public Task CatchUpAsync(CancellationToken cancellationToken) => CatchUpAsync(rest: 0, cancellationToken);

    /// <param name="rest">How long it rests after each write, in parts of the time that took: then the database is others'.</param>
    internal async Task CatchUpAsync(double rest, CancellationToken cancellationToken)
    {
        var listed = new List<MessageToIndex>();
        while (true)
        {
            var startedAt = database.Clock.GetTimestamp();
            if (!await IndexNextAsync(listed, cancellationToken))
                return;
            if (rest > 0)
                await Task.Delay(rest * database.Clock.GetElapsedTime(startedAt), database.Clock, cancellationToken);
        }
    }

    /// <summary>Indexes the next few messages; false when there were none.</summary>
    /// <param name="listed">Those that were looked up and not indexed yet; filled again when it is empty.</param>
    internal async Task<bool> IndexNextAsync(List<MessageToIndex> listed, CancellationToken cancellationToken)
    {
        if (listed.Count == 0)
        {
            var waiting = await database.ReadAsync(session => MessagesToIndex.ListAsync(session, MostListed), cancellationToken);
            // Those of a chat together: their postings stand side by side, and share the pages that are written.
            listed.AddRange(waiting.OrderBy(message => message.ConversationId, StringComparer.Ordinal));
        }

        var next = Bound(listed);
        if (next.Count == 0)
            return false;
        await IndexAsync(next, cancellationToken);
        listed.RemoveRange(0, next.Count);
        return true;
    }

    Task IPrincipalChange.ClaimAsync(WriteSession session, string guestId, string userId) =>
        SearchStore.ClaimAsync(session, guestId, userId);

    Task<int> IPrincipalChange.EraseNextAsync(WriteSession session, string principalId, int most, Departure departure) =>
        SearchStore.EraseNextAsync(session, principalId, most);

    private static List<MessageToIndex> Bound(IReadOnlyList<MessageToIndex> messages)
    {
        var characters = 0L;
        return [.. messages.Take(MostMessages).TakeWhile((message, i) => (characters += message.Length) <= MostCharacters || i == 0)];
    }

    /// <summary>Makes a fact findable by this text, and no longer by what it said before; an empty text leaves nothing.</summary>
    /// <param name="factId">Its row is there already: the index goes with it.</param>
    internal static async Task IndexFactAsync(WriteSession session, string ownerId, string factId, string text)
    {
        await SearchStore.DeleteFactAsync(session, factId);
        if (text.Length > 0)
            await InsertAsync(session, [new Indexed(ownerId, text, FactId: factId)]);
    }

    /// <summary>As <see cref="IndexFactAsync"/>, with the summary of a conversation.</summary>
    internal static async Task IndexSummaryAsync(WriteSession session, string ownerId, string conversationId, string text)
    {
        await SearchStore.DeleteSummaryAsync(session, conversationId);
        if (text.Length > 0)
            await InsertAsync(session, [new Indexed(ownerId, text, SummaryOf: conversationId)]);
    }

    /// <summary>When one of them can't be indexed, the others are, and that one is left out: it must not hold up everybody's for ever.</summary>
    private async Task IndexAsync(List<MessageToIndex> messages, CancellationToken cancellationToken)
    {
        try
        {
            await database.WriteAsync<Result<Done>>(
                async session =>
                {
                    await IndexAsync(session, await MessagesToIndex.TakeAsync(session, messages));
                    session.AfterCommit(() => channels.Publish(Channel));
                    return default(Done);
                },
                cancellationToken
            );
        }
#pragma warning disable CA1031 // Whatever the reason: it would be the same the next time.
        catch (Exception e) when (e is not (StorageUnavailableException or OperationCanceledException))
#pragma warning restore CA1031
        {
            if (messages.Count == 1)
            {
                LogLeftOut(log, e, messages[0].Id);
                await database.WriteAsync(session => MessagesToIndex.DropAsync(session, messages[0].Id), cancellationToken);
                return;
            }

            foreach (var message in messages)
                await IndexAsync([message], cancellationToken);
        }
    }

    private static async Task IndexAsync(WriteSession session, IReadOnlyList<TakenMessage> messages)
    {
        if (messages.Count == 0)
            return;
        await SearchStore.DeleteMessagesAsync(session, messages.Select(message => message.Id));
        await InsertAsync(session, [.. messages.Select(message => new Indexed(message.OwnerId, message.Content, MessageId: message.Id))]);
    }

    private static async Task InsertAsync(WriteSession session, IReadOnlyList<Indexed> texts)
    {
        string[] people = [.. texts.Select(text => text.OwnerId).Distinct(StringComparer.Ordinal)];
        var (last, numbers) = await session.TogetherAsync(
            () => SearchStore.TakeDocumentNumbersAsync(session, texts.Count),
            () => session.TogetherAsync(people.Select(person => (Func<Task<long>>)(() => SearchStore.OwnerAsync(session, person))))
        );
        var number = last - texts.Count;
        var owners = people.Zip(numbers).ToDictionary(person => person.First, person => person.Second, StringComparer.Ordinal);
        var documents = new List<object?[]>();
        var postings = new List<object[]>();
        foreach (var text in texts)
        {
            var owner = owners[text.OwnerId];
            var tokens = Tokeniser.Read(text.Text);
            documents.Add([
                ++number,
                owner,
                (long)tokens.Count,
                (long)TraitsReader.Read(text.Text, tokens),
                text.MessageId,
                text.FactId,
                text.SummaryOf,
            ]);
            foreach (var (term, frequency) in tokens.CountBy(token => token.Term, StringComparer.Ordinal))
                postings.Add([owner, term, number, (long)frequency, (long)tokens.Count]);
        }

        // In the order of the key, in which they are quickest to insert.
        await SearchStore.InsertAsync(
            session,
            documents,
            postings.OrderBy(row => (long)row[0]).ThenBy(row => (string)row[1], StringComparer.Ordinal)
        );
    }

    [LoggerMessage(LogLevel.Error, "The message {Id} can't be indexed and is left out of searches: that is a bug")]
    private static partial void LogLeftOut(ILogger logger, Exception exception, string id);

    /// <summary>What becomes a document: a message, a fact or a summary.</summary>
    private sealed record Indexed(string OwnerId, string Text, string? MessageId = null, string? FactId = null, string? SummaryOf = null);
}
