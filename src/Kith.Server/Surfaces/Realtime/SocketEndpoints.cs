using Kith.Server.Hosting;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Realtime;

/// <summary>The sockets: everything of one person, or one AI chat.</summary>
internal static class SocketEndpoints
{
    public static IServiceCollection AddRealtime(this IServiceCollection services) =>
        services.AddSingleton<SocketServices>().AddSingleton<SocketSession>();

    public static void MapRealtime(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/ws/chat", ConnectToAllAsync).ExcludeFromDescription().AllowAnonymous();
        routes.MapGet("/ws/ai-chat/{id}", ConnectToOneAsync).ExcludeFromDescription().AllowAnonymous();
    }

    private static Task<IResult> ConnectToAllAsync(HttpContext http, IServiceProvider services) =>
        ConnectAsync(http, services, conversationId: null);

    private static Task<IResult> ConnectToOneAsync(string id, HttpContext http, IServiceProvider services) =>
        ConnectAsync(http, services, id);

    private static async Task<IResult> ConnectAsync(HttpContext http, IServiceProvider services, string? conversationId)
    {
        if (!http.WebSockets.IsWebSocketRequest)
            return new Problem(StatusCodes.Status400BadRequest, "invalid", "This address speaks WebSocket.");
        if (!services.GetRequiredService<Origins>().IsAllowed(http))
            return new Problem(StatusCodes.Status403Forbidden, "forbidden", "Pages of this origin may not open sockets here.");
        var found = await services.GetRequiredService<Credentials>().FindAsync(http);
        if (found.Failure is { } failure)
            return failure.ToProblem();
        var limits = services.GetRequiredService<SocketLimits>();
        using var place = limits.TryOpen(http, found.Value?.Caller);
        if (place is null)
            return SocketLimits.TooManyOpen.ToProblem();
        using var socket = await http.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { KeepAliveInterval = limits.Ping, KeepAliveTimeout = limits.Ping }
        );
        await services.GetRequiredService<SocketSession>().RunAsync(socket, http, found.Value, place, conversationId);
        return TypedResults.Empty;
    }
}
