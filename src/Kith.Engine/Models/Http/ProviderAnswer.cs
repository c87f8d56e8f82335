using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace Kith.Engine.Models.Http;

/// <summary>Reading what a provider sent: bounded, and either events or one document.</summary>
internal static class ProviderAnswer
{
    private const int MaxErrorBytes = 64 * 1024;

    public static bool IsEventStream(string? contentType) => IsType(contentType, "text/event-stream");

    public static bool IsJson(string? contentType) => IsType(contentType, "application/json");

    /// <summary>Events, each a document to dispose of; null for the one that tells OpenAI's end.</summary>
    /// <exception cref="JsonException">From reading on: an event is neither.</exception>
    public static IAsyncEnumerable<SseItem<JsonDocument?>> ReadEventsAsync(Stream body, CancellationToken cancellationToken) =>
        SseParser.Create(new BoundedStream(body), static (_, data) => ReadEvent(data)).EnumerateAsync(cancellationToken);

    public static async Task<JsonDocument> ReadDocumentAsync(Stream body, CancellationToken cancellationToken) =>
        await JsonDocument.ParseAsync(new BoundedStream(body), cancellationToken: cancellationToken);

    /// <summary>As above, for a document that may stand on one line however long it is, like one of vectors.</summary>
    public static async Task<JsonDocument> ReadLongDocumentAsync(Stream body, CancellationToken cancellationToken) =>
        await JsonDocument.ParseAsync(new BoundedStream(body, maxLineBytes: int.MaxValue), cancellationToken: cancellationToken);

    /// <summary>The beginning of an error's body; a longer one is cut, not refused.</summary>
    public static async Task<string> ReadErrorTextAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxErrorBytes];
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    private static JsonDocument? ReadEvent(ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("[DONE]"u8))
        {
            return null;
        }
        var reader = new Utf8JsonReader(data);
        var document = JsonDocument.ParseValue(ref reader);
        // Anything but blanks behind it throws.
        while (reader.Read()) { }
        return document;
    }

    private static bool IsType(string? contentType, string type) =>
        contentType?.Split(';')[0].Trim().Equals(type, StringComparison.OrdinalIgnoreCase) == true;
}
