namespace Kith.GraphQL;

/// <summary>Arguments of a field, or the fields of an input object: checked, defaults filled in (sections 6.4.1 and 3.10).</summary>
public sealed class InputObject
{
    private readonly OrderedDictionary<string, object?> _values = [];

    /// <summary>What was given or has a default, in the schema's order.</summary>
    public IReadOnlyList<string> Names => [.. _values.Keys];

    internal int Count => _values.Count;

    /// <summary>Whether it was given or has a default; null may have been given.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>
    /// A value by name; <c>default</c> where it is null or wasn't given: ask for <c>string?</c> or <c>int?</c> where that may be. Int is an int, Float a double, String and ID a string, Boolean a bool,
    /// an enum what the schema says, an input object an <see cref="InputObject"/>, and a custom scalar what it reads.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is of another type: the schema and the resolver don't agree.</exception>
    public T Get<T>(string name) => _values.GetValueOrDefault(name) is { } value ? Convert<T>(name, value) : default!;

    /// <summary>A list by name; empty where it is null or wasn't given.</summary>
    /// <exception cref="InvalidOperationException">It is no list, or one of another type.</exception>
    public IReadOnlyList<T> GetList<T>(string name)
    {
        var items = Get<object?[]?>(name) ?? [];
        return Array.ConvertAll(items, item => item is null ? default! : Convert<T>(name, item));
    }

    internal object? this[string name]
    {
        get => _values[name];
        set => _values[name] = value;
    }

    private static T Convert<T>(string name, object value) =>
        value is T typed ? typed : throw new InvalidOperationException($"\"{name}\" is a {value.GetType().Name}, not a {typeof(T).Name}.");
}
