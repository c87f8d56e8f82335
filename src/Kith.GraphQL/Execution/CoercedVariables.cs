namespace Kith.GraphQL.Execution;

/// <summary>The variables of a request, checked (section 6.1.2). One that wasn't given and has no default isn't among them.</summary>
internal sealed class CoercedVariables(IReadOnlyDictionary<string, object?> values)
{
    public static CoercedVariables None { get; } = new(new Dictionary<string, object?>(0));

    public bool TryGet(string name, out object? value) => values.TryGetValue(name, out value);
}
