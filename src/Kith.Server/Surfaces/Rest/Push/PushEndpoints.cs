using Kith.Engine.People.Push;
using Kith.Server.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Kith.Server.Surfaces.Rest.Push;

/// <summary><c>/api/push</c>: one's devices that are told what happens while one isn't connected.</summary>
internal static class PushEndpoints
{
    private const string Subscriptions = "/subscriptions";

    public static void MapPush(this IEndpointRouteBuilder routes)
    {
        var push = routes.MapGroup("/api/push").WithTags("Push").RequireSignedIn().RefuseKeys();
        push.MapGet("/key", GetKeyAsync).Produces<PushKeyAnswer>().WithName("getPushKey").WithSummary("What a browser subscribes with");
        push.MapGet(Subscriptions, ListAsync)
            .Produces<Page<PushSubscription>>()
            .WithName("listPushSubscriptions")
            .WithSummary("My devices that are told, the newest first");
        push.MapPost(Subscriptions, AddAsync)
            .Produces<PushSubscription>(StatusCodes.Status201Created)
            .WithName("createPushSubscription")
            .WithSummary("Tell this device, or tell it in another way");
        push.MapDelete(Subscriptions, RemoveByAddressAsync)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("deletePushSubscriptionOf")
            .WithSummary("Tell this device no more, by its endpoint or token");
        push.MapDelete($"{Subscriptions}/{{id}}", RemoveAsync)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("deletePushSubscription")
            .WithSummary("Tell a device no more");
    }

    private static async Task<IResult> GetKeyAsync(PushSubscriptions subscriptions, CancellationToken cancellationToken) =>
        TypedResults.Ok(new PushKeyAnswer(await subscriptions.GetKeyAsync(cancellationToken), subscriptions.HasFcm));

    private static async Task<IResult> ListAsync(CurrentUser me, PushSubscriptions subscriptions, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Page<PushSubscription>(await subscriptions.ListAsync(me.Caller, cancellationToken), NextCursor: null));

    private static async Task<IResult> AddAsync(
        DeviceBody body,
        CurrentUser me,
        PushSubscriptions subscriptions,
        CancellationToken cancellationToken
    ) =>
        (await subscriptions.AddAsync(me.Caller, me.SignInId, body.ToDevice(), cancellationToken)).Try(out var added, out var failure)
            ? TypedResults.Created($"/api/push{Subscriptions}/{added.Id}/", added)
            : failure.ToProblem();

    private static async Task<IResult> RemoveByAddressAsync(
        [FromBody] DeviceBody body,
        CurrentUser me,
        PushSubscriptions subscriptions,
        CancellationToken cancellationToken
    ) => (await subscriptions.RemoveAsync(me.Caller, body.Endpoint, body.Token, cancellationToken)).ToNoContent();

    private static async Task<IResult> RemoveAsync(
        string id,
        CurrentUser me,
        PushSubscriptions subscriptions,
        CancellationToken cancellationToken
    ) => (await subscriptions.RemoveAsync(me.Caller, id, cancellationToken)).ToNoContent();
}
