using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Kith.GraphQL.Tests.Execution;

public sealed class SubscriptionTests
{
    private readonly Channel<int> _events = Channel.CreateUnbounded<int>();
    private readonly TaskCompletionSource _closed = new();
    private readonly TestApp _app;

    public SubscriptionTests() =>
        _app = new TestApp(s =>
        {
            s.Query(t => t.Field("a", "Int", _ => 1));
            s.Object<int>(
                "Event",
                t =>
                {
                    t.Field("number", "Int!", number => number == 13 ? throw new GraphQLException("unlucky", "THIRTEEN") : number);
                    t.FieldAsync("twice", "Int", (number, _) => Task.FromResult(number * 2));
                }
            );
            s.Subscription(t => t.Stream("happened", "Event", OpenAsync).Argument("allowed", "Boolean", "true"));
        });

    [Fact]
    public async Task Each_event_is_answered_until_the_stream_ends()
    {
        foreach (var number in new[] { 1, 13, 3 })
            await _events.Writer.WriteAsync(number, TestContext.Current.CancellationToken);
        _events.Writer.Complete();

        var results = new List<string>();
        await foreach (
            var result in SubscribeAsync("subscription S { h: happened { number twice } }", TestContext.Current.CancellationToken)
        )
            results.Add(Json.TextOf(result));

        Assert.Equal(3, results.Count);
        Assert.Equal("""{"data":{"h":{"number":1,"twice":2}}}""", results[0]);
        Assert.Contains("THIRTEEN", results[1], StringComparison.Ordinal);
        Assert.EndsWith("""{"h":null}}""", results[1], StringComparison.Ordinal);
        Assert.Equal("""{"data":{"h":{"number":3,"twice":6}}}""", results[2]);
    }

    [Theory]
    [InlineData("subscription { happened(allowed: false) { number } }", "FORBIDDEN")]
    [InlineData("subscription { happened { nothing } }", GraphQLErrorCodes.ValidationFailed)]
    public async Task A_subscription_that_is_refused_is_one_request_error(string query, string code)
    {
        var results = await SubscribeAsync(query, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        var result = Assert.Single(results);
        Assert.True(result.IsRequestError);
        Assert.Equal(code, Assert.Single(result.Errors).Code);
    }

    [Fact]
    public async Task A_query_is_answered_once()
    {
        var results = await SubscribeAsync("{ a }", TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal("""{"data":{"a":1}}""", Json.TextOf(Assert.Single(results)));
    }

    [Fact]
    public async Task Whoever_leaves_closes_the_stream()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await _events.Writer.WriteAsync(1, source.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var result in SubscribeAsync("subscription { happened { number } }", source.Token))
                await source.CancelAsync();
        });
        await _closed.Task;
    }

    [Fact]
    public async Task Whoever_stops_reading_closes_the_stream()
    {
        await _events.Writer.WriteAsync(1, TestContext.Current.CancellationToken);
        await foreach (var result in SubscribeAsync("subscription { happened { number } }", TestContext.Current.CancellationToken))
            break;
        await _closed.Task;
    }

    private IAsyncEnumerable<GraphQLResult> SubscribeAsync(string query, CancellationToken cancellationToken) =>
        _app.Executor().SubscribeAsync(new GraphQLRequest(query), new GraphQLContext(), cancellationToken);

    private Task<IAsyncEnumerable<int>> OpenAsync(FieldContext context) =>
        context.Argument<bool>("allowed")
            ? Task.FromResult(ReadAsync(context.CancellationToken))
            : throw new GraphQLException("Not for you.", "FORBIDDEN");

    private async IAsyncEnumerable<int> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var number in _events.Reader.ReadAllAsync(cancellationToken))
                yield return number;
        }
        finally
        {
            _closed.SetResult();
        }
    }
}
