using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Kith.Engine;
using Kith.Engine.Memory;
using Kith.Engine.Memory.Search;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.Memory;

/// <summary>
/// What memory has for a question. Whoever switched memory off still searches for themselves: nothing is learned then, and nothing given to
/// a reply, but what they said stays theirs to find.
/// </summary>
internal static class MemorySearchEndpoints
{
    public static void MapMemorySearch(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/api/memory/search", FindAsync)
            .WithTags("Memory")
            .RequireSignedIn()
            .OnlyReads()
            .Produces<MemoryHitsWire>()
            .WithName("searchMemory")
            .WithSummary("What your memory has for a question, best first");

    private static async Task<IResult> FindAsync(
        MemorySearchBody body,
        CurrentUser user,
        MemorySearch search,
        Profiles profiles,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        if (body.Limit is < 1 or > Paging.MostLimit)
            return new Invalid("limit", $"must be from 1 to {Paging.MostLimit}").ToProblem();
        var zone = (await profiles.GetAsync(user.Caller, cancellationToken)).Zone();
        var query = new MemoryQuery(body.Query ?? "", body.Limit, body.Kinds, body.ChatId, clock.GetUtcNow(), zone);
        return (await search.SearchAsync(user.Caller, query, cancellationToken)).ToOk(hits => new MemoryHitsWire([
            .. hits.Select(MemoryHitWire.Of),
        ]));
    }
}

/// <param name="Kinds">fact, message, summary; null for all.</param>
internal sealed record MemorySearchBody(
    [property: Required] string? Query = null,
    int Limit = 10,
    IReadOnlyList<string>? Kinds = null,
    [property: JsonConverter(typeof(IdConverter))] string? ChatId = null
);

internal sealed record MemoryHitsWire(IReadOnlyList<MemoryHitWire> Results);

/// <param name="Id">Of the fact or message, or of the chat that is summed up.</param>
/// <param name="Score">Comparable within one search only.</param>
/// <param name="MessageId">The message, or the newest one a fact was learned from.</param>
/// <param name="ExternalId">What an imported message was called where it came from.</param>
internal sealed record MemoryHitWire(
    [property: AllowedValues("fact", "message", "summary")] string Kind,
    string Id,
    string Text,
    double Score,
    string? MessageId,
    string? ExternalId,
    DateTimeOffset CreatedAt
)
{
    public static MemoryHitWire Of(MemoryHit hit) =>
        new(hit.Kind, hit.Id, hit.Text, Math.Round(hit.Score, 4), hit.MessageId, hit.ExternalId, Time.FromMs(hit.CreatedAt));
}
