using Kith.GraphQL.Language;

namespace Kith.GraphQL.Types;

/// <summary>Input objects that could only be written without end: by fields that may not be null, or by defaults (section 3.10).</summary>
internal sealed class InputCycleFinder(GraphQLSchema schema, List<string> problems)
{
    public void Find()
    {
        var inputs = schema.Types.OfType<InputObjectType>().ToList();
        foreach (var type in inputs)
        {
            if (Reaches(type, RequiredBy))
                problems.Add($"{type.Name} requires itself.");
            foreach (var field in type.Fields.Values)
            {
                if (Reaches(field, FilledInBy))
                    problems.Add($"{type.Name}.{field.Name}: its default contains itself.");
            }
        }
    }

    private static bool Reaches<T>(T start, Func<T, IEnumerable<T>> next)
        where T : class
    {
        var seen = new HashSet<T>();
        var waiting = new Stack<T>(next(start));
        while (waiting.TryPop(out var current))
        {
            if (current == start)
                return true;
            if (!seen.Add(current))
                continue;
            foreach (var further in next(current))
                waiting.Push(further);
        }
        return false;
    }

    private static IEnumerable<InputObjectType> RequiredBy(InputObjectType type) =>
        type.Fields.Values.Where(field => field.IsRequired).Select(field => field.Type.Nullable).OfType<InputObjectType>();

    /// <summary>Fields whose defaults are filled in when this field's is.</summary>
    private static List<InputDefinition> FilledInBy(InputDefinition field)
    {
        var fields = new List<InputDefinition>();
        if (field is { DefaultValue: { } literal, Type.Named: InputObjectType type })
            Fill(literal, type, fields);
        return fields;
    }

    // As deep as the default is written.
    private static void Fill(ValueNode literal, InputObjectType type, List<InputDefinition> fields)
    {
        if (literal is ListNode list)
        {
            foreach (var item in list.Items)
                Fill(item, type, fields);
        }
        if (literal is not ObjectNode node)
            return;
        foreach (var field in type.Fields.Values)
        {
            var written = node.Fields.FirstOrDefault(candidate => candidate.Name == field.Name);
            if (written is null)
                fields.Add(field);
            else if (field.Type.Named is InputObjectType inner)
                Fill(written.Value, inner, fields);
        }
    }
}
