using Kith.Engine.Conversations;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Memory.Search;

/// <summary>A message that was found.</summary>
/// <param name="ConversationTitle">What its conversation is called.</param>
/// <param name="Score">How well it fits; comparable within one search only.</param>
public sealed record FoundMessage(MessageView View, string? ConversationTitle, double Score, Snippet Snippet);

/// <summary>A page of results, best first.</summary>
/// <param name="Next">Where the next page begins; null at the end.</param>
public sealed record SearchPage(IReadOnlyList<FoundMessage> Results, int? Next);

/// <summary>
/// Search in one's own messages, on the active branches of one's conversations. Who may see what is decided when it is read, not by the
/// index.
/// </summary>
public sealed class MessageSearch(Database database, SearchIndex index)
{
    private const int QueryLength = 200;

    /// <summary>How far a page goes through what it may not show: other branches, messages without the phrase.</summary>
    private const int MostLookedAt = 1_000;

    private const int LookedAtOnce = 200;

    /// <summary>
    /// The messages that have any of the words, best first. Fails with <see cref="Invalid"/>, or <see cref="NotFound"/> for a conversation
    /// that isn't the caller's.
    /// </summary>
    /// <param name="text">Up to 200 characters. Quotes keep words together; a word at the very end finds longer ones too.</param>
    /// <param name="conversationId">Only in this one; null for all.</param>
    /// <param name="from">0, or the <see cref="SearchPage.Next"/> of the page before.</param>
    public async Task<Result<SearchPage>> FindAsync(
        Caller caller,
        string? text,
        string? conversationId,
        int from,
        int limit,
        CancellationToken cancellationToken
    )
    {
        if (TextRules.CheckName("q", text, QueryLength).Failure is { } failure)
            return failure;
        if (conversationId is not null && TextRules.CheckName("chat", conversationId).Failure is { } badId)
            return badId;
        var query = SearchQuery.Read(text!);
        return await database.ReadAsync<Result<SearchPage>>(
            async session =>
            {
                if (
                    conversationId is not null
                    && (await ConversationCatalog.OpenAsync(session, caller, conversationId)).Failure is { } closed
                )
                    return closed;
                if (await SearchStore.FindOwnerAsync(session, caller.PrincipalId) is not { } owner)
                    return new SearchPage([], Next: null);
                var scoring = new Scoring(session, owner, await index.Totals.GetAsync(session, owner));
                var ranking = await scoring.RankAsync(query);
                if (conversationId is not null)
                    ranking.Scores.Require(await SearchStore.ListDocumentsAsync(session, conversationId));
                return await PageAsync(session, caller, ranking, from, limit, found => Fit(found, query, scoring.Terms));
            },
            cancellationToken
        );
    }

    /// <summary>Null when it hasn't the phrases.</summary>
    private static Snippet? Fit(Message message, SearchQuery query, IReadOnlySet<string> terms)
    {
        var tokens = Tokeniser.Read(message.Content);
        return query.HasPhrases(tokens) ? Snippet.Of(message.Content, tokens, terms) : null;
    }

    private static async Task<SearchPage> PageAsync(
        ReadSession session,
        Caller caller,
        Ranking ranking,
        int from,
        int limit,
        Func<Message, Snippet?> fit
    )
    {
        var results = new List<FoundMessage>();
        var at = from;
        for (var take = limit + 1; at - from < MostLookedAt; take = LookedAtOnce)
        {
            var candidates = ranking.Best(at, take).ToList();
            var ids = await SearchStore.MessagesOfAsync(session, candidates.Select(candidate => candidate.Document));
            var own = await MessageHistory.ListOwnAsync(session, caller, [.. ids.Values]);
            var messages = own.ToDictionary(message => message.View.Message.Id, StringComparer.Ordinal);
            foreach (var (document, score) in candidates)
            {
                if (ids.TryGetValue(document, out var id) && messages.TryGetValue(id, out var found))
                {
                    // One more than is shown: there is another page.
                    if (results.Count == limit)
                        return new SearchPage(results, at);
                    if (fit(found.View.Message) is { } snippet)
                        results.Add(new FoundMessage(found.View, found.ConversationTitle, score, snippet));
                }

                at++;
            }

            if (candidates.Count < take)
                return new SearchPage(results, Next: null);
        }

        return new SearchPage(results, at);
    }
}
