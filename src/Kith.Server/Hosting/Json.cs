using System.Text.Json;
using System.Text.Json.Serialization;
using Kith.Engine;

namespace Kith.Server.Hosting;

/// <summary>How JSON is read and written at our own doors: <c>snake_case</c>, and nothing is guessed or ignored.</summary>
internal static class Json
{
    public static readonly JsonSerializerOptions Strict = MakeStrict();

    private static JsonSerializerOptions MakeStrict()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = 32;
        // Always sent as JSON with nosniff, never pasted into HTML: letters and quotes may stay readable.
        options.Encoder = new PlainTextEncoder();
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new UtcTimeConverter());
    }

    /// <summary>Written by <see cref="Time.ToText"/>. Reading accepts any offset, but asks for one.</summary>
    private sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            // DateTime tells a missing offset from a local one; DateTimeOffset would silently take the server's.
            if (
                reader.TokenType == JsonTokenType.String
                && reader.TryGetDateTime(out var time)
                && time.Kind != DateTimeKind.Unspecified
                && reader.TryGetDateTimeOffset(out var value)
            )
                return value;
            throw new JsonException();
        }

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Time.ToText(value));
    }
}
