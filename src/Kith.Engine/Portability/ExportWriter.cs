using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kith.Engine.Portability;

/// <summary>Writes JSON to a stream, a little at a time.</summary>
internal sealed class ExportWriter : IDisposable
{
    private const int Buffered = 64 * 1024;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // Sent as a file and never pasted into a page: letters may stay letters.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The serializer flushes whenever it is done with a value, and a stream to a client can't wait for that.</summary>
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;
    private readonly Stream _stream;

    public ExportWriter(Stream stream)
    {
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = Options.Encoder });
        _stream = stream;
    }

    public void BeginObject() => _json.WriteStartObject();

    public void BeginObject(string name) => _json.WriteStartObject(name);

    public void BeginArray(string name) => _json.WriteStartArray(name);

    public void EndObject() => _json.WriteEndObject();

    public void EndArray() => _json.WriteEndArray();

    /// <summary>A member; an object's own members are named in <c>snake_case</c>.</summary>
    public void Put(string name, object? value)
    {
        _json.WritePropertyName(name);
        Add(value);
    }

    /// <summary>A member that is JSON already.</summary>
    public void PutJson(string name, string json)
    {
        _json.WritePropertyName(name);
        _json.WriteRawValue(json);
    }

    /// <summary>An item of an array.</summary>
    public void Add(object? value) => JsonSerializer.Serialize(_json, value, value?.GetType() ?? typeof(object), Options);

    /// <summary>Sends what was written, once it is worth it.</summary>
    public async ValueTask BreatheAsync(CancellationToken cancellationToken)
    {
        if (_buffer.WrittenCount + _json.BytesPending >= Buffered)
            await SendAsync(cancellationToken);
    }

    /// <summary>Sends what was written.</summary>
    public async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        _json.Flush();
        await _stream.WriteAsync(_buffer.WrittenMemory, cancellationToken);
        _buffer.ResetWrittenCount();
    }

    /// <summary>A stored time as it is written.</summary>
    public static string? Time(long? ms) => Engine.Time.FromMs(ms) is { } time ? Engine.Time.ToText(time) : null;

    public void Dispose() => _json.Dispose();
}
