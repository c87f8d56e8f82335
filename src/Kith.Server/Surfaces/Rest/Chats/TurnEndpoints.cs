using Kith.Engine;
using Kith.Engine.Turns;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.Chats;

/// <summary>Turns: stopping one, and going on with its events after a lost connection.</summary>
internal static class TurnEndpoints
{
    public static void MapTurns(this IEndpointRouteBuilder routes)
    {
        var turns = routes.MapGroup("/api/turns").WithTags("AI Messages").RequireSignedIn();
        turns
            .MapPost("/{id}/stop", StopAsync)
            .Produces<TurnWire>()
            .WithName("stopTurn")
            .WithSummary("Stop an answer: what was written is kept");
        turns
            .MapGet("/{id}/recall", RecallAsync)
            .Produces<ReceiptWire>()
            .WithName("getTurnRecall")
            .WithSummary("What memory found for a turn: its receipt");
        turns
            .MapGet("/{id}/events", FollowAsync)
            .ProducesTurnEvents()
            .WithMetadata(new ReadsHeader("Last-Event-ID"))
            .WithName("followTurn")
            .WithSummary("A turn's events, for 24 hours; later the first and the last");
    }

    private static async Task<IResult> StopAsync(string id, CurrentUser user, TurnStopper stopper, CancellationToken cancellationToken) =>
        (await stopper.StopAsync(user.Caller, id, cancellationToken)).ToOk(ended => TurnEvents.Both(ended, user.Caller));

    private static async Task<IResult> RecallAsync(
        string id,
        CurrentUser user,
        TurnReceipts receipts,
        CancellationToken cancellationToken
    ) => (await receipts.OpenAsync(user.Caller, id, cancellationToken)).ToOk(ReceiptWire.Of);

    private static async Task<IResult> FollowAsync(
        string id,
        string? from,
        HttpContext http,
        CurrentUser user,
        TurnFollower follower,
        CancellationToken cancellationToken
    )
    {
        if (!CheckFrom(id, from, http.Request.Headers["Last-Event-ID"].ToString()).Try(out var index, out var failure))
            return failure.ToProblem();
        return (await follower.OpenAsync(user.Caller, id, cancellationToken)).Try(out var turn, out failure)
            ? TurnEvents.Stream(user.Caller, turn.Id, index, follower, cancellationToken)
            : failure.ToProblem();
    }

    private static Result<int> CheckFrom(string turnId, string? from, string lastEventId)
    {
        if (from is not null)
            return int.TryParse(from, out var index) && index >= 0 ? index : new Invalid("from", "must be a number from 0");
        if (lastEventId.Length == 0)
            return 0;
        return
            lastEventId.StartsWith(turnId + ":", StringComparison.Ordinal)
            && int.TryParse(lastEventId.AsSpan(turnId.Length + 1), out var last)
            && last is >= 0 and < int.MaxValue
            ? last + 1
            : new Invalid("Last-Event-ID", "is not one of this turn");
    }
}
