using System.Collections.Concurrent;
using System.Linq.Expressions;

namespace Kith.Engine.Storage;

/// <summary>A property of the object that holds a statement's parameters.</summary>
/// <param name="Type">Of its value, if there is one.</param>
internal sealed record StatementParameter(string Name, Type Type, Func<object, object?> Read)
{
    private static readonly HashSet<Type> Types = [typeof(long), typeof(int), typeof(double), typeof(string), typeof(byte[])];
    private static readonly ConcurrentDictionary<Type, StatementParameter[]> Known = new();

    /// <summary>All that a statement can take; it may use some.</summary>
    public static StatementParameter[] Of(Type type) => Known.GetOrAdd(type, Compile);

    private static StatementParameter[] Compile(Type type) =>
        [
            .. type.GetProperties()
                .Where(property => Types.Contains(ValueType(property.PropertyType)))
                .Select(property =>
                {
                    var holder = Expression.Parameter(typeof(object));
                    var value = Expression.Property(Expression.Convert(holder, type), property);
                    var read = Expression.Lambda<Func<object, object?>>(Expression.Convert(value, typeof(object)), holder);
                    return new StatementParameter(property.Name, ValueType(property.PropertyType), read.Compile());
                }),
        ];

    private static Type ValueType(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
