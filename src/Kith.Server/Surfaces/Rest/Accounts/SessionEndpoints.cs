using Kith.Engine.Users;
using Kith.Server.Hosting;
using Kith.Server.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kith.Server.Surfaces.Rest.Accounts;

/// <summary>The sign-ins of one's own devices ("sessions" on the wire), and the small tokens a signed-in page asks for.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this RouteGroupBuilder group)
    {
        var own = group.MapGroup("/").RequireSignedIn().RefuseKeys();
        own.MapPost("/logout", LogOutAsync).WithName("logOut").WithSummary("End this session");
        own.MapGet("/sessions", ListAsync).WithName("listSessions").WithSummary("My sessions, the last used first");
        own.MapDelete("/sessions", EndOthersAsync).WithName("endOtherSessions").WithSummary("End all my sessions but this one");
        own.MapDelete("/sessions/{id}", EndAsync).WithName("endSession").WithSummary("End one of my sessions");
        own.MapPost("/ws-ticket", TicketAsync)
            .WithName("createSocketTicket")
            .WithSummary("A ticket that opens one socket within 30 seconds");
        group
            .MapGet("/csrf", Csrf)
            .AllowVisitors()
            .WithName("getCsrfToken")
            .WithSummary("The anti-forgery token a page sends as X-Kith-CSRF");
    }

    private static async Task<NoContent> LogOutAsync(
        CurrentUser me,
        HttpContext context,
        SignIns signIns,
        CancellationToken cancellationToken
    )
    {
        await signIns.RevokeAsync(me.Caller, me.SignInId, cancellationToken);
        SessionCookie.Clear(context);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<SessionList>> ListAsync(CurrentUser me, SignIns signIns, CancellationToken cancellationToken)
    {
        var all = await signIns.ListAsync(me.Caller, cancellationToken);
        return TypedResults.Ok(
            new SessionList(
                [
                    .. all.Select(s => new SessionItem(
                        s.Id,
                        s.UserAgent,
                        s.Network,
                        s.CreatedAt,
                        s.LastUsedAt,
                        s.ExpiresAt,
                        s.Id == me.SignInId
                    )),
                ],
                NextCursor: null
            )
        );
    }

    private static async Task<NoContent> EndOthersAsync(CurrentUser me, SignIns signIns, CancellationToken cancellationToken)
    {
        await signIns.RevokeOthersAsync(me.Caller, me.SignInId, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, Problem>> EndAsync(
        string id,
        CurrentUser me,
        HttpContext context,
        SignIns signIns,
        CancellationToken cancellationToken
    )
    {
        if ((await signIns.RevokeAsync(me.Caller, id, cancellationToken)).Failure is { } failure)
            return Problem.From(failure);
        if (id == me.SignInId)
            SessionCookie.Clear(context);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<TicketAnswer>> TicketAsync(CurrentUser me, SignIns signIns, CancellationToken cancellationToken) =>
        TypedResults.Ok(
            new TicketAnswer(await signIns.CreateTicketAsync(me.SignInId, cancellationToken), (int)SignIns.TicketLifetime.TotalSeconds)
        );

    /// <summary>Pages ask for it when they load, so this is also where the cookie is renewed.</summary>
    private static Ok<CsrfAnswer> Csrf(CurrentUser? me, HttpContext context, AntiForgery antiForgery)
    {
        if (me is { ByCookie: true })
            SessionCookie.Renew(context);
        return TypedResults.Ok(new CsrfAnswer(antiForgery.TokenOf(me?.SignInId ?? ""), me is not null));
    }
}
