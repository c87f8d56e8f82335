using System.ComponentModel.DataAnnotations;
using Kith.Engine;
using Kith.Engine.Conversations.Members;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.People;

/// <summary>Whether AI chats may read a chat with people, and when they did.</summary>
internal static class AiContextEndpoints
{
    public static void MapAiContext(this RouteGroupBuilder chats)
    {
        chats
            .MapPost("/{id}/ai-context", AllowAsync)
            .Produces<PeopleChatWire>()
            .WithName("setAiContext")
            .WithSummary("Allow or forbid that the members' AI chats read it: one who forbids it is enough");
        chats
            .MapGet("/{id}/context-uses", ListUsesAsync)
            .Produces<Page<ContextUseWire>>()
            .WithName("listContextUses")
            .WithSummary("When AI chats of members read it, newest first");
    }

    private static async Task<IResult> AllowAsync(
        string id,
        AiContextBody body,
        CurrentUser user,
        RelatedChats related,
        CancellationToken cancellationToken
    ) =>
        body.Allowed is not { } allowed
            ? new Invalid("allowed", "is required").ToProblem()
            : (await related.AllowAsync(user.Caller, id, allowed, cancellationToken)).ToOk(PeopleChatWire.Of);

    private static async Task<IResult> ListUsesAsync(
        string id,
        string? limit,
        string? cursor,
        CurrentUser user,
        RelatedChats related,
        CancellationToken cancellationToken
    )
    {
        if (!Paging.CheckLimit(limit).Try(out var count, out var failure) || !Paging.CheckCursor(cursor, 1).Try(out var after, out failure))
            return failure.ToProblem();
        return (await related.ListUsesAsync(user.Caller, id, after?[0], count + 1, cancellationToken)).ToOk(uses =>
            uses.ToPage(count, ContextUseWire.Of, use => Paging.Cursor(use.Use.Id))
        );
    }
}

/// <param name="Allowed">Your own word; all others have theirs.</param>
internal sealed record AiContextBody([property: Required] bool? Allowed = null);
