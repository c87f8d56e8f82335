using System.Text;
using Kith.GraphQL.Introspection;
using Kith.GraphQL.Language;

namespace Kith.GraphQL.Types;

/// <summary>Writes a schema in the type system's own language (section 3), without what every schema has.</summary>
internal static class SchemaPrinter
{
    private const int ShortLine = 70;

    public static string Print(GraphQLSchema schema)
    {
        var blocks = schema.Types.Where(type => !IntrospectionTypes.Is(type) && !ScalarType.BuiltIn.Contains(type)).Select(Print).ToList();
        if (schema.Description is not null)
            blocks.Insert(0, PrintRoots(schema));
        return string.Join("\n", blocks);
    }

    private static string PrintRoots(GraphQLSchema schema)
    {
        var text = new StringBuilder();
        AppendDescription(text, schema.Description, "");
        text.Append("schema {\n");
        foreach (var kind in Enum.GetValues<OperationKind>())
        {
            if (schema.RootOf(kind) is { } root)
                text.Append($"  {kind.ToString().ToLowerInvariant()}: {root.Name}\n");
        }
        return text.Append("}\n").ToString();
    }

    private static string Print(NamedType type)
    {
        var text = new StringBuilder();
        AppendDescription(text, type.Description, "");
        switch (type)
        {
            case ScalarType scalar:
                var address = scalar.SpecifiedBy is { } url ? $" @specifiedBy(url: {LiteralPrinter.Quote(url)})" : "";
                text.Append($"scalar {type.Name}{address}\n");
                break;
            case UnionType union:
                text.Append($"union {type.Name} = {string.Join(" | ", union.Members)}\n");
                break;
            case CompositeType composite:
                var interfaces = composite.Interfaces.Count == 0 ? "" : $" implements {string.Join(" & ", composite.Interfaces)}";
                text.Append($"{(type is InterfaceType ? "interface" : "type")} {type.Name}{interfaces}");
                AppendBody(text, composite.Fields.Values, AppendField);
                break;
            case EnumType options:
                text.Append($"enum {type.Name}");
                AppendBody(text, options.Values.Values, (t, value) => t.Append(value.Name));
                break;
            case InputObjectType input:
                text.Append($"input {type.Name}{(input.IsOneOf ? " @oneOf" : "")}");
                AppendBody(text, input.Fields.Values, AppendInput);
                break;
        }
        return text.ToString();
    }

    private static void AppendBody<T>(StringBuilder text, IEnumerable<T> members, Action<StringBuilder, T> append)
        where T : MemberDefinition
    {
        text.Append(" {\n");
        var isFirst = true;
        foreach (var member in members)
        {
            if (!isFirst && member.Description is not null)
                text.Append('\n');
            isFirst = false;
            AppendDescription(text, member.Description, "  ");
            text.Append("  ");
            append(text, member);
            AppendDeprecation(text, member);
            text.Append('\n');
        }
        text.Append("}\n");
    }

    private static void AppendField(StringBuilder text, FieldDefinition field)
    {
        text.Append(field.Name);
        var arguments = field.Arguments.Values;
        if (arguments.Any(argument => argument.Description is not null))
        {
            text.Append("(\n");
            foreach (var argument in arguments)
            {
                if (argument != arguments.First() && argument.Description is not null)
                    text.Append('\n');
                AppendDescription(text, argument.Description, "    ");
                text.Append("    ");
                AppendArgument(text, argument);
                text.Append('\n');
            }
            text.Append("  )");
        }
        else if (arguments.Count > 0)
        {
            text.Append('(');
            foreach (var argument in arguments)
            {
                if (argument != arguments.First())
                    text.Append(", ");
                AppendArgument(text, argument);
            }
            text.Append(')');
        }
        text.Append($": {field.Type}");
    }

    private static void AppendArgument(StringBuilder text, InputDefinition argument)
    {
        AppendInput(text, argument);
        AppendDeprecation(text, argument);
    }

    private static void AppendInput(StringBuilder text, InputDefinition input)
    {
        text.Append($"{input.Name}: {input.Type}");
        if (input.DefaultValue is { } value)
            text.Append($" = {LiteralPrinter.Print(value)}");
    }

    private static void AppendDeprecation(StringBuilder text, MemberDefinition member)
    {
        if (member.DeprecationReason is not { } reason)
            return;
        text.Append(" @deprecated");
        if (reason != SpecifiedDirectives.DeprecationReason)
            text.Append($"(reason: {LiteralPrinter.Quote(reason)})");
    }

    private static void AppendDescription(StringBuilder text, string? description, string indent)
    {
        if (string.IsNullOrEmpty(description))
            return;
        // A block string takes no control characters back, and loses white space at its ends.
        if (description.Any(c => char.IsControl(c) && c != '\n') || description.Trim() != description)
        {
            text.Append($"{indent}{LiteralPrinter.Quote(description)}\n");
            return;
        }
        var block = description.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal);
        if (block.Length < ShortLine && !block.Contains('\n', StringComparison.Ordinal) && block[^1] is not ('"' or '\\'))
        {
            text.Append($"{indent}\"\"\"{block}\"\"\"\n");
            return;
        }
        text.Append($"{indent}\"\"\"\n");
        foreach (var line in block.Split('\n'))
            text.Append(line.Length == 0 ? "\n" : $"{indent}{line}\n");
        text.Append($"{indent}\"\"\"\n");
    }
}
