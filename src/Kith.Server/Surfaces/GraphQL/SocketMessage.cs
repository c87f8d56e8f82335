using System.Net.WebSockets;
using System.Text.Json;

namespace Kith.Server.Surfaces.GraphQL;

/// <summary>A message of the protocol <c>graphql-transport-ws</c>.</summary>
internal sealed record SocketMessage(string Type, string? Id, JsonElement? Payload)
{
    public const string Protocol = "graphql-transport-ws";

    private const int LongestId = 200;

    private static readonly JsonDocumentOptions s_strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <exception cref="SocketClosedException">It is none.</exception>
    public static SocketMessage Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, s_strict);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw Invalid("A message is a JSON object.");
            string? type = null;
            string? id = null;
            JsonElement? payload = null;
            foreach (var member in root.EnumerateObject())
            {
                switch (member.Name)
                {
                    case "type":
                        type = TextOf(member);
                        break;
                    case "id":
                        id = TextOf(member) is { Length: > 0 and <= LongestId } text
                            ? text
                            : throw Invalid("An id has 1 to 200 characters.");
                        break;
                    case "payload":
                        // The bytes are good until the next message only.
                        payload = member.Value.ValueKind == JsonValueKind.Null ? null : member.Value.Clone();
                        break;
                    default:
                        throw Invalid("A message has type, id and payload.");
                }
            }

            return new SocketMessage(type ?? throw Invalid("A message has a type."), id, payload);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Invalid("A message is well-formed JSON.");
        }
    }

    public static byte[] Write(string type, string? id = null, Action<Utf8JsonWriter>? payload = null) =>
        GraphQLAnswer.Write(writer =>
        {
            writer.WriteStartObject();
            if (id is not null)
                writer.WriteString("id", id);
            writer.WriteString("type", type);
            if (payload is not null)
            {
                writer.WritePropertyName("payload");
                payload(writer);
            }

            writer.WriteEndObject();
        });

    public static SocketClosedException Invalid(string reason) => new(GraphQLCloseCodes.Invalid, reason);

    private static string TextOf(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : throw Invalid($"\"{member.Name}\" is text.");
}

/// <summary>Why such a socket is closed, in the protocol's numbers, beside <see cref="CloseCodes"/>.</summary>
internal static class GraphQLCloseCodes
{
    public const WebSocketCloseStatus Invalid = (WebSocketCloseStatus)4400;
    public const WebSocketCloseStatus Forbidden = (WebSocketCloseStatus)4403;
    public const WebSocketCloseStatus NotInitialised = (WebSocketCloseStatus)4408;
    public const WebSocketCloseStatus SubscriberExists = (WebSocketCloseStatus)4409;
    public const WebSocketCloseStatus TooManyInitialisations = (WebSocketCloseStatus)4429;
}
