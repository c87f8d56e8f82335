using Kith.Engine;
using Kith.Engine.Idempotency;
using Kith.Engine.Users;
using Kith.GraphQL;
using Kith.Server.Hosting;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.GraphQL;

/// <summary>One GraphQL request, as resolvers see it.</summary>
/// <param name="user">Null for visitors, and for those whose credentials were refused: they get no further than to <c>tokenAuth</c>.</param>
/// <param name="key">So that the one thing a mutation makes is made once.</param>
internal sealed class Call(HttpContext http, CurrentUser? user, RequestKey? key = null)
{
    /// <summary>What all lists of one request may ask for together.</summary>
    public const int MostRows = 5_000;

    private readonly TaskCompletionSource _followed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _rows;

    /// <summary>The request, or the one that opened the socket.</summary>
    public HttpContext Http => http;

    public Caller Caller => user!.Caller;

    public IdempotencyKey? Key => key?.Value;

    /// <summary>What was answered was made by an earlier request with this key.</summary>
    public bool IsReplay { get; set; }

    /// <summary>It would change something, and came by GET.</summary>
    public bool NeedsPost { get; private set; }

    /// <summary>Completes when a subscription was found good, and sees everything from then on.</summary>
    public Task Followed => _followed.Task;

    public void NoteFollowed() => _followed.TrySetResult();

    /// <exception cref="GraphQLException">It may not.</exception>
    public void CheckSend()
    {
        if (http.RequestServices.GetRequiredService<RateLimits>().Check(RateLimit.Send, user!.LimitedAs) is { } tooMany)
            throw tooMany.ToGraphQL();
    }

    /// <summary>The number of rows a list is asked for, for each of its parents.</summary>
    /// <exception cref="GraphQLException">It is none, or too many together with the other lists of the request.</exception>
    public int CheckLimit(FieldContext context, int most, int parents = 1)
    {
        var limit = context.Argument<int>("limit");
        if (limit < 1 || limit > most)
            throw new Invalid("limit", $"must be from 1 to {most}").ToGraphQL();
        if (Interlocked.Add(ref _rows, limit * parents) > MostRows)
            throw new Invalid("limit", $"adds up to more than {MostRows} in this request; ask for fewer").ToGraphQL();
        return limit;
    }

    /// <summary>Whether this caller may do that: asked before anything is executed.</summary>
    public GraphQLException? Authorize(GraphQLOperation operation)
    {
        var changes = operation.Kind == OperationKind.Mutation;
        var signsIn =
            changes && operation.RootFields.Contains("tokenAuth") && operation.RootFields.All(f => f is "tokenAuth" or "__typename");
        if (user is null && !signsIn)
            return (http.Features.Get<Refusal>()?.Failure ?? new Unauthenticated()).ToGraphQL();
        // A socket begins as a GET too, but no link or image opens one.
        NeedsPost = changes && HttpMethods.IsGet(http.Request.Method) && !http.WebSockets.IsWebSocketRequest;
        if (NeedsPost)
            return new Invalid("method", "has to be POST for mutations").ToGraphQL();
        // Whoever they were until now: a client whose token is over, or a key that may do less, signs in like one that has none.
        if (signsIn)
            return null;
        if (changes && key is not null && operation.RootFields.Count > 1)
            return new Invalid(RequestKey.Header, "takes a mutation of one field").ToGraphQL();
        return user!.Check(changes ? KeyScopes.Chat : KeyScopes.Read)?.ToGraphQL();
    }
}
