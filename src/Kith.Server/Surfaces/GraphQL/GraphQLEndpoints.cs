using Kith.GraphQL;
using Kith.Server.Hosting;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.GraphQL;

/// <summary>The GraphQL door: requests by POST, queries by GET too, subscriptions as server-sent events or by socket.</summary>
internal static partial class GraphQLEndpoints
{
    private const string Address = "/graphql";

    public static IServiceCollection AddGraphQLDoor(this IServiceCollection services) =>
        services
            .AddSingleton(new ProblemShape(Address, GraphQLErrors.WireOf))
            .AddSingleton<GraphQLSocket>()
            .AddSingleton(provider =>
            {
                var log = provider.GetRequiredService<ILoggerFactory>().CreateLogger("Kith.GraphQL");
                return new GraphQLExecutor(
                    KithSchema.Build(),
                    onFailure: exception => LogFailed(log, exception),
                    translate: GraphQLErrors.Translate
                );
            });

    public static void MapGraphQLDoor(this IEndpointRouteBuilder routes)
    {
        // Whether it changes anything, and whether that needs credentials, only the document says.
        var door = routes.MapGroup(Address).ExcludeFromDescription().AllowAnybody();
        door.MapGet("/", GetAsync);
        door.MapPost("/", PostAsync);
    }

    private static Task<IResult> PostAsync(
        HttpContext http,
        RequestKey? key,
        CurrentUser? user,
        GraphQLExecutor executor,
        CancellationToken cancellationToken
    ) => AnswerAsync(http, key, user, executor, cancellationToken);

    private static Task<IResult> GetAsync(
        HttpContext http,
        CurrentUser? user,
        GraphQLExecutor executor,
        SocketLife life,
        GraphQLSocket socket,
        CancellationToken cancellationToken
    ) =>
        http.WebSockets.IsWebSocketRequest
            ? life.RunAsync(http, SocketMessage.Protocol, socket.ConverseAsync)
            : AnswerAsync(http, key: null, user, executor, cancellationToken);

    private static async Task<IResult> AnswerAsync(
        HttpContext http,
        RequestKey? key,
        CurrentUser? user,
        GraphQLExecutor executor,
        CancellationToken cancellationToken
    )
    {
        if (!http.TryStayOpen())
            return SocketLimits.TooManyOpen.ToProblem();
        var (request, problem) = await RequestReader.ReadAsync(http.Request, cancellationToken);
        if (request is null)
            return problem!;
        var call = new Call(http, user, key);
        var context = new GraphQLContext(http.RequestServices) { Authorize = call.Authorize }.With(call);
        var accepted = Accepts.Of(http.Request);
        if (accepted == Accepts.Events && user is not null)
            return new SubscriptionStream(executor, request, call, context, user);
        var result = await executor.ExecuteAsync(request, context, cancellationToken);
        return RequestKey.Mark(new GraphQLAnswer(result, accepted, call.NeedsPost), call.IsReplay);
    }

    [LoggerMessage(LogLevel.Error, "A field of a GraphQL request failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
