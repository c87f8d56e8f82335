using System.Globalization;
using System.Text.Json;
using Kith.GraphQL.Language;

namespace Kith.GraphQL.Types;

/// <summary>
/// A scalar (section 3.5): how a resolver's value is written, and how one is read from a document and from JSON. A value that doesn't fit is a
/// <see cref="FormatException"/>, whose message the client gets.
/// </summary>
internal sealed class ScalarType(
    string name,
    Func<object, object> write,
    Func<ValueNode, object> readLiteral,
    Func<JsonElement, object> readJson
) : NamedType(name)
{
    /// <summary>Where it is described (section 3.5.5); null for those of the specification.</summary>
    public string? SpecifiedBy { get; set; }

    public object Write(object value) => write(value);

    public object Read(ValueNode literal) => readLiteral(literal);

    public object Read(JsonElement json) => readJson(json);

    /// <summary>Section 3.5.1: a whole number of 32 bits.</summary>
    public static readonly ScalarType Int = new("Int", WriteInt, ReadInt, ReadInt)
    {
        Description = "A whole number of 32 bits with a sign.",
    };

    /// <summary>Section 3.5.2.</summary>
    public static readonly ScalarType Float = new("Float", WriteFloat, ReadFloat, ReadFloat)
    {
        Description = "A number of double precision (IEEE 754).",
    };

    /// <summary>Section 3.5.3.</summary>
    public static readonly ScalarType String = new(
        "String",
        value => value is bool flag ? (flag ? "true" : "false") : WriteText(value, "String"),
        literal => literal is StringNode text ? text.Value : throw Misfit("String", literal),
        json => json.ValueKind == JsonValueKind.String ? json.GetString()! : throw Misfit("String", json)
    )
    {
        Description = "Text.",
    };

    /// <summary>Section 3.5.4.</summary>
    public static readonly ScalarType Boolean = new(
        "Boolean",
        value => value is bool ? value : throw Unwritable("Boolean", value),
        literal => literal is BooleanNode flag ? flag.Value : throw Misfit("Boolean", literal),
        json => json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : throw Misfit("Boolean", json)
    )
    {
        Description = "True or false.",
    };

    /// <summary>Section 3.5.5: opaque text, also read from whole numbers.</summary>
    public static readonly ScalarType Id = new("ID", value => WriteText(value, "ID"), ReadId, ReadId)
    {
        Description = "An identifier: text that means nothing to people.",
    };

    public static IReadOnlyList<ScalarType> BuiltIn { get; } = [Int, Float, String, Boolean, Id];

    private static object WriteInt(object value) =>
        value switch
        {
            int or short or byte or sbyte or ushort => Convert.ToInt32(value, CultureInfo.InvariantCulture),
            long and >= int.MinValue and <= int.MaxValue => Convert.ToInt32(value, CultureInfo.InvariantCulture),
            uint and <= int.MaxValue => Convert.ToInt32(value, CultureInfo.InvariantCulture),
            double number when IsInt(number) => (int)number,
            _ => throw Unwritable("Int", value),
        };

    private static object ReadInt(ValueNode literal) =>
        literal is IntNode whole && int.TryParse(whole.Digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Misfit("Int", literal);

    // JSON doesn't tell 1.0 and 1 apart.
    private static object ReadInt(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var number) && IsInt(number)
            ? (int)number
            : throw Misfit("Int", json);

    private static bool IsInt(double number) => number is >= int.MinValue and <= int.MaxValue && double.IsInteger(number);

    private static object WriteFloat(object value)
    {
        if (value is not (double or float or decimal or int or long or short or byte or uint or ushort or sbyte))
            throw Unwritable("Float", value);
        var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? number : throw Unwritable("Float", value);
    }

    private static object ReadFloat(ValueNode literal)
    {
        var digits = literal switch
        {
            IntNode whole => whole.Digits,
            FloatNode real => real.Digits,
            _ => throw Misfit("Float", literal),
        };
        var number = double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? number : throw Misfit("Float", literal);
    }

    private static object ReadFloat(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw Misfit("Float", json);

    private static object ReadId(ValueNode literal) =>
        literal switch
        {
            StringNode text => text.Value,
            IntNode whole => whole.Digits,
            _ => throw Misfit("ID", literal),
        };

    private static object ReadId(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.String => json.GetString()!,
            JsonValueKind.Number when json.TryGetDouble(out var number) && double.IsInteger(number) => json.TryGetInt64(out var whole)
                ? whole.ToString(CultureInfo.InvariantCulture)
                : number.ToString("F0", CultureInfo.InvariantCulture),
            _ => throw Misfit("ID", json),
        };

    private static string WriteText(object value, string type) =>
        value switch
        {
            string text => text,
            Guid or int or long or short or byte or uint or ulong or ushort or sbyte => Convert.ToString(
                value,
                CultureInfo.InvariantCulture
            )!,
            double or float or decimal when type == "String" => Convert.ToString(value, CultureInfo.InvariantCulture)!,
            _ => throw Unwritable(type, value),
        };

    // A resolver's value says something about the server: it isn't shown.
    private static FormatException Unwritable(string type, object value) =>
        new($"{type} cannot represent a value of {value.GetType().Name}.");

    private static FormatException Misfit(string type, ValueNode literal) =>
        new($"{type} cannot represent {LiteralPrinter.Excerpt(literal)}.");

    private static FormatException Misfit(string type, JsonElement json) => new($"{type} cannot represent {LiteralPrinter.Excerpt(json)}.");
}
