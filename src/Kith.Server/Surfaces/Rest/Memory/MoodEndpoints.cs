using Kith.Engine.Memory.Facts;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.Memory;

/// <summary>How the caller felt, by what they said.</summary>
internal static class MoodEndpoints
{
    public static void MapMoods(this IEndpointRouteBuilder routes)
    {
        var moods = routes.MapGroup("/api/memory/moods").WithTags("Memory").RequireSignedIn();
        moods.MapGet("/", ListAsync).Produces<Page<MoodWire>>().WithName("listMoods").WithSummary("Your moods, the newest first");
        moods.MapPatch("/{id}", ChangeAsync).Produces<MoodWire>().WithName("updateMood").WithSummary("Correct or confirm a mood");
        moods.MapDelete("/{id}", ForgetAsync).Produces(StatusCodes.Status204NoContent).WithName("deleteMood").WithSummary("Forget a mood");
    }

    private static async Task<IResult> ListAsync(
        string? from,
        string? until,
        string? pending,
        string? limit,
        string? cursor,
        CurrentUser user,
        MoodCatalog moods,
        CancellationToken cancellationToken
    )
    {
        if (
            !Paging.CheckLimit(limit).Try(out var count, out var failure)
            || !Paging.CheckPlace(cursor).Try(out var after, out failure)
            || !Paging.CheckTime("from", from).Try(out var first, out failure)
            || !Paging.CheckTime("until", until).Try(out var end, out failure)
            || !Paging.CheckFlag("pending", pending).Try(out var waiting, out failure)
        )
            return failure.ToProblem();
        var found = await moods.ListAsync(user.Caller, first, end, waiting, after, count + 1, cancellationToken);
        return TypedResults.Ok(found.ToPage(count, MoodWire.Of, mood => Paging.Cursor(mood.At, mood.Id)));
    }

    private static async Task<IResult> ChangeAsync(
        string id,
        MoodBody body,
        CurrentUser user,
        MoodCatalog moods,
        CancellationToken cancellationToken
    ) => (await moods.ChangeAsync(user.Caller, id, body.Label, body.Valence, body.Pending, cancellationToken)).ToOk(MoodWire.Of);

    private static async Task<IResult> ForgetAsync(string id, CurrentUser user, MoodCatalog moods, CancellationToken cancellationToken) =>
        (await moods.ForgetAsync(user.Caller, id, cancellationToken)).ToNoContent();
}
