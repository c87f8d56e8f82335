using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kith.Engine.Models.Http;

/// <summary>Writing what a provider is asked. Letters stay as they are: escaped, most of the world's texts would be several times as long.</summary>
internal static class RequestJson
{
    private const int UsualBytes = 8 * 1024;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One JSON object.</summary>
    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> members)
    {
        var bytes = new ArrayBufferWriter<byte>(UsualBytes);
        using (var writer = new Utf8JsonWriter(bytes, Plain))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return bytes.WrittenMemory;
    }

    public static void WriteMessages(this Utf8JsonWriter writer, IEnumerable<(string Role, string Text)> messages)
    {
        writer.WriteStartArray("messages");
        foreach (var (role, text) in messages)
        {
            writer.WriteStartObject();
            writer.WriteString("role", role);
            writer.WriteString("content", text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void WriteSettings(this Utf8JsonWriter writer, IEnumerable<(string Name, JsonNode? Value)> settings)
    {
        foreach (var (name, value) in settings)
        {
            writer.WritePropertyName(name);
            value!.WriteTo(writer);
        }
    }
}
