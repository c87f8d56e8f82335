using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kith.Server.Surfaces;

/// <summary>
/// Ids are opaque strings; in bodies they may come as whole numbers too. None of ours has U+0000, and PostgreSQL refuses to look for it.
/// </summary>
internal sealed class IdConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Number when reader.TryGetInt64(out var number) => number.ToString(),
            JsonTokenType.String when reader.GetString() is { } id && !id.Contains('\0', StringComparison.Ordinal) => id,
            JsonTokenType.Null => null,
            _ => throw new JsonException("must be an id: a string or a whole number"),
        };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
