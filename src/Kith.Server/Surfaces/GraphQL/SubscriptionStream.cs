using Kith.GraphQL;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.GraphQL;

/// <summary>
/// An operation answered by server-sent events, a request for each ("GraphQL over Server-Sent Events", distinct connections): <c>next</c> for
/// each result, then <c>complete</c>. What is refused before that is refused as everywhere, with its status.
/// </summary>
internal sealed class SubscriptionStream(
    GraphQLExecutor executor,
    GraphQLRequest request,
    Call call,
    GraphQLContext context,
    CurrentUser user
) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var patience = new Patience(httpContext, user);
        var results = executor.SubscribeAsync(request, context, patience.IsOver).GetAsyncEnumerator(patience.IsOver);
        await using var _ = results;
        var first = results.MoveNextAsync().AsTask();
        await Task.WhenAny(first, call.Followed);
        if (first.IsCompletedSuccessfully && await first && results.Current.IsRequestError)
        {
            await new GraphQLAnswer(results.Current, Accepts.Json).ExecuteAsync(httpContext);
            return;
        }

        using var writer = new EventStreamWriter(httpContext, user, patience);
        await writer.WriteAsync(
            EventsAsync(results, first),
            Next(GraphQLResult.OfRequestError(new StorageUnavailable().ToGraphQL())),
            s_complete
        );
    }

    private static readonly StreamEvent s_complete = new("complete", []);

    private static async IAsyncEnumerable<StreamEvent> EventsAsync(IAsyncEnumerator<GraphQLResult> results, Task<bool> first)
    {
        for (var isThere = await first; isThere; isThere = await results.MoveNextAsync())
            yield return Next(results.Current);
        yield return s_complete;
    }

    private static StreamEvent Next(GraphQLResult result) => new("next", GraphQLAnswer.Utf8Of(result));
}
