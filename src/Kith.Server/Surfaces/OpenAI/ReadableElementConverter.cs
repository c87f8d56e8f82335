using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kith.Server.Surfaces.OpenAI;

/// <summary>
/// JSON that is looked at later. Texts of it that can't be read (<c>"\ud800"</c>: half a character) would only be noticed then, when
/// nobody expects it any more.
/// </summary>
internal sealed class ReadableElementConverter : JsonConverter<JsonElement>
{
    /// <summary>A null stays an element, as the serializer itself has it.</summary>
    public override bool HandleNull => true;

    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var texts = reader;
        var element = JsonElement.ParseValue(ref reader);
        do
        {
            if (texts.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                texts.GetString();
        } while (texts.BytesConsumed < reader.BytesConsumed && texts.Read());
        return element;
    }

    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => value.WriteTo(writer);
}
