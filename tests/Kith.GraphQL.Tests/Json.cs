using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kith.GraphQL.Tests;

/// <summary>Results as a client gets them.</summary>
internal static class Json
{
    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string TextOf(GraphQLResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_readable))
            result.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static JsonElement Of(GraphQLResult result) => JsonElement.Parse(TextOf(result));
}
