using System.Collections;
using Kith.GraphQL.Types;

namespace Kith.GraphQL.Execution;

/// <summary>Turns what resolvers returned into what is sent (section 6.4.3), and puts objects on the level below.</summary>
internal sealed class ValueCompletion(
    GraphQLSchema schema,
    FieldCollector collector,
    Action<ResultNode, int, ResponseField, Exception> report
)
{
    /// <summary>The values of a field, one for each object of the level.</summary>
    public void Complete(Level level, ResponseField field, IReadOnlyList<object?> values)
    {
        var index = level.IndexOf(field);
        for (var i = 0; i < values.Count; i++)
            Complete(level.Results[i], index, field, field.Definition.Type, values[i], level.Type);
    }

    private void Complete(ResultNode node, int index, ResponseField field, GraphQLType type, object? value, ObjectType parent)
    {
        try
        {
            if (value is Failure failure)
                report(node, index, field, failure.Exception);
            else if (value is GraphQLException expected)
                report(node, index, field, expected);
            else if (value is not null)
                CompleteNotNull(node, index, field, type.Nullable, value, parent);
            else if (type.IsNonNull)
                throw new InvalidOperationException($"{parent.Name}.{field.Definition.Name} is null, and may not be.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            report(node, index, field, exception);
        }
    }

    private void CompleteNotNull(ResultNode node, int index, ResponseField field, GraphQLType type, object value, ObjectType parent)
    {
        switch (type)
        {
            case ListType list:
                CompleteList(node, index, field, list, value, parent);
                break;
            case ScalarType scalar:
                node.Values[index] = scalar.Write(value);
                break;
            case EnumType options:
                node.Values[index] =
                    options.NameOf(value)
                    ?? throw new InvalidOperationException($"{options.Name} has no value for a {value.GetType().Name}.");
                break;
            default:
                var level = field.LevelOf(schema.TypeOf(value, (CompositeType)type), collector);
                node.Values[index] = level.Add(value, node, index);
                break;
        }
    }

    private void CompleteList(ResultNode node, int index, ResponseField field, ListType type, object value, ObjectType parent)
    {
        if (value is string or IDictionary || value is not IEnumerable items)
            throw new InvalidOperationException($"{parent.Name}.{field.Definition.Name} is a list, and a {value.GetType().Name} isn't.");
        var values = items.Cast<object?>().ToList();
        var list = new ResultList(node, index, values.Count, !type.Item.IsNonNull);
        node.Values[index] = list;
        for (var i = 0; i < values.Count; i++)
            Complete(list, i, field, type.Item, values[i], parent);
    }
}
