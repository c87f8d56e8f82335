using Kith.GraphQL.Language;
using Kith.GraphQL.Types;

namespace Kith.GraphQL.Execution;

/// <summary>
/// One execution of an operation (section 6.2), breadth first: all objects of a level together, then what is selected of their fields. It nests
/// as deep as the document, which was measured before.
/// </summary>
internal sealed class OperationRun(
    GraphQLSchema schema,
    Document document,
    OperationNode operation,
    CoercedVariables variables,
    GraphQLContext context,
    Func<Exception, GraphQLException> translate,
    CancellationToken cancellationToken
)
{
    private readonly FieldCollector _collector = new(schema, document, variables);
    private readonly ErrorList _errors = new();

    /// <summary>Section 6.2.1 and 6.2.2. <paramref name="root"/> is the value whose fields are selected.</summary>
    public async Task<GraphQLResult> ExecuteAsync(object? root)
    {
        Level level;
        try
        {
            level = new Level(RootType, _collector.Collect(RootType, [operation.SelectionSet]));
        }
        catch (GraphQLException misfit)
        {
            return GraphQLResult.OfData(null, [Located(misfit, SourceLocation.At(document.Source, operation.Position), path: null)]);
        }
        var data = level.Add(root, null, 0);
        if (operation.Kind == OperationKind.Mutation)
            await ExecuteInSeriesAsync(level);
        else
            await ExecuteAsync(level, level.Fields);
        cancellationToken.ThrowIfCancellationRequested();
        return GraphQLResult.OfData(_errors.IsDataNull ? null : data, _errors.InOrder());
    }

    /// <summary>The events of a subscription (section 6.2.3.1). Its one field is what validation has left.</summary>
    /// <exception cref="GraphQLException">There is no such stream for this caller.</exception>
    public async Task<IAsyncEnumerable<object?>> SubscribeAsync()
    {
        var field = _collector.Collect(RootType, [operation.SelectionSet])[0];
        return await field.Definition.Subscribe!(ContextOf(field));
    }

    /// <summary>The fields of the root that will be resolved.</summary>
    /// <exception cref="GraphQLException">It can't be told: a directive's value doesn't fit.</exception>
    public IReadOnlyList<string> RootFields() =>
        [.. _collector.Collect(RootType, [operation.SelectionSet]).Select(field => field.Definition.Name)];

    private ObjectType RootType => schema.RootOf(operation.Kind)!;

    /// <summary>One field of a mutation after the other, each with all that is selected of it.</summary>
    private async Task ExecuteInSeriesAsync(Level level)
    {
        foreach (var field in level.Fields)
        {
            await ExecuteAsync(level, [field]);
            if (_errors.IsDataNull)
                return;
        }
    }

    private async Task ExecuteAsync(Level level, IReadOnlyList<ResponseField> fields)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var values = await Task.WhenAll(fields.Select(field => ResolveAsync(level, field)));
        var completion = new ValueCompletion(schema, _collector, Report);
        for (var i = 0; i < fields.Count; i++)
            completion.Complete(level, fields[i], values[i]);
        var next = fields.SelectMany(field => field.Levels).ToList();
        await Task.WhenAll(next.Select(below => ExecuteAsync(below, below.Fields)));
    }

    private Task<IReadOnlyList<object?>> ResolveAsync(Level level, ResponseField field)
    {
        FieldContext fieldContext;
        try
        {
            fieldContext = ContextOf(field);
        }
        catch (GraphQLException misfit)
        {
            return Task.FromResult<IReadOnlyList<object?>>([.. Enumerable.Repeat<object?>(misfit, level.Parents.Count)]);
        }
        return field.Definition.Resolver!.ResolveAsync(level.Parents, fieldContext);
    }

    private FieldContext ContextOf(ResponseField field)
    {
        var arguments = _collector.CoerceArguments(field.Definition.Arguments, field.Nodes[0].Arguments);
        return new FieldContext(schema, field.Definition.Name, arguments, context, cancellationToken);
    }

    private void Report(ResultNode node, int index, ResponseField field, Exception exception)
    {
        var expected = translate(exception);
        _errors.Add(node, index, path => Located(expected, field.LocationIn(document.Source), path));
    }

    private static GraphQLError Located(GraphQLException exception, SourceLocation location, IReadOnlyList<object>? path) =>
        new(exception.Message, exception.Code, [location], path, exception.Extensions);
}
