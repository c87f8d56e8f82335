using Kith.Engine;
using Kith.Engine.Memory.Search;
using Kith.Engine.Users;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.Search;

/// <summary>Search in one's own messages.</summary>
internal static class SearchEndpoints
{
    public static void MapSearch(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/search", FindAsync)
            .WithTags("Search")
            .RequireSignedIn()
            .Produces<Page<SearchResultWire>>()
            .WithName("searchMessages")
            .WithSummary("Your messages that fit some words, best first");

    private static async Task<IResult> FindAsync(
        string? q,
        string? chat,
        string? limit,
        string? cursor,
        CurrentUser user,
        MessageSearch search,
        CancellationToken cancellationToken
    )
    {
        if (!Paging.CheckLimit(limit).Try(out var count, out var failure) || !Paging.CheckCursor(cursor, 1).Try(out var parts, out failure))
            return failure.ToProblem();
        var from = 0;
        if (parts is not null && (!int.TryParse(parts[0], out from) || from < 0))
            return new Invalid("cursor", "is not one this list gave").ToProblem();
        return (await search.FindAsync(user.Caller, q, chat, from, count, cancellationToken)).ToOk(page => new Page<SearchResultWire>(
            [.. page.Results.Select(found => SearchResultWire.Of(found, user.Caller))],
            page.Next is { } next ? Paging.Cursor(next) : null
        ));
    }
}

/// <summary>A message that was found.</summary>
/// <param name="Score">Comparable within one search only.</param>
/// <param name="Snippet">Plain text around what matched.</param>
/// <param name="Highlights">What matched in it: pairs of start and length, in UTF-16 code units.</param>
internal sealed record SearchResultWire(
    MessageWire Message,
    ChatTitleWire Chat,
    double Score,
    string Snippet,
    IReadOnlyList<IReadOnlyList<int>> Highlights
)
{
    public static SearchResultWire Of(FoundMessage found, Caller caller) =>
        new(
            MessageWire.Of(found.View, caller),
            new ChatTitleWire(found.View.Message.ConversationId, found.ConversationTitle),
            Math.Round(found.Score, 4),
            found.Snippet.Text,
            [.. found.Snippet.Highlights.Select(highlight => new[] { highlight.Start, highlight.Length })]
        );
}

internal sealed record ChatTitleWire(string Id, string? Title);
