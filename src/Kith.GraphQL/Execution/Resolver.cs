namespace Kith.GraphQL.Execution;

/// <summary>Stands where a value would: the resolver failed for one parent.</summary>
internal sealed record Failure(Exception Exception);

/// <summary>
/// Resolves a field for all parents of one level at once. The values come in the order of the parents, with a <see cref="Failure"/> where one
/// failed. It throws only when the request is cancelled.
/// </summary>
internal abstract class Resolver
{
    public abstract Task<IReadOnlyList<object?>> ResolveAsync(IReadOnlyList<object?> parents, FieldContext context);
}

/// <summary>One call a parent, which answers at once.</summary>
internal sealed class ValueResolver(Func<object?, FieldContext, object?> resolve) : Resolver
{
    public override Task<IReadOnlyList<object?>> ResolveAsync(IReadOnlyList<object?> parents, FieldContext context)
    {
        var values = new object?[parents.Count];
        for (var i = 0; i < values.Length; i++)
        {
            try
            {
                values[i] = resolve(parents[i], context);
            }
            catch (Exception exception) when (!context.IsCancellation(exception))
            {
                values[i] = new Failure(exception);
            }
        }
        return Task.FromResult<IReadOnlyList<object?>>(values);
    }
}

/// <summary>One call a parent, all at the same time.</summary>
internal sealed class AsyncResolver(Func<object?, FieldContext, Task<object?>> resolve) : Resolver
{
    public override async Task<IReadOnlyList<object?>> ResolveAsync(IReadOnlyList<object?> parents, FieldContext context) =>
        await Task.WhenAll(parents.Select(parent => ResolveOneAsync(parent, context)));

    private async Task<object?> ResolveOneAsync(object? parent, FieldContext context)
    {
        try
        {
            return await resolve(parent, context);
        }
        catch (Exception exception) when (!context.IsCancellation(exception))
        {
            return new Failure(exception);
        }
    }
}

/// <summary>One call for all parents.</summary>
internal sealed class BatchResolver(Func<IReadOnlyList<object?>, FieldContext, Task<IReadOnlyList<object?>>> resolve) : Resolver
{
    public override async Task<IReadOnlyList<object?>> ResolveAsync(IReadOnlyList<object?> parents, FieldContext context)
    {
        try
        {
            var values = await resolve(parents, context);
            if (values.Count != parents.Count)
                throw new InvalidOperationException($"{context.FieldName} got {parents.Count} parents and returned {values.Count} values.");
            return values;
        }
        catch (Exception exception) when (!context.IsCancellation(exception))
        {
            return [.. Enumerable.Repeat<object?>(new Failure(exception), parents.Count)];
        }
    }
}
