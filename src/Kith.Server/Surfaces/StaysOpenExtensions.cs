using Kith.Server.Hosting;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces;

internal static class StaysOpenExtensions
{
    /// <summary>A route that may wait, or be followed, for long: it takes one of its caller's places until it is answered, or 429.</summary>
    public static RouteHandlerBuilder StaysOpen(this RouteHandlerBuilder route) =>
        route.AddEndpointFilter(
            async (context, next) => context.HttpContext.TryStayOpen() ? await next(context) : SocketLimits.TooManyOpen.ToProblem()
        );

    /// <summary>Takes one of the caller's places until the request is answered; false when there is none.</summary>
    public static bool TryStayOpen(this HttpContext http)
    {
        var limits = http.RequestServices.GetRequiredService<SocketLimits>();
        if (limits.TryOpen(http, CurrentUser.Of(http)?.Caller) is not { } place)
            return false;
        // Not when the handler returns: a stream is written after that.
        http.Response.RegisterForDispose(place);
        return true;
    }
}
