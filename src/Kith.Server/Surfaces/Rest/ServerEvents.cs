using System.Net.ServerSentEvents;
using System.Text.Json;
using Kith.Server.Hosting;

namespace Kith.Server.Surfaces.Rest;

/// <summary>Answers as server-sent events, for who would rather have those.</summary>
internal static class ServerEvents
{
    public static bool WantsEvents(this HttpRequest request) =>
        request.GetTypedHeaders().Accept is { } accept
        && accept
            .OrderByDescending(type => type.Quality ?? 1)
            .Select(type => type.MediaType.Value)
            .FirstOrDefault(type => type is StreamDocument.MediaType or "application/json" or "*/*") == StreamDocument.MediaType;

    public static SseItem<string> Of(string type, object data, string? id = null) =>
        new(JsonSerializer.Serialize(data, Json.Strict), type) { EventId = id };
}
