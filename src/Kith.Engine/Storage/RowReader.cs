using System.Linq.Expressions;
using System.Reflection;

namespace Kith.Engine.Storage;

/// <summary>
/// Makes something of a row: a record through its constructor, each parameter from the column of its name (<c>created_at</c> for
/// <c>CreatedAt</c>), or a single value from the first column. Compiled once for a statement.
/// </summary>
internal static class RowReader
{
    private static readonly Dictionary<Type, MethodInfo> Getters = new()
    {
        [typeof(long)] = Getter(nameof(IRow.Long)),
        [typeof(double)] = Getter(nameof(IRow.Double)),
        [typeof(string)] = Getter(nameof(IRow.Text)),
        [typeof(byte[])] = Getter(nameof(IRow.Bytes)),
    };

    public static Func<IRow, T> For<T>(IRow row)
    {
        var input = Expression.Parameter(typeof(IRow));
        Expression body = IsValue(typeof(T)) ? Read(input, column: 0, typeof(T)) : New(typeof(T), row, input);
        return Expression.Lambda<Func<IRow, T>>(body, input).Compile();
    }

    private static NewExpression New(Type type, IRow row, ParameterExpression input)
    {
        var constructor =
            type.GetConstructors()
                .Where(candidate => candidate.GetParameters().Length > 0)
                .MaxBy(candidate => candidate.GetParameters().Length)
            ?? throw new InvalidOperationException($"{type.Name} takes nothing from a row: rows are records with a primary constructor.");
        var columns = Enumerable
            .Range(0, row.Columns)
            .ToDictionary(column => row.Name(column).Replace("_", "", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase);
        return Expression.New(
            constructor,
            constructor
                .GetParameters()
                .Select(parameter =>
                    columns.TryGetValue(parameter.Name!, out var column)
                        ? Read(input, column, parameter.ParameterType)
                        : throw new InvalidOperationException($"The query has no column for {type.Name}.{parameter.Name}.")
                )
        );
    }

    private static Expression Read(ParameterExpression row, int column, Type type)
    {
        var at = Expression.Constant(column);
        var value = Expression.Call(row, Getters[Nullable.GetUnderlyingType(type) ?? type], at);
        if (Nullable.GetUnderlyingType(type) is null)
            return value;
        var isNull = Expression.Call(row, typeof(IRow).GetMethod(nameof(IRow.IsNull))!, at);
        return Expression.Condition(isNull, Expression.Default(type), Expression.Convert(value, type));
    }

    private static bool IsValue(Type type) => Getters.ContainsKey(Nullable.GetUnderlyingType(type) ?? type);

    private static MethodInfo Getter(string name) => typeof(IRow).GetMethod(name)!;
}
