using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kith.GraphQL.Language;

/// <summary>Writes values as a document has them (section 2.9).</summary>
internal static class LiteralPrinter
{
    private const int ExcerptLength = 60;

    public static string Print(ValueNode value)
    {
        var text = new StringBuilder();
        Append(text, value, depth: 0);
        return text.ToString();
    }

    /// <summary>For a message: cut short.</summary>
    public static string Excerpt(ValueNode value) => Cut(Print(value));

    /// <inheritdoc cref="Excerpt(ValueNode)"/>
    public static string Excerpt(JsonElement json) => Cut(json.GetRawText());

    public static string Quote(string text) => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"";

    private static void Append(StringBuilder text, ValueNode value, int depth)
    {
        if (depth > Parser.MaxNesting)
            throw new InvalidOperationException("A value nests deeper than the parser lets it.");
        switch (value)
        {
            case VariableNode variable:
                text.Append('$').Append(variable.Name);
                break;
            case IntNode whole:
                text.Append(whole.Digits);
                break;
            case FloatNode real:
                text.Append(real.Digits);
                break;
            case StringNode s:
                text.Append(Quote(s.Value));
                break;
            case BooleanNode flag:
                text.Append(flag.Value ? "true" : "false");
                break;
            case NullNode:
                text.Append("null");
                break;
            case EnumNode name:
                text.Append(name.Name);
                break;
            case ListNode list:
                AppendMany(text, '[', ']', list.Items, item => Append(text, item, depth + 1));
                break;
            case ObjectNode fields:
                AppendMany(text, '{', '}', fields.Fields, field => AppendField(text, field, depth));
                break;
        }
    }

    private static void AppendField(StringBuilder text, ObjectFieldNode field, int depth)
    {
        text.Append(field.Name).Append(": ");
        Append(text, field.Value, depth + 1);
    }

    private static void AppendMany<T>(StringBuilder text, char open, char close, IReadOnlyList<T> items, Action<T> append)
    {
        text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                text.Append(", ");
            append(items[i]);
        }
        text.Append(close);
    }

    private static string Cut(string text) => text.Length <= ExcerptLength ? text : string.Concat(text.AsSpan(0, ExcerptLength), "…");
}
