using System.Globalization;
using Kith.GraphQL.Types;

namespace Kith.GraphQL.Tests.Comparison;

/// <summary>An object of the test schema: its type's name and what all of it follows from.</summary>
internal sealed record Thing(string Type, uint Seed);

/// <summary>
/// What every field answers, the same here and in reference/verdicts.mjs: a value by the hash of the object, the field and its arguments; now and
/// then null, an error, or something its type can't represent.
/// </summary>
internal static class Things
{
    public static uint HashOf(object? parent, FieldContext context)
    {
        var seed = parent is Thing thing ? thing.Seed : 1;
        return Hash($"{seed}.{context.FieldName}{Canonical(context.Arguments)}");
    }

    public static uint Mix(uint h, uint k)
    {
        var m = unchecked((h ^ k) * 0x9e3779b1);
        return m ^ (m >> 15);
    }

    public static object? Make(GraphQLSchema schema, GraphQLType type, uint h)
    {
        var chance = Mix(h, 1) % 100;
        var n = Mix(h, 3);
        if (chance < 3)
            return new GraphQLException("failed", "FAILED");
        if (chance < 7)
            return null;
        return type.Nullable switch
        {
            ListType list => Enumerable.Range(0, (int)(Mix(h, 2) % 4)).Select(i => Make(schema, list.Item, Mix(h, 10 + (uint)i))).ToList(),
            ObjectType one => new Thing(one.Name, Mix(h, 4)),
            AbstractType several => new Thing(Choose(schema, several, Mix(h, 5)), Mix(h, 4)),
            EnumType options => chance < 9 ? "NOTHING" : options.Values.GetAt((int)(n % options.Values.Count)).Value.Value,
            NamedType { Name: "Int" } => chance < 9 ? 1L << 40 : (int)(n % 2000) - 1000,
            NamedType { Name: "Float" } => (n % 4096) / 16.0,
            NamedType { Name: "Boolean" } => n % 2 == 0,
            var scalar => $"{scalar}-{n % 1000}",
        };
    }

    private static string Choose(GraphQLSchema schema, AbstractType type, uint n)
    {
        var names = schema.PossibleTypes(type).Select(possible => possible.Name).Order(StringComparer.Ordinal).ToList();
        return names[(int)(n % names.Count)];
    }

    private static uint Hash(string text)
    {
        var h = 2166136261;
        foreach (var c in text)
            h = unchecked((h ^ c) * 16777619);
        return h;
    }

    private static string Canonical(object? value) =>
        value switch
        {
            null => "null",
            bool flag => flag ? "true" : "false",
            string text => $"\"{text}\"",
            int number => number.ToString(CultureInfo.InvariantCulture),
            double number when double.IsInteger(number) && Math.Abs(number) < 1L << 31 => ((long)number).ToString(
                CultureInfo.InvariantCulture
            ),
            double number => BitConverter.DoubleToUInt64Bits(number).ToString("x", CultureInfo.InvariantCulture),
            object?[] list => $"[{string.Join(",", list.Select(Canonical))}]",
            InputObject members => $"{{{string.Join(",", members.Names.Select(name => $"{name}:{Canonical(members[name])}"))}}}",
            _ => throw new InvalidOperationException($"{value.GetType()} has no canonical form."),
        };
}
