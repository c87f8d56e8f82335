namespace Kith.GraphQL;

/// <summary>What a resolver knows of the field it resolves. One is made for all parents that are resolved together.</summary>
public sealed class FieldContext
{
    private readonly GraphQLContext _request;

    internal FieldContext(
        GraphQLSchema schema,
        string fieldName,
        InputObject arguments,
        GraphQLContext request,
        CancellationToken cancellationToken
    )
    {
        Schema = schema;
        FieldName = fieldName;
        Arguments = arguments;
        _request = request;
        CancellationToken = cancellationToken;
    }

    /// <summary>As in the schema, not what the document calls it.</summary>
    public string FieldName { get; }

    /// <summary>All arguments, checked.</summary>
    public InputObject Arguments { get; }

    /// <summary>The caller went away.</summary>
    public CancellationToken CancellationToken { get; }

    /// <inheritdoc cref="InputObject.Get{T}"/>
    public T Argument<T>(string name) => Arguments.Get<T>(name);

    /// <inheritdoc cref="GraphQLContext.Get{T}"/>
    public T Get<T>()
        where T : class => _request.Get<T>();

    internal GraphQLSchema Schema { get; }

    internal bool IsCancellation(Exception exception) =>
        exception is OperationCanceledException && CancellationToken.IsCancellationRequested;
}
