namespace Kith.GraphQL;

/// <summary>What resolvers of one request may ask for: things handed over, and services.</summary>
public sealed class GraphQLContext(IServiceProvider? services = null)
{
    private readonly Dictionary<Type, object> _items = [];

    /// <summary>Asked of a request that was found good, before anything of it is executed. What it answers refuses the request.</summary>
    public Func<GraphQLOperation, GraphQLException?>? Authorize { get; init; }

    /// <summary>Hands something over, to be asked for by its type.</summary>
    public GraphQLContext With<T>(T item)
        where T : class
    {
        _items[typeof(T)] = item;
        return this;
    }

    /// <exception cref="InvalidOperationException">There is none.</exception>
    public T Get<T>()
        where T : class =>
        (_items.GetValueOrDefault(typeof(T)) ?? services?.GetService(typeof(T))) as T
        ?? throw new InvalidOperationException($"The request has no {typeof(T).Name}.");
}
