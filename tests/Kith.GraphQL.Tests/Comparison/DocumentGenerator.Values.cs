using System.Globalization;
using Kith.GraphQL.Language;
using Kith.GraphQL.Types;

namespace Kith.GraphQL.Tests.Comparison;

/// <summary>Values in documents and in JSON, and variables that stand for them.</summary>
internal sealed partial class DocumentGenerator
{
    /// <summary>A value as a document has it: fitting, or a mistake, or a variable.</summary>
    private string Value(GraphQLType type, int depth)
    {
        if (random.Next(5) == 0)
            return Variable(type);
        if (Errs())
            return Wrong(
                "null",
                "1",
                "\"text\"",
                "1.5",
                "RED",
                "[1, null]",
                "{x: 1}",
                "$undefined",
                "true",
                "{id: 1, name: null}",
                "99999999999"
            );
        if (!type.IsNonNull && random.Next(10) == 0)
            return "null";
        return type.Nullable switch
        {
            ListType list when random.Next(4) > 0 =>
                $"[{string.Join(", ", Enumerable.Range(0, random.Next(3)).Select(_ => Value(list.Item, depth + 1)))}]",
            ListType list => Value(list.Item, depth + 1),
            InputObjectType input => ObjectValue(input, depth),
            EnumType options => Pick([.. options.Values.Keys]),
            var scalar => Scalar(scalar.Named.Name),
        };
    }

    private string ObjectValue(InputObjectType type, int depth)
    {
        List<InputDefinition> fields = type.IsOneOf
            ? [Pick(type.Fields.Values.Where(field => depth < 3 || field.Type is ScalarType).ToList())]
            : [.. type.Fields.Values.Where(f => f.IsRequired || (random.Next(3) == 0 && (depth < 3 || f.Type.Named is ScalarType)))];
        var written = fields
            .Select(f => $"{f.Name}: {(type.IsOneOf && !Errs() ? Value(new NonNullType(f.Type), depth + 1) : Value(f.Type, depth + 1))}")
            .ToList();
        if (Errs())
            written.Add(Wrong("nobody: 1", "x: 2", "x: 2", "name: \"n\""));
        return $"{{{string.Join(", ", written)}}}";
    }

    private string Scalar(string name) =>
        name switch
        {
            "Int" => random.Next(-50, 50).ToString(CultureInfo.InvariantCulture),
            "Float" => Pick(["1", "-2.5", "1e3", "0.25", "12E-1"]),
            "Boolean" => Pick(["true", "false"]),
            "ID" => Pick(["\"id\"", "12", "\"\""]),
            "Date" => "\"2025-09-03\"",
            _ => Pick(["\"text\"", "\"\"\"block\n   text\"\"\"", "\"\\u0041\\n\\u{42}\"", "\"\""]),
        };

    private string Variable(GraphQLType type)
    {
        var known = _variables.Where(v => v.Type == type.ToString()).ToList();
        if (known.Count > 0 && random.Next(2) == 0)
            return $"${Pick(known).Name}";
        var name = $"v{_variables.Count}";
        var (text, isNonNull) = (type.Nullable.ToString()!, type.IsNonNull);
        if (isNonNull && random.Next(4) == 0)
            _variables.Add((name, text, Errs() ? null : $" = {Constant(type)}")); // nullable, with a default
        else
            _variables.Add(
                (name, isNonNull || random.Next(4) == 0 ? $"{text}!" : text, random.Next(4) == 0 ? $" = {Constant(type)}" : null)
            );
        return $"${name}";
    }

    /// <summary>A value that names no variable.</summary>
    private string Constant(GraphQLType type)
    {
        for (var i = 0; i < 20; i++)
        {
            var before = _variables.Count;
            var value = Value(type, depth: 1);
            if (!value.Contains('$'))
                return value;
            _variables.RemoveRange(before, _variables.Count - before);
        }
        return "null";
    }

    private string WriteVariables()
    {
        var values = _variables
            .DistinctBy(v => v.Name)
            .Where(v => !(v.Type.EndsWith('!') && v.Default is null) ? random.Next(3) > 0 : !Errs())
            .Select(v => $"\"{v.Name}\":{(schema.Find(Parser.ParseType(v.Type)) is { } type ? Json(type, depth: 0) : "1")}");
        return $"{{{string.Join(",", values)}}}";
    }

    private string Json(GraphQLType type, int depth)
    {
        if (random.NextDouble() < mistakes * 3 || random.Next(60) == 0)
            return Wrong(
                "null",
                "1",
                "\"text\"",
                "1.5",
                "[1,null]",
                "{\"x\":1}",
                "true",
                "{\"id\":\"1\",\"name\":null}",
                "99999999999",
                "{}",
                "1.0"
            );
        if (!type.IsNonNull && random.Next(10) == 0)
            return "null";
        switch (type.Nullable)
        {
            case ListType list:
                return random.Next(4) == 0
                    ? Json(list.Item, depth + 1)
                    : $"[{string.Join(",", Enumerable.Range(0, random.Next(3)).Select(_ => Json(list.Item, depth + 1)))}]";
            case InputObjectType input:
                List<InputDefinition> fields = input.IsOneOf
                    ? [Pick(input.Fields.Values.Where(field => depth < 3 || field.Type is ScalarType).ToList())]
                    :
                    [
                        .. input.Fields.Values.Where(f =>
                            f.IsRequired || (random.Next(3) == 0 && (depth < 3 || f.Type.Named is ScalarType))
                        ),
                    ];
                return $"{{{string.Join(",", fields.Select(f => $"\"{f.Name}\":{Json(input.IsOneOf ? new NonNullType(f.Type.Nullable) : f.Type, depth + 1)}"))}}}";
            case EnumType options:
                return $"\"{Pick([.. options.Values.Keys])}\"";
            default:
                return type.Named.Name switch
                {
                    "Int" => Pick(["0", "-3", "2147483647", "5.0", "1e2"]),
                    "Float" => Pick(["0", "1.5", "-2e2"]),
                    "Boolean" => Pick(["true", "false"]),
                    "ID" => Pick(["\"id\"", "7"]),
                    "Date" => "\"2025-09-03\"",
                    _ => Pick(["\"text\"", "\"\""]),
                };
        }
    }
}
