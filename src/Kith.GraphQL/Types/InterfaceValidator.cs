namespace Kith.GraphQL.Types;

/// <summary>Whether a type has what its interfaces promise (section 3.6, "IsValidImplementation").</summary>
internal sealed class InterfaceValidator(GraphQLSchema schema, List<string> problems)
{
    public void Check(CompositeType type)
    {
        if (type.Interfaces.Distinct().Count() != type.Interfaces.Count)
            problems.Add($"{type.Name} names an interface twice.");
        foreach (var name in type.Interfaces)
        {
            if (schema.Find(name) is not InterfaceType promised || promised == type)
            {
                problems.Add($"{type.Name} can't implement {name}.");
                continue;
            }
            foreach (var further in promised.Interfaces.Where(further => !type.Interfaces.Contains(further)))
                problems.Add($"{type.Name} implements {name} and must implement {further} too.");
            foreach (var field in promised.Fields.Values)
                CheckField(type, promised, field);
        }
    }

    private void CheckField(CompositeType type, InterfaceType promised, FieldDefinition wanted)
    {
        var place = $"{type.Name}.{wanted.Name}";
        if (!type.Fields.TryGetValue(wanted.Name, out var field))
        {
            problems.Add($"{place} is missing, which {promised.Name} has.");
            return;
        }
        if (!IsSubtype(field.Type, wanted.Type))
            problems.Add($"{place} is {field.Type}, and {promised.Name} says {wanted.Type}.");
        if (field.DeprecationReason is not null && wanted.DeprecationReason is null)
            problems.Add($"{place} is deprecated, and isn't in {promised.Name}.");
        foreach (var argument in wanted.Arguments.Values)
        {
            if (!field.Arguments.TryGetValue(argument.Name, out var given) || given.Type.ToString() != argument.Type.ToString())
                problems.Add($"{place} must take {argument.Name}: {argument.Type}, as {promised.Name} does.");
        }
        foreach (var extra in field.Arguments.Values.Where(extra => extra.IsRequired && !wanted.Arguments.ContainsKey(extra.Name)))
            problems.Add($"{place} requires {extra.Name}, which {promised.Name} doesn't know.");
    }

    // Types nest as deep as they are written, which the parser limits.
    private bool IsSubtype(GraphQLType type, GraphQLType wanted) =>
        (type, wanted) switch
        {
            (NonNullType, _) => IsSubtype(type.Nullable, wanted.Nullable),
            (_, NonNullType) => false,
            (ListType list, ListType wantedList) => IsSubtype(list.Item, wantedList.Item),
            (ObjectType one, AbstractType several) => schema.PossibleTypes(several).Contains(one),
            (InterfaceType one, InterfaceType other) => one == other || one.Interfaces.Contains(other.Name),
            _ => type == wanted,
        };
}
