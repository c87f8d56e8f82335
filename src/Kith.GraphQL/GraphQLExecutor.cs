using System.Runtime.CompilerServices;
using System.Text;
using Kith.GraphQL.Execution;
using Kith.GraphQL.Language;
using Kith.GraphQL.Validation;

namespace Kith.GraphQL;

/// <summary>
/// Executes requests against a schema, as the specification of September 2025 says. One executor serves all requests at once.
/// </summary>
/// <param name="schema">What can be asked for.</param>
/// <param name="limits">What may be asked for at most.</param>
/// <param name="onFailure">Told of each exception of a resolver that isn't a <see cref="GraphQLException"/>; the client learns only that there was one. May be told of several at once.</param>
/// <param name="translate">Says what a client learns of such an exception after all; null for what it shouldn't. <paramref name="onFailure"/> isn't told of what it translates.</param>
public sealed class GraphQLExecutor(
    GraphQLSchema schema,
    QueryLimits? limits = null,
    Action<Exception>? onFailure = null,
    Func<Exception, GraphQLException?>? translate = null
)
{
    private readonly QueryLimits _limits = limits ?? new QueryLimits();

    /// <summary>Executes a query or a mutation (section 6.2).</summary>
    /// <exception cref="OperationCanceledException"/>
    public async Task<GraphQLResult> ExecuteAsync(
        GraphQLRequest request,
        GraphQLContext context,
        CancellationToken cancellationToken = default
    )
    {
        var prepared = Prepare(request, context, mayStream: false, cancellationToken);
        return prepared.NewRun is { } newRun ? await newRun().ExecuteAsync(root: null) : GraphQLResult.OfRequestErrors(prepared.Errors);
    }

    /// <summary>
    /// Executes any operation: a subscription (section 6.2.3) answers once for each event until its stream ends, anything else once. What is
    /// wrong with the request itself is one result with <see cref="GraphQLResult.IsRequestError"/>. What the stream throws is thrown.
    /// </summary>
    /// <exception cref="OperationCanceledException"/>
    public async IAsyncEnumerable<GraphQLResult> SubscribeAsync(
        GraphQLRequest request,
        GraphQLContext context,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var prepared = Prepare(request, context, mayStream: true, cancellationToken);
        if (prepared.NewRun is not { } newRun)
        {
            yield return GraphQLResult.OfRequestErrors(prepared.Errors);
            yield break;
        }
        if (prepared.Kind != OperationKind.Subscription)
        {
            yield return await newRun().ExecuteAsync(root: null);
            yield break;
        }
        var (events, refusal) = await OpenAsync(newRun(), cancellationToken);
        if (events is null)
        {
            yield return GraphQLResult.OfRequestError(refusal!);
            yield break;
        }
        await foreach (var happened in events.WithCancellation(cancellationToken))
            yield return await newRun().ExecuteAsync(happened);
    }

    private async Task<(IAsyncEnumerable<object?>? Events, GraphQLException? Refusal)> OpenAsync(
        OperationRun run,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return (await run.SubscribeAsync(), null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return (null, Translate(exception));
        }
    }

    private Prepared Prepare(GraphQLRequest request, GraphQLContext context, bool mayStream, CancellationToken cancellationToken)
    {
        if (Encoding.UTF8.GetByteCount(request.Query) > _limits.Bytes)
            return Refuse("The document is too large.", GraphQLErrorCodes.TooComplex);
        Document document;
        IReadOnlyList<ValidationError> errors;
        try
        {
            document = Parser.Parse(request.Query, _limits.Tokens);
            errors = DocumentValidator.Validate(schema, document, _limits);
        }
        catch (SyntaxException exception)
        {
            var code = exception.IsLimit ? GraphQLErrorCodes.TooComplex : GraphQLErrorCodes.ParseFailed;
            return Refuse(exception.Message, code, SourceLocation.At(request.Query, exception.Position));
        }
        if (errors.Count > 0)
            return new Prepared { Errors = [.. errors.Select(error => error.ToGraphQLError(document.Source))] };
        if (FindOperation(document, request.OperationName) is not { } operation)
            return Refuse("The document has no such operation, or several and none was named.", GraphQLErrorCodes.OperationNotFound);
        var prepared = PrepareRun(request, context, document, operation, cancellationToken);
        // Last: who may not know it isn't told.
        return prepared.NewRun is not null && operation.Kind == OperationKind.Subscription && !mayStream
            ? Refuse(
                "Subscriptions are not answered here.",
                GraphQLErrorCodes.OperationNotFound,
                SourceLocation.At(document.Source, operation.Position)
            )
            : prepared;
    }

    private Prepared PrepareRun(
        GraphQLRequest request,
        GraphQLContext context,
        Document document,
        OperationNode operation,
        CancellationToken cancellationToken
    )
    {
        var errors = new List<GraphQLError>();
        var variables = VariableCoercion.Coerce(
            schema,
            operation,
            request.Variables,
            (message, node) =>
                errors.Add(new GraphQLError(message, GraphQLErrorCodes.BadInput, [SourceLocation.At(document.Source, node.Position)]))
        );
        if (errors.Count > 0)
            return new Prepared { Errors = errors };
        OperationRun NewRun() => new(schema, document, operation, variables, context, Translate, cancellationToken);
        if (context.Authorize is { } authorize && FindRefusal(operation.Kind, NewRun(), authorize) is { } refusal)
            return new Prepared { Errors = [GraphQLError.Of(refusal)] };
        return new Prepared { Kind = operation.Kind, NewRun = NewRun };
    }

    private static GraphQLException? FindRefusal(OperationKind kind, OperationRun run, Func<GraphQLOperation, GraphQLException?> authorize)
    {
        try
        {
            return authorize(new GraphQLOperation(kind, run.RootFields()));
        }
        catch (GraphQLException misfit)
        {
            return misfit;
        }
    }

    private GraphQLException Translate(Exception exception)
    {
        if ((exception as GraphQLException ?? translate?.Invoke(exception)) is { } expected)
            return expected;
        onFailure?.Invoke(exception);
        return GraphQLException.Internal();
    }

    /// <summary>Section 6.1.1, "GetOperation".</summary>
    private static OperationNode? FindOperation(Document document, string? name)
    {
        if (name is null)
            return document.Operations.Count == 1 ? document.Operations[0] : null;
        return document.Operations.FirstOrDefault(operation => operation.Name == name);
    }

    private static Prepared Refuse(string message, string code, params SourceLocation[] locations) =>
        new() { Errors = [new GraphQLError(message, code, locations)] };

    /// <summary>A request that can be run, or why it can't.</summary>
    private sealed class Prepared
    {
        public IReadOnlyList<GraphQLError> Errors { get; init; } = [];
        public OperationKind Kind { get; init; }

        /// <summary>One for each answer.</summary>
        public Func<OperationRun>? NewRun { get; init; }
    }
}
