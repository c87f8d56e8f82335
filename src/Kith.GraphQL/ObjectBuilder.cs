using System.Runtime.CompilerServices;
using Kith.GraphQL.Execution;
using Kith.GraphQL.Types;

namespace Kith.GraphQL;

/// <summary>Fields of an object type over values of <typeparamref name="T"/>, each with what resolves it (sections 3.6 and 6.4.2).</summary>
public sealed class ObjectBuilder<T>
{
    private readonly ObjectType _type;

    internal ObjectBuilder(ObjectType type) => _type = type;

    public ObjectBuilder<T> Describe(string description)
    {
        _type.Description = description;
        return this;
    }

    /// <summary>Says that it implements interfaces; their fields still have to be given.</summary>
    public ObjectBuilder<T> Implements(params IReadOnlyList<string> interfaces)
    {
        _type.Interfaces.AddRange(interfaces);
        return this;
    }

    /// <summary>A field that is there at once.</summary>
    /// <param name="type">As GraphQL writes it, such as <c>"[Message!]!"</c>.</param>
    public FieldBuilder Field(string name, string type, Func<T, object?> resolve) => Field(name, type, (parent, _) => resolve(parent));

    /// <inheritdoc cref="Field(string, string, Func{T, object?})"/>
    public FieldBuilder Field(string name, string type, Func<T, FieldContext, object?> resolve) =>
        Add(name, type, new ValueResolver((parent, context) => resolve((T)parent!, context)));

    /// <summary>
    /// A field that has to be waited for, called for each parent at the same time. In lists, <see cref="BatchField"/> costs one call instead of one
    /// for each.
    /// </summary>
    public FieldBuilder FieldAsync<TResult>(string name, string type, Func<T, FieldContext, Task<TResult>> resolve) =>
        Add(name, type, new AsyncResolver(async (parent, context) => await resolve((T)parent!, context)));

    /// <summary>
    /// A field that is resolved for all parents of a level at once, whatever lists they are in. The values come in the order of the parents, one
    /// for each; a <see cref="GraphQLException"/> in place of a value is the error of that parent alone.
    /// </summary>
    public FieldBuilder BatchField<TResult>(
        string name,
        string type,
        Func<IReadOnlyList<T>, FieldContext, Task<IReadOnlyList<TResult>>> resolve
    ) => Add(name, type, new BatchResolver(async (parents, context) => [.. await resolve([.. parents.Cast<T>()], context)]));

    /// <summary>
    /// A field of the subscription root (section 6.2.3): <paramref name="open"/> checks who asks and gives the events; each is a value of the
    /// field. What it throws refuses the subscription.
    /// </summary>
    public FieldBuilder Stream<TEvent>(string name, string type, Func<FieldContext, Task<IAsyncEnumerable<TEvent>>> open) =>
        FieldBuilder.Add(
            _type,
            name,
            type,
            field =>
            {
                field.Subscribe = async context => AsObjects(await open(context), context.CancellationToken);
                field.Resolver = new ValueResolver((happened, _) => happened);
            }
        );

    private FieldBuilder Add(string name, string type, Resolver resolver) =>
        FieldBuilder.Add(_type, name, type, field => field.Resolver = resolver);

    private static async IAsyncEnumerable<object?> AsObjects<TEvent>(
        IAsyncEnumerable<TEvent> events,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var happened in events.WithCancellation(cancellationToken))
            yield return happened;
    }
}
