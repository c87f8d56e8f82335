using Kith.Engine.People;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.People;

/// <summary>Answering what people say with an emoji.</summary>
internal static class PeopleReactionEndpoints
{
    public static void MapPeopleReactions(this RouteGroupBuilder chats)
    {
        var reaction = chats.MapGroup("/{id}/messages/{messageId}/reactions/{emoji}");
        reaction
            .MapPut("/", ReactAsync)
            .Produces<PeopleMessageWire>()
            .WithName("reactToPeopleMessage")
            .WithSummary("React to a message with an emoji");
        reaction
            .MapDelete("/", UnreactAsync)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("unreactToPeopleMessage")
            .WithSummary("Take a reaction back");
    }

    private static async Task<IResult> ReactAsync(
        string id,
        string messageId,
        string emoji,
        CurrentUser user,
        Reactions reactions,
        CancellationToken cancellationToken
    ) => (await reactions.PutAsync(user.Caller, id, messageId, emoji, cancellationToken)).ToOk(PeopleMessageWire.Of);

    private static async Task<IResult> UnreactAsync(
        string id,
        string messageId,
        string emoji,
        CurrentUser user,
        Reactions reactions,
        CancellationToken cancellationToken
    ) => (await reactions.DeleteAsync(user.Caller, id, messageId, emoji, cancellationToken)).ToNoContent();
}
