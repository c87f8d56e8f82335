using System.ComponentModel.DataAnnotations;
using Kith.Engine;
using Kith.Engine.People.Presence;
using Kith.Engine.Users;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.People;

/// <summary>Who is there.</summary>
internal static class PresenceEndpoints
{
    public static void MapPresence(this IEndpointRouteBuilder routes)
    {
        var presence = routes.MapGroup("/api/presence").WithTags("People").RequireSignedIn();
        presence
            .MapGet("/", ListAsync)
            .Produces<PresenceListWire>()
            .WithName("listPresence")
            .WithSummary("Who of your connections is online, away or offline");
        presence
            .MapPatch("/", ChangeAsync)
            .Produces<PresenceListWire>()
            .WithName("changePresence")
            .WithSummary("Whether your connections may know that you are there");
    }

    private static async Task<IResult> ListAsync(CurrentUser user, PresenceViews presence, CancellationToken cancellationToken) =>
        TypedResults.Ok(PresenceListWire.Of(await presence.ListAsync(user.Caller, cancellationToken)));

    private static async Task<IResult> ChangeAsync(
        PresenceChangeBody body,
        CurrentUser user,
        PresenceViews presence,
        CancellationToken cancellationToken
    )
    {
        if (!user.Caller.IsRegistered)
            return new Forbidden("Guests have no connections who could know.").ToProblem();
        if (body.Visible is not { } isVisible)
            return new Invalid("visible", "is required").ToProblem();
        await presence.SetVisibleAsync(user.Caller, isVisible, cancellationToken);
        return await ListAsync(user, presence, cancellationToken);
    }
}

/// <summary>Who is there, on the wire.</summary>
/// <param name="Visible">Whether your connections may know that you are.</param>
internal sealed record PresenceListWire(bool Visible, IReadOnlyList<PresenceWire> Results)
{
    public static PresenceListWire Of(PresenceList list) => new(list.IsVisible, [.. list.People.Select(PresenceWire.Of)]);
}

/// <summary>Whether somebody is there, on the wire.</summary>
/// <param name="Status">online, away or offline.</param>
/// <param name="LastSeen">When they left; null while they are there, and where they don't let it be known.</param>
internal sealed record PresenceWire(string UserId, string Status, DateTimeOffset? LastSeen)
{
    public static PresenceWire Of(PersonPresence presence) => new(presence.PersonId, presence.Status, Time.FromMs(presence.LastSeen));
}

/// <param name="Visible">Whether your connections may know that you are there.</param>
internal sealed record PresenceChangeBody([property: Required] bool? Visible = null);
