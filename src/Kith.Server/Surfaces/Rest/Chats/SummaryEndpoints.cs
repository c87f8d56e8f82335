using Kith.Engine.Memory.Learning;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.Chats;

/// <summary>What is remembered of a chat's older part.</summary>
internal static class SummaryEndpoints
{
    public static void MapSummary(this RouteGroupBuilder chats) =>
        chats
            .MapGet("/{id}/summary", OpenAsync)
            .Produces<SummaryWire>()
            .WithName("getChatSummary")
            .WithSummary("What is remembered of a chat's older messages; an empty text when that is nothing");

    private static async Task<IResult> OpenAsync(string id, CurrentUser user, Summaries summaries, CancellationToken cancellationToken) =>
        (await summaries.OpenAsync(user.Caller, id, cancellationToken)).ToOk(summary => new SummaryWire(
            summary.Text,
            summary.ThroughMessageId
        ));
}

/// <param name="Text">Empty when there is none.</param>
/// <param name="ThroughMessage">The last message it covers; null when there is none.</param>
internal sealed record SummaryWire(string Text, string? ThroughMessage);
