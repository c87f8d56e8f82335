namespace Kith.Server.Surfaces.Realtime;

/// <summary>The sockets: everything of one person, or one AI chat.</summary>
internal static class SocketEndpoints
{
    public static IServiceCollection AddRealtime(this IServiceCollection services) =>
        services.AddSingleton<PeopleTalk>().AddSingleton<SocketServices>().AddSingleton<SocketSession>();

    public static void MapRealtime(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/ws/chat", ConnectToAllAsync).ExcludeFromDescription().AllowAnonymous();
        routes.MapGet("/ws/ai-chat/{id}", ConnectToOneAsync).ExcludeFromDescription().AllowAnonymous();
    }

    private static Task<IResult> ConnectToAllAsync(HttpContext http, SocketLife life, SocketSession session) =>
        ConnectAsync(http, life, session, conversationId: null);

    private static Task<IResult> ConnectToOneAsync(string id, HttpContext http, SocketLife life, SocketSession session) =>
        ConnectAsync(http, life, session, id);

    private static Task<IResult> ConnectAsync(HttpContext http, SocketLife life, SocketSession session, string? conversationId) =>
        life.RunAsync(
            http,
            protocol: null,
            (socket, user, place, gone) => session.ConverseAsync(socket, user, place, conversationId, gone)
        );
}
